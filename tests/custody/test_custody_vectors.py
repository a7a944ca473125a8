# SPDX-License-Identifier: Apache-2.0
"""The project's own vectors of the log, made without the project's code."""

import base64
import importlib.util
import json
from pathlib import Path

import pytest

from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.event import build_event, parse_event
from rogatory.custody.journal.check import verify_journal
from rogatory.custody.journal.journal import DestroyedEntry, JournalEntry
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import parse_checkpoint, verify_checkpoint
from rogatory.custody.log.commitment import commitment, event_leaf
from rogatory.custody.log.contradiction import LogStatements
from rogatory.custody.log.epoch import opening_entry, parse_origin
from rogatory.custody.log.misbehaviour import build_misbehaviour, check_misbehaviour
from rogatory.custody.log.proof import parse_proof, verify_destroyed, verify_proof, write_proof
from rogatory.custody.log.quorum import WitnessKey, witnessed_by
from rogatory.custody.log.tombstone import build_tombstone, parse_tombstone
from rogatory.errors import Refused
from rogatory.seal.cosigner import CosignerKey
from rogatory.seal.signatures import Signatures
from rogatory.wire.moments import parse_moment
from rogatory.wire.witness_policy import parse_policy

FOLDER = Path(__file__).parent.parent / "vectors" / "custody"


def scenarios(kind):
    files = sorted(FOLDER.glob(f"{kind}-*.json"))
    assert files
    return [pytest.param(json.loads(file.read_text()), id=file.stem) for file in files]


def codes(call, *arguments, **named):
    try:
        call(*arguments, **named)
    except Refused as refused:
        return list(refused.codes)
    return []


def unhex(lines):
    return [bytes.fromhex(line) for line in lines]


@pytest.mark.parametrize("vector", scenarios("tree"))
def test_tree(vector):
    leaves = [tree.leaf_hash(entry) for entry in unhex(vector["entries"])]
    grown, node = tree.CompactRange().extend(leaves), tree.nodes_of(leaves)
    root = bytes.fromhex(vector["root"])
    assert grown.root() == root
    for index, path in enumerate(vector["inclusion"]):
        assert tree.inclusion(index, grown, node) == unhex(path)
        tree.verify_inclusion(leaves[index], index, len(leaves), unhex(path), root)
    for old, path in vector["consistency"].items():
        assert tree.consistency(int(old), grown, node) == unhex(path)
        before = tree.root(leaves[: int(old)])
        tree.verify_consistency(int(old), before, len(leaves), root, unhex(path))


@pytest.mark.parametrize("vector", scenarios("event"))
def test_event(vector):
    data = vector["event"].encode()
    assert codes(parse_event, data) == vector["codes"]
    if "understood" in vector:
        assert (known_act(parse_event(data)) is not None) == vector["understood"]
    if not vector["codes"]:
        salt = bytes.fromhex(vector["salt"])
        assert build_event(parse_event(data)) == data
        assert commitment(salt, data).hex() == vector["commitment"]
        assert event_leaf(salt, data).hex() == vector["leaf"]


@pytest.mark.parametrize("vector", scenarios("proof"))
def test_proof(vector):
    proof, event = vector["proof"].encode(), vector["event"].encode()
    log = {"origin": vector["origin"], "vkeys": [vector["vkey"]]}
    assert codes(verify_proof, proof, event, **log) == vector["codes"]
    if not vector["codes"]:
        assert verify_proof(proof, event, **log).index == vector["index"]
        read = parse_proof(proof)
        assert write_proof(read.salt, read.index, read.path, read.checkpoint) == proof


@pytest.mark.parametrize("vector", scenarios("checkpoint"))
def test_checkpoint(vector):
    log = {"origin": vector["origin"], "vkeys": vector["vkeys"]}
    assert codes(verify_checkpoint, vector["note"], **log) == vector["codes"]


@pytest.mark.parametrize("vector", scenarios("proofs"))
def test_proofs_that_contradict_each_other(vector):
    stated, found = LogStatements(), []
    for one in vector["proofs"]:
        origin = one["origin"]
        logged = verify_proof(
            one["proof"].encode(),
            one["event"].encode(),
            origin=origin,
            vkeys=[vector["vkeys"][origin]],
        )
        if stated.contradicts(logged.checkpoint.checkpoint, logged.index, logged.leaf):
            found.append("log-contradicts")
    assert found == vector["codes"]


@pytest.mark.parametrize("vector", scenarios("tombstone"))
def test_tombstone(vector):
    data = vector["tombstone"].encode()
    assert codes(parse_tombstone, data) == vector["codes"]
    if not vector["codes"]:
        assert build_tombstone(parse_tombstone(data)) == data


@pytest.mark.parametrize("vector", scenarios("destroyed"))
def test_destroyed(vector):
    proof, tombstone = vector["proof"].encode(), parse_tombstone(vector["tombstone"].encode())
    log = {"origin": vector["origin"], "vkeys": [vector["vkey"]]}
    assert codes(verify_destroyed, proof, tombstone, **log) == vector["codes"]


@pytest.mark.parametrize("vector", scenarios("journal"))
def test_journal(vector):
    proofs = {one["number"]: (one.get("proof") or "").encode() or None for one in vector["entries"]}
    events = [
        JournalEntry(
            one["number"], one["event"].encode(), Signatures(b"", b""), proofs[one["number"]]
        )
        for one in vector["entries"]
        if "event" in one
    ]
    destroyed = [
        DestroyedEntry(one["number"], one["tombstone"].encode(), proofs[one["number"]])
        for one in vector["entries"]
        if "tombstone" in one
    ]
    found = codes(
        verify_journal,
        events,
        destroyed=destroyed,
        object_digest=vector["object"],
        network=vector["network"],
        check=lambda *_: (),
        log_keys=lambda origin: [vector["vkey"]] if origin == vector["origin"] else [],
    )
    assert found == vector["codes"]


@pytest.mark.parametrize("vector", scenarios("epoch"))
def test_epoch(vector):
    last = parse_checkpoint(vector["last"])
    assert opening_entry(parse_origin(vector["origin"]), last).hex() == vector["entry"]


@pytest.mark.parametrize("vector", scenarios("cosigned"))
def test_cosigned(vector):
    keys = [
        WitnessKey(
            one["state"],
            CosignerKey.parse(one["vkey"]),
            parse_moment(one["from"]),
            parse_moment(one["until"]),
        )
        for one in vector["witnesses"]
    ]
    assert codes(witnessed_by, vector["note"], keys) == vector["codes"]
    found = [] if vector["codes"] else [one.state for one in witnessed_by(vector["note"], keys)]
    assert found == vector["states"]
    assert parse_policy(vector["policy"]).met_by(found) is vector["met"]


@pytest.mark.parametrize("vector", scenarios("policy"))
def test_policy(vector):
    assert codes(parse_policy, vector["text"]) == vector["codes"]
    if not vector["codes"]:
        rules = parse_policy(vector["text"]).rules
        assert [[rule.least, " ".join(rule.states)] for rule in rules] == vector["rules"]


@pytest.mark.parametrize("vector", scenarios("misbehaviour"))
def test_misbehaviour(vector):
    data, vkeys = vector["proof"].encode(), [vector["vkey"]]
    assert codes(check_misbehaviour, data, vkeys) == vector["codes"]
    if not vector["codes"]:
        read = json.loads(data)
        nodes = [base64.b64decode(node) for node in read["nodes"]]
        assert build_misbehaviour(read["first"], read["second"], nodes) == data


def test_the_vectors_are_those_of_their_generator():
    spec = importlib.util.spec_from_file_location("custody_vectors", FOLDER / "generate.py")
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    made = {f"{name}.json": written for name, written in generator.vectors()}
    assert made == {file.name: file.read_text() for file in FOLDER.glob("*.json")}
