# SPDX-License-Identifier: Apache-2.0
"""Reports of a move, while it goes on and at its end."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class MoveStep(StrEnum):
    """A step of a move, as it is reported when it has been done."""

    CLOSED = "closed"
    READ = "read"
    TABLES = "tables"
    FILLED = "filled"
    COMPARED = "compared"
    OBJECTS = "objects"
    LEFT = "left"
    OPENED = "opened"
    ASIDE = "aside"
    SETTINGS = "settings"
    DONE = "done"


type MoveReport = Callable[[MoveStep, int], None]
"""Is given a step that was done, or done in part, and how many parts of it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The end of a move."""

    place: str
    """The database, in words."""
    rows: int
    left: str
    """The database that was left, in words."""
