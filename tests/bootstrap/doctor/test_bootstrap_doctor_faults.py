# SPDX-License-Identifier: Apache-2.0
"""Faults planted one at a time into the home of a node that has worked: the doctor names each and survives all."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from casts.cli.commands import run
from casts.faults.fault_library import EVER, Fault
from casts.node.full_home import change, copied, row_of, set_in, stored
from casts.steady import warm
from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.doctor import answering, findings, timestamp_facts
from rogatory.bootstrap.doctor.examination import examine, judge
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.bootstrap.ports.register import own_copy
from rogatory.bootstrap.processes.background import start_node
from rogatory.bootstrap.processes.supervisor import CHILDREN, pid_of
from rogatory.bootstrap.refusals import KEY_ABSENT
from rogatory.directory.entry.period import Period
from rogatory.exercises.services import serve
from rogatory.seal.certificates.state_ca import new_state_ca
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.transport.timestamp_application import TimestampApplication
from rogatory.wire.moments import format_moment
from rogatory.wire.statements import encode
from rogatory.wire.words import Statement

pytestmark = pytest.mark.processes

OF_THIS_MACHINE = {
    "doctor-disk-plain",
    "doctor-clock-unknown",
    "doctor-clock-adrift",
    "doctor-disk-full",
    "doctor-directory-old",  # the home is made once for a run, and a busy machine takes hours for one
}
"""Findings on the tests' machine, whatever the home."""

OF_AN_EXERCISE = {
    "doctor-witness-silent",  # Arcadia's node has ended before
    "doctor-node-stopped",
    "doctor-roster-none",
    "doctor-calls-inside",
    "doctor-witness-policy-none",
}
"""Advice on each home of an exercise in which nothing runs."""


@pytest.fixture
def home(whole, tmp_path):
    return copied(whole[0], tmp_path / "home")


def look_at(home, *options):
    """Return the codes that the doctor prints of the home, by level; its exit status must agree with them."""
    done = run("doctor", home if isinstance(home, Path) else home.path, "--json", *options)
    return codes_of(done.status, done.out)


def codes_of(status, out):
    found = {}
    for one in json.loads(out)["findings"]:
        found.setdefault(one["level"], set()).add(one["code"])
    assert status == (1 if "wrong" in found else 3 if "unchecked" in found else 0)
    return found


def bad(found):
    return found.get("wrong", set()) | found.get("unchecked", set()) | found.get("advice", set())


def an_object(home):
    """Return the file of an object that a row names."""
    with contextlib.closing(sqlite3.connect(home.database)) as store:
        (digest,) = store.execute("SELECT digest FROM storage_packagedocument").fetchone()
    return home.objects / digest[:2] / digest


def a_package(home):
    (path,) = home.packages.glob("*.age")
    return path


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def a_certificate(path, begun, left):
    """Put a certificate there of which so many days are over, and so many left."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "console.xb.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=begun))
        .not_valid_after(now + timedelta(days=left))
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def a_token(home, begun, left):
    """Store a token of a system of which so many days are over, and so many left."""
    row_of(
        home,
        "storage_systemtoken",
        name="case-management",
        digest="ab" * 32,
        made=stored(days=begun),
        expires=stored(days=-left),
    )


def shuffle_database(home):
    with home.database.open("r+b") as file:
        for at in range(8192, home.database.stat().st_size - 4096, 40_960):
            file.seek(at)
            file.write(os.urandom(4096))


def issued(holder, use):
    """Return the key and the certificate of a State CA of which nobody knows."""
    now = datetime.now(UTC)
    until = now + timedelta(days=600)
    ca = new_state_ca("XB", at=now, years=2, random=os.urandom)
    made = ca.issue(holder, use, "p256", at=now, until=until, random=os.urandom)
    return made.key, made.certificate


def another_certificate(home):
    _key, certificate = issued("xb/central-authority", "authority")
    (home.authority_keys / "central-authority" / "p256.pem").write_bytes(certificate)


def in_maintenance(home, hours):
    since = format_moment(datetime.now(UTC) - timedelta(hours=hours))
    value = json.dumps({"since": since, "by": "operator@a", "until": None})
    row_of(home, "storage_setting", name="maintenance", value=value)


def backups_in(home, folder):
    path = home.path / "node.toml"
    path.write_text(f'{path.read_text()}\n[backup]\nfolder = "{folder}"\n')


TILE = 'storage_logtile WHERE level = 0 AND "index" = 0'
ALTERED = 'UPDATE storage_logtile SET data = zeroblob(length(data)) WHERE level = 0 AND "index" = 0'
OTHER_EVENT = (
    "UPDATE storage_logevent SET event = CAST(CAST(event AS TEXT) || ' ' AS BLOB)"
    " WHERE place = (SELECT max(place) - 5 FROM storage_logevent)"
)

FAULTS = {
    "a deleted object": (lambda home: an_object(home).unlink(), "doctor-object-missing"),
    "an altered object": (lambda home: flip(an_object(home), 3), "doctor-object-damaged"),
    "a truncated package": (
        lambda home: os.truncate(a_package(home), a_package(home).stat().st_size - 1),
        "doctor-package-broken",
    ),
    "a deleted package": (lambda home: a_package(home).unlink(), "doctor-package-broken"),
    "a layout that is none": (
        lambda home: a_package(home).with_suffix(".layout").write_bytes(b"{}"),
        "doctor-package-broken",
    ),
    "a deleted tile": (lambda home: change(home, f"DELETE FROM {TILE}"), "log-tile-not-of-entries"),
    "a head that is not that of the tiles": (
        lambda home: change(home, "UPDATE storage_loghead SET leaves = X''"),
        "log-tile-not-of-entries",
    ),
    "a deleted event": (
        lambda home: change(
            home,
            "DELETE FROM storage_logevent WHERE place = (SELECT max(place) FROM storage_logevent)",
        ),
        "log-entry-without-event",
    ),
    "no head at all": (
        lambda home: change(home, "DELETE FROM storage_loghead"),
        "log-entries-missing",
    ),
    "a signed checkpoint beyond the log": (
        lambda home: change(home, "UPDATE storage_loghead SET size = 0, nodes = X'', leaves = X''"),
        "log-entries-missing",
    ),
    "a damaged database": (shuffle_database, "doctor-books-damaged"),
    "a file that is no database": (
        lambda home: home.database.write_bytes(b"no database " * 1000),
        "doctor-books-damaged",
    ),
    "an empty database": (
        lambda home: home.database.write_bytes(b""),
        "doctor-database-without-tables",
    ),
    "a deleted database": (lambda home: home.database.unlink(), "doctor-database-absent"),
    "jobs that were given up": (
        lambda home: row_of(
            home,
            "storage_asidejob",
            kind="deliver",
            key="deliver/1",
            payload="{}",
            problem=encode(Statement(KEY_ABSENT.because(path="/x"))),
            since=stored(hours=2),
        ),
        "doctor-jobs-given-up",
    ),
    "messages without a receipt": (
        lambda home: change(
            home,
            "UPDATE storage_message SET delivery = 'waiting', at = ? WHERE direction = 'out'",
            stored(hours=2),
        ),
        "doctor-backlog",
    ),
    "a webhook that fails": (
        lambda home: row_of(
            home,
            "storage_systemhook",
            name="case-management",
            made=stored(days=9),
            failing=stored(hours=2),
            problem=encode(Statement(KEY_ABSENT.because(path="/x"))),
        ),
        "doctor-hook-fails",
    ),
    "a webhook that is paused": (
        lambda home: row_of(
            home,
            "storage_systemhook",
            name="case-management",
            made=stored(days=9),
            failing=stored(days=4),
            paused=stored(days=1),
            problem=encode(Statement(KEY_ABSENT.because(path="/x"))),
        ),
        "doctor-hook-paused",
    ),
    "a job that nobody does": (
        lambda home: change(home, "UPDATE storage_job SET run_at = ?", stored(hours=2)),
        "doctor-work-waits",
    ),
    "maintenance under way": (
        lambda home: in_maintenance(home, hours=3.9),
        "doctor-maintenance",
    ),
    "maintenance that was forgotten": (
        lambda home: in_maintenance(home, hours=4.1),
        "doctor-maintenance-long",
    ),
    "no backup yet": (
        lambda home: backups_in(home, home.path),
        "doctor-backup-none",
    ),
    "a place for backups that is not mounted": (
        lambda home: backups_in(home, home.path / "mnt"),
        "backup-place-absent",
    ),
    "a silent node": (
        lambda home: row_of(
            home, "storage_peerline", state="XT", failures=5, silent_since=stored(hours=2), skew=0
        ),
        "doctor-line-silent",
    ),
    "a process that was killed": (
        lambda home: row_of(
            home,
            "storage_runningprocess",
            id="2",
            kind="worker",
            machine="b",
            place="0" * 64,
            begun=stored(hours=3),
            seen=stored(hours=2),
        ),
        "doctor-process-silent",
    ),
    "a roster that ended": (
        lambda home: row_of(
            home,
            "storage_roster",
            id="1",
            authority="xb/contact-point",
            starts=stored(days=9),
            ends=stored(days=2),
            by="B1",
            at=stored(days=9),
            reason='{"words": "x", "language": "en"}',
        ),
        "doctor-roster-ended",
    ),
    "an expired TLS certificate": (
        lambda home: a_certificate(home.node_keys / "tls.pem", 365, -1),
        "key-ended",
    ),
    "a fortieth of a lifetime": (
        lambda home: a_certificate(home.node_keys / "console.pem", 99, 2),
        "key-ends-fortieth",
    ),
    "a tenth of a lifetime": (
        lambda home: a_certificate(home.node_keys / "console.pem", 95, 9),
        "key-ends-tenth",
    ),
    "a third of a lifetime": (
        lambda home: a_certificate(home.node_keys / "console.pem", 70, 30),
        "key-ends-third",
    ),
    "a token of which a third is left": (
        lambda home: a_token(home, 70, 30),
        "token-ends-third",
    ),
    "a token that ends in days": (lambda home: a_token(home, 99, 2), "token-ends-fortieth"),
    "a token that nobody renewed": (lambda home: a_token(home, 99, -1), "token-ended"),
    "a certificate that nobody lists": (another_certificate, "doctor-certificate-unlisted"),
    "a certificate that is none": (
        lambda home: (home.node_keys / "http.pem").write_text(
            "-----BEGIN CERTIFICATE-----\nAA==\n"
        ),
        "doctor-certificate-unreadable",
    ),
    "a missing key": (lambda home: (home.node_keys / "log.key").unlink(), "key-absent"),
    "a key that all may read": (
        lambda home: (home.node_keys / "tls.key").chmod(0o644),
        "key-readable",
    ),
    "a home that all may enter": (lambda home: home.path.chmod(0o755), "doctor-home-open"),
    "a missing folder": (lambda home: shutil.rmtree(home.run), "doctor-folder-absent"),
    "no directory": (lambda home: shutil.rmtree(home.directory_cache), "doctor-directory-none"),
    "a directory whose files are damaged": (
        lambda home: [flip(path, 9) for path in home.directory_cache.rglob("*.json")],
        "doctor-directory-none",
    ),
    "a timestamp authority that is away": (
        lambda home: set_in(home, timestamp_urls=[f"http://127.0.0.1:{free_port()}/"]),
        "doctor-timestamps-silent",
    ),
    "settings that are none": (
        lambda home: (home.path / "node.toml").write_text("state = "),
        "home-setting",
    ),
    "settings that nobody can decode": (
        lambda home: (home.path / "node.toml").write_bytes(b"\xff\xfe"),
        "home-setting",
    ),
    "no settings": (lambda home: (home.path / "node.toml").unlink(), "home-absent"),
    "settings that are a folder": (
        lambda home: ((home.path / "node.toml").unlink(), (home.path / "node.toml").mkdir()),
        "disk-not-a-file",
    ),
    "a missing home": (lambda home: shutil.rmtree(home.path), "home-absent"),
}


def test_a_whole_home_has_no_finding_but_of_this_machine_and_an_exercise(whole):
    for options in ((), ("--deep",)):
        found = look_at(whole[0], *options)
        assert bad(found) - OF_AN_EXERCISE <= OF_THIS_MACHINE | {
            one for one in bad(found) if one.startswith("doctor-tool") or "openssl" in one
        }
        wanted = "doctor-store-whole" if options else "doctor-store-newest-whole"
        assert {wanted, "doctor-timestamps-given", "doctor-keys-last"} <= found["well"]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_and_the_doctor_survives_it(home, name):
    plant, code = FAULTS[name]
    assert code not in bad(look_at(home))
    plant(home)
    assert code in bad(look_at(home))


DEEP = {
    "an altered tile": (lambda home: change(home, ALTERED), "log-tile-not-of-entries"),
    "an altered event": (lambda home: change(home, OTHER_EVENT), "log-entry-not-of-event"),
    "an altered segment": (lambda home: flip(a_package(home), 2_000_000), "doctor-package-broken"),
    "an old object": (lambda home: flip(an_object(home), 3), "doctor-object-damaged"),
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_reads_every_object_package_and_tile(home, name):
    plant, code = DEEP[name]
    plant(home)
    found = look_at(home, "--deep")
    assert code in found["wrong"]
    assert not {"doctor-log-whole", "doctor-store-whole"} <= found["well"]


@pytest.mark.parametrize(
    ("call", "path", "outcome", "code"),
    [
        ("*", "*/books.sqlite3", "EIO", "doctor-books-damaged"),
        ("pread", "*/books.sqlite3", "EIO", "doctor-books-damaged"),
        ("open", "*/node.toml", "EIO", "disk-failing"),
        ("open", "*/node.toml", "EACCES", "disk-denied"),
        ("open", "*/keys/node/log.key", "EACCES", "doctor-file-unreadable"),
        ("open", "*/keys/node/tls.pem", "EIO", "doctor-certificate-unreadable"),
        ("open", "*/objects/*", "EIO", "doctor-object-damaged"),
        ("*", "*/directory/*", "EIO", "doctor-directory-none"),
    ],
)
def test_a_disk_that_fails_is_named_and_survived(faults, home, call, path, outcome, code):
    ran = faults.run("doctor", home.path, "--json", rules=[Fault(call, path, outcome, times=EVER)])
    assert ran.fired
    assert ran.err == ""
    assert code in bad(codes_of(ran.status, ran.out))


def test_a_home_of_another_account_that_cannot_be_written(faults, whole):
    """As an ordinary account, for which rights count: the tests' own may do everything."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    account = 65_534
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = copied(whole[0], Path(folder) / "home")
        for path in (home.path, *home.path.rglob("*")):
            os.chown(path, account, account)
        os.chown(home.node_keys / "log.key", 0, 0)
        home.path.chmod(0o500)
        ran = faults.run("doctor", home.path, "--json", user=account)
        assert {
            "doctor-file-owner",
            "doctor-file-unreadable",
            "doctor-home-read-only",
        } <= bad(codes_of(ran.status, ran.out))
        home.path.chmod(0o700)
        os.chown(home.path, 1, 1)
        ran = faults.run("doctor", home.path, "--json", user=account)
        assert bad(codes_of(ran.status, ran.out))


def test_a_clock_that_was_ahead_and_a_directory_that_grew_old_are_named(home):
    now = datetime.now(UTC)
    early, late = now - timedelta(days=1), now + timedelta(hours=3)
    assert "doctor-clock-behind" in {
        one.kind.id for one in judge(examine(home, early, Look()), early)
    }
    codes = {one.kind.id for one in judge(examine(home, late, Look()), late)}
    assert {"doctor-directory-old", "doctor-clocks-agree"} <= codes


def maintenance(act, home):
    """Begin or end maintenance in a process of its own, which has the home's database."""
    done = warm.command("node", "maintenance", act, home.path, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_doctor_and_status_say_since_when_and_by_whom_a_node_is_in_maintenance(home, monkeypatch):
    monkeypatch.setenv("SUDO_USER", "operator")
    assert run("node", "status", home.path, "--json").json["maintenance"] is None
    began = maintenance("on", home)
    assert began["by"] == f"operator@{socket.gethostname()}"
    monkeypatch.setenv("SUDO_USER", "no account\n")
    for shown in (maintenance("on", home), maintenance("show", home)):
        assert (shown["since"], shown["by"]) == (began["since"], began["by"])
    found = run("node", "status", home.path, "--json").json["maintenance"]
    assert (found["since"], found["by"], found["until"]) == (began["since"], began["by"], None)
    words = f"n maintenance since {began['since']}; {began['by']} began it"
    assert words in run("node", "status", home.path).out
    assert words in warm.command("node", "maintenance", "show", home.path).stdout
    assert f"{began['by']} began it" in run("doctor", home.path).out
    assert "doctor-maintenance" in look_at(home)["advice"]
    maintenance("off", home)
    assert "maintenance" not in run("node", "status", home.path).out
    assert not {one for one in bad(look_at(home)) if "maintenance" in one}
    monkeypatch.delenv("SUDO_USER")
    account = pwd.getpwuid(os.getuid()).pw_name
    assert maintenance("on", home)["by"].startswith(f"{account}@")


def test_a_disk_without_space_is_named(home, monkeypatch):
    """The limit is raised: no test may fill the disk of others."""
    monkeypatch.setattr(findings, "LEAST_FREE_BYTES", 1 << 60)
    assert "doctor-disk-full" in look_at(home)["wrong"]


@contextlib.contextmanager
def timestamp_authority(key, certificate):
    port = free_port()
    server = serve(
        TimestampApplication(TimestampAuthority(key, certificate), SystemClock(), os.urandom), port
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_a_timestamp_authority_that_is_not_listed_or_not_any_more_is_named(home, whole, tmp_path):
    now, keys = datetime.now(UTC), whole[1].state("XB")
    with timestamp_authority(*issued("xb", "tsa")) as address:
        assert (
            "doctor-timestamps-unlisted" in look_at(set_in(home, timestamp_urls=[address]))["wrong"]
        )
    view = own_copy(home).view(now)
    listed = dict(view.listed)
    entry = listed["XB"].entry
    ended = tuple(
        replace(one, period=Period(one.period.start, now - timedelta(seconds=1)))
        if one.use == "tsa"
        else one
        for one in entry.certificates
    )
    listed["XB"] = replace(listed["XB"], entry=replace(entry, certificates=ended))
    with timestamp_authority(
        (keys / "tsa.key").read_bytes(), (keys / "tsa.pem").read_bytes()
    ) as address:
        assert timestamp_facts._ask(address, view, now)["outcome"] == "given"
        found = timestamp_facts._ask(address, replace(view, listed=listed), now)
    assert found["outcome"] == "ended"
    facts = {"named": 1, "exercise": True, "answers": [found]}
    assert [one.kind.id for one in timestamp_facts.of_timestamps(facts)] == [
        "doctor-timestamps-ended"
    ]


@pytest.fixture
def running(home):
    """The node of the home runs, on ports of its own; the directory lists the old ones."""
    set_in(home, door_listen=f"127.0.0.1:{free_port()}", console_listen=f"127.0.0.1:{free_port()}")
    node = start_node(read_home(home.path))
    try:
        yield node
    finally:
        for name in CHILDREN:
            pid = pid_of(home, name)
            if pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    for each in (pid, *_children(pid)):
                        os.kill(each, signal.SIGCONT)
        node.stop()


def _children(pid):
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in path.read_text().split()] if path.exists() else []


def test_processes_that_run_and_do_not_answer_are_named(running, monkeypatch):
    home = running.home
    monkeypatch.setattr(answering, "SECONDS_TO_ANSWER", PATIENCE)
    found = look_at(home)
    assert {"doctor-processes-run", "doctor-door-answers"} <= found["well"]
    assert not found.get("wrong", set()) - {"doctor-disk-full"}

    # What a renewal leaves undone: the file is new, the process is not.
    a_certificate(home.node_keys / "tls.pem", 1, 300)
    assert "doctor-certificate-not-in-use" in look_at(home)["wrong"]

    os.kill(pid_of(home, "worker"), signal.SIGSTOP)
    # The kernel stops a process when its turn on a processor comes.
    until(lambda: "doctor-process-stopped" in look_at(home)["wrong"])
    os.kill(pid_of(home, "worker"), signal.SIGCONT)

    for each in _children(pid_of(home, "door")):
        os.kill(each, signal.SIGSTOP)
    monkeypatch.setattr(answering, "SECONDS_TO_ANSWER", 0.5)  # it never answers
    assert "doctor-door-silent" in look_at(home)["wrong"]


def test_a_node_of_which_a_process_is_missing_is_named(home):
    (home.run / "supervisor.pid").write_text(str(os.getpid()))
    assert "doctor-processes-missing" in look_at(home)["wrong"]
