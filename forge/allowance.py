# SPDX-License-Identifier: Apache-2.0
"""A row of the table of allowed forgeries, and the answers that a row may allow."""

from dataclasses import dataclass

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
