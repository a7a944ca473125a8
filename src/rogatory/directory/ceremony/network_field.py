# SPDX-License-Identifier: Apache-2.0
"""The field `rogatory-network` of the directory's metadata: for which network they were signed.

Keys may serve in two networks (an exercise and the real one), and then a signature that was made in one
would count in the other. The first root and the first targets metadata are signed before the network has
a name: the root is the network by its digest, and the targets metadata must say nothing yet.
"""

from collections.abc import Iterator

from rogatory.directory import refusals
from rogatory.directory.ceremony.metadata import Root, Snapshot, Targets, Timestamp
from rogatory.errors import Reason, refuse_if_any

NETWORK_FIELD = "rogatory-network"

type TufMetadata = Root | Timestamp | Snapshot | Targets


def name_network(signed: TufMetadata, network: str) -> None:
    """Write into the signed part for which network it is."""
    signed.unrecognized_fields[NETWORK_FIELD] = network


def named_network(signed: TufMetadata) -> str | None:
    """Return the network that the signed part names, or None."""
    found = signed.unrecognized_fields.get(NETWORK_FIELD)
    return found if isinstance(found, str) else None


def network_reasons(role: str, signed: TufMetadata, network: str) -> Iterator[Reason]:
    """Yield why metadata do not belong to a network."""
    if NETWORK_FIELD not in signed.unrecognized_fields and _is_first(signed):
        return
    if named_network(signed) != network:
        found = named_network(signed) or "none"
        yield refusals.METADATA_NETWORK.because(
            role=role, found=ascii(found)[1:-1][:80], expected=network
        )


def refuse_other_network(role: str, signed: TufMetadata, network: str) -> None:
    """Refuse metadata that do not belong to a network."""
    refuse_if_any(list(network_reasons(role, signed, network)))


def _is_first(signed: TufMetadata) -> bool:
    """Decide whether it is the first root, or first targets metadata that say nothing yet."""
    if isinstance(signed, Root):
        return signed.version == 1
    if not isinstance(signed, Targets) or signed.version != 1 or signed.targets:
        return False
    delegations = signed.delegations
    return delegations is not None and not delegations.roles and not delegations.succinct_roles
