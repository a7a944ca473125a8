# SPDX-License-Identifier: Apache-2.0
"""The record of a thread as a folder: whole, readable with stock tools, without notes unless asked."""

import json
import subprocess

import pytest

from casts.node.case_files import EXAMINER, a_referral, confirmed, ordered, requested
from rogatory.errors import Refused
from rogatory.node.case_files.noting import note
from rogatory.node.case_files.referring import PrintedLetter, letter_printed, refer
from rogatory.node.case_files.results import BroughtFile, RecordedResult, record_result
from rogatory.node.repositories.case_files import EntryKind
from rogatory.node.views.case_file_export import export_record

DUTY = "xb-0001"


@pytest.fixture
def thread(world):
    thread, node = requested(world), world.node("XB")
    confirmed(world, thread)
    note(node, thread, "Marker of a note", DUTY)
    ordered(world, thread, 30)
    referral = refer(node, thread, a_referral(world), DUTY).entry.id
    letter_printed(node, thread, referral, PrintedLetter("../x", "text/plain", b"printed"), DUTY)
    came = RecordedResult(
        world.clock.now(), "Officer Lindgren", "", (BroughtFile("a.txt", "text/plain", b"came"),)
    )
    record_result(node, thread, referral, came, DUTY)
    return thread


def paths(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_everything_and_sha256sum_finds_it_whole(world, thread, tmp_path):
    folder = tmp_path / "file"
    export_record(world.node("XB"), thread, EXAMINER, folder)
    found = paths(folder)
    first = "messages/0001-XA-preservation"
    assert {
        "README.txt",
        "case-file.txt",
        "case-file.json",
        "manifest-sha256.txt",
        f"{first}/message.json",
        f"{first}/message.json.p256.p7s",
        f"{first}/message.json.mldsa65.p7s",
        f"{first}/approvals.json",
        f"{first}/receipt.json",
        f"{first}/message.txt",
        "messages/0002-XB-preservation_confirmed/message.json",
        "referrals/0001/letter.json",
        "referrals/0001/letter.txt",
        "referrals/0001/printed/01-letter",
        "referrals/0001/results/01/01-a.txt",
    } <= found
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "manifest-sha256.txt"], cwd=folder, capture_output=True
    )
    assert checked.returncode == 0, checked.stderr
    assert len(checked.stdout.splitlines()) == len(found) - 1
    assert folder.stat().st_mode & 0o077 == 0
    text = (folder / "case-file.txt").read_text()
    assert "Domestic order to be renewed or ended (article 25(2), parallel)" in text
    assert "Data held (article 42(8), parallel)" in text
    stored = world.node("XB").store.transcript(thread)[0]
    assert (folder / first / "message.json").read_bytes() == stored.message
    assert "shop@mail.example" in (folder / first / "message.txt").read_text()


def test_notes_are_in_it_only_if_asked_for_and_the_journal_says_so(world, thread, tmp_path):
    node = world.node("XB")
    export_record(node, thread, EXAMINER, tmp_path / "without")
    export_record(node, thread, EXAMINER, tmp_path / "with", with_notes=True)
    for name, expected in (("without", False), ("with", True)):
        whole = b"".join((tmp_path / name / path).read_bytes() for path in paths(tmp_path / name))
        assert (b"Marker of a note" in whole) == expected
    exported = [
        one for one in node.store.case_file_entries(thread) if one.kind is EntryKind.EXPORTED
    ]
    assert [one.data["with_notes"] for one in exported] == [False, True]
    assert [one.officer for one in exported] == [EXAMINER, EXAMINER]


@pytest.mark.parametrize("officer", [DUTY, "xb-0010", "xa-0003", "nobody"])
def test_who_may_not_export_it_gets_no_folder(world, thread, tmp_path, officer):
    before = list(world.node("XB").store.case_file_entries(thread))
    with pytest.raises(Refused):
        export_record(world.node("XB"), thread, officer, tmp_path / "file")
    assert list(tmp_path.iterdir()) == []
    assert list(world.node("XB").store.case_file_entries(thread)) == before


def test_a_folder_that_is_there_is_left_alone(world, thread, tmp_path):
    (tmp_path / "file").mkdir()
    before = list(world.node("XB").store.case_file_entries(thread))
    with pytest.raises(Refused) as caught:
        export_record(world.node("XB"), thread, EXAMINER, tmp_path / "file")
    assert len(caught.value.codes) == 1
    assert list((tmp_path / "file").iterdir()) == []
    assert list(world.node("XB").store.case_file_entries(thread)) == before


def test_decisions_of_the_thread_are_in_it_with_their_law(world, tmp_path):
    """Arcadia answered the law's questions before it sent the request."""
    thread, node = requested(world), world.node("XA")
    export_record(node, thread, "xa-0003", tmp_path / "file")
    subjects = [thread, *(one.id for one in node.store.drafts(thread, unsent=False))]
    kept = [one for subject in subjects for one in node.store.decisions(subject)]
    if not kept:
        assert not (tmp_path / "file" / "decisions.json").exists()
        return
    document = json.loads((tmp_path / "file" / "decisions.json").read_text())["decisions"]
    assert [one["id"] for one in document] == [one.id for one in kept]
    assert all(len(one["law"]) == 64 for one in document)
