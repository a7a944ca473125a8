# SPDX-License-Identifier: Apache-2.0
"""What the books keep of other States' logs, as this node follows them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FollowedLog:
    """An epoch of another State's log, as far as it was followed.

    `note` is the last checkpoint that continued all before it, `size` its size. `problem` says why
    a later one was not accepted, or what else the log did not keep to; `proof` names the file that
    shows it, among the node's objects.
    """

    origin: str
    state: str
    size: int = 0
    note: str | None = None
    followed: datetime | None = None
    """When the log last answered and everything held."""
    problem: str | None = None
    problem_since: datetime | None = None
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class SoughtReceipt:
    """That a receipt was looked for in the log that it names: found, unless it has a `problem` or
    `waits` for a checkpoint that reaches its entry.
    """

    message: str
    state: str
    origin: str
    index: int
    at: datetime
    problem: str | None = None
    waits: bool = False

    @property
    def is_found(self) -> bool:
        return self.problem is None and not self.waits
