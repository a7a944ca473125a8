# SPDX-License-Identifier: Apache-2.0
"""Referral to an executing authority without an account: letter out, result in, dates between."""

from datetime import timedelta

import pytest

from casts.node.case_files import (
    DUTY,
    EXAMINER,
    LAWYER,
    XB,
    a_referral,
    case_file_alerts,
    codes,
    live,
    refused,
    store_of,
)
from casts.node.world import NOW, bodies
from rogatory.node.case_files.case_file import CaseFileStage
from rogatory.node.case_files.journal import read_case_file
from rogatory.node.case_files.letter import letter_lines, read_letter
from rogatory.node.case_files.noting import note
from rogatory.node.case_files.numbering import give_number
from rogatory.node.case_files.referrals import ExecutingAuthority
from rogatory.node.case_files.referring import (
    PrintedLetter,
    letter_printed,
    only_open,
    recall_referral,
    refer,
)
from rogatory.node.case_files.results import (
    LARGEST_FILE,
    BroughtFile,
    RecordedResult,
    record_result,
)
from rogatory.wire.digests import sha256

DAY = timedelta(days=1)


def referred(world, thread, **changes):
    return refer(world.node("XB"), thread, a_referral(world, **changes), DUTY).entry.id


def brought(world, **changes):
    given = {
        "received": world.clock.now(),
        "brought_by": "Officer Lindgren of the Cybercrime Unit",
        "summary": "Two letters of the provider",
        "files": (BroughtFile("answer.pdf", "application/pdf", b"%PDF the answer"),),
    }
    return RecordedResult(**(given | changes))


def objects(world):
    return dict(world.node("XB").objects._objects)


@pytest.mark.law_line(22)
def test_a_referral_says_to_whom_what_and_until_when(world, node, thread):
    give_number(node, thread, "12 Js 7/26", DUTY)
    referral = referred(world, thread)
    (found,) = read_case_file(node, thread).referrals
    assert (found.id, found.by, found.is_open) == (referral, DUTY, True)
    assert found.to.name == "Cybercrime Unit of Borealia"
    assert found.wanted_by == world.clock.now() + 14 * DAY
    case_file = read_case_file(node, thread)
    assert case_file.stage is CaseFileStage.REFERRED
    assert node.store.case_file(thread).watched
    assert only_open(case_file) == found


def test_the_letter_is_kept_as_data_and_reads_as_lines(world, node, thread):
    give_number(node, thread, "12 Js 7/26", DUTY)
    referral = referred(world, thread)
    found = read_case_file(node, thread).referral(referral)
    contents = read_letter(node.objects.get(found.letter))
    assert contents["referral"] == referral
    assert contents["from"] == XB
    assert contents["requesting"] == "xa/contact-point"
    assert contents["request"]["data"] == bodies.DATA
    lines = {line.label: line.value for line in letter_lines(contents)}
    assert lines["Own case number"] == "12 Js 7/26"
    assert lines["To be named in the answer"] == referral
    assert "article" not in lines["Secrecy"]


def test_the_letter_states_what_execution_needs_and_no_more(world, node, thread):
    note(node, thread, "Marker of a note", DUTY)
    incomplete = a_referral(world, leave_out=frozenset({"facts"}))
    referral = refer(node, thread, incomplete, DUTY).entry.id
    letter = node.objects.get(read_case_file(node, thread).referral(referral).letter).decode()
    assert "Marker of a note" not in letter
    assert "Cybercrime Unit of Arcadia" not in letter
    assert "Buyers paid" not in letter
    assert "shop@mail.example" in letter


def test_a_letter_that_was_printed_is_kept_by_its_digest(world, node, thread):
    referral = referred(world, thread)
    for data in (b"%PDF first", b"%PDF second"):
        letter_printed(
            node, thread, referral, PrintedLetter("letter.pdf", "application/pdf", data), DUTY
        )
    printed = read_case_file(node, thread).referral(referral).printed
    assert [one.sha256 for one in printed] == [sha256(b"%PDF first"), sha256(b"%PDF second")]
    assert node.objects.get(printed[0].sha256) == b"%PDF first"
    lost = PrintedLetter("letter.pdf", "application/pdf", b"")
    assert refused(letter_printed, node, thread, "none", lost, DUTY) == ["matter-referral-unknown"]


def test_a_referral_without_addressee_or_to_yesterday_is_refused(world, node, thread):
    before, kept = store_of(world), objects(world)
    empty = a_referral(world, days=-1, to=ExecutingAuthority(""), requested="")
    assert refused(refer, node, thread, empty, DUTY) == [
        "matter-text-missing",
        "matter-text-missing",
        "matter-referral-late",
    ]
    assert (store_of(world), objects(world)) == (before, kept)


@pytest.mark.parametrize("officer", [EXAMINER, LAWYER, "xa-0001"])
def test_only_who_may_refer_this_case_file_does_and_nothing_is_kept(world, node, thread, officer):
    before, kept = store_of(world), objects(world)
    assert refused(refer, node, thread, a_referral(world), officer)
    assert (store_of(world), objects(world)) == (before, kept)


def test_a_result_is_kept_with_who_brought_it_and_closes_the_referral(world, node, thread):
    referral = referred(world, thread)
    world.clock.forward(days=2)
    received = world.clock.now() - timedelta(hours=3)
    recorded = record_result(node, thread, referral, brought(world, received=received), DUTY)
    assert codes(recorded.warnings) == ["matter-evidence-in-clear"]
    found = recorded.case_file.referral(referral)
    (result,) = found.results
    assert (result.brought_by, result.received, result.recorded) == (
        "Officer Lindgren of the Cybercrime Unit",
        received,
        world.clock.now(),
    )
    assert node.objects.get(result.files[0].sha256) == b"%PDF the answer"
    assert not found.is_open
    assert recorded.case_file.stage is CaseFileStage.IN_HAND
    assert not node.store.case_file(thread).watched
    refusal = refused(record_result, node, thread, referral, brought(world), DUTY)
    assert refusal == ["matter-referral-closed"]


def test_a_part_of_the_result_leaves_the_rest_awaited(world, node, thread):
    referral = referred(world, thread)
    part = brought(world, files=(), summary="The rest comes on Monday", is_final=False)
    recorded = record_result(node, thread, referral, part, DUTY)
    assert recorded.warnings == ()
    assert recorded.case_file.referral(referral).is_open
    assert recorded.case_file.stage is CaseFileStage.REFERRED
    whole = record_result(node, thread, referral, brought(world), DUTY).case_file
    assert len(whole.referral(referral).results) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"brought_by": ""}, "matter-text-missing"),
        ({"received": NOW + DAY}, "matter-result-ahead"),
        ({"files": (), "summary": " "}, "matter-result-empty"),
        ({"packages": ("5e" * 32,)}, "matter-result-package-unknown"),
        ({"files": (BroughtFile("../key", "text/plain", b""),)}, "matter-result-file-name"),
        ({"files": (BroughtFile("a\u202efdp.exe", "text/plain", b""),)}, "matter-result-file-name"),
        ({"files": (BroughtFile("", "text/plain", b""),)}, "matter-result-file-name"),
        ({"files": (BroughtFile("a", "", b""),)}, "matter-text-missing"),
        (
            {"files": (BroughtFile("disk.img", "x/y", bytes(LARGEST_FILE + 1)),)},
            "matter-result-file-large",
        ),
        (
            {"files": tuple(BroughtFile(f"{n}", "x/y", b"") for n in range(21))},
            "matter-result-files-many",
        ),
    ],
)
def test_what_cannot_be_kept_as_a_result_is_refused_and_no_byte_is_kept(
    world, node, thread, changes, code
):
    referral = referred(world, thread)
    before, kept = store_of(world), objects(world)
    assert refused(record_result, node, thread, referral, brought(world, **changes), DUTY) == [code]
    assert (store_of(world), objects(world)) == (before, kept)


def test_a_referral_is_recalled_with_a_reason(world, node, thread):
    referral = referred(world, thread)
    assert refused(recall_referral, node, thread, referral, DUTY, reason="") == [
        "matter-text-missing"
    ]
    after = recall_referral(node, thread, referral, DUTY, reason="Executed by us").case_file
    assert after.referral(referral).recalled.reason == "Executed by us"
    assert after.stage is CaseFileStage.IN_HAND
    assert only_open(after) is None


def test_a_result_that_does_not_come_is_asked_for_again_each_week(world, node, thread):
    referral = referred(world, thread, days=20)
    referred(world, thread, wanted_by=None)
    live(world, 36, "XB")
    pages = case_file_alerts(world)
    assert [(page.at - NOW).days for page in pages] == [10, 15, 20, 27, 34]
    assert {page.id.split("/")[1] for page in pages} == {referral}
    record_result(node, thread, referral, brought(world), DUTY)
    live(world, 10, "XB")
    assert len(case_file_alerts(world)) == 5
