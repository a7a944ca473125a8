# SPDX-License-Identifier: Apache-2.0
"""The assignment of a case file, its own number, its notes: and who may know of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.node.case_files import (
    APPROVER,
    CENTRAL,
    DUTY,
    EXAMINER,
    LAWYER,
    SECOND,
    XB,
    a_referral,
    codes,
    filed,
    ordered,
    refused,
    requested,
    store_of,
)
from casts.node.world import MADE
from rogatory.directory.entry.period import Period
from rogatory.node.case_files.assigning import assign, assignment_warnings
from rogatory.node.case_files.case_file import CaseFileStage
from rogatory.node.case_files.case_numbers import case_key
from rogatory.node.case_files.journal import case_file_for, read_case_file
from rogatory.node.case_files.noting import note, set_stage
from rogatory.node.case_files.numbering import give_number
from rogatory.node.case_files.ordering import end_order
from rogatory.node.case_files.referring import recall_referral, refer


def test_a_new_request_is_a_case_file_that_nobody_has(node, thread):
    row = node.store.case_file(thread)
    assert (row.authority, row.assignee, row.stage) == (XB, None, CaseFileStage.NEW)
    assert row.case_number is None
    assert codes(assignment_warnings(node.register.view(), read_case_file(node, thread), MADE)) == [
        "matter-unassigned"
    ]


def test_ones_own_request_has_ones_own_number_and_another_states_does_not(world, thread):
    assert read_case_file(world.node("XA"), thread).case_number == "AR-2026-0417"
    assert read_case_file(world.node("XB"), thread).case_number is None


def test_a_case_file_gets_a_number_and_the_last_one_given_holds(node, thread):
    assert give_number(node, thread, "12 Js 7/26", DUTY).warnings == ()
    after = give_number(node, thread, " 12 Js 8/26 ", DUTY).case_file
    assert after.case_number == node.store.case_file(thread).case_number == "12 Js 8/26"
    assert [entry.data["number"] for entry in after.entries] == ["12 Js 7/26", "12 Js 8/26"]


def test_a_number_that_is_used_elsewhere_is_taken_and_reported(world, node, thread):
    other, third = filed(world, thread), requested(world)
    give_number(node, other, "12 Js 7/26", LAWYER)
    assert codes(give_number(node, thread, "12 JS 7 / 26", DUTY).warnings) == [
        "matter-number-elsewhere"
    ]
    numbered = give_number(node, third, "12-js-7-26", DUTY)
    assert codes(numbered.warnings) == ["matter-number-elsewhere", "matter-number-shared"]
    assert numbered.case_file.case_number == "12-js-7-26"


@given(st.lists(st.sampled_from(["12", "Js", "7", "ß", "26"]), min_size=1, max_size=5), st.data())
def test_a_number_is_the_same_however_its_parts_are_written(parts, data):
    between = [data.draw(st.sampled_from([" ", "-", "/", ".", " / ", "–"])) for _ in parts]
    written = "".join(part + mark for part, mark in zip(parts, between, strict=True))
    assert case_key(written) == case_key(" ".join(parts)) == case_key(written.upper())
    assert case_key(written) != case_key(f"{written}1")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 301, "a\x00b", "a\u202eb"])
def test_a_number_that_cannot_be_shown_is_refused(world, node, thread, text):
    before = store_of(world)
    assert refused(give_number, node, thread, text, DUTY)[0].startswith("matter-text-")
    assert store_of(world) == before


def test_a_case_file_is_given_to_an_officer_and_again_to_another_with_its_history(node, thread):
    assign(node, thread, DUTY, DUTY)
    after = assign(node, thread, EXAMINER, DUTY, reason="End of shift").case_file
    assert after.assignee == node.store.case_file(thread).assignee == EXAMINER
    assert after.stage is CaseFileStage.IN_HAND
    assignments = [(each.assignee, each.by, each.reason) for each in after.assignments]
    assert assignments == [(DUTY, DUTY, ""), (EXAMINER, DUTY, "End of shift")]
    assert node.store.case_files(assignee=EXAMINER)[0].thread == thread


def test_a_contact_point_gives_a_case_file_to_its_central_authority_and_still_reads_it(
    node, thread
):
    assert refused(case_file_for, node, thread, LAWYER) == ["matter-not-yours"]
    assign(node, thread, None, DUTY, authority=CENTRAL, reason="For execution")
    after = assign(node, thread, LAWYER, LAWYER).case_file
    assert (after.authority, after.assignee) == (CENTRAL, LAWYER)
    assert case_file_for(node, thread, DUTY).assignee == LAWYER


@pytest.mark.parametrize(
    ("assignee", "authority", "code"),
    [
        (LAWYER, None, "matter-assignee-office"),
        ("xb-9999", None, "officer-not-listed"),
        ("xa-0001", None, "matter-assignee-office"),
        (None, "xa/contact-point", "matter-authority-foreign"),
        (None, "xb/harbour-police", "authority-not-listed"),
        (None, "Harbour Police", "authority-name"),
        (None, None, "matter-unassigned-already"),
    ],
)
def test_a_case_file_goes_to_nobody_who_cannot_have_it(
    world, node, thread, assignee, authority, code
):
    before = store_of(world)
    assert code in refused(assign, node, thread, assignee, DUTY, authority=authority)
    assert store_of(world) == before


def test_an_assignee_needs_a_role_that_reads_case_files(world, node, thread):
    world.states["XB"].roles = {EXAMINER: ("administrator",)}
    world.relist()
    assert refused(assign, node, thread, EXAMINER, DUTY) == ["matter-assignee-role"]


def test_who_has_left_cannot_be_given_a_case_file_and_one_that_he_has_is_reported(
    world, node, thread
):
    assign(node, thread, EXAMINER, DUTY)
    listed = world.directory.newest.listed["XB"]
    left = tuple(
        replace(officer, period=Period(MADE, MADE)) if officer.number == EXAMINER else officer
        for officer in listed.register.officers
    )
    gone = replace(listed, register=replace(listed.register, officers=left))
    world.directory.newest = replace(
        world.directory.newest, listed={**world.directory.newest.listed, "XB": gone}
    )
    view, case_file = node.register.view(), read_case_file(node, thread)
    assert codes(assignment_warnings(view, case_file, world.clock.now())) == [
        "matter-assignee-left"
    ]
    assert "officer-not-listed" in refused(assign, node, thread, EXAMINER, DUTY)


def test_all_reasons_are_reported_at_once(node, thread):
    reasons = refused(
        assign, node, thread, LAWYER, DUTY, authority="xa/contact-point", reason="\x00"
    )
    assert reasons == ["matter-text-form", "matter-authority-foreign", "matter-assignee-office"]


def test_notes_are_kept_as_written_by_whom_and_when(world, node, thread):
    note(node, thread, "Rang the provider.\nIt keeps logs for 30 days.", DUTY)
    world.clock.forward(hours=1)
    after = note(node, thread, "Ünïcode", APPROVER).case_file
    assert [(one.officer, one.text) for one in after.notes] == [
        (DUTY, "Rang the provider.\nIt keeps logs for 30 days."),
        (APPROVER, "Ünïcode"),
    ]
    assert after.notes[0].at < after.notes[1].at
    assert after.notes[0].authority == XB


@pytest.mark.parametrize(
    "act",
    [
        lambda node, thread, officer: note(node, thread, "Seen", officer),
        lambda node, thread, officer: give_number(node, thread, "1", officer),
        lambda node, thread, officer: assign(node, thread, DUTY, officer),
        lambda node, thread, officer: set_stage(node, thread, "ready", officer),
        case_file_for,
    ],
    ids=["note", "number", "assign", "stage", "read"],
)
@pytest.mark.parametrize("officer", [LAWYER, SECOND, "xa-0001", "xb-9999", "nobody"])
def test_whose_authority_takes_no_part_learns_and_does_nothing(world, thread, act, officer):
    node, before = world.node("XB"), store_of(world)
    codes = refused(act, node, thread, officer)
    assert {"matter-not-yours", "officer-not-listed", "state-not-listed"} & set(codes)
    assert store_of(world) == before


def test_an_administrator_without_a_role_of_the_register_reads_no_case_file(world, node, thread):
    world.states["XB"].roles = {DUTY: ("administrator",)}
    world.relist()
    assert refused(case_file_for, node, thread, DUTY) == ["officer-role"]


def test_an_officer_of_another_authority_with_a_part_in_the_thread_reads_it(world, node):
    thread = filed(world, requested(world))
    assert case_file_for(node, thread, LAWYER).authority == CENTRAL
    assert refused(case_file_for, node, thread, DUTY) == ["matter-not-yours"]


def test_the_work_goes_through_its_stages_with_reasons(node, thread):
    set_stage(node, thread, "at-court", DUTY, reason="Application of today")
    after = set_stage(node, thread, "closed", DUTY).case_file
    assert [(one.stage, one.reason) for one in after.stages] == [
        (CaseFileStage.AT_COURT, "Application of today"),
        (CaseFileStage.CLOSED, ""),
    ]
    assert refused(set_stage, node, thread, "closed", DUTY) == ["matter-stage-same"]
    assert refused(set_stage, node, thread, "forgotten", DUTY) == ["matter-stage-unknown"]


def test_a_case_file_is_not_closed_over_an_order_that_runs_or_a_result_awaited(world, node, thread):
    order = ordered(world, thread)
    referral = refer(node, thread, a_referral(world), DUTY).entry.id
    codes = refused(set_stage, node, thread, "closed", DUTY)
    assert codes == ["matter-closing-order", "matter-closing-referral"]
    end_order(node, thread, order, DUTY, reason="Lifted by the court")
    recall_referral(node, thread, referral, DUTY, reason="Done by us")
    assert set_stage(node, thread, "closed", DUTY).case_file.stage is CaseFileStage.CLOSED


def test_a_thread_that_is_not_here_has_no_case_file(node):
    unknown = "019aaf00-0000-7000-8000-00000000000a"
    assert refused(note, node, unknown, "x", DUTY) == ["thread-unknown"]


def test_two_officers_who_act_at_once_are_both_in_the_journal(node, thread):
    for count in range(5):
        note(node, thread, f"note {count}", DUTY)
        give_number(node, thread, f"{count}", APPROVER)
    entries = node.store.case_file_entries(thread)
    assert len({entry.id for entry in entries}) == 10
    assert read_case_file(node, thread).entries == tuple(entries)
