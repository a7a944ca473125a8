# SPDX-License-Identifier: Apache-2.0
"""A whole network founded at one table: every key holder present, as in an exercise.

A real network is founded with the steps of `ceremony`, on the holders' own machines; these are
the same steps one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.ceremony.ceremony import (
    LEAST_KEYS,
    THRESHOLD,
    first_root,
    first_targets,
    network_id,
    sign,
)
from rogatory.directory.ceremony.keys import ED25519, DirectoryKey, new_directory_key


@dataclass(frozen=True, slots=True)
class Founding:
    """The keys of all holders, and the signed metadata the publisher begins with."""

    root_keys: tuple[DirectoryKey, ...]
    targets_keys: tuple[DirectoryKey, ...]
    online: DirectoryKey
    root: bytes
    targets: bytes

    @property
    def network(self) -> str:
        return network_id(self.root)

    def signed_targets(self, targets: bytes) -> bytes:
        """Return targets metadata signed by as many holders as it takes."""
        return sign_all(targets, self.targets_keys[:THRESHOLD])


def found(*, at: datetime, algorithm: str = ED25519) -> Founding:
    """Return new keys for three holders of each role and the publisher, and the first root and
    targets.
    """
    root_keys = tuple(new_directory_key(algorithm) for _ in range(LEAST_KEYS))
    targets_keys = tuple(new_directory_key(algorithm) for _ in range(LEAST_KEYS))
    online = new_directory_key(ED25519)
    root = first_root(
        root=[key.public for key in root_keys],
        targets=[key.public for key in targets_keys],
        online=online.public,
        at=at,
    )
    return Founding(
        root_keys,
        targets_keys,
        online,
        sign_all(root, root_keys[:THRESHOLD]),
        sign_all(first_targets(at=at), targets_keys[:THRESHOLD]),
    )


def sign_all(metadata: bytes, keys: Sequence[DirectoryKey]) -> bytes:
    """Return the same metadata with the signature of each holder added."""
    for key in keys:
        metadata = sign(metadata, key)
    return metadata
