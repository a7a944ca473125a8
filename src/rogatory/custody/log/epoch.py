# SPDX-License-Identifier: Apache-2.0
"""A log's epochs: one log each year or after a restore, each bound to the one before.

The origin of a log is `<network>/<state>/<epoch>`, such as `9f86d0…/xa/1`. Leaf 0 of every epoch
after the first is its opening: a digest over its own origin and the text of the last checkpoint
of the epoch before, as far as witnesses know that one. So nobody who has seen the old log can be
shown a new one that continues another.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rogatory.custody import refusals
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.errors import Refused

_PREFIX = b"rogatory/epoch/v1\n"

_ORIGIN_FORM = re.compile(
    r"(?P<network>[0-9a-f]{64})/(?P<state>[a-z]{2})/(?P<epoch>[1-9]\d{0,8})\Z", re.ASCII
)


@dataclass(frozen=True, slots=True)
class LogOrigin:
    """Which log: of which network and State (in capitals), and which epoch (from 1)."""

    network: str
    state: str
    epoch: int

    def __str__(self) -> str:
        return f"{self.network}/{self.state.lower()}/{self.epoch}"

    def next_epoch(self) -> "LogOrigin":
        return LogOrigin(self.network, self.state, self.epoch + 1)


def parse_origin(text: str) -> LogOrigin:
    """Return the log of that origin; refuses every other way to write it."""
    match = _ORIGIN_FORM.match(text)
    if match is None:
        raise Refused(refusals.ORIGIN.because(text=ascii(text)[:120]))
    return LogOrigin(match["network"], match["state"].upper(), int(match["epoch"]))


def opening_entry(origin: LogOrigin, last: Checkpoint) -> bytes:
    """Return the 32 bytes entered as leaf 0 of the epoch after the one that ended with `last`.

    Raises:
        Refused: `last` is not of the log one epoch before.
    """
    if parse_origin(last.origin).next_epoch() != origin:
        raise Refused(refusals.EPOCH_BEFORE.because(origin=str(origin), found=last.origin))
    return hashlib.sha256(_PREFIX + f"{origin}\n{last.text()}".encode()).digest()


def verify_opening(checkpoint: Checkpoint, last: Checkpoint, path: Sequence[bytes]) -> None:
    """Decide that the log of `checkpoint` continues the one that ended with `last`.

    What must hold:
      1. The origins are those of two epochs of one log that follow each other.
      2. 2. The opening over `last` is at index 0 under the checkpoint's root, by `path`.

    The caller has verified both checkpoints, and must compare `last` with what its witnesses
    saw: a restored node may not have known its own end.
    """
    # 1.
    entry = opening_entry(parse_origin(checkpoint.origin), last)
    # 2.
    tree.verify_inclusion(tree.leaf_hash(entry), 0, checkpoint.size, path, checkpoint.root)
