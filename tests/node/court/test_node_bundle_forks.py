# SPDX-License-Identifier: Apache-2.0
"""Two messages of one number: what one State alone says of them decides nothing (SPECIFICATION.md 19.3)."""

import json
import shutil
from collections import Counter
from dataclasses import fields
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import examined, relist, tree
from casts.court.bundle_case import AT
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.keys import receipts_keys
from rogatory.exercises.cast import HEAD_OF_LAW
from rogatory.node.court.checks import forks
from rogatory.node.court.checks.forks import forks_among, rows_of
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.node.court.verify import verify_bundle
from rogatory.requests.envelope import parse_message
from rogatory.seal.approval_document import encode_approvals
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.moments import parse_moment

NOW = AT + timedelta(days=400)


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


def write_second_first_message(bundle, case, place, **changes):
    """The requesting State signs a second message that opens the thread: another id, the same content."""
    folder = bundle / place
    if folder != bundle / "request":
        shutil.copytree(bundle / "request", folder)
    for path in folder.glob("receipt*"):
        path.unlink()
    shutil.rmtree(folder / "custody", ignore_errors=True)
    message = json.loads((bundle / "request/message.json").read_bytes())
    data = canonical.encode(message | {"id": f"{message['id'][:-4]}beef"} | changes)
    signatures = case.authority("XA").signing_keys().sign(data, parse_message(data).issued)
    (folder / "message.json").write_bytes(data)
    (folder / "message.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "message.json.mldsa65.p7s").write_bytes(signatures.mldsa65)


def receipted(bundle, case, whole, place):
    """The requested State's node receipts a message, as it receipted the request."""
    document = json.loads((whole / "request/receipt.json").read_bytes())
    message = sha256((bundle / place / "message.json").read_bytes())
    data = canonical.encode(document | {"message": message})
    keys = receipts_keys(read_home(case.federation.node("XB")))
    signatures = keys.sign(data, parse_moment(document["received"]))
    (bundle / place / "receipt.json").write_bytes(data)
    (bundle / place / "receipt.json.p256.p7s").write_bytes(signatures.p256)
    (bundle / place / "receipt.json.mldsa65.p7s").write_bytes(signatures.mldsa65)


def repaired(bundle, case, holds, left, changed=None):
    """The requesting State says which of two messages of its number 1 holds, on that branch."""
    number = 1 + len(list((bundle / "messages").iterdir()))
    folder = bundle / f"messages/{number:04}"
    message = json.loads((bundle / "request/message.json").read_bytes())
    digests = {one: sha256((bundle / one / "message.json").read_bytes()) for one in (holds, left)}
    body = {
        "sequence": 1,
        "holds": digests[holds],
        "abandoned": [digests[left]],
        "reason": "The node was restored from a copy that was a day old.",
    } | (changed or {})
    changes = {"id": f"{message['id'][:-4]}0002", "kind": "repair", "body": body, "sequence": 2}
    data = canonical.encode(message | changes | {"previous": digests[holds]})
    signatures = case.authority("XA").signing_keys().sign(data, parse_message(data).issued)
    folder.mkdir()
    officer = case.federation.authenticator("XA", HEAD_OF_LAW)
    approved = officer.approve(
        HEAD_OF_LAW.known_as("XA"), "approve", parse_message(data).content_digest
    )
    (folder / "approvals.json").write_bytes(encode_approvals([approved]))
    (folder / "message.json").write_bytes(data)
    (folder / "message.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "message.json.mldsa65.p7s").write_bytes(signatures.mldsa65)
    return f"messages/{number:04}"


@pytest.fixture
def second(bundle, case):
    """A second message of number 1, which the requested State's node receipted, too."""
    place = f"messages/{1 + len(list((bundle / 'messages').iterdir())):04}"
    write_second_first_message(bundle, case, place)
    return place


class TestForks:
    def test_a_second_message_of_one_number_leaves_it_undecided(self, bundle, case):
        number = 1 + len(list((bundle / "messages").iterdir()))
        write_second_first_message(bundle, case, f"messages/{number:04}")
        relist(bundle, case.authority("XA").signing_keys())
        found, outcomes = both(bundle)
        assert (outcomes["messages"], found.outcome == "holds") == ("undecided", False)

    def test_a_reworded_request_before_the_honest_one_does_too(self, bundle, case):
        number = 1 + len(list((bundle / "messages").iterdir()))
        shutil.copytree(bundle / "request", bundle / f"messages/{number:04}")
        write_second_first_message(bundle, case, "request")
        relist(bundle, case.authority("XA").signing_keys())
        assert both(bundle)[1]["messages"] == "undecided"

    def test_a_repair_settles_which_of_them_holds(self, bundle, case, whole, second):
        receipted(bundle, case, whole, repaired(bundle, case, "request", second))
        relist(bundle, case.authority("XA").signing_keys())
        found, outcomes = both(bundle)
        (check,) = (one for one in found.checks if one.id == "messages")
        assert (check.outcome, check.reasons) == ("holds", ())
        assert second in str(check.remark)
        assert outcomes["exporter"] == outcomes["custody-expected"] == "holds"

    def test_a_repair_without_the_other_state_s_receipt_settles_nothing(self, bundle, case, second):
        """The State that wrote twice does not decide by itself which of the two it sent."""
        repaired(bundle, case, "request", second)
        relist(bundle, case.authority("XA").signing_keys())
        assert both(bundle)[1]["messages"] == "undecided"

    def test_what_the_other_state_has_seen_is_not_abandoned(self, bundle, case, whole, second):
        """The requested State's answers name the request as seen: its sender does not reword it."""
        receipted(bundle, case, whole, second)
        receipted(bundle, case, whole, repaired(bundle, case, second, "request"))
        relist(bundle, case.authority("XA").signing_keys())
        assert both(bundle)[1]["messages"] == "undecided"

    @pytest.mark.parametrize(
        "changed",
        [
            {"holds": ["x"]},
            {"holds": {}},
            {"sequence": True},
            {"sequence": [1]},
            {"abandoned": "x"},
            {"abandoned": [["x"], {}]},
            {"abandoned": None},
        ],
        ids=repr,
    )
    def test_a_repair_in_another_form_settles_nothing(self, bundle, case, whole, second, changed):
        receipted(bundle, case, whole, repaired(bundle, case, "request", second, changed))
        relist(bundle, case.authority("XA").signing_keys())
        assert both(bundle)[1]["messages"] in {"undecided", "fails"}

    def test_a_number_that_does_not_follow_is_the_one_that_is_named(self, bundle, case):
        write_second_first_message(bundle, case, "messages/0003", sequence=2, previous="0" * 64)
        relist(bundle, case.authority("XA").signing_keys())
        found, outcomes = both(bundle)
        (check,) = (one for one in found.checks if one.id == "messages")
        assert outcomes["messages"] == "fails"
        assert [
            one.fields["number"] for one in check.reasons if one.code.id == "bundle-message-gap"
        ] == [2]


def folder_of(whole, path, **changes):
    message = json.loads((whole / "request/message.json").read_bytes())
    data = canonical.encode(message | {"id": f"{message['id'][: -len(path)]}{path}"} | changes)
    return MessageFolder(path, data, parse_message(data), None)


class TestRepairs:
    def row(self, whole, *, holds="a", abandoned=("b",), on="a", number=1):
        first = {name: folder_of(whole, name) for name in "ab"}
        after = folder_of(whole, "c", previous=first["b"].digest, sequence=2)
        body = {
            "sequence": number,
            "holds": first[holds].digest,
            "abandoned": [first[one].digest for one in abandoned],
            "reason": "one of two",
        }
        repair = folder_of(
            whole, "d", previous=first[on].digest, sequence=2, kind="repair", body=body
        )
        return {**first, "c": after, "r": repair}

    def test_a_repair_names_what_holds_and_what_is_left_with_all_that_follows(self, whole):
        row = self.row(whole)
        found = forks_among([*row.values()], lambda _: True)
        assert found.abandoned == {row["b"].digest, row["c"].digest}
        assert found.receivers == ()

    @pytest.mark.parametrize("missing", ["a", "r"])
    def test_each_of_the_two_needs_the_other_state_s_receipt(self, whole, missing):
        row = self.row(whole)
        found = forks_among([*row.values()], lambda one: one is not row[missing])
        assert found.abandoned == frozenset()
        assert found.receivers == (row["a"].envelope.addressee.state,)

    @pytest.mark.parametrize(("named", "is_settled"), [("a", True), ("b", False), ("c", False)])
    def test_what_it_names_as_seen_is_abandoned_by_nobody(self, whole, named, is_settled):
        row = self.row(whole)
        first = json.loads(row["a"].data)
        answer = folder_of(
            whole, "e", **{"from": first["to"], "to": first["from"], "seen": row[named].digest}
        )
        found = forks_among([*row.values(), answer], lambda _: True)
        assert (found.receivers == ()) is is_settled

    @pytest.mark.parametrize(
        "change",
        [{"abandoned": ()}, {"number": 2}, {"on": "b"}],
        ids=["not-all", "other", "branch"],
    )
    def test_another_repair_settles_nothing(self, whole, change):
        row = self.row(whole, **change)
        found = forks_among([*row.values()], lambda _: True)
        assert found.abandoned == frozenset()
        assert found.receivers == (row["a"].envelope.addressee.state,)

    def test_a_thousand_forks_with_their_repairs_are_found_in_one_pass(self, whole, monkeypatch):
        """A forger may list thousands: how often a message is looked at grows with their number alone."""
        folders, previous = list[MessageFolder](), None
        for turn in range(1000):
            number = 2 * turn + 1
            fork = [
                folder_of(whole, f"{turn:04}{side}", previous=previous, sequence=number)
                for side in "ab"
            ]
            holds, left = (one.digest for one in fork)
            body = {"sequence": number, "holds": holds, "abandoned": [left], "reason": "x"}
            at = {"previous": holds, "sequence": number + 1, "kind": "repair", "body": body}
            repair = folder_of(whole, f"{turn:04}c", **at)
            folders += [*fork, repair]
            previous = repair.digest
        looked_at = Counter()

        class Row(dict):
            def __getitem__(self, digest):
                looked_at[digest] += 1
                return super().__getitem__(digest)

        rows = {name: Row(row) for name, row in rows_of(folders).items()}
        monkeypatch.setattr(forks, "rows_of", lambda _: rows)
        found = forks_among(folders, lambda _: True)
        assert found.receivers == ()
        assert found.abandoned == {one.digest for one in folders if one.path.endswith("b")}
        assert max(looked_at.values()) < 20

    def test_a_thousand_threads_cost_as_many_looks_as_messages(self, whole):
        """The messages are read once for all rows, however many a forger makes."""
        looked_at = Counter()

        class Watched(MessageFolder):
            __slots__ = ()

            def __getattribute__(self, name):
                if name == "envelope":
                    looked_at[object.__getattribute__(self, "path")] += 1
                return super().__getattribute__(name)

        folders = []
        for turn in range(1000):
            thread = f"01890000-0000-7000-8000-{turn:012}"
            made = folder_of(whole, f"{turn:04}", thread=thread)
            folders.append(Watched(*(getattr(made, one.name) for one in fields(made))))
        assert forks_among(folders, lambda _: True).receivers == ()
        assert len(looked_at) == 1000
        assert max(looked_at.values()) < 10
