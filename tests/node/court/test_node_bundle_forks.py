# SPDX-License-Identifier: Apache-2.0
"""Two messages of one number: what one State alone says of them decides nothing (SPECIFICATION.md 19.3)."""

import json
import shutil
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import examined, relist, tree
from casts.court.bundle_case import AT
from rogatory.node.court.checks.forks import forks_among
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.node.court.verify import verify_bundle
from rogatory.requests.envelope import parse_message
from rogatory.wire import canonical

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


def say_again(bundle, case, place):
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
    message = json.loads((whole / "request/message.json").read_bytes())
    data = canonical.encode(message | {"id": f"{message['id'][:-1]}{path}"} | changes)
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
