# SPDX-License-Identifier: Apache-2.0
"""A thread with a State that has no node: transcribed, compared, answered by letter, dispatched."""

from datetime import UTC, datetime, timedelta

import pytest

from casts.node.peers import (
    APPROVER,
    CENTRAL,
    DUTY,
    LAWYER,
    SCAN,
    XB,
    XM,
    compared,
    entered,
    everything,
    meridia,
    paper,
    refused,
    register,
    transcribed,
)
from casts.node.world import NOW, bodies
from rogatory.custody.events.event import parse_event
from rogatory.node.drafting.beginning import correspondence
from rogatory.node.drafts.draft import NewAttachment
from rogatory.node.law.annotations import annotations
from rogatory.node.messages.send import send
from rogatory.node.postal.dispatch_letter import dispatch_letter
from rogatory.node.postal.letter_alerts import watch_letters
from rogatory.node.repositories.messages import Delivery
from rogatory.node.repositories.peers import Channel
from rogatory.node.threads.postal_threads import letters_waiting
from rogatory.node.threads.transcript import envelope_of, thread_state
from rogatory.node.views.thread_view import thread
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment


@pytest.fixture
def node(world):
    found = world.node("XB")
    register(found)
    return found


def signed(world, kind, body, **more):
    """A message of Borealia's to Meridia: drafted, approved, signed as ever."""
    draft = world.approved(world.drafted(CENTRAL, XM, kind, body, **more))
    return send(world.node("XB"), draft.id, LAWYER)


def dispatched(world, message, **changes):
    options = {
        "channel": Channel.POST,
        "dispatched": world.clock.now(),
        "reference": "RR 123 456 789 XB",
        "officer": LAWYER,
        **changes,
    }
    return dispatch_letter(world.node("XB"), message.digest, **options)


def test_a_paper_is_in_its_thread_once_a_second_officer_has_compared_it(world, node):
    found = entered(node)
    assert node.store.transcript(found.subject) == []
    compared(node, found)
    world.settle()
    view = thread(node, found.subject)
    assert view.by_letter
    assert view.summary.status == "open"
    assert view.summary.role == "requested"
    assert view.summary.needs_answer
    assert "acknowledgement" in [one.kind for one in view.actions]
    assert any("A new request" in page.reason for page in node.store.pages())


@pytest.mark.law_line(16)
def test_nothing_of_a_paper_is_shown_as_verified(world, node):
    message = transcribed(node)
    shown = thread(node, message.thread).messages[0]
    assert not shown.is_verified
    assert shown.receipt is None
    assert shown.delivery is Delivery.TRANSCRIBED
    assert shown.approved_by == ()
    assert (message.p256, message.mldsa65, message.receipt) == (b"", None, None)
    reading = shown.paper.counts
    assert reading.transcription.transcribed_by == LAWYER
    assert reading.compared_by == APPROVER
    assert reading.transcription.channel is Channel.DIPLOMATIC
    assert shown.paper.original.sha256 == sha256(SCAN.data)
    assert node.objects.get(shown.paper.original.sha256) == SCAN.data
    assert node.objects.get(reading.document) == node.store.proposal(reading.proposal).document


def test_the_custody_log_says_that_it_was_transcribed_by_whom_and_from_what(world, node):
    message = transcribed(node)
    (logged,) = node.store.events_of(message.digest)
    event = parse_event(logged.event)
    assert event.action.value == "message-received"
    assert event.act.code == "letter-transcribed"
    assert event.act.fields["original"] == sha256(SCAN.data)
    assert event.act.fields["transcriber"] == LAWYER
    assert event.officer == APPROVER


def test_clocks_run_from_the_day_the_paper_arrived(world, node):
    message = transcribed(node)
    running = {clock.name: clock for clock in thread(node, message.thread).clocks}
    assert running
    assert message.at == NOW - timedelta(hours=2)
    assert any(clock.started == message.at for clock in running.values())


def test_an_answer_is_signed_as_ever_and_never_shown_as_delivered(world, node):
    message = transcribed(node)
    answer = signed(world, "acknowledgement", bodies.acknowledgement(), thread=message.thread)
    world.settle()
    assert answer.p256
    assert node.store.message(answer.digest).delivery is Delivery.TO_DISPATCH
    assert [one.message.digest for one in letters_waiting(node)] == [answer.digest]
    assert any("waits to be dispatched" in page.reason for page in node.store.pages())
    record = dispatched(world, answer, proof=NewAttachment("slip.pdf", "application/pdf", b"stamp"))
    shown = thread(node, message.thread).messages[1]
    assert shown.delivery is Delivery.DISPATCHED
    assert shown.dispatches == (record,)
    assert shown.receipt is None
    assert shown.received is None
    assert node.objects.get(str(record.proof["sha256"])) == b"stamp"
    assert letters_waiting(node) == []
    act = parse_event(node.store.events_of(answer.digest)[-1].event).act
    assert (act.code, act.fields["proof"]) == ("letter-dispatched", sha256(b"stamp"))


def test_a_letter_may_go_out_again_by_another_way(world, node):
    message = transcribed(node)
    answer = signed(world, "acknowledgement", bodies.acknowledgement(), thread=message.thread)
    dispatched(world, answer)
    world.clock.forward(days=3)
    dispatched(world, answer, channel=Channel.EMAIL, reference="<77@xb.example>")
    shown = thread(node, message.thread).messages[1]
    assert [one.channel for one in shown.dispatches] == [Channel.POST, Channel.EMAIL]


def test_a_whole_case_goes_to_its_end_by_letter(world, node):
    message = transcribed(node)
    for kind, body in (
        ("acknowledgement", bodies.acknowledgement()),
        ("preservation_confirmed", bodies.preservation_confirmed()),
    ):
        dispatched(world, signed(world, kind, body, thread=message.thread))
    assert thread_state(node, message.thread).standing.status.value == "holding"
    world.clock.forward(days=10)
    now = world.clock.now()
    transcribed(
        node,
        "no_longer_required",
        bodies.no_longer_required(message.digest),
        thread=message.thread,
        paper=paper(now, written=now - timedelta(days=2)),
    )
    world.settle()
    view = thread(node, message.thread)
    assert [one.outcome.value for one in view.messages] == ["applied"] * 4
    assert view.summary.status == "withdrawn"
    assert view.waiting_for == 0


def test_a_request_of_ours_goes_by_letter_and_its_answer_is_transcribed(world, node):
    message = signed(world, "preservation", bodies.preservation())
    assert message.delivery is Delivery.TO_DISPATCH
    dispatched(world, message)
    world.clock.forward(days=6)
    now = world.clock.now()
    answer = transcribed(
        node,
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        thread=message.thread,
        paper=paper(now, written=now - timedelta(days=2)),
    )
    world.settle()
    assert envelope_of(answer).seen == message.digest
    assert node.store.summary(message.thread).status == "holding"
    assert node.store.summary(message.thread).role == "requesting"


def test_the_hold_of_a_paper_counts_from_the_date_of_its_confirmation(world, node):
    """A paper has no receipt: a hold that began long before gives the requesting State no time."""
    terms = [bodies.term(days=30, article="-")]
    message = signed(world, "preservation", bodies.preservation(terms=terms))
    dispatched(world, message)
    world.clock.forward(days=6)
    now = world.clock.now()
    written = now - timedelta(days=2)
    held = bodies.preservation_confirmed(
        format_moment(now - timedelta(days=200)), format_moment(written + timedelta(days=29))
    )
    answer = transcribed(
        node,
        "preservation_confirmed",
        held,
        thread=message.thread,
        paper=paper(now, written=written),
    )
    world.settle()
    dated = envelope_of(answer).issued
    (clock,) = [one for one in thread(node, message.thread).clocks if one.name == "term-hold"]
    assert (clock.started, clock.due) == (dated, dated + timedelta(days=30))
    assert clock.level.value == "critical"
    (noted,) = annotations(node, message.thread).values()
    assert [(one.code.id, one.fields["days"]) for one in noted] == [("law-term-hold-short", 29)]


def test_a_paper_has_seen_only_what_had_gone_out_when_it_was_written(world, node):
    first = signed(world, "preservation", bodies.preservation())
    dispatched(world, first)
    world.clock.forward(days=1)
    written = world.clock.now()
    world.clock.forward(days=1)
    withdrawn = signed(
        world, "no_longer_required", bodies.no_longer_required(first.digest), thread=first.thread
    )
    dispatched(world, withdrawn)
    world.clock.forward(days=5)
    answer = transcribed(
        node,
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        thread=first.thread,
        paper=paper(world.clock.now(), written=written),
    )
    assert envelope_of(answer).seen == first.digest
    view = thread(node, first.thread)
    assert [crossed for one in view.messages for crossed in one.crossed]
    assert view.summary.status == "withdrawn"


def test_a_letter_that_nobody_dispatched_was_seen_by_nobody(world, node):
    message = signed(world, "preservation", bodies.preservation())
    codes = refused(
        entered,
        node,
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        thread=message.thread,
    )
    assert "transcription-incomplete" in codes


def test_a_correction_reads_anew_at_the_same_place_and_keeps_what_was_read_before(world, node):
    message = transcribed(node)
    dispatched(
        world, signed(world, "acknowledgement", bodies.acknowledgement(), thread=message.thread)
    )
    corrected = bodies.preservation(case_number="AR-2026-0471")
    world.clock.forward(hours=1)
    compared(node, entered(node, body=corrected, thread=message.thread, corrects=message.digest))
    world.settle()
    view = thread(node, message.thread)
    shown = view.messages[0]
    assert shown.digest == message.digest
    assert shown.envelope.body["case_number"] == "AR-2026-0471"
    assert [one.transcription.content.body["case_number"] for one in shown.paper.readings] == [
        "AR-2026-0417",
        "AR-2026-0471",
    ]
    assert view.summary.status == "acknowledged"
    assert view.waiting_for == 0
    assert node.store.message(message.digest).message == message.message
    assert any("corrected" in page.reason for page in node.store.pages())
    assert [one.action for one in node.store.events_of(message.digest)] == [
        "message-received",
        "decided",
    ]


def test_a_correction_names_what_was_transcribed_in_the_thread(world, node):
    message = transcribed(node)
    answer = signed(world, "acknowledgement", bodies.acknowledgement(), thread=message.thread)
    before = everything(node)
    assert refused(entered, node, thread=message.thread, corrects=answer.digest) == {
        "transcription-corrects"
    }
    assert everything(node) == before


def test_what_the_paper_itself_lacks_is_entered_as_written(world, node):
    short = bodies.preservation()
    del short["facts"]
    assert {"transcription-incomplete"} < refused(entered, node, body=short)
    message = compared(node, entered(node, body=short, as_written=True))
    assert thread(node, message.subject).messages[0].paper.counts.transcription.as_written


def test_all_that_is_wrong_with_a_paper_is_reported_at_once(world, node):
    before = everything(node)
    wrong = paper(
        written=NOW,
        arrived=NOW - timedelta(days=1),
        reference="x" * 201,
        original=NewAttachment("scan.pdf", "application/pdf", b""),
    )
    assert refused(entered, node, paper=wrong) == {
        "transcription-original",
        "letter-reference",
        "transcription-dates",
    }
    codes = refused(
        entered, node, "acknowledgement", bodies.acknowledgement(), sender="xm/navy", officer=DUTY
    )
    assert codes == {"officer-office", "counterpart-unknown", "thread-needed"} | codes & {
        "transcription-incomplete",
        "thread-not-open",
    }
    assert everything(node) == before


def test_who_transcribed_cannot_compare(world, node):
    found = entered(node)
    before = everything(node)
    assert refused(compared, node, found, officer=LAWYER) == {"second-person"}
    assert everything(node) == before


def test_who_compared_with_another_paper_is_refused(world, node):
    found = entered(node)
    before = everything(node)
    assert refused(compared, node, found, original=sha256(b"another scan")) == {
        "transcription-compared"
    }
    assert everything(node) == before


def test_a_transcription_that_was_declined_is_nowhere(world, node):
    found = compared(node, entered(node), agrees=False)
    assert node.store.transcript(found.subject) == []
    assert found.accepted is False


@pytest.mark.law_line(14)
def test_only_registered_authorities_are_written_to_by_letter(world, node):
    before = everything(node)
    assert refused(world.drafted, CENTRAL, "xm/navy", "preservation", bodies.preservation()) == {
        "counterpart-unknown"
    }
    assert refused(world.drafted, CENTRAL, "xs/navy", "preservation", bodies.preservation()) == {
        "state-not-listed"
    }
    assert everything(node) == before


def test_a_letter_is_written_in_a_language_that_the_register_names(world, node):
    register(node, meridia(languages=("ar",)))
    assert refused(world.drafted, CENTRAL, XM, "preservation", bodies.preservation()) == {
        "letter-language"
    }


def test_the_officer_is_offered_the_authorities_of_the_register(world, node):
    found = correspondence(node, "preservation", LAWYER)
    assert XM in found.addressees
    assert found.languages["XM"] == ("en", "fr")
    message = transcribed(node)
    found = correspondence(node, "acknowledgement", LAWYER, thread=message.thread)
    assert found.addressees[0] == XM


def test_a_dispatch_that_cannot_be_true_is_refused(world, node):
    answer = signed(world, "preservation", bodies.preservation())
    before = everything(node)
    wrong = {"dispatched": NOW + timedelta(days=1), "reference": " "}
    assert refused(dispatched, world, answer, **wrong) == {"letter-dates", "letter-reference"}
    assert refused(dispatched, world, answer, dispatched=datetime(2026, 1, 1, tzinfo=UTC)) == {
        "letter-dates"
    }
    assert refused(dispatched, world, answer, officer="xb-0002") == {
        "officer-office",
        "officer-role",
    }
    assert everything(node) == before


def test_what_goes_on_the_line_is_not_dispatched_by_letter(world, node):
    message = world.sent(XB, "xa/contact-point", "preservation", bodies.preservation())
    before = everything(node)
    assert refused(dispatched, world, message, officer=DUTY) == {"not-a-letter"}
    assert everything(node) == before


def test_a_letter_or_a_paper_that_lies_about_is_called_for_each_day(world, node):
    signed(world, "preservation", bodies.preservation())
    entered(node)
    for expected in (0, 2, 2):
        watch_letters(node)
        called = [page.id for page in node.store.pages() if page.id.endswith("/1")]
        assert len(called) == expected
        if not expected:
            world.clock.forward(days=1)
    world.clock.forward(days=1)
    watch_letters(node)
    assert len([page for page in node.store.pages() if page.id.endswith("/2")]) == 2
