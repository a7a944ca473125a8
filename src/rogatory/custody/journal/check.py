# SPDX-License-Identifier: Apache-2.0
"""The check whether a journal can be relied on. Pure: it takes entries, wherever they were read
from.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from rogatory.custody import refusals
from rogatory.custody.collect_reasons import attempt
from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.event import Event, parse_event
from rogatory.custody.journal.journal import DestroyedEntry, JournalEntry
from rogatory.custody.log import tombstone_refusals
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import (
    Logged,
    LoggedTombstone,
    refuse_foreign,
    verify_destroyed,
    verify_proof,
)
from rogatory.custody.log.tombstone import (
    DESTROYED_CODES,
    EVENT_DESTROYED,
    DestroyedKind,
    Tombstone,
    parse_tombstone,
    tombstone_digest,
)
from rogatory.custody.log.witness import LogKeys
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.seal.signatures import Signatures, SignedBy
from rogatory.wire.identifiers import Authority

type SignatureCheck = Callable[[Event, bytes, Signatures], tuple[SignedBy, ...]]
"""Verifies an event's signatures as those of its authority, at the time the caller holds right;
raises `Refused`."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An event of a journal that holds. `logged` is None where no proof lies beside it."""

    number: int
    digest: str
    event: Event
    signed: tuple[SignedBy, ...]
    logged: Logged | None


def verify_journal(
    entries: Iterable[JournalEntry],
    *,
    object_digest: str,
    network: str | None,
    check: SignatureCheck,
    log_keys: LogKeys,
    strays: Collection[str] = (),
    known: Collection[str] = (),
    destroyed: Iterable[DestroyedEntry] = (),
    recorded: Collection[str] = (),
) -> tuple[Checked, ...]:
    """Decide that a journal holds.

    What must hold:
      1. There is nothing in the folder but the journal (`strays` names what else there is).
      2. The numbers run from 1 without a gap.
      3. Each event is well-formed, on the object given, and of the network given if it names
         one (None: any network).
      4. Each authority's events name each the one before as `previous`, the first one none.
      5. Each event has signatures, and `check` accepts them.
      6. Each proof that lies beside an event verifies, by a key listed for its log.
      7. Each event in `known` (digests: of receipts, of a log, of another copy) is there, or was
         destroyed.
      8. Each tombstone (`destroyed`) is well-formed and on the object given, is in its authority's
         chain as its event was (2, 4), is followed there by its `successor` if it names one, is
         recorded by an understood event of the journal or of others (`recorded`, digests of
         tombstones), has the place of no event that is here, and its proof, if one lies there,
         verifies.

    Only 7 can show that an authority's last events were taken away, since nothing that is left
    names them; nor is there an order between events of different authorities but that of their
    logs.

    Raises:
        Refused: with every reason, each event's after the one that names its number.
    """
    # 1.
    reasons = [refusals.JOURNAL_STRAY.because(name=ascii(name)[:80]) for name in strays]
    reading = _Reading(object_digest, network, check, log_keys)
    both: tuple[Iterable[JournalEntry | DestroyedEntry], ...] = (entries, destroyed)
    for entry in heapq.merge(*both, key=lambda one: one.number):
        against = (
            reading.reasons_against(entry)  # 2 to 6
            if isinstance(entry, JournalEntry)
            else reading.reasons_against_destroyed(entry)  # 8
        )
        if against:
            reasons += (refusals.JOURNAL_ENTRY.because(number=entry.number), *against)
    # 7.
    for digest in sorted(set(known) - reading.digests):
        reasons.append(refusals.JOURNAL_MISSING.because(digest=digest))
    # 8.
    reasons += reading.tombstone_reasons(recorded)
    refuse_if_any(reasons)
    return tuple(reading.checked)


def verify_event(
    entry: JournalEntry,
    *,
    object_digest: str,
    network: str | None,
    check: SignatureCheck,
    log_keys: LogKeys,
) -> Checked:
    """Decide points 3, 5 and 6 of `verify_journal` for an event that lies in no row.

    Raises:
        Refused: with every reason.
    """
    event = parse_event(entry.event)
    reading = _Reading(object_digest, network, check, log_keys, number=entry.number - 1)
    if event.previous is not None:
        reading.heads[event.authority] = event.previous
    refuse_if_any(reading.reasons_against(entry))
    return reading.checked[0]


@dataclass(slots=True)
class _Reading:
    """How far a journal has been read."""

    object_digest: str
    network: str | None
    check: SignatureCheck
    log_keys: LogKeys
    number: int = 0
    heads: dict[Authority, str] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)
    checked: list[Checked] = field(default_factory=list)
    gone: list[tuple[int, str, Tombstone]] = field(default_factory=list)
    """Of each tombstone: the number, its own digest, and what it says."""
    places: set[tuple[str, int]] = field(default_factory=set)
    """Of the events that are here, by origin and index."""
    following: dict[str, str] = field(default_factory=dict)
    """By the digest of an event, that of the next one of its authority."""
    recorded: set[str] = field(default_factory=set)

    def reasons_against(self, entry: JournalEntry) -> list[Reason]:
        """Return points 2 to 6 of `verify_journal` for the next entry."""
        reasons: list[Reason] = []
        # 2.
        if entry.number != self.number + 1:
            reasons.append(refusals.JOURNAL_GAP.because(number=self.number + 1))
        self.number = entry.number
        self.digests.add(entry.digest)
        # 3.
        event = attempt(reasons, lambda: parse_event(entry.event))
        if event is None:
            return reasons
        reasons += self._foreign(event)
        reasons += self._chained(entry.number, event.authority, event.previous, entry.digest)  # 4
        self.recorded |= recorded_tombstones(event, {EVENT_DESTROYED})
        # 5.
        signed = attempt(reasons, lambda: self._signed(entry, event))
        # 6.
        logged = attempt(reasons, lambda: self._logged(entry))
        if not reasons and signed is not None:
            self.checked.append(Checked(entry.number, entry.digest, event, signed, logged))
        return reasons

    def reasons_against_destroyed(self, entry: DestroyedEntry) -> list[Reason]:
        """Return what of point 8 the tombstone shows by itself and by what precedes it."""
        reasons: list[Reason] = []
        if entry.number != self.number + 1:
            reasons.append(refusals.JOURNAL_GAP.because(number=self.number + 1))
        self.number = entry.number
        found = attempt(reasons, lambda: parse_tombstone(entry.tombstone))
        if found is None:
            return reasons
        self.digests.add(found.digest)
        self.gone.append((entry.number, tombstone_digest(entry.tombstone), found))
        reasons += self._chained(entry.number, found.authority, found.previous, found.digest)
        attempt(
            reasons,
            lambda: verify_tombstone(
                entry, found, object_digest=self.object_digest, log_keys=self.log_keys
            ),
        )
        return reasons

    def tombstone_reasons(self, recorded: Collection[str]) -> Iterator[Reason]:
        """Yield what of point 8 the rest of the journal shows."""
        for number, own, found in self.gone:
            reasons: list[Reason] = []
            if own not in self.recorded and own not in recorded:
                reasons.append(tombstone_refusals.TOMBSTONE_UNRECORDED.because(number=number))
            if found.successor not in {None, self.following.get(found.digest)}:
                authority = str(found.authority)
                successor = tombstone_refusals.TOMBSTONE_SUCCESSOR
                reasons.append(successor.because(number=number, authority=authority))
            if (found.log, found.index) in self.places:
                place = tombstone_refusals.TOMBSTONE_PLACE
                reasons.append(place.because(index=found.index, origin=found.log))
            if reasons:
                yield refusals.JOURNAL_ENTRY.because(number=number)
                yield from reasons

    def _chained(
        self, number: int, authority: Authority, previous: str | None, digest: str
    ) -> Iterator[Reason]:
        """Point 4."""
        head = self.heads.get(authority)
        if previous != head:
            chain = refusals.JOURNAL_CHAIN
            yield chain.because(number=number, authority=str(authority))
        if head is not None:
            self.following[head] = digest
        self.heads[authority] = digest

    def _foreign(self, event: Event) -> Iterator[Reason]:
        if event.object != self.object_digest:
            yield refusals.JOURNAL_OBJECT.because(number=self.number)
        if self.network is not None and event.network not in {None, self.network}:
            yield refusals.JOURNAL_NETWORK.because(number=self.number)

    def _signed(self, entry: JournalEntry, event: Event) -> tuple[SignedBy, ...]:
        if entry.signatures is None:
            authority = str(event.authority)
            raise Refused(
                refusals.JOURNAL_UNSIGNED.because(number=entry.number, authority=authority)
            )
        return self.check(event, entry.event, entry.signatures)

    def _logged(self, entry: JournalEntry) -> Logged | None:
        if entry.proof is None:
            return None
        origin = refuse_foreign(entry.proof, entry.event)
        vkeys = self.log_keys(origin)
        if not vkeys:
            raise Refused(refusals.LOG_UNKNOWN.because(origin=ascii(origin)[:120]))
        logged = verify_proof(entry.proof, entry.event, origin=origin, vkeys=vkeys)
        self.places.add((origin, logged.index))
        return logged


def verify_tombstone(
    entry: DestroyedEntry, found: Tombstone, *, object_digest: str, log_keys: LogKeys
) -> LoggedTombstone | None:
    """Decide what a tombstone shows without the rest of its journal.

    1. It is of an event, on the object given.
    2. The log of its place is of its authority's State.
    3. A proof that lies beside it verifies, by a key listed for that log.

    Returns what 3 proved, None where no proof lies there.

    Raises:
        Refused: with every reason.
    """
    reasons: list[Reason] = []
    if found.kind is not DestroyedKind.EVENT:  # 1
        reasons.append(tombstone_refusals.TOMBSTONE_KIND.because(number=entry.number))
    if found.object != object_digest:
        reasons.append(refusals.JOURNAL_OBJECT.because(number=entry.number))
    if parse_origin(found.log).state != found.authority.state:  # 2
        reasons.append(
            tombstone_refusals.TOMBSTONE_PLACE.because(index=found.index, origin=found.log)
        )
    logged, proof = None, entry.proof
    if proof is not None:  # 3
        vkeys = log_keys(found.log)
        if vkeys:
            logged = attempt(
                reasons,
                lambda: verify_destroyed(proof, found, origin=found.log, vkeys=vkeys),
            )
        else:
            reasons.append(refusals.LOG_UNKNOWN.because(origin=ascii(found.log)[:120]))
    refuse_if_any(reasons)
    return logged


def recorded_tombstones(event: Event, codes: Collection[str] = DESTROYED_CODES) -> frozenset[str]:
    """Return the digest of the tombstone that an understood event of one of these codes records, if it does."""
    if event.act is None or event.act.code not in codes or known_act(event) is None:
        return frozenset()
    return frozenset({str(event.act.fields["tombstone"])})
