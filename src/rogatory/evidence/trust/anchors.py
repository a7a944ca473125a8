# SPDX-License-Identifier: Apache-2.0
"""The certificates that a caller trusts, and the time from which a signature is judged."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.evidence.trust.distrusted_algorithms import NOTHING, Distrust
from rogatory.evidence.trust.stamps import (
    NOTHING_KNOWN,
    KnownMoment,
    StampAuthority,
    StampRules,
    Stamps,
)
from rogatory.evidence.trust.withdrawn import withdrawn_reasons
from rogatory.seal.algorithms import signature_algorithms
from rogatory.seal.certificates.reading import pem_to_der, state_ca_of
from rogatory.seal.certificates.revocation import RevocationList, lists_of
from rogatory.seal.refusals import CERTIFICATE_CHAIN, CERTIFICATE_EXPIRED
from rogatory.seal.signature_moments import SignatureMoments, earliest
from rogatory.seal.signatures import (
    Anchors,
    Signatures,
    SignedBy,
    Slot,
    claimed_state,
    unknown_families,
    verify_signatures,
)
from rogatory.seal.timestamping.timestamps import Stamped
from rogatory.wire.words import N_, FilledText, TextsInTurn

NOT_COMPARED = N_("against the package's own certificates, not compared with a directory")

NO_ANCHOR = N_("the signature holds, but the State CA that vouches for it is not known here")
ONE_ANCHOR = N_(
    "the signature by the one State CA that is known holds; the other State CA is not known here"
)
WHO_HAS_ANCHOR = N_("anyone with the certificate of the State CA (--trust)")
EXPIRED_UNPROVED = N_(
    "the signature holds, but its certificate has ended since, and no timestamp that counts shows "
    "that it was made before"
)
WHO_PROVES = N_("anyone with a timestamp, or with a copy kept since before then")
BROKEN = N_("the signature holds, but {broken} counts no more when it is first known to exist")

_VOUCHING = re.compile(
    r"((?P<ca>[a-z]{2}-ca(-[1-9]\d?)?\.(p256|mldsa65))|tsa\.[1-9]\d?)\.pem\Z", re.ASCII
)
"""Names of files whose certificates, where nothing was given, vouch."""


type Vouches = Callable[[bytes, datetime, datetime | None], bool]
"""Decides whether a State CA (DER) vouches for what was signed at a moment; the other is the one at which the
signatures themselves are proved to have been there, if they are."""


@dataclass(frozen=True, slots=True)
class Trust:
    """`anchors` are State CAs, and authorities for timestamps, that the caller has from
    elsewhere; None lets the package's own certificates speak for it, and says so.

    `now` is when the checks are made; a timestamp that counts takes its place. `authorities` is
    what a directory says of timestamp authorities; `listed` says that a directory decides what
    was withdrawn, so that revocation lists only repeat it. `distrust` names broken algorithms.
    """

    now: datetime
    anchors: Anchors | None = None
    require_mldsa65: bool = True
    authorities: tuple[StampAuthority, ...] = ()
    listed: bool = False
    held_back: frozenset[str] = frozenset()
    distrust: Distrust = NOTHING
    whole: KnownMoment = NOTHING_KNOWN
    """When something else proves all that is judged: the timestamp of a disclosure that lists it."""
    vouches: Vouches | None = None
    """Which State CAs among the anchors vouch for an earlier record, where a directory says."""
    lists: tuple[bytes, ...] = field(default=(), repr=False)
    """Revocation lists (PEM or DER) at hand, beside those that lie with what is judged."""

    def stamp_rules(self, own: Anchors, lists: Iterable[bytes] = ()) -> StampRules:
        """Return how the timestamps of a package with these certificates, and these revocation lists
        (PEM or DER), are to be judged: by no State CA of a State that the directory at hand holds back.
        """
        every = own if self.anchors is None else self.anchors
        anchors = Anchors(
            tuple(one for one in every.certificates if state_ca_of(one) not in self.held_back)
        )
        return StampRules(
            self.now,
            anchors,
            self.authorities,
            self.distrust,
            whole=self.whole,
            listed=self.listed,
            held_back=self.held_back,
            lists=self.lists_by(anchors, lists),
        )

    def lists_by(self, anchors: Anchors, lists: Iterable[bytes] = ()) -> tuple[RevocationList, ...]:
        """Return these revocation lists and those at hand, as far as an anchor signed them; none where
        a directory decides.
        """
        if self.listed:
            return ()
        return lists_of(dict.fromkeys((*self.lists, *lists)), anchors.certificates, self.now)


@dataclass(frozen=True, slots=True)
class PackageTrust:
    """A trust applied to one package, with the time at which its signatures are judged.

    `proven` says that a timestamp proves that time; `there` is when the signatures themselves are
    first known to exist, which counts once an algorithm is broken; `signed` is the same where a
    timestamp proves it, and None elsewhere; `faded` is the time of a timestamp that counted once.
    `lists` are revocation lists that decide, where no directory does.
    """

    anchors: Anchors
    at: datetime
    own: bool
    require_mldsa65: bool
    proven: bool = False
    faded: datetime | None = None
    there: datetime | None = None
    signed: datetime | None = None
    distrust: Distrust = NOTHING
    lists: tuple[RevocationList, ...] = field(default=(), repr=False)
    listed: bool = False
    """True if a directory is at hand, which decides which States have keys."""
    held_back: frozenset[str] = frozenset()
    """The States of which that directory says nothing."""
    vouches: Vouches | None = None
    seen: datetime | None = None
    """When another State cosigned the record of the first seal: the signature moment of earlier records."""
    listed_anchors: Anchors | None = None
    """Every State CA that the directory lists, of which `anchors` are those that vouch."""

    @property
    def for_records(self) -> "PackageTrust":
        """The same for records of earlier forms, of which nothing proves when they were signed but that it was before:
        the State CAs that vouch for the bag's own signatures vouch for them, and a State may have been listed then.
        """
        left = tuple(
            one
            for one in self.anchors.certificates
            if self.vouches is None or self.vouches(one, self.at, self.seen)
        )
        return replace(
            self, anchors=Anchors(left), listed_anchors=self.anchors, proven=False, listed=False
        )

    def _settled(self, state: str | None, unknown: frozenset[Slot]) -> bool:
        """Decide whether the directory knows no key of the State, so that none of its signatures holds."""
        return (
            self.listed
            and state is not None
            and state not in self.held_back
            and unknown == unknown_families(Anchors(()), state)
        )

    def signatures(
        self, data: bytes, signatures: Signatures, holder: str | None
    ) -> tuple[SignedBy, ...]:
        """Return who signed; see `verify_signatures`.

        Raises:
            Refused: a signature does not hold, or its certificate was withdrawn before.
            Undecided: the State CA is not known; the certificate ended, and nothing proves that
                the signature is older; or what it rests on is broken.
        """
        state = claimed_state(signatures) if holder is None else holder[:2].upper()
        unknown = unknown_families(self.anchors, state) if state else frozenset[Slot]()
        if self._settled(state, unknown):
            unknown = frozenset()
        try:
            signed = self._verified(data, signatures, holder, self.at)
        except Refused as refused:
            codes = {reason.code.id for reason in refused.reasons}
            if CERTIFICATE_CHAIN.id in codes and self.listed_anchors is not None:
                every = replace(self, anchors=self.listed_anchors, listed_anchors=None)
                every.signatures(data, signatures, holder)
                raise Undecided(NO_ANCHOR, WHO_HAS_ANCHOR, refused.reasons) from refused
            if CERTIFICATE_CHAIN.id in codes and unknown:
                self._known(data, signatures, holder, unknown, refused)
            if self.proven or codes != {CERTIFICATE_EXPIRED.id}:
                raise
            if self.faded is not None:
                self._verified(data, signatures, holder, self.faded)
                raise Undecided(EXPIRED_UNPROVED, WHO_PROVES) from refused
            raise Undecided(EXPIRED_UNPROVED, WHO_PROVES, refused.reasons) from refused
        refuse_if_any(self._withdrawn(signed))
        self.standing(signed)
        return signed

    def _known(
        self,
        data: bytes,
        signatures: Signatures,
        holder: str | None,
        unknown: frozenset[Slot],
        refused: Refused,
    ) -> None:
        """Judge what can be judged where the State CA of a family is not at hand.

        Raises:
            Refused: something else than the unknown issuer is wrong.
            Undecided: nothing else is.
        """
        try:
            known = self._verified(data, signatures, holder, self.at, unknown)
        except Refused as more:
            codes = {reason.code.id for reason in more.reasons}
            if self.proven or codes != {CERTIFICATE_EXPIRED.id}:
                raise
            raise Undecided(EXPIRED_UNPROVED, WHO_PROVES, more.reasons) from more
        refuse_if_any(self._withdrawn(known))
        remark = ONE_ANCHOR if known else NO_ANCHOR
        raise Undecided(remark, WHO_HAS_ANCHOR, refused.reasons) from refused

    def _verified(
        self,
        data: bytes,
        signatures: Signatures,
        holder: str | None,
        at: datetime,
        unknown: Iterable[Slot] = (),
    ) -> tuple[SignedBy, ...]:
        return verify_signatures(
            data,
            signatures,
            anchors=self.anchors,
            holder=holder,
            at=at,
            require_mldsa65=self.require_mldsa65,
            use="authority",
            unknown=frozenset(unknown),
        )

    def standing(self, signed: Iterable[SignedBy]) -> str | None:
        """Return which family of the signatures still counts, if one does not; None where all do.

        Raises:
            Undecided: none does.
        """
        if not self.distrust:
            return None
        left: list[str] = []
        gone: list[str] = []
        for one in signed:
            broken = self.distrust.broken(
                signature_algorithms(one.algorithm), self.there or self.at
            )
            (gone if broken else left).append(one.algorithm)
        if not gone:
            return None
        if not left:
            raise Undecided(FilledText(BROKEN, broken=self.distrust.as_text()), WHO_PROVES)
        return FilledText(
            N_("by its {left} signature alone; the one with {gone} counts no more"),
            left=", ".join(left),
            gone=", ".join(gone),
        )

    def remark_on(self, signed: Iterable[SignedBy], *first: str) -> str | None:
        """Return the remark on signatures that hold: `first`, what still counts, and by what."""
        parts = [*first, self.standing(signed), self.remark]
        found = [part for part in parts if part]
        return TextsInTurn.of(found) if len(found) > 1 else next(iter(found), None)

    @property
    def remark(self) -> str | None:
        return NOT_COMPARED if self.own else None

    def _withdrawn(self, signed: Iterable[SignedBy]) -> Iterable[Reason]:
        moments = SignatureMoments(self.at, signatures=self.signed)
        return withdrawn_reasons(self.lists, signed, moments)


def anchors_in(certificates: Mapping[str, bytes]) -> Anchors:
    """Return the certificates of PEM files by name or path: State CAs and timestamp authorities, each
    from a file with such a name (`seal_layout`). Any other vouches for nobody.
    """
    found: list[bytes] = []
    for path, pem in certificates.items():
        match = _VOUCHING.match(path.rpartition("/")[2])
        if match is None:
            continue
        with suppress(Refused):
            der = pem_to_der(pem)
            if (state_ca_of(der) is not None) == bool(match["ca"]):
                found.append(der)
    return Anchors(tuple(found))


def judging_for(
    trust: Trust,
    own: Anchors,
    stamped: Iterable[Stamped] | Stamps,
    lists: Iterable[bytes] = (),
    signed_files: Iterable[str] = (),
    seen: datetime | None = None,
) -> PackageTrust:
    """Return how signatures are to be judged: at the earliest time that a timestamp proves, or that
    another State's cosignature over an event naming the document does (`seen`).

    `lists` are revocation lists (PEM or DER) that came along, `signed_files` the names of the
    signatures, for asking when they themselves are first known to exist.
    """
    there = faded = None
    if isinstance(stamped, Stamps):
        faded = stamped.faded
        proved = stamped.proved(stamped.document)
        there = stamped.proved(*signed_files) if signed_files else None
    else:
        proved = min((stamp.at for stamp in stamped), default=None)
    proved, there = earliest(proved, seen), earliest(there, seen)
    anchors = own if trust.anchors is None else trust.anchors
    return PackageTrust(
        anchors,
        trust.now if proved is None else proved,
        own=trust.anchors is None,
        require_mldsa65=trust.require_mldsa65,
        proven=proved is not None,
        faded=faded,
        there=there or trust.now,
        signed=there,
        distrust=trust.distrust,
        lists=trust.lists_by(anchors, lists),
        listed=trust.listed,
        held_back=trust.held_back,
        vouches=trust.vouches,
        seen=seen,
    )
