# SPDX-License-Identifier: Apache-2.0
"""Counts that name nobody: small ones are hidden, with others, so that no sum gives them away."""

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST_SHOWN = 5
"""A smaller count is not published: of one or two requests anybody who knows the case knows whose
they are. (Practice; the Convention wants no number.)"""


@dataclass(frozen=True, slots=True)
class SuppressedCounts:
    """A table of counts; None is one that is hidden. Without a total nothing of it is shown."""

    total: int | None
    cells: Mapping[str, int | None]


def published_counts(counts: Mapping[str, int], fewest: int = FEWEST_SHOWN) -> SuppressedCounts:
    """Return what may be published of counts that add up to a total.

    1. Of a total below the least that is shown nothing is published, not even which cells there
       are.
    2. A cell below it is hidden.
    3. With hidden cells, the smallest others are hidden too, until there are two of them and
       together they are not below the least: the rest of the total then reveals no small cell.
    """
    present = {key: count for key, count in counts.items() if count}
    total = sum(present.values())
    if 0 < total < fewest:  # 1
        return SuppressedCounts(None, {})
    hidden = {key for key, count in present.items() if count < fewest}  # 2
    others = sorted(present.keys() - hidden, key=lambda key: (present[key], key))
    while hidden and (len(hidden) < 2 or sum(present[key] for key in hidden) < fewest):  # 3
        hidden.add(others.pop(0))
    return SuppressedCounts(
        total, {key: None if key in hidden else present[key] for key in sorted(present)}
    )
