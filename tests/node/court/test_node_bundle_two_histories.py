# SPDX-License-Identifier: Apache-2.0
"""Receipts and proofs in one bundle that state two histories of one log (SPECIFICATION.md 15.3)."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from casts.court.bundle_attacks import examined, relist, tree
from casts.court.bundle_case import AT
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.keys import log_mldsa44, log_signer, receipts_keys
from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from rogatory.custody.log.commitment import event_leaf
from rogatory.custody.log.proof import parse_proof, write_proof
from rogatory.custody.log.tree import HASH_SIZE, CompactRange, inclusion, nodes_of
from rogatory.node.court.verify import verify_bundle
from rogatory.seal.notes import parse_note
from rogatory.wire import canonical
from rogatory.wire.moments import parse_moment

NOW = AT + timedelta(days=400)


def ours(bundle):
    found = verify_bundle(bundle, trusted=None, now=NOW).checks
    codes = {reason.code.id for one in found for reason in one.reasons}
    return {one.id: one.outcome for one in found}, codes


def independent(bundle):
    return {one.id: one.outcome for one in examined(bundle, now=NOW)[1].values()}


def put_signatures(place, signatures):
    Path(f"{place}.p256.p7s").write_bytes(signatures.p256)
    Path(f"{place}.mldsa65.p7s").write_bytes(signatures.mldsa65)


class Forger:
    """A forger with the keys of a State's log and of its node, and the exporter's keys."""

    def __init__(self, case, code):
        home = read_home(case.federation.node(code))
        self.origin = home.log_origin
        self.log, self.second = log_signer(home), log_mldsa44(home)
        self.receipts, self.exporter = receipts_keys(home), case.authority("XA").signing_keys()

    def note(self, size, root):
        return sign_checkpoint(Checkpoint(self.origin, size, root), self.log, self.second)

    def give_receipt(self, bundle, change):
        """Another receipt by this node, which `change` makes something else of, listed anew."""
        for place in sorted(bundle.glob("*/receipt.json")) + sorted(
            bundle.glob("messages/*/receipt.json")
        ):
            document = json.loads(place.read_bytes())
            if document["log"]["origin"] != self.origin:
                continue
            document["log"] |= change(document["log"])
            data = canonical.encode(document)
            place.write_bytes(data)
            put_signatures(place, self.receipts.sign(data, parse_moment(document["received"])))
            relist(bundle, self.exporter)
            return
        raise AssertionError("no receipt names this log")

    def proved(self, bundle, *, over=0):
        """The checkpoint of the smallest tree over so many entries that a proof of the bag's journal names."""
        read = [
            parse_checkpoint(parse_note(parse_proof(path.read_bytes()).checkpoint).text)
            for path in bundle.glob("custody/*.tlog-proof")
        ]
        own = [one for one in read if one.origin == self.origin and one.size > over]
        return min(own, key=lambda one: one.size)


@pytest.fixture
def forger(case):
    return Forger(case, "XB")


def refused(bundle, *expected):
    """Both judges fail these checks alone, and change nothing."""
    before = tree(bundle)
    found, codes = ours(bundle)
    assert {name for name, outcome in found.items() if outcome == "fails"} == set(expected)
    assert "log-contradicts" in codes
    theirs = independent(bundle)
    assert {name for name, outcome in theirs.items() if outcome == "fails"} == set(expected)
    assert tree(bundle) == before


def test_receipts_and_proofs_of_one_history_hold(bundle):
    for found in (ours(bundle)[0], independent(bundle)):
        assert found["receipts"] == found["message-events"] == found["custody-logged"] == "holds"


def test_a_receipt_with_another_root_of_a_size_that_a_proof_has_fails(bundle, forger):
    """Both keys of the log signed two histories: one for the court, one for who sent the message."""
    proved = forger.proved(bundle)
    other = bytes(byte ^ 1 for byte in proved.root)
    forger.give_receipt(bundle, lambda log: {"checkpoint": forger.note(proved.size, other)})
    refused(bundle, "receipts")


def test_a_receipt_at_the_place_of_a_proved_event_fails(bundle, forger):
    """The log has one entry at each index; the receipt promised it to the message."""
    place = next(
        parse_proof(path.read_bytes())
        for path in sorted(bundle.glob("custody/*.tlog-proof"))
        if parse_proof(path.read_bytes()).checkpoint.startswith(forger.origin)
    )
    forger.give_receipt(bundle, lambda log: {"index": place.index, "checkpoint": place.checkpoint})
    refused(bundle, "receipts")


def test_a_proof_of_a_message_that_contradicts_one_of_the_evidence_fails(bundle, case):
    """The exporter's log shows the message's event in a tree that is not that of the evidence."""
    forger = Forger(case, "XA")
    place = min(bundle.glob("messages/*/custody/0001.tlog-proof"))
    read = parse_proof(place.read_bytes())
    proved = forger.proved(bundle, over=read.index)
    single = Single(place)
    note = forger.note(proved.size, single.root(proved.size, read.index))
    place.write_bytes(write_proof(read.salt, read.index, single.path, note))
    relist(bundle, forger.exporter)
    refused(bundle, "message-events")


class Single:
    """A tree in which one event has its place and every other leaf is made up."""

    def __init__(self, place):
        self.place = place
        self.path = ()

    def root(self, size, index):
        leaves = [bytes([number % 256]) * HASH_SIZE for number in range(size)]
        salt = parse_proof(self.place.read_bytes()).salt
        leaves[index] = event_leaf(salt, self.place.with_suffix(".json").read_bytes())
        whole, node = CompactRange().extend(leaves), nodes_of(leaves)
        self.path = inclusion(index, whole, node)
        return whole.root()
