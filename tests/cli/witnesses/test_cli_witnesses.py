# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness` over real homes: Arcadia's log, witnessed by Borealia and Thalassia."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.cli.commands import by, run
from casts.cli.founded import founded
from django_home import emptied

CODES = ("XA", "XB", "XT")


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("network"), CODES)


@pytest.fixture
def home(federation):
    """Arcadia's home with an event in its log, in its first epoch."""
    from rogatory.bootstrap.home.folder import note_epoch, read_home
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.node.directory.accepted_directory import log_accepted

    emptied()
    settled = read_home(federation.node("XA"))
    if settled.log_epoch > 1:
        note_epoch(settled, 1)
    for key in settled.node_keys.glob("log-*.key"):  # of an epoch that another test prepared
        key.unlink()
    node = node_at(federation.node("XA"))
    log_accepted(node, node.register.refresh(datetime.now(UTC)))
    return federation.node("XA")


@pytest.fixture
def cosigned(home, federation, tmp_path):
    """A proof of Arcadia's event that both its witnesses cosigned, and the event."""
    from rogatory.bootstrap.home.folder import read_home
    from rogatory.bootstrap.home.keys import own_witness_keys
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.custody.log.checkpoint import parse_checkpoint, with_cosignatures
    from rogatory.custody.log.cosignature import cosign
    from rogatory.node.custody_log.log import prove, signed_checkpoint
    from rogatory.seal.notes import parse_note

    node = node_at(home)
    (logged,) = node.store.events_since(0, 1)
    note = signed_checkpoint(node, node.store.log_size())
    checkpoint = parse_checkpoint(parse_note(note).text)
    proofs = {}
    for count in (1, 2):
        lines = [
            cosign(checkpoint, key, datetime.now(UTC))
            for code in CODES[1 : 1 + count]
            for key in own_witness_keys(read_home(federation.node(code)))
        ]
        path = tmp_path / f"{count}.tlog-proof"
        path.write_bytes(prove(node, logged, with_cosignatures(note, lines)))
        proofs[count] = path
    event = tmp_path / "event.json"
    event.write_bytes(logged.event)
    return proofs, event


def test_the_standing_is_reported(home):
    result = run("witness", "show", home, "--json")
    assert result.status == 0, result.out
    assert result.json["policy"] == "all of XB XT"
    assert (result.json["met"], result.json["size"], result.json["covered"]) == (False, 1, None)
    assert result.json["waiting_since"]
    assert "all of XB XT" in run("witness", "show", home).out


def test_keys_are_there_and_stay(home):
    result = run("witness", "keys", home, "--json")
    assert result.json["made"] is False
    assert len(result.json["vkeys"]) == 2
    for name in ("witness-ed25519.key", "witness-mldsa44.key"):
        (home / "keys" / "node" / name).rename(home / f"{name}.away")
    made = run("witness", "keys", home, "--json")
    assert made.json["made"] is True
    assert not set(made.json["vkeys"]) & set(result.json["vkeys"])
    for name in ("witness-ed25519.key", "witness-mldsa44.key"):
        assert (home / "keys" / "node" / name).stat().st_mode & 0o077 == 0
        (home / f"{name}.away").replace(home / "keys" / "node" / name)


def test_a_proof_says_which_policy_it_meets(cosigned, federation, tmp_path):
    proofs, event = cosigned
    trust = ("--trust", federation.folder / "repository")
    whole = run("witness", "verify", proofs[2], event, *trust, "--json")
    assert whole.status == 0, whole.out
    assert whole.json["cosigned"] == ["XB", "XT"]
    assert whole.json["policy"] == "all of XB XT"
    half = run("witness", "verify", proofs[1], event, *trust)
    assert half.status == 3
    assert "not met" in half.out
    own = tmp_path / "policy"
    own.write_text("# what this court asks for\nany 1 of XB XT\n")
    assert run("witness", "verify", proofs[1], event, *trust, "--policy", own).status == 0
    own.write_text("any 1 of XB XB\n")
    refused = run("witness", "verify", proofs[1], event, *trust, "--policy", own)
    assert refused.status == 1
    assert "policy-twice" in refused.err


def test_another_event_is_not_proved(cosigned, federation, tmp_path):
    proofs, event = cosigned
    other = tmp_path / "other.json"
    document = json.loads(event.read_bytes()) | {"object": "0" * 64}
    other.write_bytes(json.dumps(document, sort_keys=True, separators=(",", ":")).encode())
    trust = ("--trust", federation.folder / "repository")
    assert run("witness", "verify", proofs[2], other, *trust).status == 1


def test_a_policy_is_written_for_other_verifiers(federation):
    trust = ("--trust", federation.folder / "repository")
    assert run("witness", "policy", "XA", *trust).out.strip() == "all of XB XT"
    lines = run("witness", "policy", "xa", *trust, "--c2sp").out.splitlines()
    assert lines[0].startswith("log ")
    assert lines[-1] == "quorum rule-1"


@pytest.fixture
def accusation(home, federation):
    """Keep a proof against Arcadia's log in the store of this process."""
    from rogatory.bootstrap.home.folder import read_home
    from rogatory.bootstrap.home.keys import log_mldsa44, log_signer
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.custody.log.checkpoint import Checkpoint, sign_checkpoint
    from rogatory.custody.log.misbehaviour import build_misbehaviour
    from rogatory.custody.log.tree import leaf_hash, root
    from rogatory.node.misbehaviour.accuse import accuse

    node = node_at(home)
    keys = log_signer(read_home(home)), log_mldsa44(read_home(home))
    notes = [
        sign_checkpoint(Checkpoint(keys[0].name, 1, root([leaf_hash(leaf)])), *keys)
        for leaf in (b"one", b"two")
    ]
    return accuse(node, build_misbehaviour(*notes))


def test_a_proof_of_misbehaviour_goes_to_others_as_a_file(home, accusation, federation, tmp_path):
    document = run("witness", "show", home, "--json").json["proofs"]
    assert [(one["state"], one["kind"]) for one in document] == [("XA", "fork")]
    made = run("witness", "proof", home, accusation.id[:16], "--out", tmp_path / "xa", "--json")
    assert made.status == 0, made.out
    file = tmp_path / "xa.misbehaviour.json"
    assert file.read_bytes() == accusation.document
    trust = ("--trust", federation.folder / "repository")
    found = run("witness", "check", file, *trust, "--json")
    assert (found.status, found.json["kind"], found.json["proves"]) == (0, "fork", True)
    assert "two contents of one size" in run("witness", "check", file, *trust).out


def test_an_altered_proof_shows_nothing(accusation, federation, tmp_path):
    document = json.loads(accusation.document)
    document["second"] = document["first"]
    file = tmp_path / "altered.misbehaviour.json"
    file.write_text(json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    found = run("witness", "check", file, "--trust", federation.folder / "repository")
    assert found.status == 1
    assert "misbehaviour-none" in found.err


@pytest.fixture
def not_kept(home):
    """Arcadia's node signed a receipt for another entry than the first of its log: the file's parts."""
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.custody.log.proof import parse_proof
    from rogatory.node.custody_log.log import prove, signed_checkpoint
    from rogatory.node.misbehaviour.unlogged import Unlogged
    from rogatory.node.threads.receipt import KEPT, LogEntry, Receipt, build_receipt

    node, at = node_at(home), datetime.now(UTC).replace(microsecond=0)
    (logged,) = node.store.events_since(0, 1)
    note = signed_checkpoint(node, node.store.log_size())
    entry = LogEntry(node.log_origin, "5a" * 32, "00" * 32, 0, note)
    receipt = build_receipt(
        Receipt(node.network, "ab" * 32, "XA", at, 1, "0" * 64, KEPT, log=entry)
    )
    path = parse_proof(prove(node, logged, note)).path
    leaf = node.store.read_tile(0, 0, 1, 1)[:32]
    return Unlogged(receipt, node.signer.sign_receipt(receipt, at), note, leaf, tuple(path))


def check_file(folder, federation, unlogged, *more):
    from rogatory.node.misbehaviour.unlogged import build_unlogged

    file = folder / "xa.unlogged.json"
    file.write_bytes(build_unlogged(unlogged))
    return run("witness", "check", file, "--trust", federation.folder / "repository", *more)


def test_a_receipt_that_was_not_kept_to_is_shown_to_others(not_kept, federation, tmp_path):
    result = check_file(tmp_path, federation, not_kept, "--json")
    assert result.status == 0, result.err
    assert result.json["kind"] == "receipt-not-logged"
    assert result.json["proves"] is True
    assert (result.json["state"], result.json["message"]) == ("XA", "ab" * 32)
    assert [one["size"] for one in result.json["signed"]] == [1]
    words = check_file(tmp_path, federation, not_kept).out
    assert "The node of XA signed a receipt, and its log has another entry" in words


def test_a_forged_file_about_a_receipt_shows_nothing_and_says_every_reason(
    not_kept, federation, tmp_path
):
    receipt = not_kept.receipt
    for forged, codes in (
        (
            replace(not_kept, receipt=receipt.replace(b"ab" * 32, b"ac" * 32)),
            ["signature-other-document"],
        ),
        (replace(not_kept, receipt=receipt.replace(b'"XA"', b'"XB"')), ["log-unlogged-form"]),
        (
            replace(
                not_kept,
                receipt=receipt.replace(b"ab" * 32, b"ac" * 32),
                checkpoint=not_kept.checkpoint.replace("\n1\n", "\n2\n"),
            ),
            ["signature-other-document", "note-signature"],
        ),
    ):
        found = check_file(tmp_path, federation, forged)
        assert (found.status, found.out) == (1, "")
        assert all(f"[{code}]" in found.err for code in codes), found.err


def test_a_directory_of_another_network_shows_nothing_of_a_receipt(
    not_kept, tmp_path, tmp_path_factory
):
    """The same States' names with other keys."""
    from rogatory.exercises.cast import STATES
    from rogatory.exercises.federation import Addresses
    from rogatory.exercises.founding import found_federation

    folder = tmp_path_factory.mktemp("other")
    other = found_federation(
        folder,
        [STATES[code] for code in CODES],
        Addresses(str(folder / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={code: [] for code in CODES},
        at=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1),
        random=os.urandom,
    )
    found = check_file(tmp_path, other, not_kept)
    assert (found.status, found.out) == (1, "")


def test_an_unknown_proof_is_refused(home, tmp_path):
    found = run("witness", "proof", home, "ff", "--out", tmp_path / "none")
    assert (found.status, list(tmp_path.iterdir())) == (1, [])


def test_an_epoch_that_is_not_listed_is_not_accepted(home):
    found = run(
        *("witness", "accept-epoch", home, "XB", "2"),
        *(*by(home, "xa-0004"), "--reason", "They lost a disk"),
    )
    assert found.status == 1
    assert "witness-epoch-unlisted" in found.err


def test_the_doctor_reports_accused_logs(home, accusation):
    document = run("doctor", home, "--json").json
    assert document["facts"]["witness_keys"]["keys"] is True
    assert document["facts"]["witness_keys"]["policy"] == "any 2 of XB XT\n"


class TestNewEpoch:
    def list_log(self, federation, origin, vkey):
        """Arcadia signs an entry that lists the new log, and the publisher takes it."""
        from rogatory.bootstrap.workstation.connections import node_at
        from rogatory.directory.ceremony.keys import load_key
        from rogatory.directory.entry.entry import LogRecord
        from rogatory.directory.publish.publisher import Publisher
        from rogatory.directory.submission.state_role import sign_entry

        now = datetime.now(UTC).replace(microsecond=0)
        view = node_at(federation.node("XA")).register.refresh(now)
        entry = view.entry("XA")
        record = LogRecord(origin, vkey, entry.logs[0].period)
        changed = replace(entry, logs=(*entry.logs, record))
        folder = federation.state("XA")
        key = load_key(folder / "directory.key", (folder / "directory.public.json").read_bytes())
        register, network = view.register("XA"), federation.network
        signed = sign_entry(changed, register, network=network, keys=[key], version=2, at=now)
        Publisher(federation.repository, federation.online_key()).accept(signed, at=now)

    def test_it_is_prepared_listed_and_begun(self, home, federation):
        from rogatory.bootstrap.home.folder import read_home
        from rogatory.bootstrap.workstation.connections import node_at

        assert run("witness", "new-epoch", home).err.startswith("✗ [epoch-key-absent]")
        prepared = run("witness", "new-epoch", home, "--prepare", "--json").json
        assert prepared["origin"].endswith("/xa/2")
        assert run("witness", "new-epoch", home, "--prepare", "--json").json == prepared
        unlisted = run("witness", "new-epoch", home, "--without", "XB", "--without", "XT")
        assert (unlisted.status, read_home(home).log_epoch) == (1, 1)
        self.list_log(federation, prepared["origin"], prepared["vkey"])
        without = ("--without", "XB", "--without", "XT")
        unknown = run("witness", "new-epoch", home, *without, "--over", "XM")
        assert "epoch-over-unknown" in unknown.err
        silent = run("witness", "new-epoch", home)
        assert "epoch-witness-silent" in silent.err
        begun = run("witness", "new-epoch", home, "--without", "XB", "--without", "XT", "--json")
        assert begun.status == 0, begun.err
        assert begun.json["origin"] == prepared["origin"]
        assert begun.json["silent"] == ["XB", "XT"]
        assert [one["known_by"] for one in begun.json["heads"]] == ["XA"]
        assert begun.json["forked"] is False
        node = node_at(home)
        assert (node.log_origin, node.store.log_epoch()) == (prepared["origin"], 2)
        assert read_home(home).log_epoch == 2

    def test_a_kill_before_the_settings_were_written_is_made_up_for(self, home):
        """The store is one epoch ahead of the settings."""
        from rogatory.bootstrap.home.folder import read_home
        from rogatory.bootstrap.workstation.connections import node_at
        from rogatory.node.custody_log.log import publish_checkpoint

        node = node_at(home)
        prepared = run("witness", "new-epoch", home, "--prepare", "--json").json
        publish_checkpoint(node)
        with node.store.transaction():
            node.store.begin_epoch(2, bytes(32))
        begun = run("witness", "new-epoch", home, "--json")
        assert begun.status == 0, begun.err
        assert begun.json["origin"] == prepared["origin"]
        assert read_home(home).log_epoch == 2
        assert node_at(home).store.log_size() == 1

    def test_it_is_not_begun_while_the_node_runs(self, home):
        run("witness", "new-epoch", home, "--prepare")
        pid = home / "run" / "supervisor.pid"
        pid.write_text(f"{os.getpid()}\n")
        try:
            found = run("witness", "new-epoch", home)
        finally:
            pid.unlink()
        assert (found.status, "node-runs" in found.err) == (1, True)
