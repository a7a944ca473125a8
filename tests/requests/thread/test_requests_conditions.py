# SPDX-License-Identifier: Apache-2.0
"""The conditions of an acceptance bind once the requesting State agreed; what was destroyed is reported."""

import pytest

from casts.requests import bodies
from casts.requests.play import THREAD, Play
from rogatory.errors import Refused
from rogatory.requests.contents.body import check
from rogatory.requests.envelope import MessageDraft, build_message, parse_message
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.transcript import MessageOutcome, fold, next_links
from rogatory.wire.identifiers import Authority

AGREES = ({"number": 1, "decision": "agreed"}, {"number": 2, "decision": "agreed"})


def accepted_on_conditions(kind="mla_stored_data", *conditions):
    play = Play()
    play.send("XA", kind, bodies.one_of_each()[kind])
    acceptance = play.send("XB", "acceptance", bodies.acceptance(*(conditions or bodies.TERMS)))
    return play, acceptance.digest


def codes(play, message):
    entry = play.fold().entry(message.digest)
    return entry.outcome, tuple(reason.code.id for reason in entry.reasons)


def refused(*expected):
    return MessageOutcome.ILLEGAL, expected


def looks(play):
    """Return what the thread amounts to, whatever was kept without effect."""
    standing = play.fold().standing
    found = standing.conditions
    return (
        standing.status,
        standing.deliveries,
        standing.answers,
        found,
        standing.returned_or_destroyed,
    )


def next_kinds(play, state):
    return {one.kind for one in may_come_next(play.fold(), state)}


def test_nothing_is_given_under_conditions_that_nobody_agreed_to():
    play, acceptance = accepted_on_conditions()
    before = looks(play)
    assert not {"delivery", "partial_delivery"} & next_kinds(play, "XB")
    for kind in ("delivery", "partial_delivery"):
        sent = play.send("XB", kind, bodies.one_of_each()[kind])
        assert codes(play, sent) == refused("thread-conditions-unanswered")
    assert looks(play) == before
    play.send("XA", "conditions_answered", bodies.conditions_answered(acceptance))
    assert codes(play, play.send("XB", "delivery", bodies.delivery()))[0] is MessageOutcome.APPLIED


def test_an_answer_in_words_waits_for_agreement_too():
    play, acceptance = accepted_on_conditions("location_inquiry")
    early = play.send("XB", "answer", bodies.answer())
    assert codes(play, early) == refused("thread-conditions-unanswered")
    play.send("XA", "conditions_answered", bodies.conditions_answered(acceptance))
    assert codes(play, play.send("XB", "answer", bodies.answer()))[0] is MessageOutcome.APPLIED


def test_data_that_avert_an_emergency_wait_for_nothing_and_conditions_bind_from_agreement():
    play, acceptance = accepted_on_conditions("emergency_data")
    given = play.send("XB", "delivery", bodies.delivery())
    assert codes(play, given)[0] is MessageOutcome.APPLIED
    (conditions,) = play.fold().standing.conditions
    assert (conditions.agreed, conditions.declined) == (frozenset(), frozenset())
    play.send("XA", "conditions_answered", bodies.conditions_answered(acceptance))
    (conditions,) = play.fold().standing.conditions
    assert (conditions.agreed, conditions.declined) == ({1}, {2})


def test_the_requesting_state_has_the_next_word_until_it_answers():
    play, acceptance = accepted_on_conditions()
    assert owes_next_word(play.fold().standing, "XA")
    assert not owes_next_word(play.fold().standing, "XB")
    assert "conditions_answered" in next_kinds(play, "XA")
    play.send("XA", "conditions_answered", bodies.conditions_answered(acceptance))
    assert not owes_next_word(play.fold().standing, "XA")
    assert owes_next_word(play.fold().standing, "XB")
    assert "conditions_answered" not in next_kinds(play, "XA")


def test_conditions_of_a_new_acceptance_take_the_place_of_unanswered_ones():
    play, _ = accepted_on_conditions()
    play.send("XB", "postponement", bodies.postponement())
    play.send("XB", "acceptance", bodies.acceptance())
    assert play.fold().standing.unanswered_conditions is None
    assert codes(play, play.send("XB", "delivery", bodies.delivery()))[0] is MessageOutcome.APPLIED


def test_the_requested_state_cannot_answer_its_own_conditions():
    play, acceptance = accepted_on_conditions()
    before = looks(play)
    own = play.send("XB", "conditions_answered", bodies.conditions_answered(acceptance))
    assert codes(play, own) == refused("thread-wrong-side")
    assert looks(play) == before


def test_a_third_state_cannot_answer_the_conditions_of_others():
    """It knows the thread's UUID and the digest: its message is of a thread of its own."""
    play, acceptance = accepted_on_conditions()
    draft = MessageDraft(
        network=play.at["XA"][0].network,
        kind="conditions_answered",
        sender=Authority("XT", "contact-point"),
        addressee=Authority("XB", "contact-point"),
        thread=THREAD,
        language="en",
        body=bodies.conditions_answered(acceptance),
    )
    issued = play.at["XA"][0].issued
    links = next_links(fold([]), "XT")
    data = build_message(draft, links, message_id=THREAD, issued=issued, related=())
    before = looks(play)
    with pytest.raises(Refused) as caught:
        fold([*play.at["XA"], parse_message(data)])
    assert caught.value.codes == ("thread-foreign",)
    assert looks(play) == before


def test_conditions_that_were_never_set_cannot_be_answered():
    play = Play()
    play.send("XA", "mla_stored_data", bodies.mla_stored_data())
    acceptance = play.send("XB", "acceptance", bodies.acceptance())
    before = looks(play)
    for named in (acceptance.digest, play.at["XA"][0].digest, "0" * 64):
        sent = play.send("XA", "conditions_answered", bodies.conditions_answered(named))
        assert codes(play, sent) == refused("thread-reference")
    assert looks(play) == before


def test_an_answer_stays_as_it_was_given():
    play, acceptance = accepted_on_conditions()
    play.send("XA", "conditions_answered", bodies.conditions_answered(acceptance))
    before = looks(play)
    other = bodies.conditions_answered(acceptance, "declined", "agreed")
    second = play.send("XA", "conditions_answered", other)
    assert codes(play, second) == refused("thread-reference")
    assert looks(play) == before


@pytest.mark.parametrize(
    "stated",
    [
        AGREES[:1],
        (AGREES[0], AGREES[0]),
        (*AGREES, {"number": 3, "decision": "agreed"}),
        (AGREES[0], {"number": 3, "decision": "agreed"}),
        (AGREES[0], {"number": True, "decision": "agreed"}),
        (AGREES[0], {"number": 2, "decision": "perhaps"}),
        (AGREES[0], AGREES[1], "agreed"),
        (),
        "agreed",
    ],
)
def test_an_answer_decides_each_condition_once_and_no_other(stated):
    play, acceptance = accepted_on_conditions()
    before = looks(play)
    wrong = stated if isinstance(stated, str) else list(stated)
    body = bodies.conditions_answered(acceptance) | {"conditions": wrong}
    sent = play.send("XA", "conditions_answered", body)
    assert codes(play, sent) == refused("thread-reference")
    assert looks(play) == before


def test_a_condition_is_declined_with_a_reason():
    body = bodies.conditions_answered("0" * 64)
    assert check("conditions_answered", body) == []
    del body["conditions"][1]["reason"]
    (reason,) = check("conditions_answered", body)
    assert (reason.code.id, reason.fields["field"]) == (
        "content-reasons-missing",
        "conditions.1.reason",
    )


def given_on_conditions():
    play, acceptance = accepted_on_conditions()
    play.send("XA", "conditions_answered", bodies.conditions_answered(acceptance))
    play.send("XB", "delivery", bodies.delivery())
    return play, acceptance


def test_what_was_destroyed_is_reported_with_the_condition_that_demanded_it():
    play, acceptance = given_on_conditions()
    named = {"message": acceptance, "number": 1}
    body = bodies.returned_or_destroyed(seal=bodies.SEAL, demanded_by=named)
    report = play.send("XA", "returned_or_destroyed", body)
    assert play.fold().standing.returned_or_destroyed == (report.digest,)


@pytest.mark.parametrize(
    "changes",
    [
        {"seal": "0" * 64},
        {"demanded_by": {"number": 2}},
        {"demanded_by": {"number": 3}},
        {"demanded_by": {"number": True}},
        {"demanded_by": {"message": "0" * 64}},
        {"demanded_by": "one"},
    ],
)
def test_a_report_names_a_package_that_was_given_and_a_condition_that_was_agreed(changes):
    play, acceptance = given_on_conditions()
    before = looks(play)
    if isinstance(changes.get("demanded_by"), dict):
        named = {"message": acceptance, "number": 1} | changes["demanded_by"]
        changes = {"demanded_by": named}
    sent = play.send("XA", "returned_or_destroyed", bodies.returned_or_destroyed(**changes))
    assert codes(play, sent) == refused("thread-reference")
    assert looks(play) == before


def test_the_giving_state_cannot_report_what_it_never_received():
    play, _ = given_on_conditions()
    before = looks(play)
    sent = play.send("XB", "returned_or_destroyed", bodies.returned_or_destroyed())
    assert codes(play, sent) == refused("thread-wrong-side")
    assert looks(play) == before


def test_nothing_is_reported_as_destroyed_before_anything_was_received():
    play, acceptance = accepted_on_conditions()
    play.send("XA", "conditions_answered", bodies.conditions_answered(acceptance))
    before = looks(play)
    sent = play.send("XA", "returned_or_destroyed", bodies.returned_or_destroyed())
    assert codes(play, sent) == refused("thread-nothing-passed")
    assert looks(play) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"items_concerned": ["data/log.csv"]}, "seal"),
        ({"act": "returned", "tombstones": ["0" * 64]}, "tombstones"),
    ],
)
def test_a_report_names_the_package_of_its_items_and_no_tombstone_of_what_was_returned(
    changes, field
):
    (reason,) = check("returned_or_destroyed", bodies.returned_or_destroyed(**changes))
    assert (reason.code.id, reason.fields["field"]) == ("content-form", field)
