# SPDX-License-Identifier: Apache-2.0
"""The leave that an onward transfer needs under each instrument: attacks of the giver who wants to keep by a
word of its own what it gave, and of the receiver who wants to pass on what it may not.
"""

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, codes
from casts.node.law import SERIOUS, bound, given_by, known, opened, sent_in, unchanged
from casts.node.terms import TREATY, UNDER_TREATY, corrected, treaty
from casts.node.world import bodies
from rogatory.evidence.conditions import FORBIDDEN, Conditions
from rogatory.node.law.conditions.package_conditions import delivered_conditions
from rogatory.node.law.judge import before_executing
from rogatory.node.law.onward import origin_blocks
from rogatory.node.law.use.use_bound import is_onward_limited
from rogatory.node.law.use_limits import IntendedUse
from rogatory.node.law.ways_out import Leaving, WayOut, blocks
from rogatory.node.packages.package_uses import uses_of
from rogatory.node.provisions.law_data import law_in_force
from rogatory.requests.thread.transcript import fold

DELIVERED = bodies.delivery()["package"]
NOT_PASSED_ON, SECRET, SHORT = "Not passed on to anybody", "Kept confidential", "Kept for one week"
REFUSED = ["law-onward-unauthorised"]
TO_XT = IntendedUse(recipient="XT")
TO_BODY = IntendedUse(organisation="International police organisation")
CONDITION = {
    "instrument": "mlat-xa-xb",
    "id": "use",
    "label": "use for the purpose of the request alone",
    "by_default": True,
    "kinds": {"mla_stored_data": {"article": "12", "certainty": "seen", "source": "its full text"}},
}


def requested(world, instrument):
    """A request of XA on an instrument, which XB has."""
    bases = {
        "un-cybercrime": ["44", "40"],
        "ets-185": ["31"],
        "ets-30": ["1"],
        "untoc": ["18"],
        "uncac": ["46"],
    }
    if instrument == "ets-182":
        bound(world, instrument)
        instrument = "ets-30"
    if instrument in bases:
        bound(world, instrument)
        offence = SERIOUS | {"articles": [{"instrument": "uncac", "article": "15"}]}
        basis = {"instrument": instrument, "articles": bases[instrument]}
        return opened(world, body=bodies.mla_stored_data(legal_basis=basis, offence=offence))
    if instrument == "comity":
        return opened(world, body=bodies.mla_stored_data(legal_basis={"instrument": "comity"}))
    if instrument == "unread-treaty":
        for state in ("XA", "XB"):
            corrected(world, state, instruments=[TREATY])
    else:
        treaty(world, "XA", "XB")
    if instrument == "treaty-with-use":
        for state in ("XA", "XB"):
            corrected(world, state, conditions=[CONDITION])
    return opened(world, body=bodies.mla_stored_data(legal_basis=UNDER_TREATY))


def given(world, thread, *terms, decision="agreed", **stated):
    """XB gives a package under conditions that it states, on terms that XA answered before."""
    body = bodies.acceptance(*terms)
    acceptance = sent_in(world, thread, "acceptance", body, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    if terms:
        answer = bodies.conditions_answered(acceptance.digest, *[decision] * len(terms))
        sent_in(world, thread, "conditions_answered", answer)
    body = bodies.delivery() | {"conditions": bodies.CONDITIONS | stated}
    sent_in(world, thread, "delivery", body, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    given_by(world, world.node("XA"), "XB", thread, package=DELIVERED)


def passing_on(world, threads, use=TO_XT, package=None):
    """Return the reasons given where the evidence leaves XA's workstation, and its node, for XT; nothing changes
    by asking.
    """
    node = world.node("XA")
    law, on = law_in_force(node), world.clock.at.date()
    leaving = Leaving(
        WayOut.DISCLOSE, package or Conditions(), "XB", "XA", world.clock.at, use=use,
        threads=threads, package=DELIVERED, law=law,
        delivered=delivered_conditions(threads, DELIVERED, "XA", law),
    )  # fmt: skip
    there = unchanged(world, lambda: list(blocks(leaving)))
    here = unchanged(world, lambda: list(origin_blocks(node, DELIVERED, "XT", on)))
    return there, here


def shown_before(world, thread):
    """Return what XB reads of it before it gives."""
    shows = before_executing(world.node("XB"), thread, "delivery", bodies.delivery()).shows
    return [one for one in shows if one.code.id == "law-onward-not-limited"]


LIMITS = {
    "un-cybercrime": "36(3)",
    "untoc": "18(19) of A/RES/55/25",
    "uncac": "46(19) of A/RES/58/4",
    "ets-182": "26(1) of ETS 182",
    "treaty-with-use": "-",
    "unread-treaty": "-",
}
"""The instruments that limit a transfer themselves, and where; those that nobody read may do so."""

LEAVE_IT = ("ets-185", "ets-30", "comity", "treaty")
"""Those that leave it to the two States: ETS 185 28(2) knows conditions alone, ETS 30 (1959) says nothing."""


@pytest.mark.law_line(42)
@pytest.mark.parametrize("instrument", LIMITS)
def test_where_the_instrument_limits_a_transfer_it_needs_leave_that_nobody_agreed_to(
    world, instrument
):
    thread = requested(world, instrument)
    given(world, thread)
    assert shown_before(world, thread) == []
    there, here = passing_on(world, known(world, thread))
    assert (codes(there), codes(here)) == (REFUSED, REFUSED)
    assert {one.basis.article for one in (*there, *here)} == {LIMITS[instrument]}
    assert codes(passing_on(world, known(world, thread), TO_BODY)[0]) == REFUSED


@pytest.mark.law_line(42)
@pytest.mark.parametrize("instrument", LEAVE_IT)
def test_a_giver_keeps_nothing_by_its_own_word_where_nothing_was_agreed(world, instrument):
    """It is informed before it gives; what it states in the delivery or the package alone binds nobody."""
    thread = requested(world, instrument)
    given(world, thread, onward_transfer="forbidden")
    assert codes(shown_before(world, thread)) == ["law-onward-not-limited"]
    threads = known(world, thread)
    assert passing_on(world, threads, package=Conditions(onward_transfer=FORBIDDEN)) == ([], [])
    assert passing_on(world, threads, TO_BODY) == ([], [])
    law = law_in_force(world.node("XA"))
    lines = uses_of({}, threads, DELIVERED, "XB", "XA", world.clock.at.date(), law).lines
    (line,) = [one for one in lines if one.id == "onward"]
    assert (line.leave, line.article) == ("may", "-")
    warned = before_executing(
        world.node("XB"), thread, "delivery",
        bodies.delivery() | {"conditions": bodies.CONDITIONS | {"onward_transfer": "forbidden"}},
    ).warnings  # fmt: skip
    assert "law-conditions-unagreed" in codes(warned)


@pytest.mark.law_line(42)
@pytest.mark.parametrize("instrument", ["ets-185", "comity"])
@pytest.mark.parametrize(
    ("terms", "decision", "stated", "expected"),
    [
        ([NOT_PASSED_ON], "agreed", {}, REFUSED),
        ([SECRET], "agreed", {"secrecy": SECRET}, REFUSED),
        ([SHORT], "agreed", {"retention": SHORT}, []),
        ([NOT_PASSED_ON], "declined", {}, []),
    ],
)
def test_a_receiver_that_agreed_to_a_condition_needs_leave_and_one_that_declined_it_does_not(
    world, instrument, terms, decision, stated, expected
):
    thread = requested(world, instrument)
    given(world, thread, *terms, decision=decision, **stated)
    threads = known(world, thread)
    there, here = passing_on(world, threads)
    assert (codes(there), codes(here)) == (expected, expected)
    shown = [] if expected else ["law-onward-not-limited"]
    assert codes(shown_before(world, thread)) == shown


@pytest.mark.law_line(42)
def test_a_receiver_gets_rid_of_no_limit_by_leaving_messages_out_or_changing_the_basis(world):
    thread = requested(world, "ets-185")
    given(world, thread, NOT_PASSED_ON)
    messages = [one.envelope for one in known(world, thread)[0].entries]
    law = law_in_force(world.node("XA"))
    for gone in ({"acceptance"}, {"conditions_answered"}, {"acceptance", "conditions_answered"}):
        left = (fold(one for one in messages if one.kind not in gone),)
        assert codes(passing_on(world, left)[0]) == REFUSED
    assert is_onward_limited((), DELIVERED, "XB", law)
    assert is_onward_limited(known(world, thread), DELIVERED, "XB", None)
    assert is_onward_limited(known(world, thread), DELIVERED, "XM", law)


@pytest.mark.law_line(42)
def test_another_basis_that_is_agreed_to_later_lets_nothing_go_on_that_was_given_before(world):
    thread = requested(world, "un-cybercrime")
    acceptance = bodies.acceptance()
    sent_in(world, thread, "acceptance", acceptance, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    part = bodies.partial_delivery() | {"package": DELIVERED}
    sent_in(world, thread, "partial_delivery", part, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    opening = known(world, thread)[0].standing.opening
    proposal = sent_in(
        world, thread, "basis_proposed", bodies.basis_proposed(opening.digest, "comity")
    )
    accepted = bodies.basis_answered(proposal.digest)
    sent_in(world, thread, "basis_answered", accepted, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    assert codes(passing_on(world, known(world, thread))[0]) == REFUSED


@pytest.mark.law_line(42)
@pytest.mark.parametrize(
    ("instrument", "terms", "expected"),
    [
        ("comity", [], ["law-onward-unbound"]),
        ("comity", [NOT_PASSED_ON], []),
        ("un-cybercrime", [], []),
    ],
)
def test_a_limit_is_not_lost_through_a_third_state_that_nothing_binds(
    world, instrument, terms, expected
):
    """XB gave under the Convention and authorised the transfer to XT; XT asks XA under comity."""
    thread = requested(world, "un-cybercrime")
    given(world, thread)
    asking = sent_in(world, thread, "onward_transfer_request", bodies.onward_transfer_request())
    granted = bodies.onward_transfer_authorisation(asking.digest, "granted")
    sent_in(
        world, thread, "onward_transfer_authorisation", granted,
        sender=CENTRAL_XB, addressee=CENTRAL_XA,
    )  # fmt: skip
    central_xt = "xt/central-authority"
    articles = {} if instrument == "comity" else {"articles": ["44", "40"]}
    body = bodies.mla_stored_data(legal_basis={"instrument": instrument} | articles)
    further = opened(world, body=body, sender=central_xt, addressee=CENTRAL_XA)
    acceptance = world.sent(
        CENTRAL_XA, central_xt, "acceptance", bodies.acceptance(*terms), thread=further
    )
    world.settle()
    if terms:
        answer = bodies.conditions_answered(acceptance.digest, *["agreed"] * len(terms))
        world.sent(central_xt, CENTRAL_XA, "conditions_answered", answer, thread=further)
        world.settle()

    def onward_blocks():
        found = before_executing(world.node("XA"), further, "delivery", bodies.delivery())
        return [one for one in codes(found.blocks) if one.startswith("law-onward")]

    assert unchanged(world, onward_blocks) == expected
