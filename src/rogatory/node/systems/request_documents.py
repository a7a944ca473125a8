# SPDX-License-Identifier: Apache-2.0
"""Requests as a system reads them: lists, one request, its messages, receipts and deadlines."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.listing.refusals import PLACE_UNREADABLE
from rogatory.node.listing.thread_list import read_place, write_place
from rogatory.node.repositories.listing import Order, ThreadFilter, place_after
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.repositories.systems import NO_OFFICER, TokenRecord
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.systems.visible import (
    absent,
    known_among,
    visible_request,
    without_hidden,
)
from rogatory.node.threads.receipt import parse_receipt
from rogatory.node.threads.received import received_at
from rogatory.node.threads.transcript import envelope_of, envelopes
from rogatory.node.views.duty_desk import DeskClock, desk_threads
from rogatory.node.views.thread_view import clocks_of
from rogatory.requests.deadlines.deadline import Deadline
from rogatory.requests.thread.transcript import fold
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest
from rogatory.wire.moments import format_moment

MOST_ITEMS = 100
"""Items of an answer: a caller that wants more asks for the next, and holds no thread of the door meanwhile."""

type SystemDocument = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A part of a list; `next` is the cursor of the part after it, None on the last."""

    items: tuple[SystemDocument, ...]
    next: str | None

    def as_json(self) -> SystemDocument:
        return {"items": self.items, "next": self.next}


def request_list(
    node: Node, wanted: ThreadFilter, order: Order, cursor: str | None, limit: int
) -> ItemPage:
    """Return a page of the requests that are not restricted; the cursor is the place of the last one shown."""
    wanted = _for_systems(wanted)
    place = None if cursor is None else read_place(cursor)
    found = node.store.threads_listed(wanted, order, limit + 1, place)
    rows = desk_threads(node, found[:limit], node.clock.now(), NO_OFFICER)
    items = tuple(_row(one.summary) | {"deadline": _clock(one.clock)} for one in rows)
    is_more = len(found) > limit
    return ItemPage(items, write_place(place_after(found[limit - 1], order)) if is_more else None)


def request_document(node: Node, token: TokenRecord, thread: str) -> SystemDocument:
    """Return a request and the requests that it names."""
    summary = visible_request(node, token, thread, "system-request")
    known = known_among(node, summary.related)
    related = [one for one in summary.related if one in known]
    return _row(summary) | {"related": related}


def message_list(
    node: Node, token: TokenRecord, thread: str, cursor: str | None, limit: int
) -> ItemPage:
    """Return a page of the messages of a request, in the order of the transcript; the cursor is the digest of the
    last one shown.
    """
    visible_request(node, token, thread, "system-messages")
    digests = [one.digest for one in node.store.outlines(thread)]
    start = 0 if cursor is None else _place_of(digests, cursor) + 1
    shown = digests[start : start + limit]
    stored = filter(None, map(node.store.message, shown))
    items = tuple(_message(node, one) for one in stored)
    return ItemPage(items, shown[-1] if len(digests) > start + limit else None)


def receipt_document(node: Node, token: TokenRecord, thread: str, message: str) -> SystemDocument:
    """Return the receipt for a message, with its bytes and signatures, so that the system can keep the proof."""
    visible_request(node, token, thread, "system-receipt")
    stored = node.store.message(message)
    if stored is None or stored.thread != thread or stored.receipt is None:
        absent()
    return {
        **_receipt(stored.receipt),
        "message": stored.digest,
        "bytes": _base64(stored.receipt),
        "signatures": {
            "p256": _base64(stored.receipt_p256),
            "mldsa65": _base64(stored.receipt_mldsa65),
        },
    }


def deadline_list(node: Node, token: TokenRecord, thread: str) -> ItemPage:
    """Return every clock of a request. Requests that are restricted meet and prolong none of them."""
    visible_request(node, token, thread, "system-deadlines")
    transcript = node.store.transcript(thread)
    state = fold(envelopes(transcript))
    found = clocks_of(node, transcript, state, NO_OFFICER)
    return ItemPage(tuple(map(_deadline, found)), None)


def _for_systems(wanted: ThreadFilter) -> ThreadFilter:
    return replace(wanted, reader=NO_OFFICER)


def _place_of(digests: Sequence[str], cursor: str) -> int:
    """Return the place of a message in its transcript.

    Raises:
        Refused: there is no such message in it.
    """
    try:
        return digests.index(parse_digest(cursor))
    except (Refused, ValueError) as error:
        raise Refused(PLACE_UNREADABLE.because(found=ascii(cursor)[:80])) from error


def _row(one: ThreadSummary) -> dict[str, Json]:
    return {
        "id": one.thread,
        "state": one.peer,
        "role": one.role,
        "kind": one.kind,
        "status": one.status,
        "ended": one.is_ended,
        "urgency": one.urgency,
        "needs_answer": one.needs_answer,
        "opened": format_moment(one.opened),
        "last_activity": format_moment(one.last_activity),
        "hold_start": _moment(one.hold_start),
        "hold_end": _moment(one.hold_end),
        "basis": one.basis,
        "case_number": one.case_number,
        "offence": one.offence,
        "language": one.language,
    }


def _clock(clock: DeskClock | None) -> Json:
    if clock is None:
        return None
    return {
        "title": clock.title,
        "starts_from": clock.starts_from,
        "started": _moment(clock.started),
        "due": _moment(clock.due),
        "level": clock.level.value,
    }


def _deadline(one: Deadline) -> SystemDocument:
    return {
        "name": one.name,
        "title": one.title,
        "owed_by": one.owed_by,
        "starts_from": one.starts_from,
        "message": one.message,
        "started": _moment(one.started),
        "due": _moment(one.due),
        "level": one.level.value,
    }


def _message(node: Node, stored: StoredMessage) -> SystemDocument:
    envelope = envelope_of(stored)
    related = known_among(node, envelope.related)
    return {
        "digest": stored.digest,
        "kind": envelope.kind,
        "from": str(envelope.sender),
        "to": str(envelope.addressee),
        "direction": stored.direction.value,
        "language": envelope.language,
        "issued": format_moment(envelope.issued),
        "received": _moment(received_at(stored)),
        "delivery": stored.delivery.value,
        "related": [one for one in envelope.related if one in related],
        "body": without_hidden(node, envelope.body),
        "attachments": [one.as_json() for one in envelope.attachments],
        "receipt": None if stored.receipt is None else _receipt(stored.receipt),
    }


def _receipt(data: bytes) -> dict[str, Json]:
    found = parse_receipt(data)
    log = found.log
    return {
        "node": found.node,
        "verdict": found.verdict,
        "codes": list(found.codes),
        "received": format_moment(found.received),
        "directory": found.directory,
        "log": None if log is None else {"origin": log.origin, "index": log.index},
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else format_moment(at)


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()
