# SPDX-License-Identifier: Apache-2.0
"""Information that names an offer: what its giver's officers read before they sign, and the receiver's after."""

import pytest
from law_cases import XA, XB, codes, refused
from node_cast import bodies

from rogatory.node.drafting.beginning import beginning
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_leaving
from rogatory.node.letters.of_node import letter
from rogatory.node.messages.send import send
from rogatory.node.threads.filings import threads_in_opening
from rogatory.node.threads.transcript import thread_state

XT = "xt/contact-point"
OTHER = bodies.CONDITIONS | {"onward_transfer": "forbidden"}


def sent(world, by, to, kind, body, **more):
    found = world.sent(by, to, kind, body, **more)
    world.settle()
    return found


def offered(world, by=XA, to=XB, decision=None):
    offer = sent(world, by, to, "information_offered", bodies.information_offered())
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
    remarks = annotations(world.node("XB"), given.thread).get(given.digest, ())
    assert [one for one in codes(remarks) if "offer" in one] == warned
    assert annotations(world.node("XA"), given.thread) == {}
    ends = [thread_state(world.node(state), given.thread) for state in ("XA", "XB")]
    assert ends[0] == ends[1]
    assert threads_in_opening(ends[0].standing.opening) == (offer.thread,)


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
