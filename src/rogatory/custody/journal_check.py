# SPDX-License-Identifier: Apache-2.0
"""Whether a journal can be relied on. Pure: it takes entries, wherever they were read from."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rogatory.custody import refusals
from rogatory.custody.attempts import attempt
from rogatory.custody.event import Event, parse_event
from rogatory.custody.journal import Entry
from rogatory.custody.proof import Logged, refuse_foreign, verify_proof
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.seal.signatures import Signatures, SignedBy
from rogatory.wire.identifiers import Authority

type SignatureCheck = Callable[[Event, bytes, Signatures], tuple[SignedBy, ...]]
"""Verifies an event's signatures as those of its authority, at the time the caller holds right;
raises `Refused`."""

type LogKeys = Callable[[str], Sequence[str]]
"""The keys (vkeys) that the directory lists for a log's origin; none for one it does not list."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An event of a journal that holds. `logged` is None where no proof lies beside it."""

    number: int
    digest: str
    event: Event
    signed: tuple[SignedBy, ...]
    logged: Logged | None


def verify_journal(
    entries: Iterable[Entry],
    *,
    object_digest: str,
    network: str | None,
    check: SignatureCheck,
    log_keys: LogKeys,
    strays: Collection[str] = (),
    known: Collection[str] = (),
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
      7. Each event in `known` (digests: of receipts, of a log, of another copy) is there.

    Nothing but 7 can tell that an authority's last events were taken away, since nothing that
    is left names them; nor is there an order between events of different authorities but that
    of their logs.

    Raises:
        Refused: with every reason, each event's after the one that names its number.
    """
    # 1.
    reasons = [refusals.JOURNAL_STRAY.because(name=ascii(name)[:80]) for name in strays]
    reading = _Reading(object_digest, network, check, log_keys)
    for entry in entries:
        against = reading.reasons_against(entry)  # 2 to 6
        if against:
            reasons += (refusals.JOURNAL_ENTRY.because(number=entry.number), *against)
    # 7.
    for digest in sorted(set(known) - reading.digests):
        reasons.append(refusals.JOURNAL_MISSING.because(digest=digest))
    refuse_if_any(reasons)
    return tuple(reading.checked)


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

    def reasons_against(self, entry: Entry) -> list[Reason]:
        """Points 2 to 6 of `verify_journal` for the next entry."""
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
        # 4.
        if event.previous != self.heads.get(event.authority):
            chain = refusals.JOURNAL_CHAIN
            reasons.append(chain.because(number=entry.number, authority=str(event.authority)))
        self.heads[event.authority] = entry.digest
        # 5.
        signed = attempt(reasons, lambda: self._signed(entry, event))
        # 6.
        logged = attempt(reasons, lambda: self._logged(entry))
        if not reasons and signed is not None:
            self.checked.append(Checked(entry.number, entry.digest, event, signed, logged))
        return reasons

    def _foreign(self, event: Event) -> Iterator[Reason]:
        if event.object != self.object_digest:
            yield refusals.JOURNAL_OBJECT.because(number=self.number)
        if self.network is not None and event.network not in {None, self.network}:
            yield refusals.JOURNAL_NETWORK.because(number=self.number)

    def _signed(self, entry: Entry, event: Event) -> tuple[SignedBy, ...]:
        if entry.signatures is None:
            authority = str(event.authority)
            raise Refused(
                refusals.JOURNAL_UNSIGNED.because(number=entry.number, authority=authority)
            )
        return self.check(event, entry.event, entry.signatures)

    def _logged(self, entry: Entry) -> Logged | None:
        if entry.proof is None:
            return None
        origin = refuse_foreign(entry.proof, entry.event)
        vkeys = self.log_keys(origin)
        if not vkeys:
            raise Refused(refusals.LOG_UNKNOWN.because(origin=ascii(origin)[:120]))
        return verify_proof(entry.proof, entry.event, origin=origin, vkeys=vkeys)
