# SPDX-License-Identifier: Apache-2.0
"""What every act on a sealed package needs: what opens it."""

from dataclasses import dataclass

from rogatory.node.workstation.verification.seal_trust import SealTrust
from rogatory.seal.age import HybridIdentity, KeyIdentity


@dataclass(frozen=True, slots=True)
class Opening:
    """With what a sealed package is opened, and whom its seal may be of."""

    identities: list[KeyIdentity]
    trust: SealTrust

    @property
    def hybrid(self) -> list[HybridIdentity]:
        """The identities that a package can be sealed to."""
        return hybrid(self.identities)


def hybrid(identities: list[KeyIdentity]) -> list[HybridIdentity]:
    """Return the identities that a package can be sealed to: the hybrid ones alone."""
    return [one for one in identities if isinstance(one, HybridIdentity)]
