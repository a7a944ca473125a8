# SPDX-License-Identifier: Apache-2.0
"""Information that names an offer: what its giver's officers read before they sign, and the receiver's after."""

import pytest

from casts.law.cases import XA, XB, codes, refused
from casts.node.law import bound
from casts.node.world import bodies
from rogatory.node.drafting.beginning import beginning
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_leaving
from rogatory.node.letters.of_node import letter
from rogatory.node.messages.send import send
from rogatory.node.threads.filings import threads_in_opening
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views import thread_view

XT = "xt/contact-point"
OTHER = bodies.CONDITIONS | {"onward_transfer": "forbidden"}


def sent(world, by, to, kind, body, **more):
    found = world.sent(by, to, kind, body, **more)
    world.settle()
    return found


def offered(world, by=XA, to=XB, decision=None, **changes):
    offer = sent(world, by, to, "information_offered", bodies.information_offered(**changes))
    if decision is not None:
        body = bodies.offer_answered(offer.digest, decision)
        sent(world, to, by, "offer_answered", body, thread=offer.thread)
    return offer


def naming(offer, **changes):
    named = {"thread": offer.thread, "message": offer.digest}
    return bodies.spontaneous_information(offer=named) | changes


def judged(world, body):
    """Return what keeps the information of XA to XB, and what it is warned of, about offers."""
    draft = world.drafted(XA, XB, "spontaneous_information", body)
    found = before_leaving(world.node("XA"), draft)
    return [
        [one for one in codes(each) if "offer" in one] for each in (found.blocks, found.warnings)
    ]


def remarks(world, given):
    """Return what each end reads about the offer of information that was given."""
    found = (annotations(world.node(state), given.thread) for state in ("XA", "XB"))
    return [[one for one in codes(each.get(given.digest, ())) if "offer" in one] for each in found]


def under(instrument, **changes):
    return {"legal_basis": {"instrument": instrument, "articles": ["26"]}} | changes


def bound_uses(world, given):
    """Return what binds the receiver of information, by both ends' lists, which are the same."""
    mine, theirs = (
        thread_view.thread(world.node(state), given.thread).obligations for state in ("XA", "XB")
    )
    assert mine == theirs
    return {one.name: one.stated for one in mine if one.name in OF_USE}


OF_USE = {"purpose", "onward", "secrecy", "retention", "user-not-told", "secrecy-told"}
STATED = (bodies.CONDITIONS["purpose"], bodies.CONDITIONS["proceedings"])


@pytest.mark.parametrize(
    ("decision", "conditions", "warned"),
    [
        (None, bodies.CONDITIONS, ["law-offer-unanswered"]),
        ("declined", bodies.CONDITIONS, ["law-offer-declined"]),
        ("accepted", OTHER, ["law-offer-other-conditions"]),
        ("accepted", bodies.CONDITIONS, []),
    ],
)
def test_the_giver_reads_what_was_answered_and_decides(world, decision, conditions, warned):
    offer = offered(world, decision=decision)
    body = naming(offer, conditions=conditions)
    assert judged(world, body) == [[], warned]
    given = sent(world, XA, XB, "spontaneous_information", body)
    assert remarks(world, given) == [warned, warned]
    ends = [thread_state(world.node(state), given.thread) for state in ("XA", "XB")]
    assert ends[0] == ends[1]
    assert threads_in_opening(ends[0].standing.opening) == (offer.thread,)


@pytest.mark.parametrize(
    ("decision", "conditions", "warned", "purpose"),
    [
        ("accepted", bodies.CONDITIONS, [], STATED),
        ("accepted", None, [], STATED),
        ("accepted", OTHER, ["law-offer-unagreed"], STATED),
        ("declined", bodies.CONDITIONS, ["law-offer-not-binding"], None),
        ("declined", OTHER, ["law-offer-not-binding"], None),
        ("declined", None, ["law-offer-not-binding"], None),
        (None, bodies.CONDITIONS, ["law-offer-unanswered"], STATED),
    ],
)
def test_under_ets_185_what_was_accepted_binds_and_nothing_else(
    world, decision, conditions, warned, purpose
):
    bound(world, "ets-185")
    offer = offered(world, decision=decision, **under("ets-185"))
    body = naming(offer, conditions=conditions, **under("ets-185"))
    if conditions is None:
        del body["conditions"]
    assert judged(world, body) == [[], warned]
    given = sent(world, XA, XB, "spontaneous_information", body)
    assert remarks(world, given) == [warned, warned]
    found = bound_uses(world, given)
    assert found.get("purpose") == purpose
    assert (found == {}) == (decision == "declined")


def test_under_the_convention_what_the_giver_states_binds_whatever_was_answered(world):
    offer = offered(world, decision="declined")
    given = sent(world, XA, XB, "spontaneous_information", naming(offer))
    assert bound_uses(world, given)["purpose"] == STATED


def test_where_nothing_was_given_after_a_decline_nothing_binds(world):
    bound(world, "ets-185")
    offer = offered(world, decision="declined", **under("ets-185"))
    assert bound_uses(world, offer) == {}


@pytest.mark.parametrize("is_delivered", [True, False])
def test_a_receiver_that_declines_after_it_received_is_bound(world, is_delivered):
    """It waits for the information, and only then declines its conditions, or leaves its answer undelivered."""
    bound(world, "ets-185")
    offer = offered(world, **under("ets-185"))
    body = naming(offer, **under("ets-185"))
    given = sent(world, XA, XB, "spontaneous_information", body)
    before = [thread_state(world.node(state), given.thread) for state in ("XA", "XB")]
    answer = bodies.offer_answered(offer.digest, "declined")
    world.clock.forward(seconds=60)
    world.sent(XB, XA, "offer_answered", answer, thread=offer.thread)
    if is_delivered:
        world.settle()
    late = thread_view.thread(world.node("XB"), given.thread).obligations
    assert ("purpose", STATED) in [(one.name, one.stated) for one in late]
    if is_delivered:
        assert bound_uses(world, given)["purpose"] == STATED
        assert remarks(world, given) == [["law-offer-answered-late"]] * 2
    assert [thread_state(world.node(one), given.thread) for one in ("XA", "XB")] == before


def test_an_answer_of_the_same_second_counts_at_both_ends(world):
    """A node's clock has fractions of a second, messages and receipts have none."""
    offer = offered(world)
    world.clock.at = world.clock.at.replace(microsecond=700_000)
    declined = bodies.offer_answered(offer.digest, "declined")
    sent(world, XB, XA, "offer_answered", declined, thread=offer.thread)
    given = sent(world, XA, XB, "spontaneous_information", naming(offer))
    assert remarks(world, given) == [["law-offer-declined"]] * 2


def test_a_receiver_that_only_states_that_it_declined_is_bound(world):
    """It writes so in the thread of the information, or declines another offer."""
    bound(world, "ets-185")
    other = offered(world, decision="declined", **under("ets-185"))
    offer = offered(world, decision="accepted", **under("ets-185"))
    given = sent(world, XA, XB, "spontaneous_information", naming(offer, **under("ets-185")))
    claim = bodies.acknowledgement() | {"note": f"We declined {other.digest}."}
    sent(world, XB, XA, "acknowledgement", claim, thread=given.thread)
    assert bound_uses(world, given)["purpose"] == STATED
    assert remarks(world, given) == [[], []]


def test_a_giver_that_adds_conditions_after_the_answer_binds_nobody_to_them(world):
    """In the information, or in a message about it; what was accepted stays as it was."""
    bound(world, "ets-185")
    offer = offered(world, decision="accepted", **under("ets-185"))
    added = bodies.CONDITIONS | {"secrecy": "Nobody may know.", "retention": "For a week."}
    body = naming(offer, conditions=added, **under("ets-185"))
    given = sent(world, XA, XB, "spontaneous_information", body)
    found = bound_uses(world, given)
    assert found["purpose"] == STATED
    assert not {"Nobody may know.", "For a week."} & {
        text for one in found.values() for text in one
    }
    (reason,) = annotations(world.node("XB"), given.thread)[given.digest]
    assert (reason.code.id, reason.basis) == ("law-offer-unagreed", ("26(2) of ETS 185", "seen"))
    assert reason.sentence().count("Retention, Secrecy") == 1
    assert thread_state(world.node("XB"), offer.thread).standing.offers[0].outcome == "accepted"


def test_a_giver_that_repeats_declined_conditions_binds_nobody_to_them(world):
    """Naming another offer, which was accepted, does not help it: its conditions alone are accepted."""
    bound(world, "ets-185")
    offered(world, decision="declined", **under("ets-185", conditions=OTHER))
    mild = offered(world, decision="accepted", **under("ets-185"))
    body = naming(mild, conditions=OTHER, **under("ets-185"))
    given = sent(world, XA, XB, "spontaneous_information", body)
    assert remarks(world, given) == [["law-offer-unagreed"]] * 2
    owed = thread_view.thread(world.node("XB"), given.thread).obligations
    (onward,) = [one for one in owed if one.name == "onward"]
    assert "without authorisation" in onward.title


@pytest.mark.parametrize(
    ("changes", "is_remarked"),
    [
        ({}, True),
        ({"case_number": "AR-9"}, True),
        ({"conditions": OTHER}, True),
        ({"case_number": "AR-9", "conditions": OTHER}, False),
    ],
)
def test_a_giver_that_leaves_out_the_declined_offer_is_remarked_on(world, changes, is_remarked):
    """By its case or its conditions; the conditions bind as without an offer, and both ends read why not."""
    bound(world, "ets-185")
    offer = offered(world, decision="declined", **under("ets-185"))
    world.clock.forward(seconds=60)
    body = bodies.spontaneous_information(
        **under("ets-185", **{"conditions": bodies.CONDITIONS, **changes})
    )
    before = thread_state(world.node("XB"), offer.thread)
    warned = ["law-offer-unnamed"] * is_remarked
    assert judged(world, body) == [[], warned]
    given = sent(world, XA, XB, "spontaneous_information", body)
    assert remarks(world, given) == [warned, warned]
    assert thread_state(world.node("XB"), offer.thread) == before


def test_information_without_an_offer_names_none(world):
    assert judged(world, bodies.spontaneous_information()) == [[], []]


def test_information_that_names_no_offer_to_its_receiver_is_not_sent(world):
    mine = offered(world)
    theirs = offered(world, by=XB, to=XA)
    elsewhere = offered(world, to=XT)
    node = world.node("XA")
    request = sent(world, XA, XB, "preservation", bodies.preservation())
    nowhere = {"thread": "019aaf00-0000-7000-8000-0000000000aa", "message": bodies.SEAL}
    wrong = [
        naming(theirs),
        naming(elsewhere),
        naming(request),
        bodies.spontaneous_information(offer={"thread": mine.thread, "message": theirs.digest}),
        bodies.spontaneous_information(offer=nowhere),
    ]
    for body in wrong:
        assert judged(world, body) == [["law-offer-unknown"], []]
        draft = world.approved(world.drafted(XA, XB, "spontaneous_information", body))
        assert "law-offer-unknown" in refused(node, lambda one=draft.id: send(node, one, "xa-0001"))
    assert [one.is_open for one in thread_state(node, mine.thread).standing.offers] == [True]


def test_the_information_begins_with_its_offer(world):
    offer = offered(world, decision="declined")
    body = beginning(world.node("XA"), "spontaneous_information", "xa-0001", related=offer.thread)
    assert body["offer"] == {"thread": offer.thread, "message": offer.digest}
    assert body["conditions"] == bodies.CONDITIONS


def test_letters_offer_answer_and_name_the_offer(world):
    offer = offered(world, decision="declined")
    node = world.node("XA")
    answer = node.store.transcript(offer.thread)[-1]
    given = sent(world, XA, XB, "spontaneous_information", naming(offer))
    pages = [
        letter(node, one.digest, "en", pdf=False).html.decode() for one in (offer, answer, given)
    ]
    for page, text in zip(
        pages,
        ("ask whether the conditions", "cannot be complied with", "was offered before"),
        strict=True,
    ):
        assert text in " ".join(page.split())


def withdrawn(world, offer):
    body = bodies.no_longer_required(offer.digest)
    return sent(world, XA, XB, "no_longer_required", body, thread=offer.thread)


def test_information_that_names_a_withdrawn_offer_is_warned_of_and_remarked_at_both_ends(world):
    offer = offered(world)
    before = sent(world, XA, XB, "spontaneous_information", naming(offer))
    world.clock.forward(seconds=60)
    withdrawn(world, offer)
    world.clock.forward(seconds=60)
    assert judged(world, naming(offer)) == [[], ["law-offer-withdrawn"]]
    after = sent(world, XA, XB, "spontaneous_information", naming(offer))
    assert remarks(world, after) == [["law-offer-withdrawn"], ["law-offer-withdrawn"]]
    assert remarks(world, before) == [["law-offer-unanswered"], ["law-offer-unanswered"]]


def test_a_withdrawn_offer_is_owed_no_answer_and_obliges_nobody(world):
    offer = offered(world)
    mine = thread_view.thread(world.node("XA"), offer.thread).obligations
    assert not {one.name for one in mine} & {"no-longer-required", "costs"}
    withdrawn(world, offer)
    for state in ("XA", "XB"):
        found = thread_view.thread(world.node(state), offer.thread)
        assert found.standing.status == "withdrawn"
        owed = [one for one in found.obligations if one.name == "offer-answer"]
        assert all(one.status.value not in {"open", "overdue"} for one in owed)
    node, before = world.node("XB"), thread_state(world.node("XB"), offer.thread)
    body = bodies.offer_answered(offer.digest)
    late = lambda: world.drafted(XB, XA, "offer_answered", body, thread=offer.thread)  # noqa: E731
    assert refused(node, late) == ["thread-wrong-moment"]
    assert thread_state(node, offer.thread) == before


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Withdrawal of the offer of information"),
        ("fr", "Retrait de l’offre d’informations"),
        ("es", "Retirada del ofrecimiento de información"),
        ("ru", "Отзыв предложения информации"),
        ("ar", "سحب عرض المعلومات"),
        ("zh", "撤回提供信息的提议"),
    ],
)
def test_the_letter_of_a_withdrawn_offer_speaks_of_no_assistance(world, language, title):
    message = withdrawn(world, offered(world))
    page = letter(world.node("XB"), message.digest, language, pdf=False).html.decode()
    assert title in page


def test_the_letter_of_a_withdrawn_request_does(world):
    request = sent(world, XA, XB, "technical_advice", bodies.technical_advice())
    message = withdrawn(world, request)
    page = letter(world.node("XB"), message.digest, "en", pdf=False).html.decode()
    assert "Notice that the assistance is no longer required" in page


@pytest.mark.law_line(44)
@pytest.mark.parametrize("kind", ["information_offered", "spontaneous_information", "preservation"])
def test_secrecy_of_information_is_no_secrecy_of_a_request(world, kind):
    body = getattr(bodies, kind)(confidentiality={"secret": True, "do_not_notify_user": False})
    shown = before_leaving(world.node("XA"), world.drafted(XA, XB, kind, body)).shows
    assert ("law-secrecy" in codes(shown)) == (kind == "preservation")
