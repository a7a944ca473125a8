# SPDX-License-Identifier: Apache-2.0
"""Items released by notices in favour of an accused, one by one; and evidence whose use nothing limits."""

from datetime import date, timedelta

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, codes
from casts.node.law import accepted, known, opened, sent_in, unchanged, under_budapest
from casts.node.world import bodies
from rogatory.evidence.conditions import Conditions
from rogatory.node.law.judge import before_executing
from rogatory.node.law.use.use_bound import is_use_limited
from rogatory.node.law.use_limits import IntendedUse, UseLimits, use_reasons
from rogatory.node.law.ways_out import Leaving, WayOut, blocks, releasing_notices
from rogatory.node.packages.package_uses import uses_of
from rogatory.node.provisions.law_data import law_in_force
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment

ON = date(2026, 11, 24)
STATED = {"proceedings": "AR-1", "onward_transfer": "with_authorisation"}
DELIVERED = bodies.delivery()["package"]
SECOND = "019aaf00-0000-7000-8000-0000000000bb"
ITEM = "data/mail-0.eml"
OF_ANOTHER = {"package": SECOND, "seal": sha256(b"another seal"), "bag": sha256(b"another bag")}
REFUSED = ["law-use-without-consent"]
NOTHING = ["law-notice-releases-nothing", "law-use-without-consent"]


def delivered(world, *, begun=None, **changes):
    """A thread in which XB delivers a package to XA."""
    thread = begun or opened(world)
    accepted(world, thread)
    world.settle()
    body = bodies.delivery() | changes
    sent_in(world, thread, "delivery", body, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    return thread


def noticed(world, thread, **changes):
    body = bodies.exculpatory_notice(proceedings="AR-9", disclosed_items=[ITEM]) | changes
    return sent_in(world, thread, "exculpatory_notice", body)


def leaving(world, *threads, way=WayOut.DISCLOSE, package=DELIVERED, proceedings="AR-9"):
    return Leaving(
        way, Conditions(proceedings="AR-1"), "XB", "XA", world.clock.at,
        use=IntendedUse(proceedings=proceedings), threads=known(world, *threads), package=package,
    )  # fmt: skip


def items(found):
    """Return the items that may leave; nothing where it is refused at all."""
    if codes(blocks(found)):
        return set()
    return {item for one in releasing_notices(found) for item in one.items}


@pytest.mark.law_line(43)
def test_only_the_items_of_the_notice_leave_for_its_proceedings(world):
    thread = delivered(world)
    noticed(world, thread)
    assert items(leaving(world, thread)) == {"mail-0.eml"}
    assert items(leaving(world, thread, way=WayOut.EXTRACT)) == {"mail-0.eml"}
    assert codes(blocks(leaving(world, thread, proceedings="AR-10"))) == REFUSED


@pytest.mark.law_line(43)
@pytest.mark.parametrize("way", [WayOut.OPEN, WayOut.BUNDLE, WayOut.REWRAP, WayOut.SEAL])
def test_who_names_one_item_does_not_take_the_whole_package(world, way):
    thread = delivered(world)
    noticed(world, thread)
    found = leaving(world, thread, way=way)
    refused = unchanged(world, lambda: codes(blocks(found)))
    assert refused == ["law-notice-by-item", "law-use-without-consent"]


@pytest.mark.law_line(43)
def test_a_notice_that_names_no_item_releases_none(world):
    thread = delivered(world)
    body = bodies.exculpatory_notice(proceedings="AR-9")
    sent_in(world, thread, "exculpatory_notice", body)
    found = leaving(world, thread)
    assert unchanged(world, lambda: codes(blocks(found))) == NOTHING
    assert items(found) == set()


@pytest.mark.law_line(43)
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"disclosed_items": [ITEM]}, []),
        ({}, ["law-notice-without-effect"]),
        (
            {"disclosed_items": [ITEM], "disclosed_at": "2026-01-01T09:00:00Z"},
            ["law-notice-without-effect"],
        ),
    ],
)
def test_who_writes_a_notice_is_warned_that_it_will_release_nothing(world, changes, expected):
    thread = delivered(world)
    body = bodies.exculpatory_notice(**changes)
    found = before_executing(world.node("XA"), thread, "exculpatory_notice", body)
    assert (codes(found.warnings), found.blocks) == (expected, ())


@pytest.mark.law_line(43)
def test_a_notice_of_another_thread_releases_nothing_of_this_one(world):
    thread, other = delivered(world), delivered(world, **OF_ANOTHER)
    noticed(world, other)
    found = leaving(world, thread, other)
    assert unchanged(world, lambda: codes(blocks(found))) == REFUSED
    assert items(leaving(world, thread, other, package=SECOND)) == {"mail-0.eml"}


@pytest.mark.law_line(43)
def test_a_notice_in_a_thread_with_two_packages_says_which_it_is_about(world):
    thread = opened(world)
    accepted(world, thread)
    world.settle()
    part = bodies.partial_delivery()
    sent_in(world, thread, "partial_delivery", part, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    rest = bodies.delivery() | OF_ANOTHER
    sent_in(world, thread, "delivery", rest, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    noticed(world, thread)
    assert codes(blocks(leaving(world, thread, package=SECOND))) == NOTHING
    noticed(world, thread, seal=OF_ANOTHER["seal"])
    assert items(leaving(world, thread, package=SECOND)) == {"mail-0.eml"}
    assert codes(blocks(leaving(world, thread, package=part["package"]))) == NOTHING


@pytest.mark.law_line(43)
def test_a_notice_after_the_fact_that_claims_to_come_before_releases_nothing(world):
    """The form asks for a reason where the notice itself says that it is late."""
    thread = delivered(world)
    past = format_moment(world.clock.at - timedelta(days=3))
    noticed(world, thread, disclosed_at=past)
    found = leaving(world, thread)
    assert unchanged(world, lambda: codes(blocks(found))) == NOTHING
    noticed(
        world, thread, disclosed_at=past, prior_notice=False, reason="The hearing was that day."
    )
    assert items(leaving(world, thread)) == {"mail-0.eml"}


@pytest.mark.law_line(43)
def test_neither_consultation_nor_a_declined_consent_holds_back_what_favours_an_accused(world):
    thread = delivered(world)
    body = bodies.use_consent_request(proceedings="AR-9")
    question = sent_in(world, thread, "use_consent_request", body)
    no = bodies.use_consent(question.digest, "declined") | {
        "reasons": "Another State is concerned."
    }
    sent_in(world, thread, "use_consent", no, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    assert codes(blocks(leaving(world, thread))) == REFUSED
    noticed(world, thread)
    assert items(leaving(world, thread)) == {"mail-0.eml"}


@pytest.mark.law_line(43)
def test_the_notice_of_another_receiving_state_counts_for_it_alone(world):
    thread = delivered(world)
    noticed(world, thread)
    threads, use = known(world, thread), IntendedUse(proceedings="AR-9")
    found = [
        codes(use_reasons(use, STATED, threads, DELIVERED, "XB", own, ON, by_item=True))
        for own in ("XA", "XT")
    ]
    assert found == [[], REFUSED]


@pytest.mark.law_line(43)
def test_consent_is_for_the_whole_package_whatever_a_notice_names(world):
    thread = delivered(world)
    question = sent_in(
        world, thread, "use_consent_request", bodies.use_consent_request(proceedings="AR-9")
    )
    yes = bodies.use_consent(question.digest, "granted")
    sent_in(world, thread, "use_consent", yes, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    noticed(world, thread)
    assert UseLimits(known(world, thread), DELIVERED, "XB", ON).releasing("AR-9") is None
    assert codes(blocks(leaving(world, thread, way=WayOut.BUNDLE))) == []


@pytest.mark.law_line(43)
def test_where_nothing_limits_the_use_nothing_is_asked(world):
    """Under ETS 185 a use is limited by a condition alone; under the Convention by its article."""
    free, bound = delivered(world, begun=under_budapest(world)), delivered(world)
    law, use = law_in_force(world.node("XA")), IntendedUse(proceedings="AR-9")
    for thread, expected in ((free, []), (bound, REFUSED)):
        threads = known(world, thread)
        assert codes(use_reasons(use, {}, threads, DELIVERED, "XB", "XA", ON, law=law)) == expected
        lines = {one.id for one in uses_of({}, threads, DELIVERED, "XB", "XA", ON, law).lines}
        assert ("exculpatory" in lines) is bool(expected)
    threads = known(world, free)
    assert not is_use_limited(threads, DELIVERED, "XB", law)
    assert is_use_limited(threads, SECOND, "XB", law)
    assert is_use_limited(threads, DELIVERED, "XB", None)


@pytest.mark.law_line(43)
def test_conditions_that_were_agreed_to_limit_the_use_under_any_instrument(world):
    thread = under_budapest(world)
    body = bodies.acceptance(*bodies.TERMS)
    acceptance = sent_in(world, thread, "acceptance", body, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    sent_in(world, thread, "conditions_answered", bodies.conditions_answered(acceptance.digest))
    given = bodies.delivery()
    sent_in(world, thread, "delivery", given, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    law = law_in_force(world.node("XA"))
    assert is_use_limited(known(world, thread), DELIVERED, "XB", law)


def test_each_notice_is_shown_with_its_items_its_proceedings_and_its_message(world):
    thread = delivered(world)
    late = noticed(world, thread, prior_notice=False, reason="The hearing was that day.")
    found = uses_of(STATED, known(world, thread), DELIVERED, "XB", "XA", ON)
    (line,) = [one for one in found.lines if one.id == "exculpatory-notice"]
    assert (line.leave, line.named) == ("may", ("mail-0.eml",))
    for text in ("AR-9", late.digest, "The hearing was that day."):
        assert text in line.words
