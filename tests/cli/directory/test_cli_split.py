# SPDX-License-Identifier: Apache-2.0
"""A split view at the command line: what the doctor says of it, and the file that convicts."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from casts.cli.commands import run
from casts.cli.founded import founded
from django_home import emptied

CODES = ("XA", "XB")


@pytest.fixture
def federation(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("network"), CODES)


@pytest.fixture
def home(federation):
    """Arcadia's home, which went by the directory as it is."""
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.node.snapshots.keep import keep_own

    emptied()
    node = node_at(federation.node("XA"))
    keep_own(node, node.register.refresh(datetime.now(UTC)))
    return federation.node("XA")


@pytest.fixture
def proof(home, federation):
    """Return two snapshots of the version that Arcadia went by: the holder of the online key signed
    the second.
    """
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.directory.ceremony.metadata import Metadata, Snapshot, write_metadata
    from rogatory.directory.view.split import build_split

    shown = node_at(home).register.view().published.data
    metadata = Metadata[Snapshot].from_bytes(shown)
    del metadata.signed.meta["xb.json"]
    metadata.signatures.clear()
    metadata.sign(federation.online_key().signer)
    return build_split(federation.network, shown, write_metadata(metadata))


def in_store(home, proof):
    """Put the proof into the file that the doctor reads: the tests' own store is elsewhere."""
    from rogatory.bootstrap.home.folder import read_home
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.node.misbehaviour.take import take_proof

    take_proof(node_at(home), proof)
    (kept,) = node_at(home).store.accusations()
    row = (1, kept.id, kept.state, kept.origin, kept.kind, kept.document, None)
    with closing(sqlite3.connect(read_home(home).database)) as connection, connection:
        connection.execute("CREATE TABLE storage_witnesscontact (state, problem)")
        connection.execute(
            "CREATE TABLE storage_accusation (serial, id, state, origin, kind, document, explained)"
        )
        connection.execute("INSERT INTO storage_accusation VALUES (?,?,?,?,?,?,?)", row)


def test_the_doctor_says_that_the_directory_cannot_be_relied_on(home, proof):
    in_store(home, proof)
    output = run("doctor", home).out
    assert "signed two contents of version" in output
    assert "replace-publisher" in output
    assert "the directory's publisher" in run("witness", "show", home).out


def test_the_proof_is_written_out_and_checked_by_anybody(home, proof, federation, tmp_path):
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.node.misbehaviour.take import take_proof
    from rogatory.wire.digests import sha256

    take_proof(node_at(home), proof)
    written = run(
        "witness", "proof", home, sha256(proof)[:16], "--out", tmp_path / "ours", "--json"
    )
    assert written.status == 0, written.out
    path = tmp_path / "ours.split.json"
    assert path.read_bytes() == proof
    trust = ("--trust", federation.folder / "repository")
    result = run("witness", "check", path, *trust, "--json")
    assert result.status == 0, result.out
    assert (result.json["kind"], result.json["proves"], result.json["in_force"]) == (
        "split-view",
        True,
        True,
    )
    assert result.json["keys"] == [federation.online_key().keyid]
    assert "two contents of version" in run("witness", "check", path, *trust).out


def test_a_made_up_proof_shows_nothing(home, proof, federation, tmp_path):
    """The second snapshot was changed and signed by nobody."""
    import base64

    document = json.loads(proof)
    spoiled = base64.b64decode(document["second"]).replace(b'"length":', b'"length":1', 1)
    document["second"] = base64.b64encode(spoiled).decode()
    path = tmp_path / "made-up.split.json"
    path.write_text(json.dumps(document, sort_keys=True, separators=(",", ":")))
    result = run("witness", "check", path, "--trust", federation.folder / "repository")
    assert result.status == 1
    assert "signed two contents" not in result.out


def test_a_new_key_of_the_publisher_ends_it(home, proof, federation):
    """The signature of the old key convicts that key; the root does not list it any more."""
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.directory.ceremony import ceremony
    from rogatory.directory.ceremony.keys import load_key, new_directory_key
    from rogatory.directory.ceremony.replacing import replace_publisher
    from rogatory.directory.publish.publisher import Publisher

    now = datetime.now(UTC)
    in_store(home, proof)
    online, secretariat = new_directory_key(), federation.folder / "secretariat"
    root = replace_publisher(federation.first_root, online.public, at=now)
    for n in (1, 2):
        public = (secretariat / f"root-{n}.public.json").read_bytes()
        root = ceremony.sign(root, load_key(secretariat / f"root-{n}.key", public))
    Publisher(federation.repository, online).publish_root(root, at=now)
    node_at(home).register.refresh(now)
    output = run("doctor", home).out
    assert "two contents of version" not in output
    assert "the directory's publisher" in run("witness", "show", home).out, "the proof stays"
