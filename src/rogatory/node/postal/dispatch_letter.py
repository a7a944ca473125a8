# SPDX-License-Identifier: Apache-2.0
"""Recording that a signed message went out by letter: when, by which channel, under which number.

It says that something was sent. Nothing here ever says that it arrived.
"""

from collections.abc import Iterator
from datetime import datetime

from rogatory.custody.events.act_codes import act
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.drafts.draft import NewAttachment
from rogatory.node.messages.apply import ask_to_apply
from rogatory.node.officers import refusals
from rogatory.node.officers.dual_control import acting_reasons
from rogatory.node.peers import letter_refusals
from rogatory.node.permissions import Permission
from rogatory.node.postal.transcription import LARGEST_ORIGINAL, LONGEST_REFERENCE
from rogatory.node.repositories.messages import Delivery, StoredMessage
from rogatory.node.repositories.peers import Channel, LetterDispatch
from rogatory.node.threads.transcript import envelope_of
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_, FilledText


def dispatch_letter(
    node: Node,
    message: str,
    *,
    channel: Channel,
    dispatched: datetime,
    reference: str,
    officer: str,
    proof: NewAttachment | None = None,
) -> LetterDispatch:
    """Record the dispatch of a message; the same message may go out again through another channel.

    1. The message is this State's, and goes by letter.
    2. The officer may dispatch for the authority that signed it.
    3. It was dispatched after it was signed, and not in the future; a reference is given.
    4. The proof of posting, if there is one, is within its size.
    5. Dispatch, custody event and what follows are one transaction.

    Raises:
        Refused: 1 fails, or with every reason of 2 to 4; nothing is written.
    """
    at, stored = node.clock.now(), _letter(node, message)  # 1
    sender = str(envelope_of(stored).sender)
    refuse_if_any(
        [
            *acting_reasons(node, officer, sender, Permission.DISPATCH_LETTER, at),  # 2
            *_reasons(stored, dispatched, reference, proof, at),  # 3, 4
        ]
    )
    kept = None if proof is None else _kept(node, proof)
    record = LetterDispatch(
        id=uuid7(at, node.random(10)),
        message=stored.digest,
        thread=stored.thread,
        channel=channel,
        dispatched=dispatched,
        reference=reference.strip(),
        authority=sender,
        officer=officer,
        recorded=at,
        proof=kept,
    )
    event = own_event(
        node,
        act(
            "letter-dispatched",
            channel=channel.value,
            dispatched=format_moment(dispatched),
            reference=record.reference,
            proof=str(kept["sha256"]) if kept else None,
        ),
        of=stored.digest,
        authority=sender,
        officer=officer,
        at=at,
        thread=stored.thread,
    )
    with node.store.transaction():  # 5
        node.store.add_letter_dispatch(record)
        event.append(node)
        ask_to_apply(node, stored.thread, at)
    return record


def _kept(node: Node, proof: NewAttachment) -> dict[str, Json]:
    return {
        "name": proof.name,
        "media_type": proof.media_type,
        "size": len(proof.data),
        "sha256": node.objects.put(proof.data),
    }


def _letter(node: Node, message: str) -> StoredMessage:
    stored = node.store.message(message)
    if stored is None:
        raise Refused(refusals.MESSAGE_UNKNOWN.because(message=message[:64]))
    if stored.delivery not in {Delivery.TO_DISPATCH, Delivery.DISPATCHED}:
        raise Refused(letter_refusals.NOT_A_LETTER.because(message=message[:64]))
    return stored


def _reasons(
    stored: StoredMessage,
    dispatched: datetime,
    reference: str,
    proof: NewAttachment | None,
    at: datetime,
) -> Iterator[Reason]:
    signed = stored.at.replace(second=0, microsecond=0)
    if not signed <= dispatched <= at:
        yield letter_refusals.LETTER_DATES.because()
    if not 0 < len(reference.strip()) <= LONGEST_REFERENCE:
        yield letter_refusals.LETTER_REFERENCE.because(limit=LONGEST_REFERENCE)
    if proof is not None and not 0 < len(proof.data) <= LARGEST_ORIGINAL:
        problem = FilledText(
            P_("the proof has {count} bytes; from 1 to {limit} are kept"),
            count=len(proof.data),
            limit=LARGEST_ORIGINAL,
        )
        yield letter_refusals.TRANSCRIPTION_ORIGINAL.because(problem=problem)
