# SPDX-License-Identifier: Apache-2.0
"""Types of the fields that a custody event's code has, and whether a value is of its type."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from rogatory.custody.events.values import ActValue, is_text
from rogatory.errors import Refused
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_authority, parse_officer, parse_state
from rogatory.wire.moments import parse_moment

_WORD_FORM = re.compile(r"(?=.{1,64}\Z)[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z", re.ASCII)


class FieldType(Enum):
    """The type of a value, which decides how a reader shows it."""

    AUTHORITY = "authority"
    COUNT = "count"
    DIGEST = "digest"
    MOMENT = "moment"
    OFFICER = "officer"
    STATE = "State"
    TEXT = "text"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class ActField:
    """A field of a code: `many` a list of 1 to 100 values of the type, `or_null` none may be there."""

    name: str
    type: FieldType
    many: bool = False
    or_null: bool = False

    @property
    def form(self) -> str:
        """The field's form as SPECIFICATION 16.4 writes it."""
        several = f"list of {self.type.value}" if self.many else self.type.value
        return f"{self.name}: {several}{' or null' if self.or_null else ''}"

    def fits(self, value: ActValue) -> bool:
        """Decide whether a value is of this field's form."""
        if value is None:
            return self.or_null
        if self.many:
            return isinstance(value, tuple) and bool(value) and all(map(self._is_one, value))
        return self._is_one(value)

    def _is_one(self, value: object) -> bool:
        if self.type is FieldType.COUNT:
            return isinstance(value, int) and not isinstance(value, bool)
        if not isinstance(value, str) or not is_text(value):
            return False
        return _FITS[self.type](value)


def _parses(reader: Callable[[object], object]) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        try:
            reader(value)
        except Refused:
            return False
        return True

    return fits


_FITS: Mapping[FieldType, Callable[[str], bool]] = {
    FieldType.AUTHORITY: _parses(parse_authority),
    FieldType.DIGEST: _parses(parse_digest),
    FieldType.MOMENT: _parses(parse_moment),
    FieldType.OFFICER: _parses(parse_officer),
    FieldType.STATE: _parses(parse_state),
    FieldType.TEXT: lambda _: True,
    FieldType.WORD: lambda value: _WORD_FORM.match(value) is not None,
}
