# SPDX-License-Identifier: Apache-2.0
"""A row of the table: what is measured against what, its goal, and what was found."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class SkippedError(Exception):
    """A row that cannot be measured here, and why."""


class WrongOutputError(Exception):
    """The measured program did not do its work: its figures are worth nothing."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The value that the figure should reach. `better` is `high` or `low`."""

    value: float
    stretch: float | None
    better: str
    unit: str

    def met(self, figure: float) -> bool:
        return figure >= self.value if self.better == "high" else figure <= self.value

    def as_text(self) -> str:
        sign = "≥" if self.better == "high" else "≤"
        return f"{sign} {self.value:,g} {self.unit}".strip()


def at_least(value: float, stretch: float | None = None, unit: str = "x") -> Goal:
    return Goal(value, stretch, "high", unit)


def at_most(value: float, stretch: float | None = None, unit: str = "x") -> Goal:
    return Goal(value, stretch, "low", unit)


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    what: str
    against: str
    goal: Goal


@dataclass(frozen=True, slots=True)
class Found:
    """A row's figure in each round (their median counts), and what else is worth knowing.

    `figures` are by name, with the unit in the name; `peaks` is the largest PSS of a process
    tree in MiB, by what it did.
    """

    rounds: Sequence[float]
    figures: Mapping[str, float] = field(default_factory=dict)
    peaks: Mapping[str, float] = field(default_factory=dict)
    remark: str = ""

    @property
    def figure(self) -> float:
        return statistics.median(self.rounds)


def as_json(row: Row, found: Found | None, why_not: str | None) -> dict[str, Any]:
    """Return the row as it is in the results; `why_not` says why nothing was found."""
    fields: dict[str, Any] = {
        "id": row.id,
        "what": row.what,
        "against": row.against,
        "goal": row.goal.as_text(),
        "stretch": row.goal.stretch,
        "unit": row.goal.unit,
    }
    if found is None:
        return fields | {"figure": None, "met": None, "why_not": why_not}
    return fields | {
        "figure": _rounded(found.figure),
        "met": row.goal.met(found.figure),
        "rounds": [_rounded(figure) for figure in found.rounds],
        "figures": {name: _rounded(figure) for name, figure in found.figures.items()},
        "peaks_mib": {name: round(peak, 1) for name, peak in found.peaks.items()},
        "remark": found.remark,
    }


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
