# SPDX-License-Identifier: Apache-2.0
"""The gate where evidence leaves applies the conditions that were agreed to, and no others: attacks of the
giver who wants to bind without an agreement, and of the user who wants to be rid of one.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, codes
from casts.node.law import known, opened, sent_in, unchanged, under_budapest
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.evidence.conditions import FORBIDDEN, Conditions
from rogatory.node.law.conditions.package_conditions import (
    delivered_conditions,
    unbound_in_package,
)
from rogatory.node.law.judge import before_executing
from rogatory.node.law.use.use_bound import is_use_limited
from rogatory.node.law.use_limits import IntendedUse
from rogatory.node.law.ways_out import (
    Leaving,
    WayOut,
    blocks,
    is_police_information,
    notes,
)
from rogatory.node.packages.package_uses import uses_of
from rogatory.node.provisions.law_data import law_in_force
from rogatory.requests.thread.transcript import fold

DELIVERED = bodies.delivery()["package"]
FLAGS = {"onward_transfer": "forbidden", "police_information_only": True}
IN_WORDS = {"secrecy": "Until the arrest", "retention": "One week"}
IN_PACKAGE = Conditions(
    purpose="Nothing else",
    proceedings="AR-1",
    onward_transfer=FORBIDDEN,
    secrecy=True,
    retention_until=datetime(2026, 1, 1, tzinfo=UTC),
)
OTHER = IntendedUse(proceedings="AR-9")
IN_GENERAL = "Not used outside the investigation"


def given(world, thread, *terms, decision="agreed", kind="delivery", **stated):
    """XB gives a package on a request of XA, on terms that XA answered; return the delivery."""
    body = bodies.acceptance(*terms)
    acceptance = sent_in(world, thread, "acceptance", body, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    if terms:
        answer = bodies.conditions_answered(acceptance.digest, *[decision] * len(terms))
        sent_in(world, thread, "conditions_answered", answer)
    body = getattr(bodies, kind)() | {
        "package": DELIVERED,
        "conditions": bodies.CONDITIONS | stated,
    }
    return sent_in(world, thread, kind, body, sender=CENTRAL_XB, addressee=CENTRAL_XA)


def leaving(world, threads, *, way=WayOut.DISCLOSE, package=None, use=OTHER):
    law = law_in_force(world.node("XA"))
    return Leaving(
        way, package or Conditions(), "XB", "XA", world.clock.at, use=use, threads=threads,
        package=DELIVERED, delivered=delivered_conditions(threads, DELIVERED, "XA", law), law=law,
    )  # fmt: skip


def found(world, threads, **more):
    """Return what blocks and what is noted where the evidence leaves; nothing changes by asking."""
    leaves = leaving(world, threads, **more)
    return unchanged(world, lambda: (codes(blocks(leaves)), codes(notes(leaves))))


@pytest.mark.law_line(43)
@pytest.mark.parametrize("decision", [None, "declined"])
def test_a_giver_binds_nobody_by_what_it_states_alone(world, decision):
    """In its package, in its delivery, or in an acceptance that was declined."""
    thread, terms = under_budapest(world), tuple(IN_WORDS.values()) if decision else ()
    given(world, thread, *terms, decision=decision, **FLAGS, **IN_WORDS)
    threads = known(world, thread)
    assert found(world, threads, package=IN_PACKAGE) == ([], [])
    lines = {one.id: one for one in uses_of(
        {}, threads, DELIVERED, "XB", "XA", world.clock.at.date(), law_in_force(world.node("XA"))
    ).lines}  # fmt: skip
    assert "XB stated them with the delivery" in lines["unagreed-conditions"].words
    assert "Retention" in lines["unagreed-conditions"].words
    assert lines["other-proceedings"].leave == "may"


@pytest.mark.law_line(46)
@pytest.mark.parametrize("way", [WayOut.DISCLOSE, WayOut.BUNDLE])
def test_a_mark_in_the_package_keeps_evidence_back_only_where_it_was_agreed_to(world, way):
    """The giver seals a flag that nobody agreed to; it warns. Agreed to, or without messages, it binds."""
    marked, thread = Conditions(police_information_only=True), under_budapest(world)
    given(world, thread, **FLAGS)
    leaves = leaving(world, known(world, thread), way=way, package=marked, use=IntendedUse())
    assert unchanged(world, lambda: is_police_information(leaves)) is False
    assert codes(notes(leaves)) == ["law-police-unagreed"]
    nothing_known = replace(leaves, threads=(), delivered={})
    assert is_police_information(nothing_known)
    assert codes(notes(nothing_known)) == []
    assert not is_police_information(replace(nothing_known, conditions=Conditions()))


@pytest.mark.law_line(46)
def test_a_mark_in_the_package_that_was_agreed_to_keeps_evidence_back(world):
    marked, thread = Conditions(police_information_only=True), under_budapest(world)
    given(world, thread, "Police information, no evidence", **FLAGS)
    leaves = leaving(world, known(world, thread), package=marked, use=IntendedUse())
    assert unchanged(world, lambda: is_police_information(leaves))
    assert codes(notes(leaves)) == []


@pytest.mark.law_line(43)
def test_who_agreed_does_not_get_rid_of_it(world):
    """Neither by answering again, nor by leaving messages out."""
    thread = under_budapest(world)
    given(world, thread, *IN_WORDS.values(), IN_GENERAL, **FLAGS, **IN_WORDS)
    bound = (
        ["law-delivered-for-police", "law-recipient-unsaid", "law-use-without-consent"],
        ["law-evidence-secret", "law-retention-ended"],
    )
    threads = known(world, thread)
    assert found(world, threads, package=IN_PACKAGE) == bound
    (answer,) = [one for one in threads[0].entries if one.envelope.kind == "conditions_answered"]
    second = bodies.conditions_answered(answer.envelope.body["answers_to"], *["declined"] * 3)
    with pytest.raises(Refused):
        sent_in(world, thread, "conditions_answered", second)
    messages = [one.envelope for one in known(world, thread)[0].entries]
    for gone in ({"acceptance"}, {"conditions_answered"}, {"acceptance", "conditions_answered"}):
        left = (fold(one for one in messages if one.kind not in gone),)
        assert found(world, left, package=IN_PACKAGE) == bound


@pytest.mark.law_line(43)
def test_another_basis_that_is_agreed_to_later_frees_nothing_that_was_given_before(world):
    thread = opened(world)
    given(world, thread, kind="partial_delivery")
    opening = known(world, thread)[0].standing.opening
    proposed = bodies.basis_proposed(opening.digest, "comity")
    proposal = sent_in(world, thread, "basis_proposed", proposed)
    accepted = bodies.basis_answered(proposal.digest)
    sent_in(world, thread, "basis_answered", accepted, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    threads = known(world, thread)
    assert threads[0].standing.basis.digest == proposal.digest
    assert is_use_limited(threads, DELIVERED, "XB", law_in_force(world.node("XA")))
    assert found(world, threads)[0] == ["law-use-without-consent"]


@pytest.mark.law_line(43)
def test_what_the_instrument_sets_binds_without_an_agreement(world):
    thread = opened(world)
    given(world, thread, **FLAGS)
    blocked, _ = found(world, known(world, thread))
    assert blocked == ["law-recipient-unsaid", "law-use-without-consent"]


@pytest.mark.law_line(43)
def test_an_agreement_on_retention_does_not_limit_the_use(world):
    thread = under_budapest(world)
    given(world, thread, IN_WORDS["retention"], retention=IN_WORDS["retention"], **FLAGS)
    threads = known(world, thread)
    assert found(world, threads, package=IN_PACKAGE) == ([], ["law-retention-ended"])


def test_the_agreement_of_a_third_state_does_not_bind_who_agreed_to_nothing(world):
    """XA handed the package on to XT, which agreed to a condition; XA itself agreed to none."""
    thread = under_budapest(world)
    given(world, thread, **FLAGS)
    law, near = law_in_force(world.node("XA")), known(world, thread)
    unbound = unbound_in_package(law, near, DELIVERED, "XB", IN_PACKAGE)
    assert unbound == {"onward_transfer", "secrecy", "retention_until"}
    assert unbound_in_package(law, near, DELIVERED, "XM", IN_PACKAGE) == set()
    assert unbound_in_package(None, near, DELIVERED, "XB", IN_PACKAGE) == set()


@pytest.mark.law_line(43)
def test_who_gives_reads_first_that_nothing_will_limit_the_use(world):
    free, bound = under_budapest(world), opened(world)
    for thread, expected in ((free, ["law-use-not-limited"]), (bound, [])):
        sent_in(
            world, thread, "acceptance", bodies.acceptance(),
            sender=CENTRAL_XB, addressee=CENTRAL_XA,
        )  # fmt: skip
        shows = before_executing(world.node("XB"), thread, "delivery", bodies.delivery()).shows
        shown = [one for one in shows if one.code.id == "law-use-not-limited"]
        assert codes(shown) == expected
        assert all(one.basis == ("28(3) of ETS 185", "seen") for one in shown)
