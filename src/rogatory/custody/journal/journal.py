# SPDX-License-Identifier: Apache-2.0
"""The journal beside an object: a folder of signed events, which several processes may append to.

    0001.json                canonical bytes of an event
    0001.mldsa65.p7s         its signatures
    0001.p256.p7s
    0001.tlog-proof          once a log has it
    0002.tombstone.json      in place of an event that was destroyed, and its signatures

An event is recorded when its `.json` has its name, which is given durably and never to two. The
signatures follow, the ECDSA one last: an event that has it is complete, one that lacks it was
interrupted there (or robbed), which `interrupted` reports and `finish` completes.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rogatory import disk
from rogatory.custody import refusals
from rogatory.custody.events.event import (
    LARGEST_EVENT,
    Event,
    build_event,
    event_digest,
    parse_event,
)
from rogatory.custody.log.proof import LARGEST_PROOF, refuse_foreign
from rogatory.custody.log.tombstone import LARGEST_TOMBSTONE, parse_tombstone
from rogatory.disk import refusals as disk_refusals
from rogatory.errors import Refused
from rogatory.seal.cms import LARGEST_SIGNATURE
from rogatory.seal.signatures import Signatures, SigningKeys
from rogatory.wire.identifiers import Authority

MOST_EVENTS = 99_999
"""A reader lists and reads them all; a folder of millions would be made to keep him busy."""

EVENT = "json"
P256 = "p256.p7s"
MLDSA65 = "mldsa65.p7s"
PROOF = "tlog-proof"
TOMBSTONE = "tombstone.json"

LIMITS = {
    EVENT: LARGEST_EVENT,
    P256: LARGEST_SIGNATURE,
    MLDSA65: LARGEST_SIGNATURE,
    PROOF: LARGEST_PROOF,
    TOMBSTONE: LARGEST_TOMBSTONE,
}

_NAME_FORM = re.compile(
    r"(?!0000)(?P<number>\d{4}|[1-9]\d{4})"
    r"\.(?P<kind>json|p256\.p7s|mldsa65\.p7s|tlog-proof|tombstone\.json)\Z",
    re.ASCII,
)

TEMPORARY = ".rogatory-new-"
"""The prefix of a file that a killed process left before it got its name: no part of the
journal."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One event of a journal as it lies there; nothing about it has been checked.

    `signatures` is None where the event was interrupted before it was signed.
    """

    number: int
    event: bytes
    signatures: Signatures | None
    proof: bytes | None

    @property
    def digest(self) -> str:
        return event_digest(self.event)


@dataclass(frozen=True, slots=True)
class DestroyedEntry:
    """A place of a journal whose event was destroyed; nothing about it has been checked."""

    number: int
    tombstone: bytes
    proof: bytes | None


class Journal:
    """The journal in an existing folder. Holds nothing open and remembers nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def begin(cls, folder: Path) -> "Journal":
        """Return a new, empty journal; refuses a folder that exists."""
        with disk.PartialFolder(folder):
            pass
        return cls(folder)

    def append(self, event: Event, keys: SigningKeys) -> JournalEntry:
        """Record an act of the keys' holder: complete, signed and durable when this returns.

        The journal gives the event its `previous`; `event.previous` is None.

        Raises:
            Refused: the event is not well-formed, not of the keys' holder, not on the object of
                this journal, or the journal is full or damaged.
            Unreachable: the disk failed; then the event may be there unsigned (`finish`).
        """
        if event.previous is not None:
            raise ValueError("the journal gives an event its previous one")
        _refuse_other_holder(event, keys)
        while True:
            number, latest = self._latest(event)
            data = build_event(replace(event, previous=latest))
            signatures = keys.sign(data, event.occurred)
            if self._record(number, data):
                self._write_signatures(number, signatures)
                return JournalEntry(number, data, signatures, None)

    def add(self, event: bytes, signatures: Signatures) -> JournalEntry:
        """Record an event that was signed elsewhere, byte for byte; one that is here stays as it is.

        Raises:
            Refused: it is not well-formed, on another object, or does not name the last event
                here of its authority as its previous one.
        """
        read = parse_event(event)
        for entry in self:
            if entry.event == event:
                self._write_signatures(entry.number, signatures)
                return self.entry(entry.number)
        while True:
            number, latest = self._latest(read)
            if read.previous != latest:
                authority = str(read.authority)
                raise Refused(refusals.JOURNAL_CHAIN.because(number=number, authority=authority))
            if self._record(number, event):
                self._write_signatures(number, signatures)
                return JournalEntry(number, event, signatures, None)

    def attach_proof(self, number: int, proof: bytes) -> None:
        """Put a proof beside its event, instead of an earlier one.

        Raises:
            Refused: the proof is of another event, or there is no such event. Whether the log's
                key signed its checkpoint is not asked here.
        """
        refuse_foreign(proof, self.entry(number).event)
        disk.replace(self._path(number, PROOF), proof)

    def finish(self, keys: SigningKeys) -> tuple[JournalEntry, ...]:
        """Sign what an interruption left unsigned of the holder's events; returns those."""
        repaired = []
        for entry in self.interrupted():
            event = parse_event(entry.event)
            if str(event.authority) == keys.holder:
                self._write_signatures(entry.number, keys.sign(entry.event, event.occurred))
                repaired.append(self.entry(entry.number))
        return tuple(repaired)

    def interrupted(self) -> tuple[JournalEntry, ...]:
        """Return events that lack their signatures."""
        return tuple(entry for entry in self if entry.signatures is None)

    def not_logged(self) -> tuple[JournalEntry, ...]:
        """Complete events that no proof lies beside: what is to be submitted to a node."""
        return tuple(entry for entry in self if entry.signatures and entry.proof is None)

    def __iter__(self) -> Iterator[JournalEntry]:
        """Yield the entries in order of their numbers, read one after the other."""
        kinds = self._kinds()
        for number in sorted(kinds):
            if EVENT in kinds[number]:
                yield self._read(number, kinds[number])

    def destroyed(self) -> Iterator[DestroyedEntry]:
        """Yield the places whose event was destroyed, in order of their numbers."""
        for number, kinds in sorted(self._kinds().items()):
            if TOMBSTONE in kinds and EVENT not in kinds:
                proof = self._read_file(number, PROOF) if PROOF in kinds else None
                yield DestroyedEntry(number, self._read_file(number, TOMBSTONE), proof)

    def entry(self, number: int) -> JournalEntry:
        kinds = self._kinds().get(number, set())
        if EVENT not in kinds:
            raise Refused(refusals.JOURNAL_NO_ENTRY.because(number=number))
        return self._read(number, kinds)

    def strays(self) -> tuple[str, ...]:
        """Return names in the folder that no journal has: other files, and what belongs to no
        event.
        """
        strays = [name for name in self._names() if not _NAME_FORM.match(name)]
        for number, kinds in sorted(self._kinds().items()):
            strays += [_name(number, kind) for kind in sorted(stray_kinds(kinds))]
        return tuple(sorted(strays))

    def _latest(self, event: Event) -> tuple[int, str | None]:
        """Return the next free number, and the digest of the same authority's last event.

        Only as many events are read as it takes to find it.
        """
        kinds = self._kinds()
        number = max(kinds, default=0) + 1
        if number > MOST_EVENTS:
            raise Refused(refusals.JOURNAL_FULL.because(limit=MOST_EVENTS))
        for earlier in sorted(kinds, reverse=True):
            found = self._head(earlier, kinds[earlier])
            if found is None:
                continue
            of, authority, digest = found
            if of != event.object:
                raise Refused(refusals.JOURNAL_OBJECT.because(number=number))
            if authority == event.authority:
                return number, digest
        return number, None

    def _head(self, number: int, kinds: set[str]) -> tuple[str, Authority, str] | None:
        """Return the object, the authority and the digest of the event that is, or was, at a
        number.
        """
        if EVENT in kinds:
            data = self._read_file(number, EVENT)
            event = parse_event(data)
            return event.object, event.authority, event_digest(data)
        if TOMBSTONE in kinds:
            gone = parse_tombstone(self._read_file(number, TOMBSTONE))
            return gone.object, gone.authority, gone.digest
        return None

    def _record(self, number: int, event: bytes) -> bool:
        """Give the event its number; False if another process was faster."""
        return _write_unless_there(self._path(number, EVENT), event)

    def _write_signatures(self, number: int, signatures: Signatures) -> None:
        """Write the ECDSA one last; what another process has written meanwhile remains."""
        if signatures.mldsa65 is not None:
            _write_unless_there(self._path(number, MLDSA65), signatures.mldsa65)
        _write_unless_there(self._path(number, P256), signatures.p256)

    def _read(self, number: int, kinds: set[str]) -> JournalEntry:
        found = {kind: self._read_file(number, kind) for kind in kinds - {TOMBSTONE}}
        p256, mldsa65 = found.get(P256), found.get(MLDSA65)
        signatures = None if p256 is None else Signatures(p256, mldsa65)
        return JournalEntry(number, found[EVENT], signatures, found.get(PROOF))

    def _read_file(self, number: int, kind: str) -> bytes:
        name = _name(number, kind)
        with disk.Beneath(self.folder) as beneath:
            return disk.read_open(beneath.open_read(name), name, limit=LIMITS[kind])

    def _kinds(self) -> dict[int, set[str]]:
        """Return the kinds of files there of each number."""
        kinds: dict[int, set[str]] = {}
        for name in self._names():
            if match := _NAME_FORM.match(name):
                kinds.setdefault(int(match["number"]), set()).add(match["kind"])
        return kinds

    def _names(self) -> list[str]:
        with disk.faults_at(self.folder):
            names = [path.name for path in self.folder.iterdir()]
        return sorted(name for name in names if not name.startswith(TEMPORARY))

    def _path(self, number: int, kind: str) -> Path:
        return self.folder / _name(number, kind)


def stray_kinds(kinds: Collection[str]) -> frozenset[str]:
    """Return the kinds of files at one number that belong to nothing: beside a tombstone, all but a
    proof; without an event or a tombstone, all.
    """
    found = frozenset(kinds)
    if EVENT in found:
        return found & {TOMBSTONE}
    return found - {TOMBSTONE, PROOF} if TOMBSTONE in found else found


def _name(number: int, kind: str) -> str:
    return f"{number:04d}.{kind}"


def _write_unless_there(path: Path, data: bytes) -> bool:
    try:
        disk.write_new(path, data)
    except Refused as error:
        if error.codes == (disk_refusals.EXISTS.id,):
            return False
        raise
    return True


def _refuse_other_holder(event: Event, keys: SigningKeys) -> None:
    if keys.holder != str(event.authority):
        wanted = str(event.authority)
        raise Refused(refusals.JOURNAL_SIGNER.because(holder=keys.holder, authority=wanted))
