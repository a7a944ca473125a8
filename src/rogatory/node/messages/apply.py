# SPDX-License-Identifier: Apache-2.0
"""The effects of a thread's messages here: the desk's summary, jobs, alerts for a human.

Applying reads the whole thread and may be repeated at will: a summary is written again, jobs and
alerts have keys. So a message that had to wait for another one is applied with that one, and no commit here waits for the
disk: what a crash of the machine takes is applied again, with the job that asked for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from rogatory.errors import Reason
from rogatory.node.case_files.opening import open_case_file
from rogatory.node.case_files.text_index import index_thread
from rogatory.node.context import Node
from rogatory.node.delivery_trace.steps import note_applied
from rogatory.node.drills.received_drill import drill_calls
from rogatory.node.emergencies.claim import claims_emergency, lane_of, urgency_claimed
from rogatory.node.emergencies.emergency_alerts import emergency_calls
from rogatory.node.emergencies.priorities import priority_of_level
from rogatory.node.hooks.changes import notify_of_request
from rogatory.node.messages.milestones import milestones
from rogatory.node.officers import alert_codes, alert_keys
from rogatory.node.officers.alerts import page
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.messages import Direction, StoredMessage
from rogatory.node.repositories.queue import Job, Priority
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.threads.filings import threads_in_opening
from rogatory.node.threads.postal_threads import is_by_letter
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import DRILL
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.basis_facts import agreed_in_lieu
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.thread_facts import ENDED, ThreadFacts
from rogatory.requests.thread.transcript import MessageOutcome, ThreadState, fold

LONGEST_BASIS, LONGEST_CASE_NUMBER, LONGEST_OFFENCE = 64, 100, 200
"""Of a row in lists; a peer's text of any length must not fill them."""


def ask_to_apply(node: Node, thread: str, at: datetime, priority: int = Priority.ORDINARY) -> None:
    """Ask for a thread to be applied; inside the transaction that added a message to it."""
    node.queue.enqueue("apply", f"apply/{thread}", {"thread": thread}, at, priority)


def apply(node: Node, job: Job) -> None:
    """Fold a thread and put down what follows."""
    thread, now = str(job.payload["thread"]), node.clock.now()
    with done(node, job, relaxed=True):
        # Read inside: of two workers with one thread, the later writer must have read more.
        transcript = node.store.transcript(thread)
        if not transcript:
            return
        messages = envelopes(transcript)
        state = fold(messages)
        summary = summary_of(node, transcript, state)
        node.store.put_summary(summary)
        index_thread(node, thread, messages)
        note_applied(node, thread, _placed(state), now)
        on_the_line = not is_by_letter(transcript)
        open_case_file(node, thread, messages)
        if _waits_for_call_back(node, state.standing):
            node.queue.enqueue(
                "call-back", f"call-back/{thread}", {"thread": thread}, now, Priority.EMERGENCY
            )
        for gap in state.gaps if on_the_line else ():
            if gap.state != node.state:
                _ask_for_gap(node, thread, transcript[0].peer, gap.first, now)
        for seal in _deliveries(node, state) if on_the_line else ():
            wanted = {"seal": seal, "state": transcript[0].peer, "thread": thread}
            priority = priority_of_level(summary.urgency)
            node.queue.enqueue("fetch", f"fetch/{seal}", wanted, now, priority)
        calls = [
            *_calls(node.state, transcript, state),
            *emergency_calls(node, transcript, state.standing),
            *drill_calls(node, transcript, state.standing),
        ]
        for key, reason in calls:
            page(node, key, reason, at=now, thread=thread)
        notify_of_request(node, thread)


def summary_of(
    node: Node, transcript: Sequence[StoredMessage], state: ThreadState
) -> ThreadSummary:
    """Return the desk's summary of a thread."""
    standing = state.standing
    opening = standing.opening or envelopes(transcript[:1])[0]
    requesting = opening.sender.state == node.state
    kind = KINDS.get(opening.kind)
    reached = milestones(transcript, state)
    return ThreadSummary(
        thread=opening.thread,
        peer=transcript[0].peer,
        kind=opening.kind,
        title=kind.title if kind else opening.kind,
        status=standing.status.value,
        role="requesting" if requesting else "requested",
        urgency=lane_of(node, opening, transcript[0].peer, _at(transcript, opening.digest)),
        opened=_at(transcript, opening.digest),
        last_activity=max(stored.at for stored in transcript),
        hold_start=standing.hold.start if standing.hold else None,
        hold_end=standing.hold.end if standing.hold else None,
        filings=_covering(standing),
        needs_answer=owes_next_word(standing, node.state),
        related=threads_in_opening(opening),
        basis=_listed(standing.basis or opening, "legal_basis", "instrument")[:LONGEST_BASIS],
        in_lieu=agreed_in_lieu(standing.basis),
        case_number=_listed(opening, "case_number")[:LONGEST_CASE_NUMBER],
        offence=_listed(opening, "offence", "title")[:LONGEST_OFFENCE],
        language=opening.language,
        acknowledged=reached.acknowledged,
        answered=reached.answered,
        closed=reached.closed,
    )


def _covering(standing: ThreadFacts) -> tuple[str, ...]:
    """Return the recognised filings, where no item of the hold is without one."""
    if standing.items_without_filing:
        return ()
    return tuple(dict.fromkeys(one.thread for one in standing.filings))


def _listed(opening: Envelope, *path: str) -> str:
    """Return a text of the request that distinguishes it in lists; empty where it has none."""
    found: object = opening.body
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


def _waits_for_call_back(node: Node, standing: ThreadFacts) -> bool:
    """Decide whether another State's emergency is new here: its job calls back, or reports why it
    does not.
    """
    opening = standing.opening
    return (
        opening is not None
        and opening.addressee.state == node.state
        and claims_emergency(opening)
        and not standing.call_backs
        and standing.status not in ENDED
    )


def _at(transcript: Sequence[StoredMessage], digest: str) -> datetime:
    return next(stored.at for stored in transcript if stored.digest == digest)


def _placed(state: ThreadState) -> Iterator[str]:
    """Yield the messages that have their place; one that waits for another is applied with that
    one.
    """
    for entry in state.entries:
        if entry.outcome is not MessageOutcome.WAITING:
            yield entry.envelope.digest


def _ask_for_gap(node: Node, thread: str, peer: str, first: int | None, now: datetime) -> None:
    after = 0 if first is None else first - 1
    wanted: Mapping[str, str | int] = {"thread": thread, "state": peer, "after": after}
    node.queue.enqueue("gap", f"gap/{thread}/{after}", wanted, now)


def _deliveries(node: Node, state: ThreadState) -> Iterator[str]:
    """Yield the seals of packages delivered to this State that are not here yet."""
    if state.standing.requesting != node.state:
        return
    for delivered in state.standing.deliveries:
        record = node.store.package(delivered.seal)
        if record is None or not record.complete:
            yield delivered.seal


def _calls(
    own: str, transcript: Sequence[StoredMessage], state: ThreadState
) -> Iterator[tuple[str, Reason]]:
    """Yield what a human must be alerted of at once, each with the key that raises it once."""
    incoming = {each.digest for each in transcript if each.direction is Direction.IN}
    opening = state.standing.opening
    if opening is not None and opening.digest in incoming and opening.kind not in DRILL:
        level = urgency_claimed(opening)
        reason = alert_codes.REQUEST.because(level=level, sender=str(opening.sender))
        yield f"{alert_keys.REQUEST}{opening.digest}", reason
    for gap in state.gaps:
        if gap.state == own:
            yield f"lost/{gap.digest}", alert_codes.LOST.because()
    for fork in state.forks:
        yield (
            f"fork/{fork.state}/{fork.sequence}/{state.standing.opening.thread if state.standing.opening else transcript[0].thread}",
            alert_codes.FORK.because(),
        )
    for entry in state.entries:
        if entry.envelope.digest in incoming and entry.outcome is MessageOutcome.ILLEGAL:
            yield (
                f"illegal/{entry.envelope.digest}",
                alert_codes.ILLEGAL.because(kind=entry.envelope.kind),
            )
