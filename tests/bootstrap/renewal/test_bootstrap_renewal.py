# SPDX-License-Identifier: Apache-2.0
"""Keys of running nodes are renewed while messages go on: no 401, nothing lost, and no step too early."""

import json
import os
import re
import shutil
import ssl
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casts.servers.desk import desk
from casts.steady import warm
from django_home import put_new_store
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.background import background_node
from rogatory.bootstrap.renewal.renewal import NODE_USES, SWAP, renewed_key
from rogatory.directory.draft.entry_keys import add_certificate, end_key
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.publish.repository_folder import read_beneath
from rogatory.directory.submission.state_role import sign_entry
from rogatory.directory.view.as_of import read_view
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority

DOORS = ("door", "worker")
OFFICE = "xa/contact-point"

MOMENT = re.compile(r'"at": "[^"]*"')
"""The moment of a line of the log, whose milliseconds may be any number, as an identifier's digits may."""


def printed(*words, status=0):
    done = warm.command(*words, "--json")
    assert done.returncode == status, done.stdout + done.stderr
    return json.loads(done.stdout)


def renew(home, key, *more, status=0):
    found = printed("keys", "renew", home.path, key, *more, status=status)
    return [one["code"] for one in found["reasons"]] if status else found


def publish(federation, state, change, version):
    """The State signs its entry anew, as `change` makes it."""
    now = datetime.now(UTC).replace(microsecond=0)
    view = read_view(read_beneath(federation.repository), network=federation.network, at=now)
    signed = sign_entry(
        change(view.entry(state)),
        view.register(state),
        network=federation.network,
        keys=[federation.state_key(state)],
        version=version,
        at=now,
    )
    Publisher(federation.repository, federation.online_key()).accept(signed, at=now)


def listing(files):
    def change(entry):
        for path in files:
            entry = add_certificate(entry, path.read_bytes())
        return entry

    return change


def ending(digests):
    def change(entry):
        at = datetime.now(UTC).replace(microsecond=0)
        for digest in digests:
            entry, _key = end_key(entry, digest, at, "rotated")
        return entry

    return change


def shown_certificate(home):
    """SHA-256 of the certificate that the peer door shows to a new connection."""
    pem = ssl.get_server_certificate(home.address(home.node_url))
    return sha256(ssl.PEM_cert_to_DER_cert(pem))


def successor(federation, state, key, place):
    """The folder that the ministry makes on the machine of its CA."""
    ca = federation.state(state) / "ca"
    if key not in NODE_USES:
        new_authority_keys(
            parse_authority(key), place, state_ca=ca, passphrase=None, at=datetime.now(UTC),
            random=os.urandom,
        )  # fmt: skip
        return place / "signing"
    hosts = ("--host", "127.0.0.1") if key == "node-tls" else ()
    printed("keys", "issue", key, "--ca", ca, *hosts, "--out", place)
    return place


@pytest.mark.processes
def test_all_keys_of_two_running_nodes_are_renewed_while_messages_go_on(federation, tmp_path):
    """Messages go from XA to XB: signed by XA's authority and line key, over XB's TLS key, receipted by XB."""
    homes = {state: read_home(federation.node(state)) for state in ("XA", "XB")}
    for home in homes.values():
        put_new_store(home)
    keys = {"XA": ("node-http", OFFICE), "XB": ("node-tls", "receipts")}
    every = [(state, key) for state, names in keys.items() for key in names]
    with background_node(homes["XA"], DOORS), background_node(homes["XB"], DOORS):
        sent, before = [], shown_certificate(homes["XB"])

        def exchange():
            sent.extend(desk(homes["XA"], federation, "send", 1))
            desk(homes["XA"], federation, "receipted")

        exchange()
        for state, key in every:
            place = successor(federation, state, key, tmp_path / key.replace("/", "-"))
            found = renew(homes[state], key, "--from", place)
            assert found["step"] == "list"
            assert found["files"]
        exchange()
        for state, names in keys.items():
            files = [
                path for key in names for path in renewed_key(homes[state], key).next.glob("*.pem")
            ]
            publish(federation, state, listing(files), 2)
        for state, key in every:
            assert renew(homes[state], key, status=1) == ["renewal-early"], (
                "the other has not read it"
            )
        assert shown_certificate(homes["XB"]) == before
        exchange()
        for home in homes.values():
            assert warm.command("directory", "refresh", home.path).returncode == 0
        for state, key in every:
            assert renew(homes[state], key)["step"] == "swapped"
            exchange()
        assert shown_certificate(homes["XB"]) != before
        listed = printed("keys", "list", homes["XB"].path)["keys"]
        (in_use,) = [one for one in listed if one["kind"] == "node-tls" and one["in_use"]]
        assert in_use["fingerprint"] == shown_certificate(homes["XB"])
        for state, names in keys.items():
            former = []
            for key in names:
                found = renew(homes[state], key)
                assert found["step"] == "end"
                former += found["fingerprints"]
            publish(federation, state, ending(former), 3)
        for home in homes.values():
            assert warm.command("directory", "refresh", home.path).returncode == 0
        exchange()
        for state, key in every:
            assert renew(homes[state], key)["step"] == "none"
        known = [desk(homes[state], federation, "known", *sent) for state in ("XA", "XB")]
    assert known == [[["receipted", digest] for digest in sent]] * 2
    for home in homes.values():
        logs = "".join(path.read_text() for path in home.logs.iterdir())
        assert not re.search(r"\b401\b", MOMENT.sub("", logs))
        assert "line-signature" not in logs


@pytest.fixture
def made(federation, tmp_path):
    """XA's home, and a new key for its receipts."""
    home = read_home(federation.node("XA"))
    assert warm.command("directory", "refresh", home.path).returncode == 0
    place = tmp_path / "new"
    printed("keys", "issue", "receipts", "--ca", federation.state("XA") / "ca", "--out", place)
    return home, place


def keys_in(home):
    return {path: path.read_bytes() for path in (home.path / "keys").rglob("*") if path.is_file()}


def test_a_key_of_another_use_or_state_is_not_taken(federation, tmp_path, made):
    home, place = made
    foreign = tmp_path / "foreign"
    printed("keys", "issue", "receipts", "--ca", federation.state("XB") / "ca", "--out", foreign)
    torn = tmp_path / "torn"
    shutil.copytree(place, torn)
    (torn / "p256.key").write_bytes((foreign / "p256.key").read_bytes())
    before = keys_in(home)
    for key, source, code in (
        ("node-http", place, "renewal-unfit"),
        ("receipts", foreign, "renewal-unfit"),
        ("receipts", tmp_path, "renewal-unfit"),
        ("receipts", torn, "key-not-of-certificate"),
        (OFFICE, place, "renewal-unfit"),
        ("xb/contact-point", place, "signer-not-ours"),
    ):
        assert renew(home, key, "--from", source, status=1) == [code]
    assert keys_in(home) == before


def test_a_second_successor_does_not_displace_the_one_that_waits(federation, tmp_path, made):
    home, place = made
    assert renew(home, "receipts", "--from", place)["step"] == "list"
    assert renew(home, "receipts", "--from", place)["step"] == "list", (
        "the same one again is no harm"
    )
    other = tmp_path / "other"
    printed("keys", "issue", "receipts", "--ca", federation.state("XA") / "ca", "--out", other)
    before = keys_in(home)
    assert renew(home, "receipts", "--from", other, status=1) == ["renewal-waits"]
    assert keys_in(home) == before


def test_a_swap_that_was_interrupted_is_finished_before_anything_else(made, federation):
    """The key is the new one and the certificate the old one: the node could not be started like this."""
    home, place = made
    assert renew(home, "receipts", "--from", place)["step"] == "list"
    waiting = renewed_key(home, "receipts")
    publish(federation, "XA", listing(sorted(waiting.next.glob("*.pem"))), 2)
    (waiting.next / SWAP).touch()
    (home.node_keys / "receipts/p256.key").write_bytes((place / "p256.key").read_bytes())
    assert renew(home, "receipts")["step"] == "end"
    for path in place.iterdir():
        assert (home.node_keys / "receipts" / path.name).read_bytes() == path.read_bytes()
    assert not waiting.next.exists()


def test_who_does_not_answer_is_waited_for_no_longer_than_a_copy_serves(made, federation):
    """XB's node does not run."""
    home, place = made
    renew(home, "receipts", "--from", place)
    waiting = renewed_key(home, "receipts")
    publish(federation, "XA", listing(sorted(waiting.next.glob("*.pem"))), 2)
    before = keys_in(home)
    assert renew(home, "receipts", status=1) == ["renewal-early"]
    note = waiting.next / "listed.json"
    assert keys_in(home) == before | {note: note.read_bytes()}
    day = f"{datetime.now(UTC).year - 1}-01-01T00:00:00Z"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"at": day}, separators=(",", ":")))
    assert renew(home, "receipts")["step"] == "swapped"


def test_a_timestamp_authoritys_certificate_is_issued_for_a_key_that_stays_where_it_is(
    federation, tmp_path
):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (tmp_path / "tsa.public.pem").write_bytes(pem)
    ca = federation.state("XB") / "ca"
    found = printed("keys", "issue", "tsa", "--ca", ca, "--public-key", tmp_path / "tsa.public.pem",
                    "--out", tmp_path / "tsa")  # fmt: skip
    assert [path.name for path in (tmp_path / "tsa").iterdir()] == ["tsa.pem"]
    now = datetime.now(UTC)
    view = read_view(read_beneath(federation.repository), network=federation.network, at=now)
    entry = add_certificate(view.entry("XB"), (tmp_path / "tsa/tsa.pem").read_bytes())
    (added,) = [
        one for one in entry.certificates if sha256(one.der) == found["fingerprints"]["tsa.pem"]
    ]
    assert (added.use, added.holder, added.algorithm) == ("tsa", "xb", "rsa")
    publish(federation, "XB", lambda one: replace(one, certificates=entry.certificates), 2)
