# SPDX-License-Identifier: Apache-2.0
"""The keys that open a sealed package."""

from dataclasses import dataclass

from rogatory.node.workstation.verification.seal_trust import SealTrust
from rogatory.seal.age import HybridIdentity, KeyIdentity


@dataclass(frozen=True, slots=True)
class Opening:
    """Identities that open a sealed package, and the trust that its seal is judged by."""

    identities: list[KeyIdentity]
    trust: SealTrust

    @property
    def hybrid(self) -> list[HybridIdentity]:
        """The identities that a package can be sealed to."""
        return hybrid(self.identities)


def hybrid(identities: list[KeyIdentity]) -> list[HybridIdentity]:
    """Return the identities that a package can be sealed to: the hybrid ones alone."""
    return [one for one in identities if isinstance(one, HybridIdentity)]
