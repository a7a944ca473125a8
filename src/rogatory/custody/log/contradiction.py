# SPDX-License-Identifier: Apache-2.0
"""Proofs of one log that contradict each other: two roots of one size, or two entries at one place.

A log only grows, so of each size it has one root and at each index one entry. Who shows two has
signed two histories of it.
"""

from dataclasses import dataclass, field

from rogatory.custody.log.checkpoint import Checkpoint


@dataclass(slots=True)
class LogStatements:
    """The statements of verified proofs about logs, as far as they were read."""

    _roots: dict[tuple[str, int], bytes] = field(default_factory=dict)
    _entries: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def contradicts(self, checkpoint: Checkpoint, index: int, leaf: bytes) -> bool:
        """Add what one more proof states; return whether it contradicts one before."""
        size, place = (checkpoint.origin, checkpoint.size), (checkpoint.origin, index)
        root = self._roots.setdefault(size, checkpoint.root)
        entry = self._entries.setdefault(place, leaf)
        return (root, entry) != (checkpoint.root, leaf)
