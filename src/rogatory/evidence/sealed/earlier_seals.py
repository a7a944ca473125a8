# SPDX-License-Identifier: Apache-2.0
"""Earlier seals judged as the newest is: each by its own timestamps, at the time they prove."""

from collections.abc import Callable, Iterable
from datetime import datetime

from rogatory.evidence.checks import Undecided
from rogatory.evidence.layout import SEAL
from rogatory.evidence.sealed.seal_chain import Link
from rogatory.evidence.trust.anchors import PackageTrust, Trust, judge
from rogatory.evidence.trust.claimed_moments import verified_not_ahead
from rogatory.evidence.trust.stamps import Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.seal.signatures import Anchors, Signatures
from rogatory.wire.digests import sha256

_P256, _MLDSA65 = f"{SEAL}.p256.p7s", f"{SEAL}.mldsa65.p7s"


type SealTime = Callable[[str, str], datetime | None]
"""When another State's witness saw the event by which a sender recorded a seal of that digest."""


def unseen(_digest: str, _sender: str) -> datetime | None:
    """No event is known that names the seal."""
    return None


class LinkJudge:
    """A `seal_chain.JudgeLink`. `own` are the certificates that came along, `lists` the
    revocation lists; `first` is then how the first seal was judged, and so its bag is to be.
    """

    def __init__(
        self, trust: Trust, own: Anchors, lists: Iterable[bytes], sealing: SealTime = unseen
    ) -> None:
        self._trust, self._own, self._lists = trust, own, tuple(lists)
        self._sealing = sealing
        self.first: PackageTrust | None = None

    def __call__(self, link: Link) -> None:
        """That the seal is signed by its sender, at a moment that is proved, and not dated ahead.

        Raises:
            Refused, Undecided: as `PackageTrust.signatures` and `Stamps.check`.
        """
        found = link.documents
        stamps = judge_stamps(SEAL, found, self._trust.stamp_rules(self._own))
        there = [_P256, *([_MLDSA65] if _MLDSA65 in found.names else [])]
        seen = self._sealing(sha256(link.data), link.seal.sender)
        judging = judge(self._trust, self._own, stamps, self._lists, there, seen)
        if link.number == 1:
            self.first = judging
        second = found.read(_MLDSA65) if _MLDSA65 in there else None
        signatures = Signatures(found.read(_P256), second)
        verified_not_ahead(
            link.seal.sealed,
            self._trust.now,
            lambda: judging.signatures(link.data, signatures, link.seal.sender),
        )
        refuse_unproved(stamps, proved=judging.proven)


def refuse_unproved(stamps: Stamps, *, proved: bool) -> None:
    """Refuse what is wrong with the timestamps of an earlier seal; undecided where none counts and
    nothing else proves when it was made.
    """
    try:
        stamps.check()
    except Undecided:
        if not proved:
            raise
