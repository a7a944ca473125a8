# SPDX-License-Identifier: Apache-2.0
"""The checks that two judges may answer otherwise, each with the reason; everywhere else they agree id by id
(SPECIFICATION.md 15.2, 15.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from forge.changes import Change
from forge.making import Kind


@dataclass(frozen=True, slots=True)
class Difference:
    """A check that two judges may answer otherwise, on forged material of this kind."""

    kind: str
    change: str
    check: str
    why: str
    target: str = "*"


DIFFERENCES: Sequence[Difference] = (
    Difference(
        "*",
        "*",
        "reports",
        "Only who has the form of a report can make it again (19.3, 25), which counts for nothing.",
    ),
    *(
        Difference(
            "certificate",
            change,
            check,
            "Without this file the folder is of no kind (15.2): one judge says so, and the other was "
            "shown that a certificate is expected.",
            "*/certificate.json",
        )
        for change in ("remove", "rename")
        for check in ("certificate", "certificate-layout", "readable")
    ),
)


def may_differ(kind: Kind, change: Change, check: str) -> bool:
    """Decide whether the judges may answer a check otherwise."""
    return any(
        fnmatchcase(kind, one.kind)
        and fnmatchcase(change.name, one.change)
        and fnmatchcase(check, one.check)
        and fnmatchcase(change.target, one.target)
        for one in DIFFERENCES
    )
