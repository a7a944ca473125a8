# SPDX-License-Identifier: Apache-2.0
"""The tables of docs/specification/exchange.md: families, sides, places and statuses of kinds."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

TEXT = Path(__file__).parents[2] / "docs" / "specification" / "exchange.md"

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_CODE = re.compile(r"`([a-z_]+)`")


def _rows(first: str) -> Iterator[list[str]]:
    """The rows of the table whose heading begins so."""
    text = TEXT.read_text(encoding="utf-8").split(f"\n| {first} |", 1)[1]
    for line in text.split("\n")[2:]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip().strip("|").split(" | ")]


@cache
def families() -> Mapping[str, str]:
    """8: the family of each opening kind."""
    return {
        kind: family
        for family, kinds, *_ in _rows("Family | Opened by")
        for kind in _CODE.findall(kinds)
    }


@cache
def kinds() -> Mapping[str, tuple[str, frozenset[str]]]:
    """8: who sends each kind, and in threads of which families or kinds; of none where it opens one."""
    found = {}
    for kind, _, sender, places, *_ in _rows("Kind | Article (certainty) | Sent by"):
        names = frozenset(one.strip(" `") for one in places.split(","))
        found[kind.strip("`")] = (sender, frozenset() if names == {"opens one"} else names)
    return found


@cache
def statuses() -> Mapping[str, frozenset[str] | None]:
    """9.3: at which statuses each kind is allowed; None is any."""
    return {
        kind.strip("`"): None if at == "any" else frozenset(one.strip() for one in at.split(","))
        for kind, at, *_ in _rows("Kind | At status | Refers to")
    }


def moment(value: object) -> datetime | None:
    """Section 1: a moment in its one form."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
