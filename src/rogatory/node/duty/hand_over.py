# SPDX-License-Identifier: Apache-2.0
"""Handing duty over: the open requests in a list, and the next officer's confirmation of receipt.

The list is a document of its own with a digest: a handover at three in the morning can be read
years later as it was then, and the custody log holds its digest with both officers' numbers.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from rogatory.custody.events.act_codes import act
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.audit.need_to_know import threads_in_address
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.duty import refusals
from rogatory.node.duty.on_duty import on_duty
from rogatory.node.duty.open_work import open_work, threads_in_charge
from rogatory.node.officers.dual_control import acting_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import HandOver
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, OwnWords

HAND_OVER_VERSION = 2
"""Of the document; in 1 the note had no language."""

LONGEST_NOTE = 4000
"""The most characters of a note. A longer one belongs in the notes of a case file, where it is
found again.
"""

MOST_CALLS_LISTED = 200
"""Answered calls of the watch that is over; beyond that the list is no longer read."""

FIRST_LOOK_BACK = timedelta(days=1)
"""How far back the first hand-over of an authority looks for calls that were answered."""

BEFORE_THE_CHANGE = timedelta(hours=2)
"""How early the next officer may confirm: he comes before the other leaves."""


def prepare_hand_over(node: Node, authority: str, officer: str, note: str = "") -> HandOver:
    """Record what is open at an authority, for the next officer on duty.

    1. The officer may hand over the duty of the authority.
    2. The note can be shown and is not too long.

    Raises:
        Refused: with every reason; nothing is written.
    """
    at = node.clock.now().replace(microsecond=0)
    refuse_if_any(
        [
            *acting_reasons(node, officer, authority, Permission.HAND_OVER_WATCH, at),  # 1
            *_text_reasons(N_("The note"), note),  # 2
        ]
    )
    words = node.own_words(note)
    document = canonical.encode(
        {
            "version": HAND_OVER_VERSION,
            "authority": authority,
            "officer": officer,
            "at": format_moment(at),
            "note": {"words": str(words), "language": words.language},
            "open": open_work(node, authority, at).as_json(),
            "answered": list(_answered(node, authority, at)),
        }
    )
    digest = node.objects.put(document)
    record = HandOver(
        id=uuid7(at, node.random(10)),
        authority=authority,
        document=document,
        digest=digest,
        by=officer,
        at=at,
    )
    with node.store.transaction():
        node.store.add_hand_over(record)
    return record


def confirm_hand_over(
    node: Node, hand_over: str, officer: str, *, digest: str, remark: str = ""
) -> HandOver:
    """Take the watch over, knowing what is open.

    1. The hand-over is here, and nobody has confirmed it.
    2. The officer may take over a watch of the authority, and is another one than who wrote it.
    3. He has the watch now or next, or is substitute or head; where nobody has it, anybody may.
    4. The list that he has before him is the one that was written.
    5. His remark can be shown and is not too long.

    Raises:
        Refused: with every reason; nothing is written.
    """
    at, found = node.clock.now().replace(microsecond=0), known_hand_over(node, hand_over)
    refuse_if_any(
        [
            *_state_reasons(found),  # 1
            *acting_reasons(node, officer, found.authority, Permission.HAND_OVER_WATCH, at),  # 2
            *_next_reasons(node, found, officer, at),  # 2, 3
            *([] if digest == found.digest else [refusals.HAND_OVER_CHANGED.because()]),  # 4
            *_text_reasons(N_("The remark"), remark),  # 5
        ]
    )
    event = own_event(
        node,
        act("watch-taken-over", from_=found.by),
        of=found.digest,
        authority=found.authority,
        officer=officer,
        at=at,
    )
    with node.store.transaction():
        if not node.store.confirm_hand_over(found.id, officer, at, node.own_words(remark)):
            refuse_if_any(_state_reasons(known_hand_over(node, hand_over)))
        event.append(node)
    return known_hand_over(node, hand_over)


def contents(hand_over: HandOver) -> Mapping[str, Any]:
    """Return what a hand-over says, as it was written; `note` with its language."""
    found: Mapping[str, Any] = canonical.decode_object(hand_over.document)
    note = found["note"]
    if isinstance(note, str):  # version 1
        return {**found, "note": OwnWords(note)}
    return {**found, "note": OwnWords(note["words"], note["language"])}


def contents_for(node: Node, hand_over: HandOver, officer: str) -> Mapping[str, Any]:
    """Return what an officer reads of it: without what is restricted to others, which is counted."""
    contents_found: Any = contents(hand_over)
    opened = contents_found["open"]
    rows = opened["threads"]
    closed = node.store.closed_to(officer, [row["thread"] for row in rows])
    shown = [row for row in rows if row["thread"] not in closed]
    found = {"threads": shown, "restricted": len(closed)}
    for name, what in (("undelivered", "message"), ("drafts", "draft")):
        about = {one: (*threads_in_address(node, {what: one}),) for one in opened[name]}
        hidden = node.store.closed_to(officer, {one for each in about.values() for one in each})
        found[name] = [one for one in opened[name] if hidden.isdisjoint(about[one])]
    return {**contents_found, "open": {**opened, **found}}


def hand_over_lines(contents_found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a hand-over says, whole or for an officer, in lines for a terminal."""
    if contents_found["note"]:
        yield f"Note: {contents_found['note']}"
    for row in contents_found["open"]["threads"]:
        clock = row["clock"]
        due = f", {clock['title']}: {clock['level']}" if clock else ""
        due += f", due {clock['due']}" if clock and clock["due"] else ""
        needs = "waits for us" if row["needs_answer"] else "waits for them"
        yield f"{row['thread']} {row['kind']} ({row['urgency']}, {row['peer']}), {needs}{due}"
    if restricted := contents_found["open"].get("restricted"):
        yield f"restricted to others: {restricted}"
    for name in ("calls", "undelivered", "drafts"):
        yield f"{name}: {len(contents_found['open'][name])}"
    yield f"calls answered since the last hand-over: {len(contents_found['answered'])}"


def known_hand_over(node: Node, hand_over: str) -> HandOver:
    """Return the hand-over of that identifier; refuses one that is not here."""
    found = node.store.hand_over(hand_over)
    if found is None:
        raise Refused(refusals.HAND_OVER_UNKNOWN.because(hand_over=ascii(hand_over)[1:-1][:41]))
    return found


def _state_reasons(found: HandOver) -> Iterator[Reason]:
    if found.confirmed_by is not None:
        yield refusals.HAND_OVER_CONFIRMED.because(officer=found.confirmed_by)


def _next_reasons(node: Node, found: HandOver, officer: str, at: datetime) -> Iterator[Reason]:
    if officer == found.by:
        yield refusals.HAND_OVER_SAME.because(officer=officer)
        return
    now, soon = (on_duty(node, found.authority, moment) for moment in (at, at + BEFORE_THE_CHANGE))
    taking = {now.officer, soon.officer, now.substitute, soon.substitute, *now.heads, *soon.heads}
    if now.officer is not None and officer not in taking:
        yield refusals.HAND_OVER_NOT_NEXT.because(officer=officer, authority=found.authority)


def _text_reasons(field: str, text: str) -> Iterator[Reason]:
    if len(text) > LONGEST_NOTE or any(
        not one.isprintable() and one not in "\n\r\t" for one in text
    ):
        yield refusals.TEXT_LONG.because(field=field, limit=LONGEST_NOTE)


def _answered(node: Node, authority: str, at: datetime) -> Iterator[Json]:
    """Yield the calls of the authority that were answered since the last hand-over: by whom, and
    after how many attempts.
    """
    before = node.store.hand_overs(authority, 1)
    mine = threads_in_charge(node, authority)
    answered = [
        one
        for one in node.store.answered_since(before[0].at if before else at - FIRST_LOOK_BACK)
        if (one.thread is None and one.seen_by is not None) or one.thread in mine
    ]
    attempts = node.store.attempts_of(one.id for one in answered)
    for one in answered[-MOST_CALLS_LISTED:]:
        yield {
            "call": one.id,
            "at": format_moment(one.at),
            "urgency": one.urgency,
            "answered_by": one.seen_by,
            "answered": format_moment(cast("datetime", one.seen)),
            "attempts": len(attempts.get(one.id, ())),
        }
