# SPDX-License-Identifier: Apache-2.0
"""The verdict on a package, a bag or a certificate: its checks, and what they come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.log.tombstone_refusals import TOMBSTONE_BY_OTHERS
from rogatory.evidence.checks import Check, CheckOutcome
from rogatory.evidence.layout import SEAL
from rogatory.evidence.sealed.seal_chain import CHAIN
from rogatory.evidence.sealed.sealed_files import SEAL_SIGNED, STAMPED
from rogatory.evidence.trust.distrusted_algorithms import Distrust
from rogatory.evidence.trust.stamps import Stamps
from rogatory.evidence.verification.bag_check import BAG_SIGNED
from rogatory.evidence.verification.foreign_bag import WHO_MADE_IT
from rogatory.evidence.verification.verify import (
    EARLIER,
    INSIDE,
    VerifiedPackage,
)
from rogatory.node.workstation.verification.consent_checks import CONSENTS
from rogatory.node.workstation.verification.destroyed_checks import DESTROYED
from rogatory.node.workstation.verification.journal_checks import JOURNAL, LOGGED, WITNESSED
from rogatory.node.workstation.verification.moment import NO_MOMENT, ProvedMoment
from rogatory.node.workstation.verification.reliance import reliance_sentence, without
from rogatory.node.workstation.verification.rests_on import RestsOn, rests_on
from rogatory.node.workstation.verification.trust import (
    Trusted,
)

FOR_OTHERS = frozenset(
    {
        *(BAG_SIGNED, STAMPED, INSIDE, EARLIER, JOURNAL, LOGGED, DESTROYED, CONSENTS),
        *(WITNESSED, WHO_MADE_IT),
    }
)
"""Checks of a sealed package or a bag that, when undecided, are for somebody else to make: they are
shown, and do not keep what could be checked from holding.
"""

_BY_THEMSELVES = frozenset({SEAL_SIGNED.id, BAG_SIGNED.id, STAMPED.id, CHAIN.id})
"""Checks that ask themselves what their signatures rest on."""


def _for_others(check: Check) -> bool:
    """Decide whether it is for others: in a chain of seals the timestamp of an earlier one, which
    gives no reasons; and not that an event was destroyed by another State than its own.
    """
    if any(one.code == TOMBSTONE_BY_OTHERS for one in check.reasons):
        return False
    return check.name in FOR_OTHERS or (check.name == CHAIN and not check.reasons)


@dataclass(frozen=True, slots=True)
class PackageVerification:
    """Every check of what lies at `path`, and how it was to be judged."""

    kind: str
    checks: tuple[Check, ...]
    package: str | None
    bag: str | None
    compared: bool
    """True where something from elsewhere was given to trust."""
    stamps: Stamps | None = None
    standing: str | None = None
    """The rest of the verdict where algorithms count no more."""
    rests: RestsOn | None = None
    """The sources on which it all rests, and what is to be asked for."""
    moment: ProvedMoment = NO_MOMENT
    unstamped: bool = False
    """True where no timestamp of the seal ever counted: it is still to come, or was taken away."""
    chain_open: bool = False
    """True if more of the chain of seals is undecided than a timestamp that faded."""

    @property
    def outcome(self) -> CheckOutcome:
        """`fails` if a check does; `undecided` if one is that could be decided here."""
        if any(check.outcome == "fails" for check in self.checks):
            return "fails"
        open_ones = (check for check in self.checks if check.outcome == "undecided")
        left = (one for one in open_ones if not (_for_others(one) and not self._is_requested(one)))
        return "undecided" if any(left) else "holds"

    def _is_requested(self, check: Check) -> bool:
        """Decide whether a check was asked for by giving something to trust.

        That is the check of who signed the bag: where nobody did, anybody can have made it,
        whatever its files say. And that of a timestamp that is not here: without any key it can be
        taken away, together with the events of the handover at which the sender's node stamps the
        seal; and anybody can put one in its place by an authority that nothing at hand names.
        """
        if check.name == STAMPED:
            return self.unstamped
        if check.name == CHAIN:
            return self.chain_open
        return self.compared and check.name in {BAG_SIGNED, WHO_MADE_IT}

    @property
    def not_checked(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.outcome == "undecided")


def verification_of(
    kind: str,
    found: VerifiedPackage,
    checks: Iterable[Check],
    trusted: Trusted | None,
    distrust: Distrust,
    now: datetime,
    moment: ProvedMoment,
) -> PackageVerification:
    """Put the verdict together, each check judged by what it rests on."""
    stamps = found.stamps or Stamps(SEAL)

    def existed(check: str) -> datetime:
        covered = {"seal-segment-list": ("segments.b3",), "seal-segments": ("segments.b3",)}
        return (stamps.proved(*covered[check]) if check in covered else None) or now

    judged = _BY_THEMSELVES
    judged_checks = [
        check if check.id in judged else without([check], distrust, existed)[0] for check in checks
    ]
    return PackageVerification(
        kind,
        tuple(judged_checks),
        found.package,
        found.bag,
        trusted is not None,
        stamps=stamps,
        standing=reliance_sentence(judged_checks, distrust),
        rests=rests_on(trusted, now),
        moment=moment,
        unstamped=not stamps.ever_counted,
        chain_open=found.chain_open,
    )
