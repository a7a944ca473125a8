# SPDX-License-Identifier: Apache-2.0
"""A numbered list of checks, each with its outcome, its reasons, and who could settle it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rogatory.errors import Reason, RogatoryError

type Outcome = Literal["holds", "fails", "undecided"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `reasons` say why it fails; `remark` qualifies what holds, or tells why it
    cannot be decided, and `who` could decide it then.
    """

    number: int
    name: str
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    remark: str | None = None
    who: str | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "name": self.name,
            "outcome": self.outcome,
            "reasons": [reason.as_json() for reason in self.reasons],
            "remark": self.remark,
            "who": self.who,
        }


class Undecided(Exception):
    """A check that cannot be made here: why, and who could make it."""

    def __init__(self, remark: str, who: str) -> None:
        super().__init__(remark)
        self.remark, self.who = remark, who


class Checklist:
    """Runs checks one after the other, whatever the ones before came to."""

    def __init__(self, first: int = 1) -> None:
        self.checks: list[Check] = []
        self._first = first

    def run(self, name: str, check: Callable[[], str | None]) -> bool:
        """Make one check: it returns a remark or nothing if it holds, and raises what it found
        if it does not. Whether it holds.
        """
        number = self._first + len(self.checks)
        try:
            done = Check(number, name, "holds", remark=check())
        except Undecided as undecided:
            done = Check(number, name, "undecided", remark=undecided.remark, who=undecided.who)
        except RogatoryError as error:
            done = Check(number, name, "fails", error.reasons)
        self.checks.append(done)
        return done.outcome == "holds"

    @property
    def reasons(self) -> list[Reason]:
        """Every reason of every check that fails."""
        return [reason for check in self.checks for reason in check.reasons]
