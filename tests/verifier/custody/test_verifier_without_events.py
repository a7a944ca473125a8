# SPDX-License-Identifier: Apache-2.0
"""A bundle without one custody event on its evidence: both judges alike [19.3, 21]."""

import shutil

import pytest

from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.verification.trust import read_trust


@pytest.fixture
def judge_files(verifier, judged):
    """Return the outcome of each check of a bundle, in which both judges must agree."""

    def ask(folder, *given):
        at = verifier.moment("2026-11-26T03:00:00Z")
        trusted = read_trust(list(given)) if given else None
        ours = {
            one.id: one.outcome for one in verify_bundle(folder, trusted=trusted, now=at).checks
        }
        theirs = {one.id: one.outcome for one in judged(folder, *given).done}
        left_out = {"reports"}
        assert {name: ours.get(name) for name in theirs.keys() - left_out} == {
            name: theirs[name] for name in theirs.keys() - left_out
        }
        assert ours.keys() == theirs.keys()
        return theirs

    return ask


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("messages", [False, True])
def test_it_fails_since_none_records_its_export_and_nothing_else_is_decided(
    judge_files, made, trust, empty, messages
):
    folder = made("bundle")
    before = judge_files(folder, trust)
    for journal in ("custody", "custody-node"):
        shutil.rmtree(folder / journal, ignore_errors=True)
    if empty:
        (folder / "custody").mkdir()
    expected = {
        "bundle-complete": "fails", "custody-exported": "fails", "custody-expected": "undecided",
        "custody-journal": "undecided", "custody-logged": "undecided",
    }  # fmt: skip
    if messages:
        for journal in folder.glob("messages/*/custody"):
            shutil.rmtree(journal)
        shutil.rmtree(folder / "request/custody")
        expected["message-events"] = "undecided"
    after = judge_files(folder, trust)
    omitted = before.keys() - after.keys()
    assert omitted <= {"custody-officers", "custody-witnessed"}
    assert {name: one for name, one in after.items() if one != before[name]} == expected


def test_the_journal_of_an_earlier_form_alone_is_a_journal(judge_files, made, trust):
    folder = made("bundle")
    for path in (folder / "custody").glob("0*"):
        path.unlink()
    found = judge_files(folder, trust)
    assert (found["custody-journal"], found["custody-logged"]) == ("holds", "holds")
    assert (found["custody-exported"], found["custody-expected"]) == ("fails", "fails")
