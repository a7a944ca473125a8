# SPDX-License-Identifier: Apache-2.0
"""Information that is offered before it is given: the other State accepts its conditions or declines them."""

from dataclasses import replace

import pytest

from casts.requests import bodies
from casts.requests.play import Play, held
from rogatory.errors import Refused
from rogatory.requests.contents.body import check
from rogatory.requests.follow_ups.consequences import draft_led_to
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.prefill import beginning_of
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import MessageOutcome, fold, next_links
from rogatory.wire.identifiers import Authority

DECISIONS = ("accepted", "declined")


def kinds_next(play, state):
    return [one.kind for one in may_come_next(play.fold(), state)]


def codes_of(play, envelope):
    entry = play.fold().entry(envelope.digest)
    assert play.fold("XA") == play.fold("XB")
    return [reason.code.id for reason in entry.reasons]


def offered():
    play = Play()
    return play, play.send("XA", "information_offered", bodies.information_offered())


def answer(play, state, offer, decision="accepted"):
    return play.send(state, "offer_answered", bodies.offer_answered(offer, decision))


def test_an_offer_waits_for_the_other_state_and_for_it_alone():
    play, offer = offered()
    standing = play.fold().standing
    assert standing.status is ThreadStatus.OPEN
    assert not standing.information_passed
    assert owes_next_word(standing, "XB")
    assert not owes_next_word(standing, "XA")
    assert "offer_answered" in kinds_next(play, "XB")
    assert kinds_next(play, "XA") == ["no_longer_required"]
    assert beginning_of("offer_answered", standing) == {"answers_to": offer.digest}
    play.send("XB", "acknowledgement", bodies.acknowledgement())
    assert play.fold().standing.status is ThreadStatus.ACKNOWLEDGED
    assert owes_next_word(play.fold().standing, "XB")


@pytest.mark.parametrize("decision", DECISIONS)
def test_an_answer_ends_the_offer_and_its_giver_decides_whether_to_inform(decision):
    play, offer = offered()
    answered = answer(play, "XB", offer.digest, decision)
    standing = play.fold().standing
    assert standing.status is ThreadStatus.ANSWERED
    assert standing.ended_by == answered.digest
    assert [(one.message, one.outcome) for one in standing.offers] == [(offer, decision)]
    assert not owes_next_word(standing, "XB")
    assert kinds_next(play, "XA") == ["spontaneous_information"]
    assert kinds_next(play, "XB") == []


def test_the_information_begins_with_what_was_offered_and_names_the_offer():
    _, offer = offered()
    begun = draft_led_to("spontaneous_information", offer, "XA")
    assert begun["offer"] == {"thread": offer.thread, "message": offer.digest}
    assert begun["conditions"] == offer.body["conditions"]
    assert "summary" not in begun
    whole = {**bodies.spontaneous_information(), **begun}
    whole["legal_basis"] = bodies.spontaneous_information()["legal_basis"]
    assert check("spontaneous_information", whole) == []
    of_receiver = draft_led_to("spontaneous_information", offer, "XB")
    assert not {"offer", "conditions"} & of_receiver.keys()


def test_a_declined_offer_has_reasons():
    body = {"answers_to": bodies.SEAL, "decision": "declined"}
    assert [one.code.id for one in check("offer_answered", body)] == ["content-reasons-missing"]


def test_an_offer_states_its_conditions():
    body = bodies.information_offered()
    del body["conditions"]
    assert [one.code.id for one in check("information_offered", body)] == ["content-missing"]


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_state_cannot_answer_its_own_offer(decision):
    play, offer = offered()
    before = play.fold().standing
    assert codes_of(play, answer(play, "XA", offer.digest, decision)) == ["thread-wrong-side"]
    assert play.fold().standing == before


@pytest.mark.parametrize("first", DECISIONS)
def test_an_offer_is_answered_once(first):
    play, offer = offered()
    answer(play, "XB", offer.digest, first)
    before = play.fold().standing
    for repeated in DECISIONS:
        assert codes_of(play, answer(play, "XB", offer.digest, repeated)) == ["thread-wrong-moment"]
    assert play.fold().standing == before


def test_an_answer_names_the_offer():
    play, _ = offered()
    acknowledged = play.send("XB", "acknowledgement", bodies.acknowledgement())
    before = play.fold().standing
    for named in (bodies.SEAL, acknowledged.digest):
        assert codes_of(play, answer(play, "XB", named)) == ["thread-reference"]
    assert play.fold().standing == before


def test_where_nothing_is_offered_no_offer_is_answered():
    play = held()
    opening = play.at["XA"][0]
    before = play.fold().standing
    assert codes_of(play, answer(play, "XB", opening.digest)) == ["thread-wrong-request"]
    assert play.fold().standing == before
    unopened = Play()
    early = answer(unopened, "XB", bodies.SEAL)
    assert codes_of(unopened, early) == ["thread-not-open"]
    assert unopened.fold().standing.status is ThreadStatus.NOT_OPENED


def withdrawal(play, state="XA"):
    opening = play.at["XA"][0].digest
    return play.send(state, "no_longer_required", bodies.no_longer_required(opening))


@pytest.mark.parametrize("is_acknowledged", [False, True])
def test_an_offer_is_withdrawn_before_it_is_answered(is_acknowledged):
    play, offer = offered()
    if is_acknowledged:
        play.send("XB", "acknowledgement", bodies.acknowledgement())
    withdrawn = withdrawal(play)
    standing = play.fold("XA").standing
    assert standing == play.fold("XB").standing
    assert (standing.status, standing.ended_by) == (ThreadStatus.WITHDRAWN, withdrawn.digest)
    assert not owes_next_word(standing, "XB")
    assert [*kinds_next(play, "XA"), *kinds_next(play, "XB")] == []
    assert codes_of(play, answer(play, "XB", offer.digest)) == ["thread-wrong-moment"]
    assert play.fold().standing == standing


@pytest.mark.parametrize("decision", DECISIONS)
def test_an_offer_that_was_answered_is_not_withdrawn(decision):
    play, offer = offered()
    answer(play, "XB", offer.digest, decision)
    before = play.fold().standing
    assert codes_of(play, withdrawal(play)) == ["thread-wrong-moment"]
    assert play.fold().standing == before


def test_who_was_offered_information_does_not_withdraw_the_offer():
    play, _ = offered()
    before = play.fold().standing
    assert codes_of(play, withdrawal(play, "XB")) == ["thread-wrong-side"]
    assert play.fold().standing == before


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_withdrawal_that_crossed_the_answer_prevails(decision):
    play, offer = offered()
    withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(offer.digest))
    answered = play.write("XB", "offer_answered", bodies.offer_answered(offer.digest, decision))
    play.pass_on(withdrawn, answered)
    ends = [play.fold(state) for state in ("XA", "XB")]
    assert ends[0] == ends[1]
    standing = ends[0].standing
    assert (standing.status, standing.ended_by) == (ThreadStatus.WITHDRAWN, withdrawn.digest)
    assert [one.outcome for one in standing.offers] == [decision]
    assert kinds_next(play, "XA") == []
    ((other, row),) = ends[0].entry(withdrawn.digest).crossed
    assert other == answered.digest
    assert row.status is ThreadStatus.WITHDRAWN


@pytest.mark.parametrize(
    "kind",
    ["acceptance", "refusal", "delivery", "use_consent_request", "feedback", "basis_proposed"],
)
@pytest.mark.parametrize("state", ["XA", "XB"])
def test_nothing_is_given_used_or_refused_on_an_offer(kind, state):
    play, _ = offered()
    before = play.fold().standing
    sent = play.send(state, kind, bodies.one_of_each()[kind])
    assert play.fold().entry(sent.digest).outcome is MessageOutcome.ILLEGAL
    assert "thread-wrong-request" in codes_of(play, sent)
    assert play.fold().standing == before


def test_two_answers_of_a_forked_chain_decide_nothing():
    play, offer = offered()
    links = next_links(play.fold(), "XB")
    for decision in DECISIONS:
        play.send(
            "XB", "offer_answered", bodies.offer_answered(offer.digest, decision), links=links
        )
    standing = play.fold().standing
    assert standing.stopped == {"XB"}
    assert standing.status is ThreadStatus.OPEN
    assert [one.is_open for one in standing.offers] == [True]


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_third_state_does_not_answer_an_offer(decision):
    """Its message is of another pair of States, and so of another thread."""
    play, offer = offered()
    before = play.fold().standing
    body = bodies.offer_answered(offer.digest, decision)
    sent = play.write("XB", "offer_answered", body, keep=False)
    strange = replace(sent.draft, sender=Authority("XT", "contact-point"))
    foreign = replace(sent, draft=strange, digest="0" * 64)
    with pytest.raises(Refused) as caught:
        fold([*play.at["XA"], foreign])
    assert set(caught.value.codes) == {"thread-foreign"}
    assert play.fold().standing == before
