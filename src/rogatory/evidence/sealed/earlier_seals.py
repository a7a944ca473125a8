# SPDX-License-Identifier: Apache-2.0
"""Earlier seals judged as the newest is: each by its own timestamps, at the time they prove."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.checks import Undecided, judge_each
from rogatory.evidence.layout import SEAL
from rogatory.evidence.sealed.seal_chain import Link
from rogatory.evidence.trust.anchors import PackageTrust, Trust, judging_for
from rogatory.evidence.trust.claimed_moments import verified_not_ahead
from rogatory.evidence.trust.stamps import Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.seal.signature_moments import earliest
from rogatory.seal.signatures import Anchors, Signatures, SignedBy
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, FilledText

_P256, _MLDSA65 = f"{SEAL}.p256.p7s", f"{SEAL}.mldsa65.p7s"


type SealTime = Callable[[str, str], datetime | None]
"""When another State's witness saw the event by which a sender recorded a seal of that digest."""


def unseen(_digest: str, _sender: str) -> datetime | None:
    """Return None: no event is known that names the seal."""
    return None


class Announced(Protocol):
    """A look for a custody event that records a timestamp of the seal with this digest. Where it must be
    `named`, only an event that names the seal counts: those of version 1 name none.
    """

    def __call__(self, seal: str, *, named: bool) -> bool: ...


def unannounced(seal: str, *, named: bool) -> bool:
    """Return False: no event is known that records a timestamp."""
    del seal, named
    return False


@dataclass(frozen=True, slots=True)
class SealEvents:
    """The custody events at hand, as far as they are about seals."""

    seen: SealTime = unseen
    announced: Announced = unannounced


NO_EVENTS = SealEvents()

BY_ITSELF = N_("{state} alone proves when the earlier seal {number} was made")
UNPROVED = N_(
    "of the earlier seal {number}, neither a timestamp nor another State's cosignature proves when it "
    "was made"
)
WHO_KEPT_IT = N_(
    "the authority that made this seal, or somebody who kept the package since before it was replaced"
)


@dataclass(frozen=True, slots=True)
class SignedLink:
    """The signers of an earlier seal, and since when its text, and its signatures, are proved to exist."""

    signed: tuple[SignedBy, ...]
    text: datetime | None
    signatures: datetime | None


class LinkJudge:
    """A `seal_chain.JudgeLink`. `own` are the certificates that came along, `lists` the
    revocation lists; `first` is then how the first seal was judged, and so its bag is to be.
    """

    def __init__(
        self, trust: Trust, own: Anchors, lists: Iterable[bytes], events: SealEvents = NO_EVENTS
    ) -> None:
        self._trust, self._own, self._lists = trust, own, tuple(lists)
        self._events = events
        self.first: PackageTrust | None = None
        self.signed: list[SignedLink] = []
        """Each earlier seal whose signatures hold; whether a directory lists them is not asked here."""
        self.unsigned = False
        """True if the signature of an earlier seal is undecided."""
        self.unstamped = False
        """True if no token over an earlier seal ever counted, and nothing else proves its time."""

    @property
    def open(self) -> bool:
        """True if more is undecided than a timestamp that faded."""
        return self.unsigned or self.unstamped

    def __call__(self, link: Link) -> str | None:
        """Verify that the seal is signed by its sender, at a moment that is proved, and not dated
        ahead. A timestamp that fails is reported although the signature cannot be decided.

        Raises:
            Refused, Undecided: as `PackageTrust.signatures` and `Stamps.check`.
        """
        found = link.documents
        rules = self._trust.stamp_rules(self._own, self._lists).for_signer(link.seal.sender)
        stamps = judge_stamps(SEAL, found, rules)
        there = [_P256, *([_MLDSA65] if _MLDSA65 in found.names else [])]
        digest = sha256(link.data)
        seen = self._events.seen(digest, link.seal.sender)
        judging = judging_for(self._trust, self._own, stamps, self._lists, there, seen)
        if link.number == 1:
            self.first = judging
        self.unstamped |= not judging.proven and not stamps.ever_counted

        def signed() -> None:
            signed_by = self._signed(link, judging)
            named = stamps.proved(SEAL, _P256, _MLDSA65)
            self.signed.append(
                SignedLink(signed_by, earliest(stamps.proved(SEAL), seen), earliest(named, seen))
            )

        remarks = judge_each(
            signed,
            lambda: refuse_taken_away(stamps, digest, self._events, named=True),
            lambda: refuse_unproved(link, stamps, seen, proved=judging.proven),
        )
        return remarks[-1]

    def _signed(self, link: Link, judging: PackageTrust) -> tuple[SignedBy, ...]:
        found = link.documents
        second = found.read(_MLDSA65) if _MLDSA65 in found.names else None
        signatures = Signatures(found.read(_P256), second)
        try:
            return verified_not_ahead(
                link.seal.sealed,
                self._trust.now,
                lambda: judging.signatures(link.data, signatures, link.seal.sender),
            )
        except Undecided:
            self.unsigned = True
            raise


def refuse_taken_away(stamps: Stamps, digest: str, events: SealEvents, *, named: bool) -> None:
    """Refuse a seal over which no token lies of the timestamp that an event records: none over it, and
    none over a list that names it. Beside an earlier seal, which an event must have `named`, lies
    neither token nor list.
    """
    left = (stamps.tokens or stamps.lists) if named else stamps.any_over
    if not left and events.announced(digest, named=named):
        raise Refused(refusals.TIMESTAMP_GONE.because())


def refuse_unproved(
    link: Link, stamps: Stamps, seen: datetime | None, *, proved: bool
) -> str | None:
    """Refuse what is wrong with the timestamps of an earlier seal; return a remark where its sender's
    State alone proves when it was made.

    Raises:
        Refused: a token or list does not hold.
        Undecided: none counts, and nothing else proves when the seal was made.
    """
    try:
        stamps.check()
    except Undecided as undecided:
        if proved:
            return None
        if stamps.any_over:
            raise
        raise Undecided(
            FilledText(UNPROVED, number=link.number), WHO_KEPT_IT, undecided.reasons
        ) from undecided
    state = link.seal.sender[:2].upper()
    bounded = stamps.bounded(state, SEAL) is not None or seen is not None
    own = stamps.prover(SEAL) == state and not bounded
    return FilledText(BY_ITSELF, number=link.number, state=state) if own else None
