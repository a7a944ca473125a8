# SPDX-License-Identifier: Apache-2.0
"""Curves: one figure at several sizes, and how fast it grows with them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIZES = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Curve:
    """A figure in `unit` at each size."""

    name: str
    unit: str
    points: Mapping[int, float]

    def exponent(self) -> float | None:
        """Return the power of the size with which it grew over the last step; None of one point.

        0: not at all. 1: as fast as the size. More than 1: the cost grows faster than the work.
        """
        sizes = sorted(self.points)
        if len(sizes) < 2:
            return None
        before, last = sizes[-2:]
        if not (self.points[before] > 0 and self.points[last] > 0):
            return None
        return math.log(self.points[last] / self.points[before]) / math.log(last / before)


def curves_of(measured: Mapping[int, Mapping[str, float]]) -> Sequence[Curve]:
    """Return the curves of figures by size; the unit is the last word of a figure's name."""
    names = dict.fromkeys(name for figures in measured.values() for name in figures)
    return [
        Curve(
            name.rpartition("_")[0],
            name.rpartition("_")[2],
            {size: figures[name] for size, figures in measured.items() if name in figures},
        )
        for name in names
    ]


def sizes_to(most: int) -> list[int]:
    """Return the sizes up to the largest that is wanted."""
    return [size for size in SIZES if size <= most]
