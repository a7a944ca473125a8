# SPDX-License-Identifier: Apache-2.0
"""The contents of the custody journals of one object: events, proofs and tombstones, before any is judged."""

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.event import CustodyAction, Event, parse_event
from rogatory.custody.events.values import ActValue
from rogatory.custody.journal.check import recorded_tombstones
from rogatory.custody.journal.journal import DestroyedEntry, JournalEntry
from rogatory.custody.log.tombstone import EVENT_DESTROYED, parse_tombstone
from rogatory.errors import Reason, Refused
from rogatory.node.workstation.journals.folders import JournalReading


@dataclass(frozen=True)
class ReadJournals:
    """The journals of one object, with those that a node recorded apart."""

    journals: Sequence[JournalReading]
    beside: Sequence[JournalReading] = ()

    @property
    def every(self) -> tuple[JournalReading, ...]:
        """All journals, those of the object first."""
        return (*self.journals, *self.beside)

    @property
    def entries(self) -> list[JournalEntry]:
        """Every entry, whether or not it is an event in its form."""
        return [entry for read in self.every for entry in read.entries]

    def in_form(self) -> Iterator[tuple[JournalEntry, Event]]:
        """Yield each entry that is an event in its form, with that event."""
        for entry in self.entries:
            with contextlib.suppress(Refused):
                yield entry, parse_event(entry.event)

    @property
    def events(self) -> Collection[Event]:
        """Every event that is in its form, once, whether or not its journal holds."""
        return {entry.digest: event for entry, event in self.in_form()}.values()

    @property
    def to_be_logged(self) -> list[JournalEntry]:
        """Every entry that is an event in its form, or has a proof."""
        events = {entry for entry, _ in self.in_form()}
        return [one for one in self.entries if one in events or one.proof is not None]

    @property
    def unread_proofs(self) -> list[Reason]:
        """Why a file with the name of a proof is none."""
        return [one for read in self.every for one in read.unread_proofs]

    @property
    def destroyed(self) -> list[DestroyedEntry]:
        """Places whose event was destroyed, in any of the journals."""
        return [entry for read in self.every for entry in read.destroyed]

    def destroyed_of(self, objects: Mapping[int, str]) -> list[tuple[DestroyedEntry, str | None]]:
        """Return these, each with the digest that its journal is about: as known, else its first event's."""
        return [
            (one, objects.get(read.earlier) or read.first_object())
            for read in self.every
            for one in read.destroyed
        ]

    def destroyed_digests(self) -> Iterator[str]:
        """Yield the digests that tombstones give of the events that were destroyed."""
        for entry in self.destroyed:
            with contextlib.suppress(Refused):
                yield parse_tombstone(entry.tombstone).digest

    def proofs_of_destroyed(self) -> Iterator[tuple[str, bytes]]:
        """Yield the proof of each place whose event was destroyed, with the State that recorded it."""
        for entry in self.destroyed:
            if entry.proof is not None:
                with contextlib.suppress(Refused):
                    yield parse_tombstone(entry.tombstone).authority.state, entry.proof

    @property
    def not_tombstones(self) -> list[Reason]:
        """Why a file with the name of a tombstone is none."""
        return [one for read in self.every for one in read.not_tombstones]

    @property
    def has_tombstone(self) -> bool:
        """Decide whether a file with the name of a tombstone lies in any of the journals."""
        return bool(self.destroyed or self.not_tombstones)

    def recorded(self) -> dict[str, set[str]]:
        """Return the tombstones that any event here records, with the States that do; each event is
        judged in its own journal.
        """
        found: dict[str, set[str]] = {}
        for _, event in self.in_form():
            with contextlib.suppress(Refused):
                for digest in recorded_tombstones(event, {EVENT_DESTROYED}):
                    found.setdefault(digest, set()).add(event.authority.state)
        return found

    def announced(self, seal: str, *, named: bool) -> bool:
        """Decide whether an event records a timestamp of the seal with this digest, whatever else
        holds. Unless it must be `named`, an event that names no seal counts too: those of version 1
        have no such field.
        """
        allowed = {seal} if named else {None, seal}
        return any(
            event.action is CustodyAction.TIMESTAMPED and seal_of(event) in allowed
            for _, event in self.in_form()
        )


def seal_of(event: Event) -> ActValue:
    """Return the seal that an act names in a field."""
    if event.act is None or known_act(event) is None:
        return None
    return event.act.fields.get("seal")
