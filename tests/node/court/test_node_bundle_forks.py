# SPDX-License-Identifier: Apache-2.0
"""Two messages of one number: what one State alone says of them decides nothing (SPECIFICATION.md 19.3)."""

import json
import shutil
from collections import Counter
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import examined, relist, tree
from casts.court.bundle_case import AT
from rogatory.exercises.cast import HEAD_OF_LAW
from rogatory.node.court.checks import forks
from rogatory.node.court.checks.forks import forks_among, rows_of
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.node.court.verify import verify_bundle
from rogatory.requests.envelope import parse_message
from rogatory.seal.approval_document import encode_approvals
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

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


def write_second_first_message(bundle, case, place):
    """The requesting State signs a second message that opens the thread: another id, the same content."""
    folder = bundle / place
    if folder != bundle / "request":
        shutil.copytree(bundle / "request", folder)
    for path in folder.glob("receipt*"):
        path.unlink()
    shutil.rmtree(folder / "custody", ignore_errors=True)
    message = json.loads((bundle / "request/message.json").read_bytes())
    data = canonical.encode(message | {"id": f"{message['id'][:-4]}beef"})
    signatures = case.authority("XA").signing_keys().sign(data, parse_message(data).issued)
    (folder / "message.json").write_bytes(data)
    (folder / "message.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "message.json.mldsa65.p7s").write_bytes(signatures.mldsa65)


def repaired(bundle, case, holds, left):
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
    }
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

    def test_a_repair_settles_which_of_them_holds(self, bundle, case):
        second = f"messages/{1 + len(list((bundle / 'messages').iterdir())):04}"
        write_second_first_message(bundle, case, second)
        repaired(bundle, case, "request", second)
        relist(bundle, case.authority("XA").signing_keys())
        found, outcomes = both(bundle)
        (check,) = (one for one in found.checks if one.id == "messages")
        assert (check.outcome, check.reasons) == ("holds", ())
        assert second in str(check.remark)
        assert outcomes["exporter"] == outcomes["custody-expected"] == "holds"

    def test_an_abandoned_request_fails_and_states_no_fact(self, bundle, case):
        second = f"messages/{1 + len(list((bundle / 'messages').iterdir())):04}"
        write_second_first_message(bundle, case, second)
        repaired(bundle, case, second, "request")
        relist(bundle, case.authority("XA").signing_keys())
        found, outcomes = both(bundle)
        assert outcomes["messages"] == "fails"
        assert found.facts.case is None


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
        found = forks_among(folders)
        assert found.receivers == ()
        assert found.abandoned == {one.digest for one in folders if one.path.endswith("b")}
        assert max(looked_at.values()) < 20
