# SPDX-License-Identifier: Apache-2.0
"""Proofs of logs whose keys a reader has, or has not, by what he gave: both judges alike."""

import shutil

import pytest

from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify import verify

JOURNALS = ("custody-journal", "custody-logged")


@pytest.fixture
def judge_files(verifier, judged):
    """Return the outcome of each check, in which both judges must agree."""

    def ask(folder, *given):
        at = verifier.moment("2026-11-26T03:00:00Z")
        trusted = read_trust(list(given)) if given else None
        ours = {one.id: one.outcome for one in verify(folder, trusted=trusted, now=at).checks}
        theirs = {one.id: one.outcome for one in judged(folder, *given).done}
        assert theirs == ours
        return ours

    return ask


@pytest.fixture
def entry(trust):
    """The entry of the sealing State alone, without a directory around it."""
    (found,) = (trust / "targets/states").glob("*.xb.json")
    return found


def journal_of(folder, kind):
    return folder / "custody" if kind == "sealed" else folder.with_name("bag-custody")


@pytest.mark.parametrize("kind", ["bag", "sealed"])
def test_one_states_entry_leaves_the_logs_of_others_undecided(judge_files, made, entry, kind):
    """An honest journal has events of other States, of whose logs an entry says nothing."""
    found = judge_files(made(kind), entry)
    assert [found[one] for one in JOURNALS] == ["undecided", "undecided"]
    assert "fails" not in found.values()


@pytest.mark.parametrize("given", ["nothing", "root", "entry"])
@pytest.mark.parametrize("kind", ["bag", "sealed"])
def test_a_proof_of_another_event_fails_without_the_logs_keys(
    judge_files, made, material, entry, kind, given
):
    """That the path does not lead to the root is seen by everybody."""
    folder = made(kind)
    journal = journal_of(folder, kind)
    shutil.copyfile(journal / "0004.tlog-proof", journal / "0003.tlog-proof")
    trust = {"nothing": (), "root": (material / "trust/1.root.json",), "entry": (entry,)}[given]
    found = judge_files(folder, *trust)
    assert [found[one] for one in JOURNALS] == ["fails", "fails"]


def test_an_entry_has_the_keys_of_its_states_logs(judge_files, made, entry):
    folder = made("sealed")
    path = folder / "custody/0001.tlog-proof"
    head, name, rest = path.read_text().rpartition(" ")
    path.write_text(f"{head}{name}{rest[:20]}{'A' if rest[20] != 'A' else 'B'}{rest[21:]}")
    found = judge_files(folder, entry)
    assert [found[one] for one in JOURNALS] == ["fails", "fails"]
