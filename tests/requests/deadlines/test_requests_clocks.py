# SPDX-License-Identifier: Apache-2.0
"""The clocks: what runs, from which field, by which article, and what each day brings."""

from datetime import UTC, datetime, timedelta

import pytest

from casts.requests import bodies
from casts.requests.clocks import HOLD_END, HOLD_START, clock, day
from casts.requests.play import START, Play, accepted, held
from casts.requests.reach import explored, played
from rogatory.requests.deadlines.thread_deadlines import (
    ACKNOWLEDGE_WITHIN,
    CONFIRM_WITHIN,
    DeadlineLevel,
    Filing,
    clocks,
)

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("number", "level", "left"),
    [
        (0, DeadlineLevel.CALM, 60),
        (29, DeadlineLevel.CALM, 31),
        (30, DeadlineLevel.NOTICE, 30),
        (44, DeadlineLevel.NOTICE, 16),
        (45, DeadlineLevel.WARNING, 15),
        (54, DeadlineLevel.WARNING, 6),
        (55, DeadlineLevel.CRITICAL, 5),
        (59, DeadlineLevel.CRITICAL, 1),
        (60, DeadlineLevel.OVERDUE, 0),
        (61, DeadlineLevel.OVERDUE, 0),
    ],
)
def test_a_request_that_is_not_filed_is_missed_more_and_more(number, level, left):
    found = clock("mla-filing", held(), day(number))
    assert (found.level, found.days_left) == (level, left)
    assert (found.owed_by, found.cites, found.starts_from) == ("XA", "hold", "hold_start")
    assert (found.started, found.due) == (HOLD_START, HOLD_END)


def test_the_warning_comes_with_the_day_and_not_a_second_before():
    assert clock("mla-filing", held(), day(30) - SECOND).level is DeadlineLevel.CALM
    assert clock("mla-filing", held(), day(55) - SECOND).level is DeadlineLevel.WARNING
    assert clock("mla-filing", held(), day(60) - SECOND).level is DeadlineLevel.CRITICAL


@pytest.mark.parametrize(
    ("number", "level"),
    [
        (29, DeadlineLevel.CALM),
        (30, DeadlineLevel.NOTICE),
        (45, DeadlineLevel.WARNING),
        (55, DeadlineLevel.CRITICAL),
        (60, DeadlineLevel.EXPIRED),
    ],
)
@pytest.mark.law_line(26)
def test_a_hold_runs_out_for_both_ends_alike(number, level):
    play = held()
    (mine,) = [one for one in clocks(play.fold("XA"), received={}, now=day(number)) if one.name == "hold"]  # fmt: skip
    (theirs,) = [one for one in clocks(play.fold("XB"), received={}, now=day(number)) if one.name == "hold"]  # fmt: skip
    assert mine == theirs
    assert (mine.level, mine.owed_by, mine.due) == (level, "XB", HOLD_END)
    assert mine.message == play.fold().standing.hold.message


def recognised(play, thread="another thread", items=(1,)):
    """The play once the requested State recognised a filing in that thread."""
    play.send("XB", "filing_recognised", bodies.filing_recognised(thread, items))
    return play


@pytest.mark.law_line(28)
def test_a_recognised_filing_makes_the_hold_open_ended_until_the_decision():
    play, filing = recognised(held()), Filing("another thread", filed=day(59))
    hold = clock("hold", play, day(400), filings=[filing])
    assert (hold.level, hold.due, hold.days_left) == (DeadlineLevel.OPEN_ENDED, None, None)
    assert clock("mla-filing", play, day(400), filings=[filing]).level is DeadlineLevel.MET
    assert clock("filing-recognition", play, day(400), filings=[filing]) is None


def test_the_hold_runs_on_until_a_filing_is_recognised():
    filing = Filing("another thread", filed=day(40))
    hold = clock("hold", held(), day(58), filings=[filing])
    assert (hold.level, hold.due) == (DeadlineLevel.CRITICAL, HOLD_END)
    assert clock("mla-filing", held(), day(58), filings=[filing]).level is DeadlineLevel.MET
    owed = clock("filing-recognition", held(), day(45), filings=[filing])
    assert (owed.owed_by, owed.started, owed.due) == ("XB", day(40), HOLD_END)
    assert (owed.level, owed.calls) == (DeadlineLevel.CALM, False)
    pressing = clock("filing-recognition", held(), day(58), filings=[filing])
    assert (pressing.level, pressing.calls) == (DeadlineLevel.CRITICAL, True)
    assert pressing.concerns == {"XA", "XB"}
    assert clock("hold", held(), day(61), filings=[filing]).level is DeadlineLevel.EXPIRED


def test_what_no_end_knows_of_another_thread_moves_no_hold():
    """Both ends compute the same hold, though one of them does not have the other thread."""
    play, filing = recognised(held()), Filing("another thread", filed=day(59))
    assert clock("hold", play, day(400)) == clock("hold", play, day(400), filings=[filing])


def test_items_without_a_filing_run_out_while_the_others_stay_held():
    play = Play()
    data = [*bodies.DATA[:1], *bodies.DATA[:1]]
    play.send("XA", "preservation", bodies.preservation(data=data))
    play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    recognised(play, items=(2,))
    assert clock("hold", play, day(60)).level is DeadlineLevel.EXPIRED
    kept = clock("hold-filed", play, day(60))
    assert (kept.level, kept.due) == (DeadlineLevel.OPEN_ENDED, None)
    assert clock("mla-filing", play, day(60)).level is DeadlineLevel.OVERDUE
    recognised(play, "a third thread", items=(1,))
    assert clock("hold", play, day(60)).level is DeadlineLevel.OPEN_ENDED
    assert clock("hold-filed", play, day(60)) is None


@pytest.mark.parametrize("items", [(0,), (2,), (1, 2)])
def test_no_item_that_the_request_does_not_list_is_recognised(items):
    play = recognised(held(), items=items)
    assert [reason.code.id for reason in play.fold().entries[-1].reasons] == ["thread-reference"]
    assert clock("hold", play, day(60)).level is DeadlineLevel.EXPIRED


def test_the_requesting_state_cannot_recognise_its_own_filing():
    play = held()
    play.send("XA", "filing_recognised", bodies.filing_recognised())
    assert [one.code.id for one in play.fold().entries[-1].reasons] == ["thread-wrong-side"]
    assert clock("hold", play, day(60)).level is DeadlineLevel.EXPIRED


def test_the_decision_ends_the_hold_and_never_before_its_confirmed_end():
    play, late = recognised(held()), Filing("another thread", filed=day(59), decided=day(300))
    assert clock("hold", play, day(299), filings=[late]).due == day(300)
    assert clock("hold", play, day(300), filings=[late]).level is DeadlineLevel.ENDED
    early = Filing("another thread", filed=day(2), decided=day(3))
    assert clock("hold", play, day(4), filings=[early]).due == HOLD_END


def test_of_two_filings_the_undecided_keeps_the_data():
    play = recognised(recognised(held(), "a"), "b")
    filings = [Filing("a", day(2), day(3)), Filing("b", day(4))]
    assert clock("hold", play, day(400), filings=filings).level is DeadlineLevel.OPEN_ENDED


def test_what_is_filed_after_the_hold_ended_does_not_bring_it_back():
    filing = Filing("another thread", filed=HOLD_END + SECOND)
    assert clock("hold", held(), day(61), filings=[filing]).level is DeadlineLevel.EXPIRED
    assert clock("mla-filing", held(), day(61), filings=[filing]).level is DeadlineLevel.OVERDUE
    assert clock("filing-recognition", held(), day(61), filings=[filing]) is None


def test_a_hold_that_was_extended_runs_to_its_new_end():
    play = held()
    later = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    play.send("XB", "preservation_confirmed", later)
    found = clock("hold", play, day(60))
    assert found.due == datetime(2027, 3, 24, 4, 0, tzinfo=UTC)
    assert found.level is DeadlineLevel.CALM


def test_the_last_days_are_critical_in_a_hold_of_any_length():
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    long = bodies.preservation_confirmed(end="2027-11-24T04:00:00Z")
    play.send("XB", "preservation_confirmed", long)
    assert (
        clock("mla-filing", play, datetime(2027, 11, 20, tzinfo=UTC)).level
        is DeadlineLevel.CRITICAL
    )


def test_a_withdrawn_preservation_has_no_running_clock():
    play = held()
    opening = play.at["XA"][0]
    play.send("XA", "no_longer_required", bodies.no_longer_required(opening.digest))
    found = clocks(play.fold(), received={opening.digest: START}, now=day(58))
    assert {one.level for one in found if one.name != "acknowledgement"} == {DeadlineLevel.ENDED}


@pytest.mark.parametrize("urgency", sorted(ACKNOWLEDGE_WITHIN))
@pytest.mark.law_line(20)
def test_an_officers_answer_is_due_by_urgency_from_the_moment_in_the_receipt(urgency):
    play = Play()
    stated = {"level": urgency, "reason": "A child is in danger."}
    opening = play.send("XA", "preservation", bodies.preservation(urgency=stated))
    received = {opening.digest: START}
    allowed = ACKNOWLEDGE_WITHIN[urgency]

    found = clock("acknowledgement", play, START, received=received)
    assert (found.started, found.due) == (START, START + allowed)
    assert (found.starts_from, found.owed_by, found.level) == ("received", "XB", DeadlineLevel.CALM)
    for after, level in (
        (allowed / 2 - SECOND, DeadlineLevel.CALM),
        (allowed / 2, DeadlineLevel.WARNING),
        (allowed - SECOND, DeadlineLevel.WARNING),
        (allowed, DeadlineLevel.OVERDUE),
    ):
        assert clock("acknowledgement", play, START + after, received=received).level is level


def test_without_a_receipt_the_clock_has_not_started():
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    found = clock("acknowledgement", play, day(9))
    assert (found.started, found.due, found.days_left) == (None, None, None)
    assert found.level is DeadlineLevel.CALM


@pytest.mark.parametrize("urgency", ["routine", {"level": "whenever"}, {}])
def test_an_urgency_that_cannot_be_read_counts_as_routine(urgency):
    play = Play()
    opening = play.send("XA", "preservation", bodies.preservation(urgency=urgency))
    found = clock("acknowledgement", play, START, received={opening.digest: START})
    assert found.due == START + ACKNOWLEDGE_WITHIN["routine"]


@pytest.mark.parametrize("kind", ["acknowledgement", "preservation_confirmed", "refusal"])
def test_any_answer_by_an_officer_meets_the_clock(kind):
    play = Play()
    opening = play.send("XA", "preservation", bodies.preservation())
    play.send("XB", kind, bodies.one_of_each()[kind])
    found = clock("acknowledgement", play, day(9), received={opening.digest: START})
    assert found.level is DeadlineLevel.MET


def test_an_office_may_set_its_own_times():
    play = Play()
    opening = play.send("XA", "preservation", bodies.preservation())
    own = dict.fromkeys(ACKNOWLEDGE_WITHIN, timedelta(minutes=1))
    received = {opening.digest: START}
    found = clock("acknowledgement", play, START, received=received, acknowledge_within=own)
    assert found.due == START + timedelta(minutes=1)


@pytest.mark.law_line(30)
def test_the_requesting_states_date_is_shown_with_its_article():
    play = Play()
    deadline = {"date": "2026-12-24", "reason": "The trial opens in January."}
    play.send("XA", "mla_stored_data", bodies.mla_stored_data(deadline=deadline))
    due = datetime(2026, 12, 25, tzinfo=UTC)
    found = clock("deadline", play, due - SECOND)
    assert (found.due, found.level, found.cites) == (
        due,
        DeadlineLevel.CALM,
        "mla_stored_data/deadline",
    )
    assert clock("deadline", play, due).level is DeadlineLevel.OVERDUE
    play.send("XB", "acceptance", bodies.acceptance())
    play.send("XB", "delivery", bodies.delivery())
    assert clock("deadline", play, due).level is DeadlineLevel.MET


def test_without_such_a_date_there_is_no_clock_for_assistance():
    assert clock("deadline", accepted(), day(9)) is None


@pytest.mark.law_line(30)
def test_owed_answers_are_shown_until_they_are_given():
    play = held()
    opening = play.at["XA"][0]
    enquiry = play.send("XA", "status_enquiry", bodies.status_enquiry(opening.digest))
    body = {**bodies.additional_information(), "wanted_by": "2026-12-01"}
    question = play.send("XB", "additional_information", body)
    received = {enquiry.digest: day(1), question.digest: day(2)}

    answer = clock("status-answer", play, day(3), received=received)
    assert (answer.owed_by, answer.started, answer.due) == ("XB", day(1), None)
    assert answer.level is DeadlineLevel.NOTICE
    wanted = clock("additional-information", play, day(3), received=received)
    assert (wanted.owed_by, wanted.started) == ("XA", day(2))
    assert wanted.due == datetime(2026, 12, 2, tzinfo=UTC)
    assert (
        clock("additional-information", play, day(9), received=received).level
        is DeadlineLevel.OVERDUE
    )

    play.send("XB", "status_answer", bodies.status_answer(enquiry.digest))
    assert clock("status-answer", play, day(3), received=received) is None


def test_nothing_is_owed_in_a_refused_thread():
    play = Play()
    opening = play.send("XA", "preservation", bodies.preservation())
    play.send("XA", "status_enquiry", bodies.status_enquiry(opening.digest))
    play.send("XB", "refusal", bodies.refusal())
    assert clock("status-answer", play, day(3)) is None


def test_a_thread_that_is_not_open_has_no_clocks():
    assert clocks(Play().fold(), received={}, now=START) == []


def test_a_request_that_was_withdrawn_unanswered_is_owed_no_answer():
    play = Play()
    opening = play.send("XA", "preservation", bodies.preservation())
    play.send("XA", "no_longer_required", bodies.no_longer_required(opening.digest))
    found = clock("acknowledgement", play, day(9), received={opening.digest: START})
    assert found.level is DeadlineLevel.ENDED


def test_a_date_that_cannot_be_read_sets_no_clock():
    play = Play()
    deadline = {"date": "soon", "reason": "The trial opens in January."}
    play.send("XA", "mla_stored_data", bodies.mla_stored_data(deadline=deadline))
    assert clock("deadline", play, START) is None


def test_the_last_day_that_can_be_written_stops_no_clock():
    play = Play()
    deadline = {"date": "9999-12-31", "reason": "The trial opens in January."}
    play.send("XA", "mla_stored_data", bodies.mla_stored_data(deadline=deadline))
    found = clock("deadline", play, START)
    assert (found.due, found.level) == (datetime(9999, 12, 31, tzinfo=UTC), DeadlineLevel.CALM)


def test_both_states_hear_of_a_hold_that_runs_out():
    for number in (45, 55, 60):
        found = clock("hold", held(), day(number))
        assert found.calls
        assert found.concerns == {"XA", "XB"}
    assert not clock("hold", held(), day(44)).calls


@pytest.mark.parametrize("number", [30, 45, 55, 60])
@pytest.mark.law_line(27)
def test_the_requesting_state_is_called_on_the_days_of_the_law(number):
    found = clock("mla-filing", held(), day(number))
    assert found.calls
    assert found.concerns == {"XA"}
    assert not clock("mla-filing", held(), day(29)).calls


@pytest.mark.parametrize(
    ("number", "level"),
    [
        (29, DeadlineLevel.CALM),
        (30, DeadlineLevel.NOTICE),
        (45, DeadlineLevel.WARNING),
        (55, DeadlineLevel.CRITICAL),
        (60, DeadlineLevel.ENDED),
    ],
)
def test_an_extension_may_be_asked_for_until_the_hold_ends(number, level):
    found = clock("extension", held(), day(number))
    assert (found.level, found.owed_by, found.cites) == (
        level,
        "XA",
        "preservation_extension",
    )


def extended(play):
    hold = play.fold().standing.hold
    return play.send("XA", "preservation_extension", bodies.preservation_extension(hold.message))


@pytest.mark.law_line(27)
def test_an_extension_asked_for_is_owed_an_answer_before_the_end_and_both_hear_of_it():
    play = held()
    extension = extended(play)
    received = {extension.digest: day(40)}
    found = clock("extension-answer", play, day(41), received=received)
    assert (found.owed_by, found.started, found.due) == ("XB", day(40), HOLD_END)
    assert (found.level, found.concerns) == (DeadlineLevel.CALM, {"XA", "XB"})
    assert clock("extension", play, day(41)).level is DeadlineLevel.MET
    for number, level in (
        (50, DeadlineLevel.WARNING),
        (55, DeadlineLevel.CRITICAL),
        (60, DeadlineLevel.OVERDUE),
    ):
        assert clock("extension-answer", play, day(number), received=received).level is level
    later = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    play.send("XB", "preservation_confirmed", {**later, "answers_to": extension.digest})
    assert clock("extension-answer", play, day(41)) is None
    assert clock("hold", play, day(60)).level is DeadlineLevel.CALM


def test_an_extension_that_was_declined_leaves_the_filing_to_press():
    play = held()
    extension = extended(play)
    play.send("XB", "extension_declined", bodies.extension_declined(extension.digest))
    assert clock("extension-answer", play, day(58)) is None
    assert clock("extension", play, day(58)).level is DeadlineLevel.CRITICAL
    assert clock("mla-filing", play, day(58)).calls


@pytest.mark.law_line(17)
def test_an_oral_request_is_owed_its_confirmation_until_it_is_there():
    play = Play()
    opening = play.send("XA", "oral_request", bodies.oral_request())
    made = datetime(2026, 11, 24, 2, 40, tzinfo=UTC)
    found = clock("written-confirmation", play, made + timedelta(hours=11))
    assert (found.owed_by, found.cites, found.starts_from) == ("XA", "oral_request", "made_at")
    assert (found.started, found.due, found.level) == (
        made,
        made + CONFIRM_WITHIN,
        DeadlineLevel.CALM,
    )
    assert (
        clock("written-confirmation", play, made + CONFIRM_WITHIN / 2).level
        is DeadlineLevel.WARNING
    )
    for kind, state in (("acknowledgement", "XB"), ("refusal", "XB"), ("no_longer_required", "XA")):
        body = {**bodies.one_of_each()[kind]}
        play.send(state, kind, {**body, "request": opening.digest} if "request" in body else body)
        late = clock("written-confirmation", play, made + CONFIRM_WITHIN)
        assert late.level is DeadlineLevel.OVERDUE
    play.send("XA", "written_confirmation", bodies.written_confirmation())
    assert clock("written-confirmation", play, made + CONFIRM_WITHIN).level is DeadlineLevel.MET


@pytest.mark.parametrize("wanted", ["2026-12-15", None])
def test_an_offer_is_answered_by_the_day_that_it_states_and_no_other(wanted):
    play = Play()
    body = bodies.information_offered()
    if wanted is None:
        del body["wanted_by"]
    offer = play.send("XA", "information_offered", body)
    found = clock("offer-answer", play, day(0), received={offer.digest: day(0)})
    assert (found.owed_by, found.cites) == ("XB", "offer_answered")
    assert found.due == (wanted and datetime(2026, 12, 16, tzinfo=UTC))
    play.send("XB", "offer_answered", bodies.offer_answered(offer.digest))
    assert clock("offer-answer", play, day(0)) is None


@pytest.mark.law_line(35)
def test_a_warning_is_decided_by_the_requesting_state_within_a_day():
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    warning = play.send("XB", "preservation_warning", bodies.preservation_warning())
    found = clock("warning-answer", play, day(0), received={warning.digest: day(0)})
    assert (found.owed_by, found.cites, found.due) == ("XA", "warning", day(1))
    assert (found.level, found.calls) == (DeadlineLevel.WARNING, True)
    assert (
        clock("warning-answer", play, day(1), received={warning.digest: day(0)}).level
        is DeadlineLevel.OVERDUE
    )
    play.send(
        "XA", "preservation_warning_answer", bodies.preservation_warning_answer(warning.digest)
    )
    assert clock("warning-answer", play, day(1)) is None


def test_a_consultation_is_owed_an_answer_by_the_day_it_names():
    play = accepted()
    consultation = play.send("XB", "consultation", bodies.consultation(wanted_by="2026-12-01"))
    found = clock("consultation-answer", play, day(1), received={consultation.digest: day(0)})
    assert (found.owed_by, found.cites, found.level) == ("XA", "consultation", DeadlineLevel.NOTICE)
    assert found.due == datetime(2026, 12, 2, tzinfo=UTC)
    assert clock("consultation-answer", play, day(9)).level is DeadlineLevel.OVERDUE


@pytest.mark.parametrize(
    ("date", "level"),
    [
        ("2027-01-07", DeadlineLevel.CALM),
        ("2027-01-10", DeadlineLevel.NOTICE),
        ("2027-01-15", DeadlineLevel.WARNING),
        ("2027-01-16", DeadlineLevel.OVERDUE),
    ],
)
def test_a_postponement_comes_up_again_on_its_date(date, level):
    play = accepted()
    play.send("XB", "postponement", bodies.postponement())
    now = datetime.fromisoformat(f"{date}T00:00:00+00:00")
    found = clock("postponement-review", play, now)
    assert (found.level, found.owed_by, found.cites) == (level, "XB", "postponement")
    for kind in ("acceptance", "delivery"):
        resumed = play.copy()
        resumed.send("XB", kind, getattr(bodies, kind)())
        assert clock("postponement-review", resumed, now) is None
    play.send("XB", "partial_delivery", bodies.partial_delivery())
    assert clock("postponement-review", play, now).level is level


def test_evidence_that_came_is_to_be_confirmed_each_part_by_itself():
    play = accepted()
    part = play.send("XB", "partial_delivery", bodies.partial_delivery())
    found = clock("delivery-confirmation", play, day(1), received={part.digest: day(0)})
    assert (found.owed_by, found.started, found.message) == ("XA", day(0), part.digest)
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    assert clock("delivery-confirmation", play, day(1)) is None


@pytest.mark.parametrize(
    ("asks", "kind", "name"),
    [
        ("use_consent_request", "use_consent", "use-consent"),
        ("onward_transfer_request", "onward_transfer_authorisation", "onward-transfer"),
    ],
)
def test_leave_that_is_asked_for_is_owed_a_decision_after_the_end_too(asks, kind, name):
    play = accepted()
    play.send("XB", "delivery", bodies.delivery())
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    request = play.send("XA", asks, bodies.one_of_each()[asks])
    assert clock(name, play, day(9)).owed_by == "XB"
    play.send("XB", kind, bodies.use_consent(request.digest, "declined"))
    assert clock(name, play, day(9)) is None


def test_where_information_came_unasked_the_decision_is_the_informers():
    play = Play()
    play.send("XA", "spontaneous_information", bodies.spontaneous_information())
    play.send("XB", "use_consent_request", bodies.use_consent_request())
    assert clock("use-consent", play, day(1)).owed_by == "XA"


def test_every_clock_names_who_owes_it_and_cites_what_it_rests_on():
    for script, _, _ in explored():
        play = played(script)
        for found in clocks(play.fold(), received={}, now=day(57)):
            assert found.owed_by in {"XA", "XB"}
            assert found.cites or found.name in {
                "call-back-answer",
                "basis-answer",
                "emergency-review",
                "surrender",
            }
            assert found.concerns <= {"XA", "XB"}


def test_both_ends_read_the_same_clocks_from_the_same_messages():
    for script, _, _ in explored():
        play = played(script)
        mine, theirs = (clocks(play.fold(state), received={}, now=day(3)) for state in ("XA", "XB"))
        assert mine == theirs
