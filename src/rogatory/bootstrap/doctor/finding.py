# SPDX-License-Identifier: Apache-2.0
"""A doctor's finding: a sentence of ours with its fields, and who must do what.

Sentences are English sources, as those of a `Code`; a field keeps what it is, an amount or a
moment, so that it can be shown in the reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rogatory.errors import ENGLISH, Code, DocumentWords, Reason
from rogatory.wire.moments import format_moment

TWO_MINUTES, TWO_HOURS = 120, 7200
"""Seconds; from these on a span is shown in minutes, in hours."""


class FindingLevel(StrEnum):
    WELL = "well"
    ADVICE = "advice"
    UNCHECKED = "unchecked"
    WRONG = "wrong"


class Size(int):
    """A number of bytes."""


class Duration(float):
    """A number of seconds."""

    @property
    def in_unit(self) -> tuple[float, str]:
        """In the largest unit of which there are at least two."""
        if self < TWO_MINUTES:
            return round(self), "second"
        return (round(self / 60), "minute") if self < TWO_HOURS else (round(self / 3600, 1), "hour")


type Value = str | int | Size | Duration | datetime | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding, under a name that is stable for ever; both texts are `str.format`
    templates.
    """

    id: str
    level: FindingLevel
    what: str
    remedy: str = ""

    def found(self, **fields: Value) -> "Finding":
        """Return this finding in one case; a missing field is our fault (KeyError)."""
        finding = Finding(self.level, self, fields)
        finding.as_json()
        return finding


def well(name: str, what: str) -> FindingKind:
    """Return what is as it should be."""
    return FindingKind(name, FindingLevel.WELL, what)


def advice(name: str, what: str, remedy: str) -> FindingKind:
    """Return what should be better."""
    return FindingKind(name, FindingLevel.ADVICE, what, remedy)


def unchecked(name: str, what: str, remedy: str) -> FindingKind:
    """Return what could not be checked."""
    return FindingKind(name, FindingLevel.UNCHECKED, what, remedy)


def wrong(name: str, what: str, remedy: str) -> FindingKind:
    """Return what must be corrected."""
    return FindingKind(name, FindingLevel.WRONG, what, remedy)


def kinds_in(names: Mapping[str, Any]) -> tuple[FindingKind, ...]:
    """Return the kinds among the names of a module, in their order."""
    return tuple(one for one in names.values() if isinstance(one, FindingKind))


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is one of the doctor's, or the code of a reason that another package gave."""

    level: FindingLevel
    kind: FindingKind | Code
    fields: Mapping[str, Value]

    @property
    def what(self) -> str:
        return self.kind.what.format(**self._in_english())

    @property
    def remedy(self) -> str:
        return self.kind.remedy.format(**self._in_english())

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.kind.id,
            "level": self.level.value,
            "what": self.what,
            "remedy": self.remedy,
            "fields": fields_as_json(self.fields),
        }

    def _in_english(self) -> Mapping[str, str]:
        return {name: _english(value) for name, value in self.fields.items()}


def of_reason(level: FindingLevel, reason: Reason) -> Finding:
    """Return the finding of a reason that is among the facts."""
    return Finding(level, reason.code, reason.fields)


def fields_as_json(
    fields: Mapping[str, Value], document: DocumentWords = ENGLISH
) -> dict[str, Any]:
    """Return fields as a script takes them: bytes, seconds, moments in UTC, phrases with their parts."""
    return {name: _json(name, value, document) for name, value in fields.items()}


def _json(name: str, value: Value, document: DocumentWords) -> Any:
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, Duration):
        return round(value)
    return list(value) if isinstance(value, tuple) else document.field(name, value)


def _english(value: Value) -> str:
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, Size):
        return f"{value / 2**30:,.1f} GiB"
    if isinstance(value, Duration):
        amount, unit = value.in_unit
        return f"{amount:,} {unit}{'' if amount == 1 else 's'}"
    return _listed(value) if isinstance(value, tuple) else str(value)


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values)
