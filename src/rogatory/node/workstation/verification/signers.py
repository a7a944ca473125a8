# SPDX-License-Identifier: Apache-2.0
"""The given trust, applied to one package: who may sign for whom, and since when.

Only what was given counts, once anything was given. A root alone names no State's keys: then
nothing vouches for any State, and each signature is undecided. Entries are a directory of their
States that holds back every other one (specification 15).
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
from rogatory.node.directory.stamp_authorities import stamp_authorities
from rogatory.node.workstation import refusals
from rogatory.node.workstation.verification.directory_of_entries import (
    NO_NETWORK,
    directory_of_entries,
)
from rogatory.node.workstation.verification.listing_judge import Views, listing_reasons
from rogatory.node.workstation.verification.trust import (
    Trusted,
    certificates_of,
    directory_of,
    entries_of,
)
from rogatory.seal.certificates.chains import issued_by
from rogatory.seal.certificates.reading import state_ca_of
from rogatory.seal.certificates.revocation import RevocationList, lists_of
from rogatory.seal.refusals import CERTIFICATE_CHAIN
from rogatory.seal.signature_moments import SignatureMoments, earliest
from rogatory.seal.signatures import Anchors, SignedBy

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView


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
        """The directory at the moment and the newest one; a copy or entries that were given are both."""
        if self.views is not None:
            return self.views
        copy, entries = directory_of(self.trusted), entries_of(self.trusted)
        if copy is None and not entries:
            return None
        view = directory_of_entries(entries, self.now) if copy is None else copy.newest()
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
    def registers(self) -> "DirectoryView | None":
        """The newest copy, whose registers list officers; entries have none."""
        if self.view_or_none is None or self.both is None:
            return None
        return None if self.both.newest.network == NO_NETWORK else self.both.newest

    @property
    def network(self) -> str | None:
        """The network of the directory at hand; entries name none."""
        view = self.view_or_none
        return None if view is None or view.network == NO_NETWORK else view.network

    @cached_property
    def _state_cas(self) -> tuple[bytes, ...]:
        """State CAs that were given as files; what came along if nothing was."""
        if self.trusted is None and self.views is None:
            return tuple(one for one in self.own.certificates if state_ca_of(one) is not None)
        return certificates_of(self.trusted)

    def _of_state(self, state: str) -> tuple[bytes, ...]:
        return tuple(der for der in self._state_cas if state_ca_of(der) == state)

    def anchors(self, state: str, moments: SignatureMoments) -> Anchors | None:
        """Return the State CAs that vouch for a State's authorities, or None if they are unknown.

        Raises:
            Refused: the directory at hand does not list the State; or holds it back, and no State
                CA of it was given.
        """
        own, view = self._of_state(state), self.view
        if view is None or own:
            return Anchors(own) if own else None
        return Anchors(
            tuple(
                one.der
                for one in view.records("state-ca", state.lower())
                if one.period.counts(moments.at, moments.signatures, issuing=True)
            )
        )

    def lacks(self, state: str) -> bool:
        """Decide whether nothing that was given says which keys a State has: the copy or the entries hold it back."""
        held = self.views is None and state in self.held_back
        return held and not self._of_state(state)

    def decides(self, state: str) -> bool:
        """Decide whether a directory at hand names every key that a State has, of every family."""
        return self.view is not None and state not in self.view.held

    def other_network(self, what: str, network: str | None) -> list[Reason]:
        """Return why a document of that network does not count in the directory at hand: keys may
        serve in two. One that names none was signed where no directory was known.
        """
        own = self.network
        if own is None or network in {None, own}:
            return []
        found, expected = f"{str(network)[:16]}…", f"{own[:16]}…"
        return [refusals.OTHER_NETWORK.because(what=what, found=found, expected=expected)]

    def unlisted(
        self, signed: Iterable[SignedBy], moments: SignatureMoments, use: str = "authority"
    ) -> list[Reason]:
        """Return why the directory, where one is at hand, does not let these signatures count: it
        does not list the certificate, or that was not in force, in the newest copy too; or its issuer
        did not vouch then. Without one, why a revocation list does not.
        """
        signed, both = tuple(signed), self.both
        if both is None:
            return list(self.withdrawn(signed, moments))
        return [
            reason
            for one in signed
            for reason in (
                *listing_reasons(both, one, moments, use),
                *self._issuer_ended(one, moments),
            )
        ]

    def withdrawn(
        self, signed: Iterable[SignedBy], moments: SignatureMoments
    ) -> tuple[Reason, ...]:
        """Return why revocation lists, where no directory is at hand, do not let signatures count."""
        if self.both is not None:
            return ()
        return tuple(withdrawn_reasons(self._revocations, signed, moments))

    @cached_property
    def _revocations(self) -> tuple[RevocationList, ...]:
        return lists_of(self.lists, self._state_cas, self.now)

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
        vouching = self.anchors(state, moments) or Anchors(())
        if not any(issued_by(one.certificate, ca) for ca in vouching.certificates):
            yield CERTIFICATE_CHAIN.because(subject=one.holder, state=state)

    def all_anchors(self, state: str | None) -> Anchors | None:
        """Return the State CAs by which a seal and its timestamp are judged; None: those that came
        along.

        Raises:
            Refused: the directory at hand does not list the sealing State.
        """
        if self.trusted is None and self.views is None:
            return None
        view = self.view
        if view is None:
            return Anchors(self._state_cas)
        if state is not None and state not in view.held:
            view.entry(state)  # refuses where it is not listed
        listed = {
            one.der
            for each in view.states
            for one in view.entry(each).certificates
            if one.use == "state-ca"
        }
        return Anchors(tuple(dict.fromkeys((*sorted(listed), *self._state_cas))))

    @property
    def stamp_authorities(self) -> tuple[StampAuthority, ...]:
        """Every timestamp authority that the newest copy lists, with when it was in force."""
        return stamp_authorities(self.both.newest) if self.both is not None else ()

    @property
    def held_back(self) -> frozenset[str]:
        """The States that the newest copy of the directory holds back: it decides nothing of them."""
        return frozenset(self.both.newest.held) if self.both is not None else frozenset()

    def vkeys(self, origin: str) -> tuple[str, ...] | None:
        """Return the keys of a log, none for one that is not listed; None where nothing that was
        given speaks for its State.
        """
        if self.view is None or _state_of_log(origin) in self.view.held:
            return None
        return tuple(
            vkey
            for state in self.view.states
            for record in self.view.entry(state).logs
            if record.origin == origin
            for vkey in record.vkeys
        )


def _state_of_log(origin: str) -> str | None:
    try:
        return parse_origin(origin).state
    except Refused:
        return None
