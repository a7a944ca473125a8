# SPDX-License-Identifier: Apache-2.0
"""The answers to a forgery that keep what THREATS.md promises: those that the first fitting row of
`forge/allowed_forgeries.py` allows, and without one no judge may answer that it holds.
"""

from fnmatch import fnmatchcase

from forge.allowance import REFUSED, Row
from forge.allowed_forgeries import ROWS
from forge.changes import Change
from forge.making import Kind


def fits(row: Row, forger: str, kind: Kind, change: Change) -> bool:
    """Decide whether a row speaks of a forgery."""
    return (
        fnmatchcase(forger, row.forger)
        and fnmatchcase(kind, row.kind)
        and fnmatchcase(change.name, row.change)
        and fnmatchcase(change.target, row.target)
    )


def allowed(forger: str, kind: Kind, change: Change) -> frozenset[str]:
    """Return the outcomes that the table allows for a forgery."""
    found = (row.allowed for row in ROWS if fits(row, forger, kind, change))
    return next(found, REFUSED)
