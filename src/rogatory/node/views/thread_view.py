# SPDX-License-Identifier: Apache-2.0
"""A thread as an officer reads it: messages in words, standing, clocks, what may come next."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.errors import Reason, ReasonBasis, Refused
from rogatory.node.context import Node
from rogatory.node.law.conditions.offers import offered_before
from rogatory.node.law.subject import of_request, regime_for
from rogatory.node.messages.apply import summary_of
from rogatory.node.obligations.all_obligations import obligations
from rogatory.node.obligations.obligation import Obligation
from rogatory.node.officers import refusals
from rogatory.node.packages.package_view import EventView, event_views
from rogatory.node.postal.letter_view import HeldView, LetterView, PaperView, held_view, letter_view
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import RequestLaw, law_of_thread
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.repositories.peers import LetterDispatch, Proposal
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.threads.filings import filings_of
from rogatory.node.threads.pages import ThreadPages, pages_of
from rogatory.node.threads.postal_threads import is_by_letter, shown_to_have_arrived
from rogatory.node.threads.receipt import Receipt, parse_receipt
from rogatory.node.threads.received import moments_received, received_at
from rogatory.node.threads.transcript import envelope_of, envelopes
from rogatory.node.views.duty_desk import closed_to
from rogatory.requests.contents.plain_words import BodyLine, render
from rogatory.requests.deadlines.thread_deadlines import STOPPED, Deadline, Filing, clocks
from rogatory.requests.envelope import Envelope, is_old
from rogatory.requests.follow_ups.third_state import draft_for_third_state
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.actions import ThreadAction, may_come_next
from rogatory.requests.thread.crossings import Crossing
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.requests.thread.transcript import MessageOutcome, ThreadState, TranscriptEntry, fold
from rogatory.seal.approval_document import parse_approvals
from rogatory.treaty.citing import with_basis
from rogatory.treaty.regimes import cite_stated
from rogatory.wire.canonical import Json

BY_LETTER = ("channel", "language")
"""The ids that a request by letter cites: on the authorities it goes through, and on its language."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message with what the fold made of it. `lines` are in words, labels to be translated."""

    digest: str
    envelope: Envelope
    title: str
    lines: tuple[BodyLine, ...]
    direction: Direction
    at: datetime
    received: datetime | None
    """The moment in the receipt; for an outgoing one the other side's word, None until it is here."""
    delivery: Delivery
    receipt: Receipt | None
    problem: str | None
    approved_by: tuple[str, ...]
    outcome: MessageOutcome
    reasons: tuple[Reason, ...]
    crossed: tuple[tuple[str, Crossing | None], ...]
    is_old: bool
    paper: PaperView | None = None
    """For a message that was transcribed: its channel, its original and who read it. Such a message
    is never shown as verified.
    """
    dispatches: tuple[LetterDispatch, ...] = ()
    """Of a message that goes by letter: how it went out. It is never shown as delivered."""

    @property
    def is_verified(self) -> bool:
        """Decide whether a node has checked its signatures against the directory, or made them."""
        return self.delivery is not Delivery.TRANSCRIBED


@dataclass(frozen=True, slots=True)
class ThreadView:
    """Everything that a page on a thread shows."""

    thread: str
    summary: ThreadSummary
    standing: ThreadFacts
    messages: tuple[MessageView, ...]
    """Those of the page; all, where no page was asked for."""
    titles: Mapping[str, str]
    """Of all messages, by digest."""
    clocks: tuple[Deadline, ...]
    provisions: Mapping[str, ReasonBasis]
    """The provisions of the request's law that its messages, clocks and next acts cite, by id."""
    obligations: tuple[Obligation, ...]
    """The obligations of either State to the other, the most pressing first."""
    actions: tuple[ThreadAction, ...]
    """The messages that this State may send now, the most sensible first."""
    drafts: tuple[Draft, ...]
    packages: tuple[PackageRecord, ...]
    events: tuple[EventView, ...]
    """On the messages that are shown."""
    related: tuple[ThreadSummary, ...]
    waiting_for: int
    """How many messages are missing that others name."""
    zones: tuple[tuple[str, str], ...]
    """Each State with the time zone of its authority; none where the directory lists it no more."""
    forked: tuple[str, ...]
    """States whose chain is halted until a repair."""
    by_letter: bool = False
    """The other State has no node: what it says was transcribed, what we say was dispatched."""
    to_compare: tuple[Proposal, ...] = ()
    """Transcriptions of this thread that no second officer has compared yet."""
    held: HeldView | None = None
    """A policy keeps the request for review."""
    pages: ThreadPages | None = None
    """Which part of the thread is shown."""


def thread(node: Node, thread_id: str, page: int | None = None) -> ThreadView:
    """Return a thread, or one `page` of its messages; refuses an unknown thread."""
    transcript = node.store.transcript(thread_id)
    if not transcript:
        raise Refused(refusals.THREAD_UNKNOWN.because(thread=thread_id[:40]))
    state = fold(envelopes(transcript))
    summary = summary_of(node, transcript, state)
    letters = letter_view(node, thread_id, transcript)
    law = law_in_force(node)
    about = law_of_thread(law, summary, node.state)
    running = tuple(clocks_of(node, transcript, state))
    offer = offered_before(node, state.standing.opening)
    pages = None if page is None else _pages(transcript, state, page)
    shown = [one for one in state.entries if pages is None or pages.shows(one.envelope.digest)]
    return ThreadView(
        thread=thread_id,
        summary=summary,
        standing=state.standing,
        messages=tuple(_messages(transcript, shown, letters, about)),
        titles={one.envelope.digest: _title(one.envelope) for one in state.entries},
        clocks=running,
        provisions=about.provisions(BY_LETTER),
        obligations=obligations(state, running, law, offer),
        actions=tuple(_sensible(may_come_next(state, node.state), running)),
        drafts=tuple(node.store.drafts(thread_id)),
        packages=tuple(node.store.packages(thread_id)),
        events=event_views(node, node.store.events_of(*(one.envelope.digest for one in shown))),
        related=tuple(_related(node, thread_id, summary)),
        waiting_for=len(state.gaps),
        zones=tuple(_zones(node, state)),
        forked=tuple(sorted(state.standing.stopped)),
        by_letter=is_by_letter(transcript),
        to_compare=letters.to_compare,
        held=held_view(node, thread_id, transcript),
        pages=pages,
    )


def _pages(transcript: Sequence[StoredMessage], state: ThreadState, page: int) -> ThreadPages:
    sizes = {one.digest: len(one.message) for one in transcript}
    newest_first = (one.envelope.digest for one in reversed(state.entries))
    return pages_of(((digest, sizes[digest]) for digest in newest_first), page)


def _sensible(actions: Sequence[ThreadAction], running: Sequence[Deadline]) -> list[ThreadAction]:
    """Put the request for assistance that keeps a hold alive first until it is filed, and then
    last.
    """
    filing = next((one for one in running if one.name == "mla-filing"), None)
    if filing is None:
        return list(actions)
    awaited = filing.level not in STOPPED
    keeps = [one for one in actions if one.in_new_thread and one.kind == "mla_stored_data"]
    others = [one for one in actions if one not in keeps]
    if not awaited:
        return [*others, *keeps]
    owed = [one for one in others if one.is_owed]
    rest = [one for one in others if not one.is_owed]
    return [*owed, *(replace(one, is_owed=True) for one in keeps), *rest]


def third_state_draft(node: Node, disclosure: str) -> tuple[str, dict[str, Json]]:
    """Return the State and the body that a disclosure of preserved traffic data gives for a request
    there (article 43); the officer still chooses the authority and the legal basis.
    """
    stored = node.store.message(disclosure)
    if stored is None:
        raise Refused(refusals.MESSAGE_UNKNOWN.because(message=disclosure[:64]))
    found = envelope_of(stored)
    opening = fold(envelopes(node.store.transcript(stored.thread))).standing.opening
    if found.kind != "preserved_traffic_disclosure" or opening is None:
        raise Refused(refusals.MESSAGE_UNKNOWN.because(message=disclosure[:64]))
    return str(found.body["provider_state"]), draft_for_third_state(found, opening)


def _messages(
    transcript: Sequence[StoredMessage],
    shown: Sequence[TranscriptEntry],
    letters: LetterView,
    about: RequestLaw,
) -> Iterator[MessageView]:
    stored = {message.digest: message for message in transcript}
    for entry in shown:
        yield _message(stored[entry.envelope.digest], entry, letters, about)


def _message(
    stored: StoredMessage, entry: TranscriptEntry, letters: LetterView, about: RequestLaw
) -> MessageView:
    envelope = entry.envelope
    receipt = parse_receipt(stored.receipt) if stored.receipt else None
    received = received_at(stored)
    return MessageView(
        digest=stored.digest,
        envelope=envelope,
        title=_title(envelope),
        lines=tuple(render(envelope)),
        direction=stored.direction,
        at=stored.at,
        received=received,
        delivery=stored.delivery,
        receipt=receipt,
        problem=stored.problem,
        approved_by=tuple(one.officer for one in parse_approvals(stored.approvals)),
        outcome=entry.outcome,
        reasons=tuple(with_basis(about.regime, about.kind, entry.reasons)),
        crossed=entry.crossed,
        # A letter is days under way by its nature; that shows nothing.
        is_old=stored.delivery is not Delivery.TRANSCRIBED
        and received is not None
        and is_old(envelope, received),
        paper=letters.papers.get(stored.digest),
        dispatches=letters.dispatches.get(stored.digest, ()),
    )


def _title(envelope: Envelope) -> str:
    kind = KINDS.get(envelope.kind)
    return kind.title if kind else envelope.kind


def _cited(node: Node, state: ThreadState, found: Sequence[Deadline]) -> Sequence[Deadline]:
    """Name beside an article that a request states the instrument of the request."""
    opening = state.standing.opening
    if opening is None or not any(one.is_stated for one in found):
        return found
    law, on = law_in_force(node), opening.issued.date()
    regime = regime_for(law, of_request(opening), on)
    return [
        one if one.article is None else replace(one, article=cite_stated(regime, one.article))
        for one in found
    ]


def clocks_of(
    node: Node,
    transcript: Sequence[StoredMessage],
    state: ThreadState,
    reader: str | None = None,
) -> Sequence[Deadline]:
    """Return the clocks of a thread now, with the requests that keep its hold alive; with a reader, but
    those that are restricted to others.
    """
    received = moments_received(transcript)
    recognised = frozenset(one.thread for one in state.standing.filings)
    filings = tuple(_filings(node, summary_of(node, transcript, state), recognised))
    closed = closed_to(node, reader, {one.thread for one in filings})
    found = clocks(
        state,
        received=received,
        now=node.clock.now(),
        filings=[one for one in filings if one.thread not in closed],
        is_by_letter=is_by_letter(transcript),
    )
    return _cited(node, state, found)


def _filings(node: Node, held: ThreadSummary, recognised: frozenset[str]) -> Iterator[Filing]:
    """Yield the requests that may keep the hold of this thread alive, and those recognised to do
    so.
    """
    for summary in filings_of(node, held, recognised):
        transcript = node.store.transcript(summary.thread)
        standing = fold(envelopes(transcript)).standing
        moments = {one.digest: received_at(one) for one in transcript}
        filed = moments.get(standing.opening.digest) if standing.opening else None
        filed = filed or shown_to_have_arrived(transcript)
        if filed is None and summary.thread in recognised:
            filed = summary.opened
        if filed is None:
            continue
        # What is said after the end (feedback, a consent) decides nothing anew. Without the receipt
        # for the decision the hold is counted on, which loses nothing.
        decided = moments.get(standing.ended_by) if standing.ended_by else None
        if standing.ended_by and decided is None and is_by_letter(transcript):
            decided = summary.last_activity
        yield Filing(summary.thread, filed, decided)


def _zones(node: Node, state: ThreadState) -> Iterator[tuple[str, str]]:
    """Yield them by the authorities of the opening message, the asking one first."""
    opening = state.standing.opening
    sides = (opening.sender, opening.addressee) if opening else ()
    for side in sides:
        with contextlib.suppress(Refused):
            yield side.state, node.register.view().authority(str(side)).time_zone


def _related(node: Node, thread_id: str, summary: ThreadSummary) -> Iterator[ThreadSummary]:
    named = (node.store.summary(other) for other in summary.related)
    yield from (found for found in named if found is not None)
    yield from node.store.thread_related_to(thread_id)
