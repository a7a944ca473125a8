# SPDX-License-Identifier: Apache-2.0
"""Use and onward transfer, judged by messages alone; and a delivery of another State's bag."""

from dataclasses import replace
from datetime import date

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, codes
from casts.node.law import BAG, PACKAGE, accepted, given_by, opened
from casts.node.world import NOW, bodies
from rogatory.errors import Refused
from rogatory.evidence.conditions import Conditions
from rogatory.evidence.disclosure.choosing import Choice
from rogatory.node.duty.open_work import open_work
from rogatory.node.law.conditions.package_conditions import (
    bound_conditions,
    delivered_conditions,
)
from rogatory.node.law.judge import before_executing
from rogatory.node.law.use_limits import (
    IntendedUse,
    UseLimits,
    goes_on_freely,
    threads_of,
    use_reasons,
)
from rogatory.node.law.ways_out import Leaving, WayOut, blocks, notes
from rogatory.node.packages.package_uses import uses_of
from rogatory.node.threads.transcript import envelopes, thread_state
from rogatory.node.views.duty_desk import duty_desk
from rogatory.wire.digests import sha256

DELIVERED = bodies.delivery()["package"]
OTHER = bodies.use_consent_request()["proceedings"]


def delivered_to(world, state, kind="delivery"):
    """Return what the law says in XB's node of a delivery of that bag in a thread with another
    State.
    """
    thread = opened(world, sender=f"{state.lower()}/central-authority", addressee=CENTRAL_XB)
    body = bodies.delivery() | {"bag": BAG, "package": PACKAGE}
    world.answered(
        world.drafted(
            CENTRAL_XB, f"{state.lower()}/central-authority", "acceptance", bodies.acceptance(),
            thread=thread,
        )
    )  # fmt: skip
    found = before_executing(world.node("XB"), thread, kind, body)
    return [one for one in codes(found.blocks) if one != "law-question-open"]


@pytest.mark.law_line(42)
def test_the_bag_of_another_state_is_not_delivered_without_its_leave(world):
    given_by(world, world.node("XB"), "XT", None)
    assert delivered_to(world, "XA") == ["law-onward-unauthorised"]
    assert delivered_to(world, "XA", "partial_delivery") == ["law-onward-unauthorised"]


@pytest.mark.law_line(42)
def test_sealing_it_again_makes_another_bag_of_no_other_origin(world):
    given_by(world, world.node("XB"), "XT", None, bag=sha256(b"as it came in"))
    assert delivered_to(world, "XA") == ["law-onward-unauthorised"]


def test_a_bag_may_go_back_to_who_gave_it_and_ones_own_to_anybody(world):
    given_by(world, world.node("XB"), "XT", None)
    assert delivered_to(world, "XT") == []
    given_by(world, world.node("XB"), "XB", None)
    assert delivered_to(world, "XT") == []


@pytest.fixture
def exchanged(world):
    """A thread in which XB has delivered to XA."""
    thread = opened(world)
    accepted(world, thread)
    world.settle()
    world.sent(CENTRAL_XB, CENTRAL_XA, "delivery", bodies.delivery(), thread=thread)
    world.settle()
    return thread


def reasons(
    world,
    thread,
    use,
    *,
    own="XA",
    on=date(2026, 11, 24),
    package=DELIVERED,
    by_item=True,
    **conditions,
):
    stated = {"proceedings": "AR-1", "onward_transfer": "with_authorisation"} | conditions
    known = threads_of(envelopes(world.node("XA").store.transcript(thread)))
    return codes(use_reasons(use, stated, known, package, "XB", own, on, by_item=by_item))


def answered(world, thread, kind, answer_kind, decision, *, seal=None, **changes):
    request = getattr(bodies, kind)() | ({} if seal is None else {"seal": seal})
    asking = world.sent(CENTRAL_XA, CENTRAL_XB, kind, request, thread=thread)
    world.settle()
    body = getattr(bodies, answer_kind)(asking.digest, decision) | changes
    world.sent(CENTRAL_XB, CENTRAL_XA, answer_kind, body, thread=thread)
    world.settle()


@pytest.mark.law_line(43)
def test_what_was_passed_on_unasked_is_bound_by_its_own_article(world, exchanged):
    body = bodies.spontaneous_information()
    thread = world.sent(CENTRAL_XB, CENTRAL_XA, "spontaneous_information", body).thread
    world.settle()
    stated = {"proceedings": "AR-1", "onward_transfer": "with_authorisation"}
    for given, article in ((thread, "40(5)"), (exchanged, "40(19)")):
        known = threads_of(envelopes(world.node("XA").store.transcript(given)))
        use, on = IntendedUse(proceedings=OTHER), date(2026, 11, 24)
        (reason,) = use_reasons(use, stated, known, DELIVERED, "XB", "XA", on)
        assert (reason.code.id, reason.basis.article) == ("law-use-without-consent", article)
        lines = uses_of(stated, known, DELIVERED, "XB", "XA", on).lines
        assert {one.article for one in lines} == {article, "36(3)"}


@pytest.mark.parametrize(
    ("asking", "answering", "field"),
    [
        ("use_consent_request", "use_consent", "consents"),
        ("onward_transfer_request", "onward_transfer_authorisation", "transfers"),
    ],
)
def test_who_gave_information_unasked_can_consent_to_its_further_use(
    world, asking, answering, field
):
    """It opened the thread, and is the State that is asked all the same."""
    body = bodies.spontaneous_information()
    thread = world.sent(CENTRAL_XB, CENTRAL_XA, "spontaneous_information", body).thread
    world.settle()
    answered(world, thread, asking, answering, "granted")
    for state in ("XA", "XB"):
        (found,) = getattr(thread_state(world.node(state), thread).standing, field)
        assert found.outcome == "granted"


@pytest.mark.law_line(43)
@pytest.mark.parametrize(
    ("decision", "changes", "expected"),
    [
        ("granted", {}, []),
        ("granted", {"until": "2026-11-23"}, ["law-use-without-consent"]),
        ("granted", {"until": "2026-11-24"}, []),
        ("declined", {"reasons": "Another offence."}, ["law-use-without-consent"]),
    ],
)
def test_consent_counts_while_it_is_granted(world, exchanged, decision, changes, expected):
    answered(world, exchanged, "use_consent_request", "use_consent", decision, **changes)
    assert reasons(world, exchanged, IntendedUse(proceedings=OTHER)) == expected


def test_leave_that_is_asked_for_after_the_end_waits_where_the_evidence_came_from(world, exchanged):
    done = bodies.delivery_confirmed(seal=bodies.delivery()["seal"])
    world.sent(CENTRAL_XA, CENTRAL_XB, "delivery_confirmed", done, thread=exchanged)
    world.settle()
    node = world.node("XB")
    assert node.store.summary(exchanged).is_ended
    assert waiting_at(node) == ([], 0)
    request = bodies.use_consent_request()
    question = world.sent(CENTRAL_XA, CENTRAL_XB, "use_consent_request", request, thread=exchanged)
    world.settle()
    assert waiting_at(node) == ([exchanged], 1)
    assert [row.summary.thread for row in open_work(node, CENTRAL_XB, NOW).threads] == [exchanged]
    with node.store.transaction():  # nor is a past emergency one again
        node.store.put_summary(replace(node.store.summary(exchanged), urgency="emergency"))
    assert waiting_at(node) == ([exchanged], 1)
    given = bodies.use_consent(question.digest, "granted")
    world.sent(CENTRAL_XB, CENTRAL_XA, "use_consent", given, thread=exchanged)
    world.settle()
    assert waiting_at(node) == ([], 0)
    assert not open_work(node, CENTRAL_XB, NOW).threads


def waiting_at(node):
    desk = duty_desk(node)
    assert not desk.emergencies
    return [row.summary.thread for row in desk.waiting], desk.needing


@pytest.mark.law_line(42)
@pytest.mark.parametrize(
    ("decision", "recipient", "expected"),
    [
        ("granted", "XT", []),
        ("granted", "XM", ["law-onward-unauthorised"]),
        ("declined", "XT", ["law-onward-unauthorised"]),
    ],
)
def test_an_authorisation_counts_for_whom_it_names(world, exchanged, decision, recipient, expected):
    kinds = ("onward_transfer_request", "onward_transfer_authorisation")
    answered(world, exchanged, *kinds, decision, **({"reasons": "No."} if expected else {}))
    assert reasons(world, exchanged, IntendedUse(recipient=recipient)) == expected


def test_ones_own_evidence_is_not_bound(world, exchanged):
    use = IntendedUse(proceedings="AR-2", recipient="XT")
    assert reasons(world, exchanged, use, own="XB") == []


def test_what_was_given_freely_may_go_on(world, exchanged):
    assert reasons(world, exchanged, IntendedUse(recipient="XT"), onward_transfer="free") == []


def test_a_consent_of_another_thread_of_the_same_two_counts_and_of_others_does_not(
    world, exchanged
):
    known = threads_of(envelopes(world.node("XA").store.transcript(exchanged)))
    found = use_reasons(
        IntendedUse(recipient="XM"), {}, known, DELIVERED, "XT", "XA", date(2026, 11, 24)
    )
    assert codes(found) == ["law-onward-unauthorised"]


LEAVES = {
    "consent": ("use_consent_request", "use_consent", IntendedUse(proceedings=OTHER), "law-use-without-consent"),
    "authorisation": (
        "onward_transfer_request", "onward_transfer_authorisation", IntendedUse(recipient="XT"),
        "law-onward-unauthorised",
    ),
}  # fmt: skip


@pytest.mark.law_line(42)
@pytest.mark.law_line(43)
@pytest.mark.parametrize("name", LEAVES)
def test_leave_for_one_package_is_none_for_another_of_the_thread(world, exchanged, name):
    kind, answer, use, code = LEAVES[name]
    answered(world, exchanged, kind, answer, "granted", seal=bodies.delivery()["seal"])
    assert reasons(world, exchanged, use) == []
    assert reasons(world, exchanged, use, package=PACKAGE) == [code]


@pytest.mark.law_line(43)
def test_a_notice_of_one_package_is_none_of_another(world, exchanged):
    body = bodies.exculpatory_notice(disclosed_items=["data/log.csv"])
    body |= {"seal": bodies.delivery()["seal"]}
    world.sent(CENTRAL_XA, CENTRAL_XB, "exculpatory_notice", body, thread=exchanged)
    world.settle()
    use = IntendedUse(proceedings=body["proceedings"])
    assert reasons(world, exchanged, use) == []
    assert reasons(world, exchanged, use, package=PACKAGE) == ["law-use-without-consent"]
    assert reasons(world, exchanged, use, by_item=False) == [
        "law-notice-by-item",
        "law-use-without-consent",
    ]


def test_a_notice_releases_the_items_that_it_names_and_a_late_one_adds_to_them(world, exchanged):
    def notified(**changes):
        body = bodies.exculpatory_notice(proceedings="AR-9", **changes)
        world.sent(CENTRAL_XA, CENTRAL_XB, "exculpatory_notice", body, thread=exchanged)
        world.settle()

    def released(proceedings="ar-9"):
        known = threads_of(envelopes(world.node("XA").store.transcript(exchanged)))
        limits = UseLimits(known, DELIVERED, "XB", date(2026, 11, 24))
        found = limits.releasing(proceedings)
        return {item for one in found for item in one.items}

    notified(disclosed_items=["data/mail-0.eml"])
    assert released() == {"mail-0.eml"}
    assert released("AR-1") == set()
    notified(disclosed_items=["log.csv"], prior_notice=False, reason="The hearing was that day.")
    assert released() == {"mail-0.eml", "log.csv"}
    choice = Choice(["*"])
    choice.limit_to(released())
    assert all(choice.takes(path) for path in ("mail-0.eml", "log.csv", "mail-1.eml"))
    with pytest.raises(Refused) as caught:
        choice.refuse_not_found()
    assert caught.value.codes == ("disclosure-item-not-released",)
    assert "mail-1.eml" in str(caught.value)


@pytest.mark.law_line(42)
def test_what_a_state_allowed_for_its_own_evidence_allows_nothing_for_that_of_the_other(
    world, exchanged
):
    """In the thread XB gives and XA receives; what XA holds there of a third State is no part of it."""
    kinds = ("onward_transfer_request", "onward_transfer_authorisation")
    answered(world, exchanged, *kinds, "granted")
    known = threads_of(envelopes(world.node("XB").store.transcript(exchanged)))
    found = use_reasons(
        IntendedUse(recipient="XT"), {}, known, DELIVERED, "XA", "XB", date(2026, 11, 24)
    )
    assert codes(found) == ["law-onward-unauthorised"]


def delivered_with(world, *, sender="XB", addressee="XA", **stated):
    body = bodies.delivery()
    body["conditions"] = body["conditions"] | stated
    thread = opened(
        world,
        sender=f"{addressee.lower()}/central-authority",
        addressee=f"{sender.lower()}/central-authority",
    )
    accepted_by(world, thread, sender, addressee)
    world.sent(
        f"{sender.lower()}/central-authority", f"{addressee.lower()}/central-authority",
        "delivery", body, thread=thread,
    )  # fmt: skip
    world.settle()
    return threads_of(envelopes(world.node("XA").store.transcript(thread)))


def accepted_by(world, thread, sender, addressee):
    names = (f"{sender.lower()}/central-authority", f"{addressee.lower()}/central-authority")
    world.sent(*names, "acceptance", bodies.acceptance(), thread=thread)
    world.settle()


def test_what_this_state_stated_when_it_handed_it_on_does_not_bind_it_to_less(world):
    given = delivered_with(world, proceedings="AR-1")
    passed_on = delivered_with(world, sender="XA", addressee="XT", proceedings="AR-2")
    for threads in ((*given, *passed_on), (*passed_on, *given)):
        found = delivered_conditions(threads, DELIVERED, "XA", None)
        assert found["proceedings"] == "AR-1"


def test_a_second_delivery_eases_no_condition_of_the_first(world):
    strict = {"police_information_only": True, "onward_transfer": "forbidden"}
    first, second = delivered_with(world, **strict), delivered_with(world)
    for threads in ((*first, *second), (*second, *first)):
        found = delivered_conditions(threads, DELIVERED, "XA", None)
        assert {name: found[name] for name in strict} == strict


STATED = {
    "purpose": "The investigation",
    "proceedings": "AR-1",
    "onward_transfer": "forbidden",
    "police_information_only": True,
    "sensitive_material": True,
    "secrecy": "Until the arrest",
}


def test_what_the_delivery_states_binds_where_the_package_states_less():
    found = bound_conditions(Conditions(onward_transfer="free"), STATED)
    assert {name: found[name] for name in STATED} == STATED | {"secrecy": True}
    assert not goes_on_freely(found)


def leaving(way, conditions, **known):
    return Leaving(way, conditions, "XB", "XA", NOW, **known)


@pytest.mark.law_line(43)
def test_proceedings_that_a_recipient_added_are_not_what_it_was_given_for():
    """The giver states none in the package; its delivery does, or nothing does."""
    own_words, added = Conditions(), Conditions(proceedings="AR-2")
    for delivered in ({}, STATED | {"police_information_only": False}):
        found = leaving(
            WayOut.DISCLOSE, added, own_words=own_words, delivered=delivered,
            use=IntendedUse(proceedings="AR-2", recipient="XA"),
        )  # fmt: skip
        assert codes(blocks(found)) == ["law-use-without-consent"]


@pytest.mark.law_line(43)
@pytest.mark.parametrize("way", [WayOut.DISCLOSE, WayOut.BUNDLE])
def test_what_was_delivered_as_police_information_is_not_handed_over(way):
    found = leaving(way, Conditions(), delivered=STATED, use=IntendedUse(recipient="XA"))
    assert codes(blocks(found)) == ["law-delivered-for-police"]
    assert codes(blocks(leaving(way, Conditions(), delivered=STATED))) == [
        "law-delivered-for-police",
        "law-recipient-unsaid",
    ]
    assert codes(blocks(leaving(WayOut.OPEN, Conditions(), delivered=STATED))) == []
    assert codes(notes(found)) == ["law-evidence-secret"]


def passed_on(world, given, stated, decision="agreed"):
    """Return what XA's node says of delivering to XT, under the conditions `stated`, what XB gave
    under `given` and authorised to go there; XA agreed to them before, or declined.
    """
    thread = opened(world)
    terms = [given.get("secrecy"), given.get("retention"), "What `given` states in flags"]
    terms = [one for one in terms if one]
    acceptance = world.sent(
        CENTRAL_XB, CENTRAL_XA, "acceptance", bodies.acceptance(*terms), thread=thread
    )
    world.settle()
    answer = bodies.conditions_answered(acceptance.digest, *[decision] * len(terms))
    world.sent(CENTRAL_XA, CENTRAL_XB, "conditions_answered", answer, thread=thread)
    world.settle()
    body = bodies.delivery() | {"conditions": bodies.CONDITIONS | given}
    world.sent(CENTRAL_XB, CENTRAL_XA, "delivery", body, thread=thread)
    world.settle()
    given_by(world, world.node("XA"), "XB", thread, package=DELIVERED)
    answered(
        world, thread, "onward_transfer_request", "onward_transfer_authorisation", "granted"
    )  # fmt: skip
    asking = opened(world, sender="xt/central-authority", addressee=CENTRAL_XA)
    accepted_by(world, asking, "XA", "XT")
    before = [len(world.node(code).store.transcript(asking)) for code in ("XA", "XT")]
    onward = bodies.delivery() | {"conditions": bodies.CONDITIONS | stated}
    found = before_executing(world.node("XA"), asking, "delivery", onward).blocks
    after = [len(world.node(code).store.transcript(asking)) for code in ("XA", "XT")]
    assert before == after
    return [
        one.fields.get("field", one.code.id) for one in found if one.code.id != "law-question-open"
    ]


STRICT = {
    "onward_transfer": "forbidden",
    "police_information_only": True,
    "secrecy": "Until the arrest",
    "retention": "Until the judgment",
    "sensitive_material": True,
}


@pytest.mark.law_line(42)
@pytest.mark.parametrize("name", sorted(STRICT))
def test_what_a_delivery_stated_is_not_eased_when_it_goes_on_to_a_third_state(world, name):
    eased = {one: value for one, value in STRICT.items() if one != name}
    assert passed_on(world, STRICT, eased) == [name]


@pytest.mark.law_line(42)
@pytest.mark.parametrize("name", sorted(STRICT))
def test_what_was_declined_is_not_handed_on_as_if_it_bound(world, name):
    """The transfer is limited by the instrument, and protected material is a fact: both stay."""
    eased = {one: value for one, value in STRICT.items() if one != name}
    stays = name in {"onward_transfer", "sensitive_material"}
    assert passed_on(world, STRICT, eased, "declined") == ([name] if stays else [])


def test_a_third_state_gets_it_under_the_same_conditions_or_stricter_ones(world):
    assert passed_on(world, {"police_information_only": True}, STRICT) == []


def test_onward_in_writing_only_is_not_eased_to_any_authorisation(world):
    assert passed_on(world, {"onward_transfer": "in_writing_only"}, {}) == ["onward_transfer"]


ORAL = {
    "given_by": "Duty officer of the central authority of Borealia",
    "at": "2026-11-24T11:00:00Z",
    "by_officer": "xa-0010",
}


def with_oral_authorisation(world, thread):
    body = bodies.onward_transfer_request(oral_authorisation=ORAL)
    found = world.sent(CENTRAL_XA, CENTRAL_XB, "onward_transfer_request", body, thread=thread)
    world.settle()
    return found


@pytest.mark.law_line(42)
def test_an_oral_authorisation_counts_from_its_record_until_its_giver_declines(world, exchanged):
    use, refused = IntendedUse(recipient="XT"), ["law-onward-unauthorised"]
    assert reasons(world, exchanged, use) == refused
    asking = with_oral_authorisation(world, exchanged)
    assert reasons(world, exchanged, use) == []
    assert reasons(world, exchanged, IntendedUse(recipient="XM")) == refused
    assert reasons(world, exchanged, use, onward_transfer="forbidden") == refused
    body = bodies.onward_transfer_authorisation(asking.digest, "declined") | {"reasons": "Never."}
    world.sent(CENTRAL_XB, CENTRAL_XA, "onward_transfer_authorisation", body, thread=exchanged)
    world.settle()
    assert reasons(world, exchanged, use) == refused


@pytest.mark.law_line(42)
@pytest.mark.parametrize("stated", ["in_writing_only", "forbidden"])
def test_no_oral_authorisation_counts_where_the_giver_wants_it_in_writing(world, stated):
    thread = opened(world)
    accepted(world, thread)
    world.settle()
    body = bodies.delivery()
    body |= {"conditions": body["conditions"] | {"onward_transfer": stated}}
    world.sent(CENTRAL_XB, CENTRAL_XA, "delivery", body, thread=thread)
    world.settle()
    with_oral_authorisation(world, thread)
    assert reasons(world, thread, IntendedUse(recipient="XT")) == ["law-onward-unauthorised"]


@pytest.mark.law_line(42)
@pytest.mark.parametrize(
    ("decision", "named", "expected"),
    [
        ("granted", "International  police organisation", []),
        ("granted", "Another organisation", ["law-onward-unauthorised"]),
        ("declined", "International police organisation", ["law-onward-unauthorised"]),
    ],
)
def test_an_organisation_gets_what_was_authorised_for_it_by_name(
    world, exchanged, decision, named, expected
):
    request = bodies.onward_transfer_request(
        recipient={"name": "International police organisation"}
    )
    asking = world.sent(
        CENTRAL_XA, CENTRAL_XB, "onward_transfer_request", request, thread=exchanged
    )
    world.settle()
    body = bodies.onward_transfer_authorisation(asking.digest, decision)
    body |= {"reasons": "No."} if decision == "declined" else {}
    world.sent(CENTRAL_XB, CENTRAL_XA, "onward_transfer_authorisation", body, thread=exchanged)
    world.settle()
    assert reasons(world, exchanged, IntendedUse(organisation=named)) == expected
    assert reasons(world, exchanged, IntendedUse(recipient="XT")) == ["law-onward-unauthorised"]
