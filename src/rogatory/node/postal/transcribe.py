# SPDX-License-Identifier: Apache-2.0
"""An officer enters what came on paper from a State without a node, for a second one to compare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts import draft_refusals
from rogatory.node.drafts.draft import NewAttachment, NewMessage
from rogatory.node.officers import alert_codes, refusals
from rogatory.node.officers.alerts import page
from rogatory.node.officers.dual_control import acting_reasons, write_proposal
from rogatory.node.peers import letter_refusals
from rogatory.node.peers.correspondents import correspondents
from rogatory.node.permissions import Permission
from rogatory.node.postal.known_papers import known_paper_reasons
from rogatory.node.postal.transcription import (
    LARGEST_ORIGINAL,
    LONGEST_REFERENCE,
    Original,
    Transcription,
    transcription_document,
)
from rogatory.node.provisions.request_law import cited_reasons
from rogatory.node.repositories.messages import Delivery, StoredMessage
from rogatory.node.repositories.peers import Channel, Proposal, ProposalTopic
from rogatory.node.threads.postal_threads import is_by_letter, known_to
from rogatory.requests import envelope
from rogatory.requests.contents import body as contents
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.legality import why_not
from rogatory.requests.thread.transcript import ThreadState, next_links, turn_of
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority, uuid7
from rogatory.wire.words import P_, FilledText


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper received: its dates as officers give them, its channel, and the bytes as they came."""

    written: datetime
    arrived: datetime
    channel: Channel
    reference: str
    original: NewAttachment


def transcribe(
    node: Node,
    paper: Paper,
    message: NewMessage,
    officer: str,
    *,
    corrects: str | None = None,
    as_written: bool = False,
    is_another: bool = False,
) -> Proposal:
    """Enter a paper by the contents of its kind; it counts once a second officer has compared it.

    1. The officer may transcribe for the addressee, which is an authority of this State.
    2. The sender is an authority of a State in the register that has no node. A State that the
       directory lists speaks on the line; only in a thread that began by letter do its letters
       still come in.
    3. The original is there, of any type, within its size; it was written before it arrived.
    4. The kind is known and can come on paper; an opening kind opens a thread, any other one
       belongs to a thread by letter with that State.
    5. A correction names a transcribed message of that State in the thread.
    6. The message is in its form; its contents are those of the kind, and it has a place in the
       thread. What the paper itself lacks is entered with `as_written`.
    7. A paper that opens a request was not transcribed before, unless the officer states that it opens
       another one (`is_another`).

    Raises:
        Refused: with every reason; nothing is written.
    """
    at = node.clock.now()
    refuse_if_any(_paper_reasons(paper, at))
    content = envelope.MessageDraft(
        network=node.network,
        kind=message.kind,
        sender=parse_authority(message.sender),
        addressee=parse_authority(message.addressee),
        thread=message.thread or uuid7(at, node.random(10)),
        language=message.language,
        body=message.body,
    )
    data = paper.original.data
    found = Transcription(
        content=content,
        written=paper.written,
        related=tuple(message.related),
        channel=paper.channel,
        reference=paper.reference.strip(),
        arrived=paper.arrived,
        original=Original(paper.original.name, paper.original.media_type, len(data), sha256(data)),
        transcribed_by=officer,
        as_written=as_written,
        corrects=corrects,
    )
    refuse_if_any(
        [
            *acting_reasons(node, officer, message.addressee, Permission.TRANSCRIBE, at),  # 1
            *standing_reasons(node, found, opens=message.thread is None),  # 2, 4, 5
            *form_reasons(node, found, at),  # 6
        ]
    )
    if message.thread is None and not is_another:
        refuse_if_any(known_paper_reasons(node, found, officer))  # 7
    node.objects.put(data)
    made = write_proposal(
        node,
        ProposalTopic.TRANSCRIPTION,
        content.thread,
        transcription_document(found),
        authority=message.addressee,
        officer=officer,
    )
    page(
        node,
        f"to-compare/{made.id}",
        alert_codes.TO_COMPARE.because(sender=message.sender, kind=message.kind),
        at=at,
        thread=message.thread,
    )
    return made


def _paper_reasons(paper: Paper, at: datetime) -> Iterator[Reason]:
    """Yield 3 of the list above."""
    size = len(paper.original.data)
    if not 0 < size <= LARGEST_ORIGINAL:
        problem = FilledText(
            P_("it has {size} bytes; from 1 to {limit} are kept"), size=size, limit=LARGEST_ORIGINAL
        )
        yield letter_refusals.TRANSCRIPTION_ORIGINAL.because(problem=problem)
    if len(paper.reference) > LONGEST_REFERENCE:
        yield letter_refusals.LETTER_REFERENCE.because(limit=LONGEST_REFERENCE)
    if not paper.written <= paper.arrived <= at:
        yield letter_refusals.TRANSCRIPTION_DATES.because()


def standing_reasons(node: Node, found: Transcription, *, opens: bool) -> Iterator[Reason]:
    """Yield the reasons why no paper of that State is possible there now (2, 4 and 5 of the list)."""
    content, state = found.content, found.content.sender.state
    transcript = node.store.transcript(content.thread)
    by_letter = is_by_letter(transcript) if transcript else None
    known = correspondents(node, node.register.view(), state, by_letter=by_letter)
    if state in node.register.view().listed and not by_letter:
        yield letter_refusals.COUNTERPART_LISTED.because(state=state, listed=state)
    elif known is None or str(content.sender) not in known.authorities:
        yield letter_refusals.COUNTERPART_UNKNOWN.because(authority=str(content.sender))
    yield from _thread_reasons(found, transcript, opens=opens)


def _thread_reasons(
    found: Transcription, transcript: Sequence[StoredMessage], *, opens: bool
) -> Iterator[Reason]:
    content, kind = found.content, KINDS.get(found.content.kind)
    if kind is None:
        yield draft_refusals.KIND_UNKNOWN.because(kind=ascii(content.kind)[:40])
        return
    if kind.name == "repair":
        yield letter_refusals.TRANSCRIPTION_KIND.because(kind=kind.name)
    if opens:
        if not kind.opens_thread:
            yield draft_refusals.THREAD_NEEDED.because(kind=kind.name)
        return
    yield from _known_thread_reasons(found, transcript)


def _known_thread_reasons(
    found: Transcription, transcript: Sequence[StoredMessage]
) -> Iterator[Reason]:
    content, state = found.content, found.content.sender.state
    if not transcript:
        yield refusals.THREAD_UNKNOWN.because(thread=content.thread[:40])
    elif not is_by_letter(transcript):
        yield letter_refusals.THREAD_ON_THE_LINE.because(thread=content.thread, state=state)
    elif transcript[0].peer != state:
        yield draft_refusals.THREAD_OF_OTHERS.because(thread=content.thread)
    elif found.corrects is None:
        if KINDS[content.kind].opens_thread:
            yield draft_refusals.THREAD_OPENED.because(kind=content.kind)
    elif not any(
        (one.digest, one.delivery) == (found.corrects, Delivery.TRANSCRIBED) for one in transcript
    ):
        yield letter_refusals.TRANSCRIPTION_CORRECTS.because(
            message=found.corrects[:64], state=state
        )


def form_reasons(node: Node, found: Transcription, at: datetime) -> Iterator[Reason]:
    """Yield 6 of the list: the form always; contents and place unless it is entered as written."""
    content, original = found.content, found.original
    # The original is named as an attachment is; its size is checked separately.
    shown = envelope.Attachment(original.name, original.media_type, 0, original.sha256)
    try:
        envelope.build_message(
            replace(content, attachments=(shown,)),
            envelope.Links(1, None, None),
            message_id=uuid7(at, bytes(10)),
            issued=found.written,
            related=found.related,
        )
    except Refused as error:
        yield from error.reasons
        return
    if found.as_written or content.kind not in KINDS:
        return
    lacking = [*contents.check(content.kind, content.body), *_place_reasons(node, found)]
    if lacking:
        yield letter_refusals.TRANSCRIPTION_INCOMPLETE.because()
        yield from cited_reasons(node, content, lacking)


def _place_reasons(node: Node, found: Transcription) -> Iterator[Reason]:
    """Yield the reasons why the message would change nothing at its place; a correction keeps its
    place.
    """
    if found.corrects is not None:
        return
    content, state = found.content, found.content.sender.state
    known = paper_state(node, found)
    links = next_links(known, state)
    proposed = envelope.Envelope(content, links, "", found.written, (), "")
    yield from why_not(proposed, turn_of(known, state).standing)


def paper_state(node: Node, found: Transcription) -> ThreadState:
    """Return the thread as the other State can have known it when it wrote this paper."""
    thread = found.content.thread
    return known_to(
        node.store.transcript(thread), node.store.letter_dispatches(thread), found.written
    )
