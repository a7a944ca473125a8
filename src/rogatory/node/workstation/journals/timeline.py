# SPDX-License-Identifier: Apache-2.0
"""The events of journals in plain terms, oldest first, for a screen or a report."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass

from rogatory.custody.events.act_text import normative_text
from rogatory.custody.events.event import Event, parse_event
from rogatory.custody.log.checkpoint import parse_checkpoint
from rogatory.custody.log.proof import parse_proof
from rogatory.custody.log.tombstone import Tombstone, parse_tombstone
from rogatory.errors import Refused
from rogatory.node.workstation.journals.folders import JournalReading
from rogatory.seal.notes import parse_note
from rogatory.wire.moments import format_moment


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One act. `occurred` is its writer's claim; `index` its place in `log`, or None."""

    occurred: str
    action: str
    title: str
    authority: str
    officer: str | None
    event: Event
    """The event itself, whose act and words each surface shows in its own language."""
    basis: str | None
    subject: str
    log: str | None
    index: int | None
    size: int | None
    """How many events the log had when the proof was made."""

    def as_json(self) -> dict[str, object]:
        return {
            "action": self.action,
            "authority": self.authority,
            "basis": self.basis,
            "index": self.index,
            "log": self.log,
            "object": self.subject,
            "occurred": self.occurred,
            "officer": self.officer,
            **_act_fields(self.event),
        }


def timeline(journals: Iterable[JournalReading]) -> list[TimelineEntry]:
    """Return every event that can be read, in order of the claimed times; each once."""
    found: dict[str, tuple[Event, TimelineEntry]] = {}
    # Of acts claimed for one second, what was done to the earlier form came first.
    for read in sorted(journals, key=lambda one: (one.earlier == 0, one.earlier)):
        for entry in read.entries:
            try:
                event = parse_event(entry.event)
            except Refused:
                continue
            line = _line(event, entry.proof)
            known = found.get(entry.digest)
            if known is None or known[1].index is None:
                found[entry.digest] = event, line
    return [line for _, line in sorted(found.values(), key=lambda pair: pair[0].occurred)]


def destroyed(journals: Iterable[JournalReading]) -> list[Tombstone]:
    """Return what is left of destroyed events, each once; one that cannot be read is left out."""
    found: dict[str, Tombstone] = {}
    for read in journals:
        for entry in read.destroyed:
            with contextlib.suppress(Refused):
                tombstone = parse_tombstone(entry.tombstone)
                found.setdefault(tombstone.digest, tombstone)
    return list(found.values())


def destroyed_as_json(found: Tombstone) -> dict[str, object]:
    """Return what a tombstone claims, for a program."""
    return {
        "authority": str(found.authority),
        "commitment": found.commitment,
        "digest": found.digest,
        "index": found.index,
        "log": found.log,
        "object": found.object,
        "successor": found.successor,
    }


def _line(event: Event, proof: bytes | None) -> TimelineEntry:
    log, index, size = _place(proof)
    return TimelineEntry(
        occurred=format_moment(event.occurred),
        action=event.action.value,
        title=event.action.title,
        authority=str(event.authority),
        officer=event.officer,
        event=event,
        basis=event.basis,
        subject=event.object,
        log=log,
        index=index,
        size=size,
    )


def _act_fields(event: Event) -> dict[str, object]:
    """Return what was done in fields: of version 1 its sentence alone."""
    if event.act is None:
        return {"reason": event.reason}
    words = event.words and {"language": event.words.language, "text": event.words.text}
    return {
        "code": event.act.code,
        "fields": dict(event.act.fields),
        "text": normative_text(event),
        "words": words,
    }


def _place(proof: bytes | None) -> tuple[str | None, int | None, int | None]:
    if proof is None:
        return None, None, None
    try:
        read = parse_proof(proof)
        checkpoint = parse_checkpoint(parse_note(read.checkpoint).text)
    except Refused:
        return None, None, None
    return checkpoint.origin, read.index, checkpoint.size
