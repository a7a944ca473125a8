# SPDX-License-Identifier: Apache-2.0
"""Reservations of the two States, as they block a request, remark on it, and leave electronic evidence."""

import pytest

from casts.law.cases import (
    CENTRAL_XA,
    CENTRAL_XB,
    LAWYER,
    SECOND,
    a_correction,
    codes,
    refused,
)
from casts.node.law import blocks_of_refusal, bound, opened, preserved, under_budapest
from casts.node.world import bodies
from rogatory.node.corrections.correct_law import propose, review
from rogatory.node.law.annotations import annotations
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_sending
from rogatory.node.threads.transcript import thread_state

IMAGES = {
    "title": "Dissemination of an intimate image",
    "provision": "Criminal Code of Arcadia, section 201",
    "convention_article": 16,
    "maximum_years": 3,
}


def enter(world, at, **changes):
    """The ministry enters a reservation of Borealia on articles 14 to 16 at one of the nodes."""
    row = {
        "id": "xb-images",
        "state": "XB",
        "instrument": "un-cybercrime",
        "article": "14-16",
        "effect": "excludes",
        "articles": ["14", "15", "16"],
        "made": "2026-03-03",
        "made_at": "consent",
        "source": "Notification 41",
        "certainty": "seen",
    } | changes
    correct(world, at, "reservations", row)


def correct(world, at, section, row):
    node, low = world.node(at), at.lower()
    own = a_correction(row["id"], section=section, row=row, reason="Notified.")
    record = propose(node, own, f"{low}{LAWYER[2:]}")
    review(node, record.id, f"{low}{SECOND[2:]}", accept=True, reason="Right.")


def draft(world, years, kind="mla_stored_data"):
    body = bodies.mla_stored_data() | {"offence": IMAGES | {"maximum_years": years}}
    return world.drafted(CENTRAL_XA, CENTRAL_XB, kind, body)


@pytest.mark.law_line(3)
def test_an_excluded_offence_of_three_years_is_not_sent_and_one_of_five_is_warned_of(world):
    enter(world, "XA")
    minor = before_sending(world.node("XA"), draft(world, 3))
    assert "basis-offence-reserved-minor" in codes(minor.blocks)
    serious = before_sending(world.node("XA"), draft(world, 5))
    assert "basis-offence-reserved-minor" not in codes(serious.blocks)
    assert "basis-offence-reserved-serious" in codes(serious.warnings)


def test_a_provision_that_one_of_the_two_excluded_carries_no_request(world):
    """ETS 182 33(2) and (4): the State that asks has not recorded it, sends, and reads of it where it arrives."""
    bound(world, "ets-182")
    teams = {"instrument": "ets-182", "article": "20", "articles": ["20"], "made": "2010-01-01"}
    body = bodies.joint_investigation(legal_basis={"instrument": "ets-182", "articles": ["20"]})
    enter(world, "XB", **teams)
    thread = opened(world, "joint_investigation", body)
    remarked = [one for found in annotations(world.node("XB"), thread).values() for one in found]
    assert "basis-provision-reserved" in codes(remarked)
    here, there = (thread_state(world.node(state), thread).standing for state in ("XA", "XB"))
    assert here == there
    enter(world, "XA", **teams)
    second = world.drafted(CENTRAL_XA, CENTRAL_XB, "joint_investigation", body)
    assert "basis-provision-reserved" in codes(before_sending(world.node("XA"), second).blocks)


def test_a_reservation_that_is_only_reported_blocks_nothing_and_warns(world):
    enter(world, "XA", certainty="reported")
    found = before_sending(world.node("XA"), draft(world, 3))
    assert not {one for one in codes(found.blocks) if "reserv" in one}
    assert "basis-reservation-reported" in codes(found.warnings)


@pytest.mark.law_line(3)
def test_a_request_on_an_excluded_offence_is_remarked_where_it_arrives_and_moves_nothing(world):
    body = bodies.mla_stored_data() | {"offence": IMAGES}
    thread = opened(world, body=body)
    before = thread_state(world.node("XB"), thread).standing
    enter(world, "XB")
    (remarks,) = annotations(world.node("XB"), thread).values()
    assert codes(remarks) == ["basis-offence-reserved-minor"]
    assert thread_state(world.node("XB"), thread).standing == before
    assert thread_state(world.node("XA"), thread).standing.status == before.status


@pytest.mark.law_line(32)
def test_the_ground_of_a_reservation_counts_for_the_other_state_as_well(world):
    """Arcadia asks and has the reservation of article 42(5): Borealia uses it by VCLT 21(1)(b)."""
    outside = IMAGES | {"convention_article": None, "maximum_years": 5}
    thread = preserved(world, offence=outside)
    ground = {"ground": "dual_criminality_reservation", "article": "42(5)"}
    assert "ground-reservation-missing" in blocks_of_refusal(world, thread, **ground)
    enter(
        world, "XB", id="xa-42", state="XA", article="42(5)", effect="allows-refusal", articles=[]
    )
    assert "ground-reservation-missing" not in blocks_of_refusal(world, thread, **ground)


@pytest.mark.law_line(37)
def test_an_element_counts_that_was_declared_under_the_instrument_of_the_request(world):
    """Borealia declares under the Convention, then under ETS 185; the request rests on ETS 185."""
    offence = bodies.OFFENCE | {"convention_article": 7}
    thread, node = under_budapest(world, offence=offence), world.node("XB")

    def compared():
        return decide(
            node, subject=thread, topic="dual-criminality", answer="not-met",
            details={
                "requested_provision": "Criminal Code, section 12",
                "statements": {"dishonest-intent": {"in_conduct": "no"}},
            },
            reason="The conduct lacks it.", officer="xb-0010",
        )  # fmt: skip

    declared = {
        "id": "xb-7", "state": "XB", "instrument": "un-cybercrime", "article": "7",
        "matter": "element", "value": "dishonest-intent", "made": "2026-03-03",
        "source": "Notification 42", "certainty": "seen",
    }  # fmt: skip
    assert refused(node, compared) == ["law-conduct-verdict"]
    correct(world, "XB", "declarations", declared)
    assert refused(node, compared) == ["law-conduct-verdict"]
    here = declared | {"id": "xb-2", "instrument": "ets-185", "article": "2"}
    correct(world, "XB", "declarations", here)
    assert compared().answer == "not-met"
