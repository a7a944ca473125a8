# SPDX-License-Identifier: Apache-2.0
"""A study: rows of the table, and the function that measures them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.rows import Found, Row
from bench.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Study:
    """Rows that one stretch of work answers."""

    rows: Sequence[Row]
    measure: Callable[[Workplace], Mapping[str, Found]]
