# SPDX-License-Identifier: Apache-2.0
"""What one party alone says decides nothing: a second message of one number, one witness's moment, the
order in a log (SPECIFICATION.md 4.2, 15.3, 19.3).
"""

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import examined, relist, tree
from casts.court.bundle_case import AT
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.keys import log_mldsa44, log_signer, own_witness_keys
from rogatory.custody.log.checkpoint import Checkpoint, sign_checkpoint
from rogatory.custody.log.commitment import event_leaf
from rogatory.custody.log.cosignature import cosign
from rogatory.custody.log.proof import write_proof
from rogatory.custody.log.tree import HASH_SIZE, CompactRange, inclusion, nodes_of
from rogatory.node.court.checks.forks import forks_among
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.node.court.verify import verify_bundle
from rogatory.requests.envelope import parse_message
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

NOW = AT + timedelta(days=400)
LATER = AT + timedelta(minutes=30)


def both(bundle):
    """Return ours; the other judge says the same of every check but the reports."""
    before = tree(bundle)
    found = verify_bundle(bundle, trusted=None, now=NOW)
    outcomes = {one.id: one.outcome for one in found.checks}
    independent = {one.id: one.outcome for one in examined(bundle, now=NOW)[1].values()}
    assert tree(bundle) == before
    differing = {
        name: (outcome, independent.get(name))
        for name, outcome in outcomes.items()
        if name != "reports" and independent.get(name) != outcome
    }
    assert differing == {}
    return found, outcomes


def codes(found, check):
    return {reason.code.id for one in found.checks if one.id == check for reason in one.reasons}


def say_again(bundle, case, place):
    """The requesting State signs a second message that opens the thread: another id, the same content."""
    folder = bundle / place
    shutil.copytree(bundle / "request", folder, dirs_exist_ok=True)
    for path in folder.glob("receipt*"):
        path.unlink()
    shutil.rmtree(folder / "custody", ignore_errors=True)
    message = json.loads((bundle / "request/message.json").read_bytes())
    data = canonical.encode(message | {"id": f"{message['id'][:-4]}beef"})
    signatures = case.authority("XA").signing_keys().sign(data, parse_message(data).issued)
    (folder / "message.json").write_bytes(data)
    (folder / "message.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "message.json.mldsa65.p7s").write_bytes(signatures.mldsa65)


class TestForks:
    def test_a_second_message_of_one_number_leaves_it_undecided(self, bundle, case):
        number = 1 + len(list((bundle / "messages").iterdir()))
        say_again(bundle, case, f"messages/{number:04}")
        relist(bundle, case.authority("XA").signing_keys())
        found, outcomes = both(bundle)
        assert (outcomes["messages"], found.outcome == "holds") == ("undecided", False)

    def test_a_reworded_request_before_the_honest_one_does_too(self, bundle, case):
        number = 1 + len(list((bundle / "messages").iterdir()))
        shutil.copytree(bundle / "request", bundle / f"messages/{number:04}")
        say_again(bundle, case, "request")
        relist(bundle, case.authority("XA").signing_keys())
        assert both(bundle)[1]["messages"] == "undecided"


def folder_of(whole, path, **changes):
    data = (whole / "request/message.json").read_bytes()
    data = canonical.encode(json.loads(data) | changes)
    envelope = replace(
        parse_message((whole / "request/message.json").read_bytes()), digest=sha256(data)
    )
    fields = {
        one: changes[one] for one in ("previous", "sequence", "kind", "body") if one in changes
    }
    return MessageFolder(path, data, replace(envelope, **fields), None)


class TestRepairs:
    def row(self, whole, *, holds="a", abandoned=("b",), on="a", number=1):
        first = {name: folder_of(whole, name, id=name) for name in "ab"}
        after = folder_of(whole, "c", id="c", previous=first["b"].digest, sequence=2)
        body = {
            "sequence": number,
            "holds": first[holds].digest,
            "abandoned": [first[one].digest for one in abandoned],
            "reason": "one of two",
        }
        repair = folder_of(
            whole, "r", id="r", previous=first[on].digest, sequence=2, kind="repair", body=body
        )
        return {**first, "c": after, "r": repair}

    def test_a_repair_names_what_holds_and_what_is_left_with_all_that_follows(self, whole):
        row = self.row(whole)
        found = forks_among(row.values())
        assert found.abandoned == {row["b"].digest, row["c"].digest}
        assert found.receivers == ()

    @pytest.mark.parametrize(
        "change",
        [{"abandoned": ()}, {"number": 2}, {"on": "b"}],
        ids=["not-all", "other", "branch"],
    )
    def test_another_repair_settles_nothing(self, whole, change):
        row = self.row(whole, **change)
        found = forks_among(row.values())
        assert found.abandoned == frozenset()
        assert found.receivers == (row["a"].envelope.addressee.state,)


class Log:
    """The keys of a State's log, and a history of it that a forger makes up."""

    def __init__(self, case, code):
        self.case, home = case, read_home(case.federation.node(code))
        self.origin, self.log, self.second = home.log_origin, log_signer(home), log_mldsa44(home)

    def prove(self, events, witnesses):
        """Write the proofs of these events in this order, cosigned by States at moments."""
        salts = [bytes([number]) * HASH_SIZE for number in range(len(events))]
        leaves = [
            event_leaf(salt, path.read_bytes()) for salt, path in zip(salts, events, strict=True)
        ]
        whole, node = CompactRange().extend(leaves), nodes_of(leaves)
        checkpoint = Checkpoint(self.origin, len(leaves), whole.root())
        note = sign_checkpoint(checkpoint, self.log, self.second)
        for code, at in witnesses.items():
            for key in own_witness_keys(read_home(self.case.federation.node(code))):
                note += cosign(checkpoint, key, at).line()
        for index, (salt, path) in enumerate(zip(salts, events, strict=True)):
            proof = write_proof(salt, index, inclusion(index, whole, node), note)
            path.with_suffix(".tlog-proof").write_bytes(proof)


def events_of(bundle, code):
    """The events of a State in the bag's journals, in the order in which it wrote them."""
    found = [
        path
        for path in sorted(bundle.glob("custody/*.json"))
        if json.loads(path.read_bytes())["authority"].startswith(code)
    ]
    return sorted(found, key=lambda path: json.loads(path.read_bytes())["occurred"])


class TestWitnesses:
    """XB's log under witnesses' keys; the seal's token is taken away, which needs no key."""

    @pytest.fixture
    def proved(self, bundle, case):
        def prove(witnesses):
            for token in bundle.glob("seal/seal.json*.tst"):
                token.unlink()
            Log(case, "XB").prove(events_of(bundle, "xb"), witnesses)
            relist(bundle, case.authority("XA").signing_keys())
            return verify_bundle(bundle, trusted=None, now=NOW).moment

        return prove

    def test_as_many_as_the_policy_asks_for_prove_the_moment_of_the_last_of_them(self, proved):
        found = proved({"XA": LATER, "XT": LATER + timedelta(seconds=5)})
        assert (found.bounded, found.bounded_by) == (LATER + timedelta(seconds=5), "XT")

    def test_one_state_s_word_is_shown_and_proves_nothing(self, proved):
        found = proved({"XA": LATER})
        assert found.bounded is None

    def test_a_moment_before_the_event_counts_for_nothing(self, proved):
        early = AT - timedelta(days=1)
        found = proved({"XA": early, "XT": early})
        assert found.bounded is None


def test_an_event_before_the_one_that_it_follows_fails(bundle, case):
    events = events_of(bundle, "xb")
    Log(case, "XB").prove(events[::-1], {})
    relist(bundle, case.authority("XA").signing_keys())
    found, outcomes = both(bundle)
    assert outcomes["custody-logged"] == "fails"
    assert codes(found, "custody-logged") == {"log-contradicts"}


def test_in_their_order_they_hold(bundle, case):
    Log(case, "XB").prove(events_of(bundle, "xb"), {})
    relist(bundle, case.authority("XA").signing_keys())
    assert both(bundle)[1]["custody-logged"] == "holds"
