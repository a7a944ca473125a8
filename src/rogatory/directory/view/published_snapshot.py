# SPDX-License-Identifier: Apache-2.0
"""The snapshot that a view of the directory was read from, as it was signed.

A view has it, and views are read where no metadata are: nothing of TUF is imported here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rogatory.wire.digests import sha256

if TYPE_CHECKING:
    from rogatory.directory.ceremony.metadata import Key, Root


@dataclass(frozen=True, slots=True)
class PublishedSnapshot:
    """The snapshot that a view was read from, as it was signed, and the publisher's keys."""

    data: bytes = field(repr=False)
    keys: Mapping[str, "Key"] = field(repr=False)
    """Every key that a root of the network listed for snapshots, by id."""
    in_force: frozenset[str]
    """The ids of those that the newest root lists."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file, which is what receipts name."""
        return sha256(self.data)


def published_snapshot(data: bytes, roots: "Iterable[Root]") -> PublishedSnapshot:
    """Put a verified snapshot together with the keys of the chain of roots that led to it."""
    keys: dict[str, Key] = {}
    in_force: frozenset[str] = frozenset()
    for root in roots:
        in_force = frozenset(root.roles["snapshot"].keyids)
        keys |= {keyid: root.keys[keyid] for keyid in in_force}
    return PublishedSnapshot(data, keys, in_force)
