# SPDX-License-Identifier: Apache-2.0
"""Earlier seals of a re-wrapped package, judged by the directory on a node."""

from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.evidence.layout import SEAL
from rogatory.evidence.sealed.seal_chain import Link
from rogatory.evidence.trust.stamps import StampRules, Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.directory.stamp_authorities import stamp_authorities
from rogatory.seal.signatures import Anchors, Signatures

_P256, _MLDSA65 = f"{SEAL}.p256.p7s", f"{SEAL}.mldsa65.p7s"


class ListedLinkJudge:
    """A `evidence.seal_chain.JudgeLink`: each earlier seal is signed by its sender, with
    certificates that the directory lists as in force at the time that its own timestamps prove;
    without one at `at`, which nobody has proved, and the check stays undecided. `stamps` is then
    how each is stamped, by its number; under the first the bag was made.
    """

    def __init__(self, view: DirectoryView, at: datetime) -> None:
        self._view, self._at = view, at
        self._rules = StampRules(at, Anchors(()), stamp_authorities(view), listed=True)
        self.stamps: dict[int, Stamps] = {}

    def __call__(self, link: Link) -> None:
        """Judge one; raises as `verify_listed` and `Stamps.check`."""
        self.signed(link)
        self.stamped(link).check()

    def stamped(self, link: Link) -> Stamps:
        """Return how a seal is stamped; whether that suffices is not decided."""
        found = self.stamps.get(link.number)
        if found is None:
            found = judge_stamps(SEAL, link.documents, self._rules)
            self.stamps[link.number] = found
        return found

    def signed(self, link: Link) -> datetime | None:
        """Check that its sender signed it; the time that its timestamps prove, by which that was
        judged.

        Raises:
            Refused: as `verify_listed`.
        """
        found, proved = link.documents, self.stamped(link).proved(SEAL)
        second = found.read(_MLDSA65) if _MLDSA65 in found.names else None
        verify_listed(
            self._view,
            link.data,
            Signatures(found.read(_P256), second),
            holder=link.seal.sender,
            use="authority",
            at=proved or self._at,
            proven=proved is not None,
        )
        return proved
