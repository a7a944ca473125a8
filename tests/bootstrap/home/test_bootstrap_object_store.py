# SPDX-License-Identifier: Apache-2.0
"""`[object_store]`: nothing goes in the clear, the access key is shown nowhere, and a bad store stops the start."""

import json
import secrets
import ssl
import subprocess
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from casts.servers.faulty_store import Fault, FaultyStore
from casts.servers.seaweed_server import (
    KEY,
    REGION,
    seaweed,  # noqa: F401 - fixtures are handed on by name
)
from rogatory.bootstrap.doctor import facts
from rogatory.bootstrap.doctor.findings import of_object_store
from rogatory.bootstrap.doctor.kinds import home_kinds
from rogatory.bootstrap.home.folder import NewHome, create_home, read_home
from rogatory.bootstrap.node_toml.object_store import UNREAD, object_store_problem
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.bootstrap.ports.object_store import check_objects, objects_of
from rogatory.bootstrap.processes.supervisor import CHILDREN, run_node
from rogatory.errors import Refused, Unreachable
from rogatory.storage.files.objects import LocalObjects

TABLE = {"endpoint": "https://s3.example.test", "bucket": "evidence", "region": REGION}
SECRET = KEY.secret_access_key


def a_home(path, table=None, key=f"{KEY.access_key_id}:{SECRET}\n"):
    home = create_home(path, NewHome(state="XB", root=b"{}", directory_url="http://127.0.0.1:9"))
    if table is None:
        return home
    settings = home.path / "node.toml"
    settings.write_text(f"{settings.read_text()}\n{write_table({'object_store': table})}")
    if key is not None:
        home.object_store_key.write_text(key)
        home.object_store_key.chmod(0o600)
    return read_home(home.path)


def at(endpoint, **more):
    return {**TABLE, "endpoint": endpoint, "prefix": secrets.token_hex(8), **more}


def refusal(ask):
    with pytest.raises((Refused, Unreachable)) as raised:
        ask()
    return raised.value


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"endpoint": "http://s3.example.test"}, "endpoint is no https address"),
        ({"endpoint": "http://192.0.2.1:8333"}, "endpoint is no https address"),
        ({"endpoint": "http://127.0.0.1.example.test"}, "endpoint is no https address"),
        ({"endpoint": "ftp://127.0.0.1"}, "endpoint is no https address"),
        ({"endpoint": f"https://me:{SECRET}@s3.example.test"}, "endpoint is not https://HOST"),
        ({"endpoint": f"https://s3.example.test/?key={SECRET}"}, "endpoint is not https://HOST"),
        ({"endpoint": "https://s3.example.test/bucket"}, "endpoint is not https://HOST"),
        ({"endpoint": "https://[::1"}, "endpoint is no address"),
        ({"endpoint": "https://s3.example.test:99999"}, "endpoint is no address"),
        ({"endpoint": ""}, "endpoint is not https://HOST"),
        ({"bucket": "../x"}, "bucket is no bucket's name"),
        ({"bucket": "Evidence"}, "bucket is no bucket's name"),
        ({"region": "eu west"}, "region is no region's name"),
        ({"prefix": "../other"}, "prefix is no prefix"),
        ({"prefix": "a//b"}, "prefix is no prefix"),
        ({"prefix": "a/../b"}, "prefix is no prefix"),
        ({"secret_access_key": SECRET}, "secret_access_key is not known"),
        ({"ca_file": 1}, "ca_file is not of the type str"),
    ],
)
def test_a_table_that_would_send_evidence_elsewhere_or_in_the_clear_is_refused(
    tmp_path, changes, words
):
    error = refusal(lambda: a_home(tmp_path / "home", {**TABLE, **changes}))
    assert error.codes == ("home-setting",)
    assert words in str(error)
    assert SECRET not in str(error)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://s3.example.test",
        "https://s3.example.test:8333/",
        "https://[2001:db8::1]:8333",
        "http://127.0.0.1:8333",
        "http://[::1]:8333",
        "http://localhost",
    ],
)
def test_an_address_over_tls_or_on_this_machine_is_taken(endpoint):
    assert object_store_problem({"endpoint": endpoint, "bucket": "evidence"}) is None


def test_all_that_is_wrong_is_reported_at_once():
    problem = object_store_problem({"endpoint": "http://x.test", "prefix": "/", "port": 1})
    for words in ("port is not known", "bucket is missing", "no https address", "no prefix"):
        assert words in problem


def test_without_the_table_objects_lie_in_the_home_and_variables_mean_nothing(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("AWS_ENDPOINT", "http://192.0.2.1")
    assert isinstance(objects_of(a_home(tmp_path / "home")), LocalObjects)


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL_S3", "AWS_ALLOW_HTTP", "AWS_SKIP_SIGNATURE"])
def test_variables_that_the_library_would_read_are_refused_by_name(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, SECRET)
    error = refusal(lambda: a_home(tmp_path / "home", TABLE))
    assert error.codes == ("object-store-variables",)
    assert name in str(error)
    assert SECRET not in str(error)


def requests_by():
    """Where the library sends a request, and which fields sign it, as an address that it signs shows."""
    import obstore
    from obstore.store import S3Store

    store = S3Store("evidence", config={"access_key_id": "a", "secret_access_key": "b"})
    parts = urlsplit(obstore.sign(store, "GET", "x", timedelta(minutes=1)))
    return parts.scheme, parts.netloc, sorted(parse_qs(parts.query))


def test_variables_of_other_programs_are_left_alone_because_the_library_reads_none(
    tmp_path, monkeypatch
):
    for name in UNREAD:
        monkeypatch.delenv(name, raising=False)
    before = requests_by()
    for name in UNREAD:
        monkeypatch.setenv(name, "/elsewhere")
    assert a_home(tmp_path / "home", TABLE).object_store.bucket == "evidence"
    assert requests_by() == before
    monkeypatch.setenv("AWS_SESSION_TOKEN", "elsewhere")
    with_token = requests_by()
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://elsewhere.test")
    assert len({str(one) for one in (before, with_token, requests_by())}) == 3


@pytest.mark.parametrize(
    "key", ["", "AKOFTESTS", "AKOFTESTS:", f":{SECRET}", f"AK:{SECRET}\nAK:{SECRET}", "\xff"]
)
def test_a_file_that_holds_no_access_key_is_refused_and_not_shown(tmp_path, key):
    error = refusal(lambda: objects_of(a_home(tmp_path / "home", TABLE, key)))
    assert error.codes == ("object-store-key",)
    assert SECRET not in str(error)


def test_an_access_key_that_is_missing_or_that_others_may_read_is_refused(tmp_path):
    home = a_home(tmp_path / "home", TABLE, key=None)
    assert refusal(lambda: objects_of(home)).codes == ("key-absent",)
    home.object_store_key.write_text(f"AK:{SECRET}")
    home.object_store_key.chmod(0o644)
    assert refusal(lambda: objects_of(home)).codes == ("key-readable",)
    assert [one.code.id for one in facts.object_store(home)["problems"]] == ["key-readable"]


@pytest.mark.judge
def test_a_node_keeps_its_objects_in_the_bucket_and_none_in_the_home(seaweed, tmp_path):
    table = at(seaweed.endpoint)
    home = a_home(tmp_path / "home", table)
    check_objects(home, secrets.token_bytes)
    digest = objects_of(home).put(b"a letter")
    assert list(home.objects.iterdir()) == list(home.packages.iterdir()) == []
    assert objects_of(read_home(home.path)).get(digest) == b"a letter"
    name = f"objects/{digest[:2]}/{digest}"
    assert seaweed.bucket(prefix=table["prefix"]).read(name, limit=9) == b"a letter"


@pytest.mark.judge
def test_files_that_lie_in_the_home_are_not_forgotten(seaweed, tmp_path):
    home = a_home(tmp_path / "home", at(seaweed.endpoint))
    (home.packages / "x.layout").write_bytes(b"x")
    assert refusal(lambda: check_objects(home, secrets.token_bytes)).codes == ("object-store-home",)


@pytest.fixture
def line(seaweed):
    made = FaultyStore(
        seaweed.port, lambda path: seaweed.bucket().remove(path.removeprefix("/evidence/"))
    )
    yield made
    made.close()


@pytest.mark.judge
@pytest.mark.parametrize(
    ("fault", "code"),
    [(Fault.OVERWRITES, "object-store-overwrites"), (Fault.FAILS, "object-store-fails")],
)
def test_no_process_of_a_node_starts_over_a_bad_store(line, tmp_path, fault, code):
    line.fault = fault
    home = a_home(tmp_path / "home", at(line.endpoint))
    before = sorted(home.path.rglob("*"))
    assert refusal(lambda: run_node(home, CHILDREN)).codes == (code,)
    assert not home.database.exists()
    assert {path.name for path in set(home.path.rglob("*")) - set(before)} <= {".lock"}


@pytest.mark.judge
def test_the_doctor_reports_a_good_store_and_each_bad_one(line, tmp_path):
    home = a_home(tmp_path / "home", at(line.endpoint))
    assert [one.kind.id for one in of_object_store(facts.object_store(home))] == [
        home_kinds.OBJECT_STORE_HOLDS.id
    ]
    assert {command for command, _ in line.requests} == {"PUT", "GET", "DELETE"}
    for fault, code in (
        (Fault.OVERWRITES, "object-store-overwrites"),
        (Fault.ALTERS, "object-store-alters"),
        (Fault.FAILS, "object-store-fails"),
    ):
        line.fault = fault
        found = facts.object_store(home)
        assert [one.code.id for one in found["problems"]] == [code]
        assert SECRET not in json.dumps([one.as_json() for one in found["problems"]])
        assert [one.level for one in of_object_store(found)] == ["wrong"]
    line.requests.clear()
    assert list(of_object_store(facts.object_store(home, asks=False))) == []
    assert line.requests == []


def test_a_node_without_a_store_has_no_finding_of_it(tmp_path):
    assert list(of_object_store(facts.object_store(a_home(tmp_path / "home")))) == []


def certified(folder):
    """An authority, a certificate by it for the name localhost, and the key."""

    def openssl(*words):
        subprocess.run(["openssl", *map(str, words)], cwd=folder, check=True, capture_output=True)

    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 2)
    openssl("req", "-x509", *new, "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *new[:-2], "-subj", "/CN=localhost", "-keyout", "s.key", "-out", "s.csr")
    (folder / "ext").write_text("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n")
    by = ("-CA", "ca.pem", "-CAkey", "ca.key", "-days", 2, "-extfile", "ext")
    openssl("x509", "-req", "-in", "s.csr", *by, "-out", "s.pem")
    return (folder / "ca.pem").read_bytes(), folder / "s.pem", folder / "s.key"


@pytest.mark.judge
def test_a_store_proves_its_name_by_the_authority_that_the_table_names(seaweed, tmp_path):
    authority, certificate, key = certified(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    line = FaultyStore(seaweed.port, lambda _path: None, context)
    try:
        table = at(f"https://localhost:{line.port}")
        home = a_home(tmp_path / "home", table)
        assert refusal(lambda: check_objects(home, secrets.token_bytes)).codes == (
            "object-store-fails",
        )
        assert line.requests == []
        trusting = a_home(tmp_path / "trusting", {**table, "ca_file": "keys/ca.pem"})
        (trusting.path / "keys" / "ca.pem").write_bytes(authority)
        check_objects(trusting, secrets.token_bytes)
        other = a_home(
            tmp_path / "other",
            {**table, "endpoint": f"https://127.0.0.1:{line.port}", "ca_file": "keys/ca.pem"},
        )
        (other.path / "keys" / "ca.pem").write_bytes(authority)
        assert refusal(lambda: check_objects(other, secrets.token_bytes)).codes == (
            "object-store-fails",
        )
    finally:
        line.close()
