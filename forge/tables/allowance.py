# SPDX-License-Identifier: Apache-2.0
"""A row of the table of allowed forgeries, which forgeries it fits, and the answers that it may allow."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from forge.changes import Change
from forge.making import Kind

REFUSED = frozenset({"fails", "undecided"})
"""A forgery never holds. Where something was only taken away, *undecided* is an honest answer."""

ANY = REFUSED | {"holds"}


@dataclass(frozen=True, slots=True)
class Row:
    """One exception. Patterns are those of the shell; `why` names the promise that it narrows."""

    forger: str
    kind: str
    change: str
    target: str
    allowed: frozenset[str]
    why: str


def fits(row: Row, forger: str, kind: Kind, change: Change) -> bool:
    """Decide whether a row speaks of a forgery."""
    return (
        fnmatchcase(forger, row.forger)
        and fnmatchcase(kind, row.kind)
        and fnmatchcase(change.name, row.change)
        and fnmatchcase(change.target, row.target)
    )
