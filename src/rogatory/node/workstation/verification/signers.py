# SPDX-License-Identifier: Apache-2.0
"""The given trust, applied to one package: who may sign for whom, and since when.

Only what was given counts, once anything was given. A root alone names no State's keys: then
nothing vouches for any State, and each signature is undecided.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from rogatory.custody.log.epoch import parse_origin
from rogatory.errors import Reason, Refused
from rogatory.evidence.trust.stamps import NOTHING_KNOWN, KnownMoment, StampAuthority
from rogatory.evidence.trust.withdrawn import withdrawn_reasons
from rogatory.node.directory.stamp_authorities import authorities_in, stamp_authorities
from rogatory.node.workstation import refusals
from rogatory.node.workstation.verification.listing_judge import listing_reasons, record_reasons
from rogatory.node.workstation.verification.trust import (
    Trusted,
    TrustedCertificates,
    TrustedEntry,
    directory_of,
    parts_of,
)
from rogatory.seal.certificates.chains import issued_by
from rogatory.seal.certificates.reading import state_ca_of
from rogatory.seal.certificates.revocation import RevocationList, lists_of
from rogatory.seal.refusals import CERTIFICATE_CHAIN
from rogatory.seal.signature_moments import SignatureMoments, earliest
from rogatory.seal.signatures import Anchors, SignedBy

if TYPE_CHECKING:
    from rogatory.directory.entry.entry import DirectoryEntry
    from rogatory.directory.view.view import DirectoryView


@dataclass(frozen=True)
class Views:
    """The directory as it was at the moment in question, and the newest copy known of it."""

    then: "DirectoryView"
    newest: "DirectoryView"

    @property
    def each(self) -> "tuple[DirectoryView, ...]":
        """Both, or the one that is both."""
        return (self.then,) if self.then is self.newest else (self.then, self.newest)


@dataclass(frozen=True)
class Whom:
    """A trust applied to one package: who may sign for whom."""

    trusted: Trusted | None
    own: Anchors
    """State CAs that came along, which speak where nothing was given."""
    at: datetime
    views: Views | None = None
    """A directory that was read before: that of a bundle, with the reader's newer copy."""
    made: datetime | None = None
    """When the checks are made, where that is not `at`: those of a bundle."""
    lists: tuple[bytes, ...] = field(default=(), repr=False)
    """Revocation lists (PEM or DER) that came along; they decide where no directory is at hand."""

    @property
    def now(self) -> datetime:
        """When the checks are made."""
        return self.made or self.at

    @cached_property
    def both(self) -> Views | None:
        """The directory at the moment and the newest one; a copy that was given is both."""
        if self.views is not None:
            return self.views
        given = directory_of(self.trusted)
        if given is None:
            return None
        view = given.newest()
        return Views(view, view)

    @property
    def view(self) -> "DirectoryView | None":
        """The directory, where one is at hand; refuses a copy that does not hold."""
        return self.both.then if self.both else None

    @property
    def view_or_none(self) -> "DirectoryView | None":
        """The directory, where one is at hand and holds."""
        try:
            return self.view
        except Refused:
            return None

    @property
    def _entries(self) -> "list[DirectoryEntry]":
        return [one.entry for one in parts_of(self.trusted) if isinstance(one, TrustedEntry)]

    @property
    def _certificates(self) -> tuple[bytes, ...]:
        """State CAs that were given as files or in entries; what came along if nothing was."""
        if self.trusted is None and self.views is None:
            return tuple(one for one in self.own.certificates if state_ca_of(one) is not None)
        given = [
            der
            for one in parts_of(self.trusted)
            if isinstance(one, TrustedCertificates)
            for der in one.certificates
        ]
        listed = [
            one.der
            for entry in self._entries
            for one in entry.certificates
            if one.use == "state-ca" and not one.period.compromised
        ]
        return tuple(dict.fromkeys((*given, *listed)))

    def anchors(self, state: str, moments: SignatureMoments) -> Anchors | None:
        """Return the State CAs that vouch for a State's authorities, or None if they are unknown.

        Raises:
            Refused: the given directory does not list the State, and nothing else was given for it;
                or its State CA did not vouch then.
        """
        found = tuple(der for der in self._certificates if state_ca_of(der) == state)
        view = self.view
        if view is None or (found and state not in view.listed):
            return Anchors(found) if found else None
        return Anchors(
            tuple(
                one.der
                for one in view.records("state-ca", state.lower())
                if one.period.counts(moments.at, moments.signatures, issuing=True)
            )
        )

    def other_network(self, what: str, network: str | None) -> list[Reason]:
        """Return why a document of that network does not count in the directory at hand: keys may
        serve in two. One that names none was signed where no directory was known.
        """
        view = self.view
        if view is None or network in {None, view.network}:
            return []
        found, expected = f"{str(network)[:16]}…", f"{view.network[:16]}…"
        return [refusals.OTHER_NETWORK.because(what=what, found=found, expected=expected)]

    def unlisted(
        self, signed: Iterable[SignedBy], moments: SignatureMoments, use: str = "authority"
    ) -> list[Reason]:
        """Return why the directory, where one is at hand, does not let these signatures count: it
        does not list the certificate, or that was not in force, in the newest copy too. Without
        one, why an entry or a revocation list does not.
        """
        signed = tuple(signed)
        if self.both is None:
            ended = self._ended_in_entries(signed, moments, use)
            return [*ended, *self.withdrawn(signed, moments)]
        return [
            reason
            for one in signed
            if one.holder[:2].upper() not in self.both.then.held
            for reason in self._unlisted(self.both, one, moments, use)
        ]

    def _unlisted(
        self, both: Views, one: SignedBy, moments: SignatureMoments, use: str
    ) -> Iterator[Reason]:
        if (
            one.holder[:2].upper() not in both.then.listed
        ):  # a State CA that was given vouched for it
            yield refusals.CERTIFICATE_NOT_LISTED.because(
                holder=one.holder, algorithm=one.algorithm
            )
            return
        yield from listing_reasons(both.each, one, moments, use)
        yield from self._issuer_ended(one, moments)

    def withdrawn(
        self, signed: Iterable[SignedBy], moments: SignatureMoments
    ) -> tuple[Reason, ...]:
        """Return why revocation lists, where no directory is at hand, do not let signatures count."""
        if self.both is not None:
            return ()
        return tuple(withdrawn_reasons(self._revocations, signed, moments))

    @cached_property
    def _revocations(self) -> tuple[RevocationList, ...]:
        return lists_of(self.lists, self._certificates, self.now)

    def vouches(
        self,
        ca: bytes,
        at: datetime,
        signatures: datetime | None,
        known: KnownMoment = NOTHING_KNOWN,
    ) -> bool:
        """Decide whether a State CA vouches for an earlier record: one that the directory lists, as it would for
        the bag's own signatures; without a directory each that was given. `known` is when a list proves that the record was there.
        """
        if self.both is None:
            return True
        then = self.both.then
        listed = [one for state in then.states for one in then.entry(state).certificates]
        own = [one for one in listed if (one.use, one.der) == ("state-ca", ca)]
        proved = [earliest(known.of(one.holder), signatures) for one in own]
        return any(
            one.period.counts(at, moment, issuing=True)
            for one, moment in zip(own, proved, strict=True)
        )

    def _issuer_ended(self, one: SignedBy, moments: SignatureMoments) -> Iterator[Reason]:
        """Yield the State CA that issued the certificate did not vouch then: the anchors that
        signatures are verified by name every State CA that the directory ever listed.
        """
        state = one.holder[:2].upper()
        vouching = self.anchors(state, moments)
        if vouching and any(issued_by(one.certificate, ca) for ca in vouching.certificates):
            return
        given = (ca for ca in self._certificates if state_ca_of(ca) == state)
        if not any(issued_by(one.certificate, ca) for ca in given):
            yield CERTIFICATE_CHAIN.because(subject=one.holder, state=state)

    def _ended_in_entries(
        self, signed: Iterable[SignedBy], moments: SignatureMoments, use: str
    ) -> list[Reason]:
        """Return an entry that was given lists every certificate of its State."""
        entries = {entry.state: entry for entry in self._entries}
        return [
            reason
            for one in signed
            if (entry := entries.get(one.holder[:2].upper())) is not None
            for reason in record_reasons(entry.certificates, one, moments, use)
        ]

    def all_anchors(self, state: str | None) -> Anchors | None:
        """Return the State CAs by which a seal and its timestamp are judged; None: those that came
        along.

        Raises:
            Refused: what was given does not vouch for the sealing State.
        """
        if self.trusted is None and self.views is None:
            return None
        given = self._certificates
        view = self.view
        if view is not None:
            spoken_for = {state_ca_of(der) for der in given}
            if state is not None and state not in {*spoken_for, *view.held}:
                view.entry(state)  # refuses where it is not listed
            listed = {
                one.der
                for each in view.states
                for one in view.entry(each).certificates
                if one.use == "state-ca"
            }
            return Anchors(tuple(dict.fromkeys((*sorted(listed), *given))))
        self._refuse_other_state(state, given)
        for entry in self._entries:
            given += tuple(one.der for one in entry.certificates if one.use == "tsa")
        return Anchors(given)

    def _refuse_other_state(self, state: str | None, given: tuple[bytes, ...]) -> None:
        known = [entry.state for entry in self._entries]
        if not known or state is None or state in known:
            return
        if not any(state_ca_of(der) == state for der in given):
            raise Refused(refusals.TRUST_STATE.because(known=", ".join(known), state=state))

    @property
    def stamp_authorities(self) -> tuple[StampAuthority, ...]:
        """Every timestamp authority that what was given lists, with when it was in force; of a
        directory, as its newest copy lists it.
        """
        if self.both is not None:
            return stamp_authorities(self.both.newest)
        return tuple(
            one
            for entry in self._entries
            for one in authorities_in(entry.certificates, entry.state)
        )

    @property
    def listed_for(self) -> frozenset[str]:
        """The States of which an entry was given, which names all its timestamp authorities."""
        return frozenset(entry.state for entry in self._entries)

    @property
    def held_back(self) -> frozenset[str]:
        """The States that the newest copy of the directory holds back: it decides nothing of them."""
        return frozenset(self.both.newest.held) if self.both is not None else frozenset()

    def vkeys(self, origin: str) -> tuple[str, ...] | None:
        """Return the keys of a log, none for one that is not listed; None where nothing that was
        given speaks for its State.
        """
        if self.view is not None:
            if _state_of_log(origin) in self.view.held:
                return None
            return tuple(
                vkey
                for state in self.view.states
                for record in self.view.entry(state).logs
                if record.origin == origin
                for vkey in record.vkeys
            )
        of_state = [entry for entry in self._entries if entry.state == _state_of_log(origin)]
        if of_state:
            logs = (log for entry in of_state for log in entry.logs)
            return tuple(key for log in logs if log.origin == origin for key in log.vkeys)
        return None


def _state_of_log(origin: str) -> str | None:
    try:
        return parse_origin(origin).state
    except Refused:
        return None
