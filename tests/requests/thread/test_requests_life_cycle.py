# SPDX-License-Identifier: Apache-2.0
"""A request from its first message to its last, and what has no place in between."""

from dataclasses import replace

import pytest

from casts.law.provisions import with_articles
from casts.requests import bodies
from casts.requests.play import Play, accepted, held
from rogatory.errors import Refused
from rogatory.requests.envelope import Links
from rogatory.requests.thread.graph import foreign_to
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import MessageOutcome, fold
from rogatory.wire.identifiers import Authority


def codes(play, envelope, state="XA"):
    return [reason.code.id for reason in play.fold(state).entry(envelope.digest).reasons]


def test_a_preservation_is_asked_acknowledged_and_held():
    play = Play()
    request = play.send("XA", "preservation", bodies.preservation())
    assert play.fold().standing.status is ThreadStatus.OPEN
    acknowledgement = play.send("XB", "acknowledgement", bodies.acknowledgement())
    assert play.fold().standing.status is ThreadStatus.ACKNOWLEDGED
    confirmation = play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())

    standing = play.fold().standing
    assert standing.status is ThreadStatus.HOLDING
    assert (standing.requesting, standing.requested) == ("XA", "XB")
    assert standing.opening == request
    assert standing.acknowledged == acknowledgement.digest
    assert standing.hold.message == confirmation.digest
    assert (standing.hold.end - standing.hold.start).days == 60
    assert play.fold("XA") == play.fold("XB")


def test_a_request_for_stored_data_is_accepted_delivered_and_confirmed():
    play = accepted()
    assert play.fold().standing.status is ThreadStatus.ACCEPTED
    delivery = play.send("XB", "delivery", bodies.delivery())
    assert play.fold().standing.status is ThreadStatus.DELIVERED
    confirmed = play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())

    (package,) = play.fold().standing.deliveries
    assert play.fold().standing.status is ThreadStatus.COMPLETED
    assert (package.message, package.seal) == (delivery.digest, bodies.SEAL)
    assert package.confirmed_by == confirmed.digest
    assert play.fold("XA") == play.fold("XB")


def test_every_message_of_a_lawful_thread_is_applied():
    assert {entry.outcome for entry in held().fold().entries} == {MessageOutcome.APPLIED}


@pytest.mark.parametrize(
    ("state", "kind", "body", "code"),
    [
        ("XA", "additional_information", bodies.additional_information(), "thread-wrong-side"),
        ("XB", "acceptance", bodies.acceptance(), "thread-wrong-request"),
        ("XB", "delivery", bodies.delivery(), "thread-wrong-request"),
        ("XA", "preservation", bodies.preservation(), "thread-open-already"),
        ("XB", "preservation", bodies.preservation(), "thread-open-already"),
        ("XB", "acknowledgement", bodies.acknowledgement(), "thread-wrong-moment"),
        ("XB", "refusal", bodies.refusal(), "thread-wrong-moment"),
        (
            "XB",
            "preserved_traffic_disclosure",
            bodies.preserved_traffic_disclosure(bodies.SEAL),
            "thread-reference",
        ),
        ("XA", "status_enquiry", bodies.status_enquiry(bodies.SEAL), "thread-reference"),
        ("XB", "status_answer", bodies.status_answer(bodies.SEAL), "thread-reference"),
        ("XA", "no_longer_required", bodies.no_longer_required(bodies.SEAL), "thread-reference"),
        (
            "XA",
            "additional_information_supplied",
            bodies.additional_information_supplied(bodies.SEAL),
            "thread-reference",
        ),
        ("XB", "preservation_confirmed", {}, "thread-reference"),
        ("XA", "repair", bodies.repair(1, bodies.SEAL, []), "thread-repair"),
        ("XA", "repair", {}, "thread-repair"),
    ],
)
def test_what_has_no_place_in_a_held_preservation_is_kept_and_moves_nothing(
    state, kind, body, code
):
    play = held()
    before = play.fold().standing
    envelope = play.send(state, kind, body)
    assert codes(play, envelope) == [code]
    assert play.fold().entry(envelope.digest).outcome is MessageOutcome.ILLEGAL
    assert play.fold().standing == before


def test_an_illegal_message_is_refused_with_the_article_that_forbids_it():
    play = held()
    refusal = play.send("XB", "refusal", bodies.refusal())
    (reason,) = with_articles(play.fold().entry(refusal.digest).reasons, "preservation")
    assert reason.fields["article"] == "42(8), 40(21)"
    assert "articles 42(8), 40(21)" in reason.sentence()


def test_a_wrong_side_in_a_wrong_request_is_reported_of_both():
    play = held()
    envelope = play.send("XA", "acceptance", bodies.acceptance())
    assert codes(play, envelope) == ["thread-wrong-side", "thread-wrong-request"]


def test_an_answer_before_any_request_has_nothing_to_answer():
    play = Play()
    envelope = play.send("XA", "status_enquiry", bodies.status_enquiry(bodies.SEAL))
    assert codes(play, envelope) == ["thread-not-open"]
    assert play.fold().standing.status is ThreadStatus.NOT_OPENED


def test_nothing_is_delivered_before_it_is_accepted():
    play = Play()
    play.send("XA", "mla_stored_data", bodies.mla_stored_data())
    delivery = play.send("XB", "delivery", bodies.delivery())
    assert codes(play, delivery) == ["thread-wrong-moment"]
    assert play.fold().standing.deliveries == ()


def test_a_request_may_be_refused_after_acceptance_until_something_is_delivered():
    play = accepted()
    play.send("XB", "refusal", bodies.refusal())
    assert play.fold().standing.status is ThreadStatus.REFUSED

    play = accepted()
    play.send("XB", "delivery", bodies.delivery())
    late = play.send("XB", "refusal", bodies.refusal())
    assert codes(play, late) == ["thread-wrong-moment"]


def test_a_hold_is_confirmed_anew_with_a_later_end_only():
    play = held()
    sooner = bodies.preservation_confirmed(end="2027-01-23T03:59:59Z")
    assert codes(play, play.send("XB", "preservation_confirmed", sooner)) == [
        "thread-hold-shortened"
    ]
    later = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    confirmation = play.send("XB", "preservation_confirmed", later)
    assert play.fold().standing.hold.message == confirmation.digest


def test_each_package_is_delivered_once_and_confirmed_by_itself():
    play = accepted()
    other = bodies.sha256(b"second seal")
    play.send("XB", "delivery", bodies.delivery())
    play.send("XB", "delivery", bodies.delivery(other))
    second_delivery = play.send("XB", "delivery", bodies.delivery())
    assert codes(play, second_delivery) == ["thread-reference"]

    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(other))
    assert play.fold().standing.status is ThreadStatus.DELIVERED
    twice = play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(other))
    assert codes(play, twice) == ["thread-reference"]
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    assert play.fold().standing.status is ThreadStatus.COMPLETED


def test_questions_and_enquiries_are_open_until_each_is_answered():
    play = held()
    question = play.send("XB", "additional_information", bodies.additional_information())
    opening = play.fold().standing.opening
    enquiry = play.send("XA", "status_enquiry", bodies.status_enquiry(opening.digest))
    standing = play.fold().standing
    assert (standing.questions, standing.enquiries) == ((question.digest,), (enquiry.digest,))

    play.send(
        "XA",
        "additional_information_supplied",
        bodies.additional_information_supplied(question.digest),
    )
    play.send("XB", "status_answer", bodies.status_answer(enquiry.digest))
    standing = play.fold().standing
    assert (standing.questions, standing.enquiries) == ((), ())
    assert standing.status is ThreadStatus.HOLDING


def test_a_withdrawn_request_is_over():
    play = held()
    opening = play.fold().standing.opening
    play.send("XA", "no_longer_required", bodies.no_longer_required(opening.digest))
    assert play.fold().standing.status is ThreadStatus.WITHDRAWN
    late = play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    assert codes(play, late) == ["thread-wrong-moment"]


def test_an_unknown_kind_is_kept_and_moves_nothing_but_the_numbers():
    play = held()
    before = play.fold().standing
    unknown = play.send("XA", "extradition_enquiry", {"anything": 1})
    entry = play.fold().entry(unknown.digest)
    assert (entry.outcome, entry.reasons) == (MessageOutcome.UNKNOWN_KIND, ())
    assert play.fold().standing == before
    after = play.send("XA", "status_enquiry", bodies.status_enquiry(before.opening.digest))
    assert (after.sequence, after.previous) == (3, unknown.digest)
    assert play.fold().entry(after.digest).outcome is MessageOutcome.APPLIED


def test_messages_of_two_threads_or_pairs_are_not_folded_together():
    play = held()
    known, other = play.at["XA"][0], play.at["XA"][1]
    stranger = replace(other, draft=replace(other.draft, sender=Authority("XT", "contact-point")))
    assert [reason.code.id for reason in foreign_to(known, stranger)] == ["thread-foreign"]
    assert foreign_to(known, other) == []
    with pytest.raises(Refused) as refused:
        fold([known, replace(stranger, digest="0" * 64)])
    assert refused.value.codes == ("thread-foreign",)


def test_a_chain_that_does_not_continue_what_it_names_moves_nothing():
    play = held()
    opening, acknowledgement = play.at["XA"][:2]
    body = bodies.status_enquiry(opening.digest)
    for links in (
        Links(3, opening.digest, acknowledgement.digest),
        Links(2, acknowledgement.digest, acknowledgement.digest),
    ):
        broken = play.write("XA", "status_enquiry", body, links=links, keep=False)
        entry = fold([*play.at["XA"], broken]).entry(broken.digest)
        assert [reason.code.id for reason in entry.reasons] == ["thread-link"]
        assert fold([*play.at["XA"], broken]).standing == play.fold().standing


def test_what_continues_a_broken_chain_is_broken_too():
    play = held()
    opening, acknowledgement = play.at["XA"][:2]
    body = bodies.status_enquiry(opening.digest)
    links = Links(3, opening.digest, acknowledgement.digest)
    broken = play.write("XA", "status_enquiry", body, links=links, keep=False)
    links = Links(4, broken.digest, acknowledgement.digest)
    after = play.write("XA", "status_enquiry", body, links=links, keep=False)
    state = fold([*play.at["XA"], broken, after])
    assert [reason.code.id for reason in state.entry(after.digest).reasons] == ["thread-link"]
    assert state.heads["XA"] == (opening.digest,)


def test_what_was_seen_is_not_unseen():
    play = held()
    opening, acknowledgement, confirmation = play.at["XA"]
    body = bodies.status_enquiry(opening.digest)
    play.send("XA", "status_enquiry", body)
    last = play.at["XA"][-1]
    for seen in (acknowledgement.digest, opening.digest, None):
        backward = play.write(
            "XA", "status_enquiry", body, links=Links(3, last.digest, seen), keep=False
        )
        entry = fold([*play.at["XA"], backward]).entry(backward.digest)
        assert [reason.code.id for reason in entry.reasons] == ["thread-seen"]
    onward = play.write(
        "XA", "status_enquiry", body, links=Links(3, last.digest, confirmation.digest)
    )
    assert codes(play, onward) == []
