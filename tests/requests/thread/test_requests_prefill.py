# SPDX-License-Identifier: Apache-2.0
"""The beginning of a message, and what a request takes over from the thread that led to it."""

import pytest

from casts.requests import bodies
from casts.requests.play import Play, accepted, held
from casts.requests.reach import explored, played
from rogatory.requests.contents.body import check, schema
from rogatory.requests.follow_ups.consequences import draft_led_to
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.prefill import beginning_of
from rogatory.requests.thread.transcript import MessageOutcome


def test_whatever_may_come_next_begins_with_what_it_has_to_name():
    """A body completed by an officer who leaves the references alone has its place in the thread."""
    for script, standing, offered in explored():
        for state, kinds in offered.items():
            for kind in kinds:
                begun = beginning_of(kind, standing)
                assert begun.keys() <= schema(kind)["properties"].keys()
                if not begun or kind in {"preservation_extension", "preservation_confirmed"}:
                    continue
                play = played(script)
                if kind == "conditions_answered":
                    assert [one["number"] for one in begun.pop("conditions")] == [1, 2]
                message = play.send(state, kind, {**bodies.one_of_each()[kind], **begun})
                assert play.fold().entry(message.digest).outcome is MessageOutcome.APPLIED


def test_an_extension_begins_with_the_running_hold_and_its_grant_with_the_end_asked_for():
    play = held()
    hold = play.fold().standing.hold
    begun = beginning_of("preservation_extension", play.fold().standing)
    assert begun == {"running_hold": hold.message}
    request = play.send("XA", "preservation_extension", bodies.preservation_extension(hold.message))
    assert beginning_of("preservation_confirmed", play.fold().standing) == {
        "hold_start": "2026-11-24T04:00:00Z",
        "hold_end": "2027-03-24T04:00:00Z",
        "answers_to": request.digest,
    }


def test_the_newest_of_several_is_answered_and_what_was_answered_is_not():
    play = accepted()
    play.send("XB", "consultation", bodies.consultation())
    newer = play.send("XB", "consultation", bodies.consultation())
    later = play.send("XB", "consultation", bodies.consultation(about="would_postpone"))
    on_money = play.send("XB", "consultation", bodies.consultation(about="costs"))
    begun = beginning_of("consultation_answer", play.fold().standing)
    assert begun == {"answers_to": on_money.digest}
    assert beginning_of("refusal", play.fold().standing) == {
        "consultation": {"message": newer.digest}
    }
    assert beginning_of("postponement", play.fold().standing) == {
        "consultation": {"message": later.digest}
    }
    assert beginning_of("use_consent", play.fold().standing) == {}


def test_nothing_begins_in_a_thread_that_is_not_open():
    for kind in KINDS:
        assert beginning_of(kind, Play().fold().standing) == {}


@pytest.mark.law_line(25)
def test_a_location_leads_to_a_preservation_that_lacks_only_what_is_new():
    play = Play()
    opening = play.send("XA", "location_inquiry", bodies.location_inquiry())
    body = draft_led_to("preservation", opening, "XA")
    assert body["data"] == opening.body["data"]
    assert body["case_number"] == opening.body["case_number"]
    assert [reason.fields["field"] for reason in check("preservation", body)] == [
        "facts",
        "data_offence_link",
        "custodian",
        "necessity",
        "mla_intent",
        "legal_basis.articles",
    ]


def test_an_oral_request_fills_the_written_one_as_far_as_it_was_recorded():
    play = Play()
    opening = play.send("XA", "oral_request", bodies.oral_request(data=bodies.DATA))
    body = draft_led_to("preservation", opening, "XA")
    assert body["data"] == bodies.DATA
    assert body["urgency"] == bodies.URGENT
    assert body["legal_basis"] == {"instrument": "un-cybercrime", "articles": []}


def test_what_the_other_state_sent_unasked_leaves_its_case_and_secrecy_behind():
    play = Play()
    information = bodies.spontaneous_information(offence=bodies.OFFENCE, data=bodies.DATA)
    opening = play.send("XA", "spontaneous_information", information)
    body = draft_led_to("mla_stored_data", opening, "XB")
    assert body == {"offence": bodies.OFFENCE, "data": bodies.DATA}


@pytest.mark.parametrize("kind", sorted(OPENING_KINDS))
def test_a_request_made_again_takes_over_all_but_why(kind):
    opening = Play().write("XA", kind, bodies.one_of_each()[kind])
    body = draft_led_to(kind, opening, "XA")
    assert body.items() <= opening.body.items()
    why = {"purpose", "necessity", "question", "reason", "conditions"}
    assert opening.body.keys() - body.keys() <= why


def test_what_is_no_request_leads_to_none():
    play = held()
    assert draft_led_to("preservation", play.at["XA"][1], "XA") == {}
    assert draft_led_to("acknowledgement", play.at["XA"][0], "XA") == {}
