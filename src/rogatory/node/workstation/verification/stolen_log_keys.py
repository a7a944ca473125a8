# SPDX-License-Identifier: Apache-2.0
"""Keys of logs that the newest copy of the directory calls compromised, and the checkpoints under them.

A checkpoint claims no moment, so that a thief's cannot be distinguished from one of before the theft. It counts
if a timestamp over the whole bundle, or other States' cosignatures, prove that it was there before
(specification 17).
"""

from datetime import datetime
from functools import cached_property

from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import JournalEntry
from rogatory.custody.log.checkpoint import parse_checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import parse_proof
from rogatory.directory.entry.entry import LogRecord
from rogatory.directory.refusals import LOG_NOT_LISTED
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused
from rogatory.evidence.trust.stamps import NOTHING_KNOWN, KnownMoment
from rogatory.node.workstation import refusals
from rogatory.node.workstation.verification.cosigned import checkpoint_seen, proved_moment
from rogatory.node.workstation.verification.listing_judge import Views
from rogatory.node.workstation.verification.signers import Whom
from rogatory.seal.notes import NoteVerifier, open_note, parse_note
from rogatory.wire.moments import format_moment


class StolenLogKeys:
    """The keys of logs that were compromised, by the newest copy; none where there is no directory."""

    def __init__(
        self, views: Views | None, now: datetime, known: KnownMoment = NOTHING_KNOWN
    ) -> None:
        self._views, self._now, self._known = views, now, known

    @classmethod
    def for_whom(cls, whom: Whom, known: KnownMoment) -> "StolenLogKeys":
        """Return the keys by what is at hand; none where a copy that was given does not hold."""
        return cls(whom.both if whom.view_or_none else None, whom.now, known)

    def is_under(self, entry: JournalEntry) -> bool:
        """Decide whether the proof beside an event is under such a key, and not proved to be older."""
        if entry.proof is None:
            return False
        try:
            note, event = parse_proof(entry.proof).checkpoint, parse_event(entry.event)
            return bool(self.reasons(note, event.occurred))
        except Refused:
            return False  # reported by the check of the proof

    def reasons(self, note: str, claimed: datetime | None = None) -> list[Reason]:
        """Return why a checkpoint that verified does not count; nothing where it does.

        1. Each listed key by which a line of it holds was compromised.
        2. Neither a timestamp over the bundle nor cosignatures prove that it is older than the
           latest of these ends. No cosignature before the moment that is `claimed` counts.
        """
        if self._views is None or not self._ends:
            return []
        origin = parse_checkpoint(parse_note(note).text).origin
        ends = {key: end for (log, key), end in self._ends.items() if log == origin}
        signing = [one for one in _listed(self._views.then, origin) if _is_signed_by(note, one)]
        if not ends or not signing or not ends.keys() >= set(signing):  # 1
            return []
        end, state = max(ends[one] for one in signing), parse_origin(origin).state
        known = self._known.of(state)
        seen = checkpoint_seen(self._views.newest, note, state, claimed, self._now)
        if any(at is not None and at < end for at in (known, proved_moment(seen))):  # 2
            return []
        return [refusals.LOG_KEY_COMPROMISED.because(origin=origin, ended=format_moment(end))]

    @cached_property
    def _ends(self) -> dict[tuple[str, str], datetime]:
        """The earliest end of each key that was compromised, by the origin of its log and its text."""
        found: dict[tuple[str, str], datetime] = {}
        if self._views is None:
            return found
        newest = self._views.newest
        entries = (*map(newest.entry, newest.states), *self._views.entries)
        for record in (log for entry in entries for log in entry.logs):
            ended = record.period.ended
            if ended is not None and record.period.compromised:
                place = record.origin, record.vkey
                found[place] = min(ended.at, found.get(place, ended.at))
        return found


def listed_log_keys(view: DirectoryView, origin: str) -> tuple[str, ...]:
    """Return every key that a directory lists for a log, of both kinds; refuses a log that it does not list."""
    found = tuple(key for one in _records(view, origin) for key in one.vkeys)
    if not found:
        raise Refused(LOG_NOT_LISTED.because(origin=ascii(origin)[:120]))
    return found


def _records(view: DirectoryView, origin: str) -> list[LogRecord]:
    logs = (one for state in view.states for one in view.entry(state).logs)
    return [one for one in logs if one.origin == origin]


def _listed(view: DirectoryView, origin: str) -> set[str]:
    """Return the Ed25519 keys that a directory lists for a log."""
    return {one.vkey for one in _records(view, origin)}


def _is_signed_by(note: str, vkey: str) -> bool:
    try:
        open_note(note, [NoteVerifier.parse(vkey)])
    except Refused:
        return False
    return True
