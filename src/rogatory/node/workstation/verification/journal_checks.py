# SPDX-License-Identifier: Apache-2.0
"""The checks of custody journals: whole, signed by whom they say, and in a log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from rogatory.custody import refusals as custody_refusals
from rogatory.custody.events.event import Event, parse_event
from rogatory.custody.journal.check import (
    Checked,
    verify_event,
    verify_journal,
)
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Checklist, Title, Undecided, are_of_held_back
from rogatory.evidence.sealed.earlier_seals import SealEvents
from rogatory.evidence.trust.claimed_moments import verified_not_ahead
from rogatory.evidence.trust.stamps import NOTHING_KNOWN, KnownMoment
from rogatory.node.workstation.journals.folders import JournalReading
from rogatory.node.workstation.verification.cosigned import Cosigned, cosigned_at, proved_moment
from rogatory.node.workstation.verification.destroyed_checks import (
    DESTROYED,
    apart_reasons,
    check_destroyed,
    places_taken,
)
from rogatory.node.workstation.verification.logged_checks import (
    WHO_HAS_DIRECTORY,
    check_logged,
    count_of_events,
    foreign_logs,
    is_of_unknown_log,
    misplaced_proofs,
)
from rogatory.node.workstation.verification.officers_named import OFFICERS, check_officers
from rogatory.node.workstation.verification.read_journals import ReadJournals, seal_of
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.stolen_log_keys import StolenLogKeys
from rogatory.node.workstation.verification.witnessed_proofs import WitnessedProofs
from rogatory.seal.signature_moments import SignatureMoments, earliest
from rogatory.seal.signatures import (
    Anchors,
    Signatures,
    SignedBy,
    Slot,
    unknown_families,
    verify_signatures,
)
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, FilledText

JOURNAL = Title(
    "custody-journal", N_("The custody events that are there are signed and follow one another")
)
LOGGED = Title("custody-logged", N_("The custody events are in a log"))
WITNESSED = Title("custody-witnessed", N_("Other States' witnesses cosigned the log"))


NO_OBJECT = N_("nothing here shows which package the custody events are about")
WHO_HAS_OBJECT = N_("anyone with the seal and the tag manifests of the package")


@dataclass
class JournalChecks:
    """The checks of the journals of one object:

    a. Each journal is whole: nothing in it but events, none missing, each on the right object,
       each naming the one before by the same authority, each signed by its authority.
    b. Each event has a proof that it is in its State's log.
    c. Where events were destroyed: the commitment of each is proved to be at its place in a log.
    d. Where the directory states by which policy a State's log is witnessed: each proof of its
       events meets it.
    """

    journals: Sequence[JournalReading]
    objects: Mapping[int, str]
    """The object's digests: 0 as it is, else the number of an earlier form, as far as known."""
    whom: Whom
    network: str | None = None
    sealed: bool = False
    """True if nobody here can see which earlier forms there were, since the bag is encrypted."""
    beside: Sequence[JournalReading] = ()
    """Events that a node recorded apart: their chains may go over into the journals' own."""
    known: KnownMoment = NOTHING_KNOWN
    """When something else proves everything here, signatures included: a complete bundle's
    timestamp."""
    checked: list[tuple[JournalReading, tuple[Checked, ...]]] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    """The authorities whose certificates are not known: nobody here can judge their events."""
    _object_unknown: bool = False

    def run(self, checks: Checklist) -> None:
        checks.run(JOURNAL, self._whole)
        logged = (
            self.read.to_be_logged, self.read.unread_proofs, self.whom, self.read.destroyed, self._stolen,
        )  # fmt: skip
        checks.run(LOGGED, lambda: check_logged(*logged))
        if self.has_tombstone:
            checks.run(
                DESTROYED,
                lambda: check_destroyed(
                    self.read.destroyed_of(self.objects),
                    self.whom.vkeys,
                    self.read.not_tombstones,
                    self.read.recorded(),
                    self._stolen,
                ),
            )

    def run_witnessed(self, checks: Checklist) -> None:
        """Point d, after all others: not every directory states a policy. Then that the registers
        list the officers who are named. Both ask every event in its form, genuine or not.
        """
        if self.whom.view_or_none is None or self.whom.both is None:
            return
        then, newest = self.whom.both.then, self.whom.both.newest
        proofs = [
            (event.authority.state, entry.proof, event.occurred)
            for entry, event in self.read.in_form()
            if entry.proof is not None
        ]
        witnessed = WitnessedProofs(
            then, newest, proofs, self.read.proofs_of_destroyed(), self._stolen
        )
        if witnessed.policies:
            checks.run(WITNESSED, witnessed.check)
        events, registers = self.read.events, self.whom.registers
        if registers is not None and any(one.officer is not None for one in events):
            checks.run(OFFICERS, lambda: check_officers(registers, events))

    @cached_property
    def read(self) -> ReadJournals:
        """The contents of these journals."""
        return ReadJournals(self.journals, self.beside)

    @property
    def has_tombstone(self) -> bool:
        """Decide whether a file with the name of a tombstone lies in any of the journals."""
        return self.read.has_tombstone

    @cached_property
    def _stolen(self) -> StolenLogKeys:
        return StolenLogKeys.for_whom(self.whom, self.known)

    @property
    def events(self) -> list[Checked]:
        return [one for _, found in self.checked for one in found]

    @property
    def seal_events(self) -> SealEvents:
        """The events of these journals that are about seals."""
        return SealEvents(self.sealed_at, self.read.announced)

    def _whole(self) -> str:
        unread = any(read.faults for read in self.beside)
        if not unread and not any(_something(read) for read in self.read.every):
            raise Undecided(
                N_("there is no custody journal"),
                N_("the person who collected and sealed it, by giving the journal"),
            )
        reasons = [one for read in self.read.every for one in read.faults]
        for read in self.journals:
            try:
                self.checked.append((read, self._verify(read)))
            except Refused as error:
                reasons += error.reasons
        for read in self.beside:
            try:
                self.checked.append((read, self._verify_beside(read)))
            except Refused as error:
                reasons += error.reasons
        reasons += misplaced_proofs(self.journals, self.whom)
        taken = places_taken(self.read.destroyed, self.read.entries, self.whom)
        reasons += [one for one in taken if one not in reasons]
        reasons += foreign_logs(self.events)
        refuse_if_any(reasons)
        count = len(self.events)
        self.leave_strangers(count_of_events(count))
        if self._object_unknown:
            raise Undecided(NO_OBJECT, WHO_HAS_OBJECT)
        return count_of_events(count)

    def leave_strangers(self, judged: str) -> None:
        """Leave a check undecided that met events of authorities whose certificates are not known. `judged`: how much
        it looked at.

        Raises:
            Undecided: it did.
        """
        if not self.strangers:
            return
        names = ", ".join(sorted(self.strangers))
        what = N_("{events}; those of {names} could not be judged: the certificates are not known")
        raise Undecided(FilledText(what, events=judged, names=names), WHO_HAS_DIRECTORY)

    def _verify(self, read: JournalReading) -> tuple[Checked, ...]:
        judged = read.without_proofs(of=lambda proof: is_of_unknown_log(proof, self.whom))
        return verify_journal(
            judged.entries,
            object_digest=self._object(read),
            network=self.network,
            check=self.signed,
            log_keys=self._log_keys,
            strays=read.strays,
            destroyed=judged.destroyed,
            recorded=self.read.recorded(),
        )

    def _log_keys(self, origin: str) -> Sequence[str]:
        return self.whom.vkeys(origin) or ()

    def _verify_beside(self, read: JournalReading) -> tuple[Checked, ...]:
        """Return each event on its own; the one it names as the one before must be known from
        anywhere.
        """
        known = {entry.digest for entry in self.read.entries} | set(self.read.destroyed_digests())
        of = self._object(read)
        found: list[Checked] = []
        reasons: list[Reason] = [
            custody_refusals.JOURNAL_STRAY.because(name=ascii(name)[:80]) for name in read.strays
        ]
        for entry in read.entries:
            event = parse_event(entry.event)
            if event.previous is not None and event.previous not in known:
                chain = custody_refusals.JOURNAL_CHAIN
                authority = str(event.authority)
                reasons.append(chain.because(number=entry.number, authority=authority))
            try:
                found.append(
                    verify_event(
                        entry,
                        object_digest=of,
                        network=self.network,
                        check=self.signed,
                        log_keys=self._log_keys,
                    )
                )
            except Refused as error:
                reasons += error.reasons
        recorded, keys = self.read.recorded(), self._log_keys
        reasons += apart_reasons(read.destroyed, of, recorded, keys)
        refuse_if_any(reasons)
        return tuple(found)

    def _object(self, read: JournalReading) -> str:
        """Return the digest that the journal must be about.

        Where it is unknown, it is that of its own first event, or else tombstone, and the check is undecided;
        but for the forms of a bag that is encrypted.
        """
        known = self.objects.get(read.earlier)
        if known is not None:
            return known
        if (read.entries or read.destroyed) and not (self.sealed and read.earlier):
            self._object_unknown = True
        return read.first_object() or ""

    def signed(self, event: Event, data: bytes, signatures: Signatures) -> tuple[SignedBy, ...]:
        """Return who signed an event: nobody where the reader's copy of the directory holds the State
        back. If no other directory lists it, all is asked of its signatures then but the issuer.

        Raises:
            Refused: a signature does not hold, or does not count.
        """
        state = event.authority.state
        cosigned = self.cosigned(sha256(data))
        known = self.known.of(str(event.authority))
        moments = SignatureMoments(
            event.occurred, signatures=earliest(known, proved_moment(cosigned))
        )
        lacking = self.whom.lacks(state)
        anchors = None if lacking else self.whom.anchors(state, moments)
        if anchors is None:  # all is asked but the issuer, so that no damaged signature passes
            anchors = Anchors(())
        decided = self.whom.decides(state)
        unknown = frozenset[Slot]() if decided else unknown_families(anchors, state)
        signed = verified_not_ahead(
            event.occurred,
            self.whom.now,
            lambda: verify_signatures(
                data,
                signatures,
                anchors=anchors,
                holder=str(event.authority),
                at=event.occurred,
                require_mldsa65=True,
                use="authority",
                unknown=unknown,
            ),
        )
        reasons = [] if lacking else self.whom.unlisted(signed, moments)
        only_held_back = are_of_held_back(reasons)
        if unknown or only_held_back:
            self.strangers.add(str(event.authority))
        if not only_held_back:
            refuse_if_any(reasons)
        return () if state in self.whom.held_back else signed

    def cosigned(self, digest: str) -> Cosigned | None:
        """Return when another State's witness saw an event of these journals, if one did."""
        view = self.whom.both.newest if self.whom.view_or_none and self.whom.both else None
        if view is None:
            return None
        stolen = self._stolen
        same = (
            one for one in self.read.entries if one.digest == digest and not stolen.is_under(one)
        )
        found = (cosigned_at(view, one, self.whom.now) for one in same)
        return min((one for one in found if one is not None), default=None)

    def sealing(self, seal: str, sender: str) -> Cosigned | None:
        """Return when another State's witness saw an event in which the sender names this seal.
        Each such event is asked by itself, whether or not its journal holds: it must be signed by
        the sender and lie in the log of the sender's State.
        """
        found: list[Cosigned] = []
        for one in self.read.entries:
            try:
                event = parse_event(one.event)
                named = seal_of(event) == seal and str(event.authority) == sender
                if not named or one.signatures is None or not (seen := self.cosigned(one.digest)):
                    continue
                if self.signed(event, one.event, one.signatures):
                    found.append(seen)
            except Refused:
                continue
        return min(found, default=None)

    def sealed_at(self, seal: str, sender: str) -> datetime | None:
        """Return the moment of that (a `SealTime`)."""
        return proved_moment(self.sealing(seal, sender))


def _something(read: JournalReading) -> bool:
    return bool(read.entries or read.strays or read.destroyed or read.faults)
