# SPDX-License-Identifier: Apache-2.0
"""The forms of fields in the directory's documents, and the codes of what is wrong with them."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rogatory.directory.entry import refusals
from rogatory.directory.entry.period import ENDINGS, Period, PeriodEnd
from rogatory.errors import Code, Reason, refuse_if_any
from rogatory.wire.digests import parse_digest
from rogatory.wire.fields import Fault, Fields, Form, Habits, Kind, Place, read_document
from rogatory.wire.forms import (
    Integer,
    ListOf,
    Matching,
    Nullable,
    OneOf,
    Parsed,
    Record,
    Text,
)
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import parse_moment

LONGEST_TEXT = 500
"""Names and sources are lines on a page; longer text is an attack on its readers and stores."""

LONGEST_KEY = 4000
"""A hybrid age recipient has about 1,960 characters, an ML-DSA-44 witness key about 1,800."""

LONGEST_LIST = 10_000
"""Far above what a State lists in decades; a longer list is aimed at the reader's time."""

_CONTROL = frozenset({"Cc", "Cf", "Zl", "Zp"})
_NEVER = datetime.min.replace(tzinfo=UTC)
_HABITS = Habits(first=(Kind.UNKNOWN, Kind.MISSING))


def line(longest: int = LONGEST_TEXT) -> Text:
    """Return the form of a line of text for people."""
    return Text(longest, _is_line)


def lines(longest: int) -> Text:
    """Return the form of a text of several lines, each ended by LF."""
    return Text(longest, lambda text: _is_line(text.replace("\n", "")))


def distinct[T](form: Form[T], *, least: int = 0) -> ListOf[T]:
    """Return the form of a list in which no value may occur twice."""
    return ListOf(form, least, LONGEST_LIST, distinct=True)


def _is_line(text: str) -> bool:
    """Decide whether a text has no control, format (bidi marks, joiners) or line separating
    characters.
    """
    # What Python calls printable has none of them, and is found out at once.
    return text.isprintable() or not any(
        unicodedata.category(character) in _CONTROL for character in text
    )


LINE = line()
KEY = line(LONGEST_KEY)
"""A key in its written form, which `entry_keys` reads."""
MOMENT = Parsed(parse_moment, _NEVER, "2026-11-24T03:00:00Z")
DIGEST = Parsed(parse_digest, "", "SHA-256 in 64 hex digits")
AUTHORITY = Parsed(lambda value: str(parse_authority(value)), "", "xa/contact-point")


def read_period(of: Fields) -> Period:
    """Read the fields `from`, `until` and `ended` that every listed key has."""
    start, until = of.read("from", MOMENT), of.read("until", MOMENT)
    if until < start:
        of.at("until").note_code(refusals.PERIOD_REVERSED)
    return Period(start, until, of.read("ended", Nullable(Record(_read_ended))))


def _read_ended(of: Fields) -> PeriodEnd:
    return PeriodEnd(of.read("at", MOMENT), of.read("reason", OneOf(ENDINGS)))


def read_fields[T](value: Mapping[str, object], document: str, build: Callable[[Fields], T]) -> T:
    """Return what `build` makes of a document, whose name (`entry`, `register`) each reason
    carries.

    Raises:
        Refused: with every field that is missing, unknown, malformed or repeated.
    """
    found, faults = read_document(value, build, _HABITS)
    refuse_if_any(_reason(fault, document) for fault in faults if fault.kind is not Kind.NOWHERE)
    return found


@dataclass(slots=True)
class Reading:
    """The reasons found so far against what a document says, whose name they carry."""

    document: str
    reasons: list[Reason] = field(default_factory=list)

    def note(self, code: Code, path: str, **fields: str | int) -> None:
        self.reasons.append(code.because(fields, document=self.document, field=path))


_CODES: Mapping[Kind, Code] = {
    Kind.MISSING: refusals.FIELD_MISSING,
    Kind.UNKNOWN: refusals.FIELD_UNKNOWN,
    Kind.NOT_OBJECT: refusals.NOT_OBJECT,
    Kind.NOT_LIST: refusals.NOT_LIST,
    Kind.NOT_TEXT: refusals.NOT_TEXT,
    Kind.TOO_FEW: refusals.EMPTY_LIST,
    Kind.TOO_MANY: refusals.TOO_MANY,
    Kind.REPEATED: refusals.REPEATED,
    Kind.BAD_TEXT: refusals.BAD_TEXT,
    Kind.BAD_FORM: refusals.BAD_FORM,
    Kind.REFUSED: refusals.BAD_FORM,
    Kind.NOT_ALLOWED: refusals.NOT_ALLOWED,
    Kind.NOT_INTEGER: refusals.NOT_INTEGER,
    Kind.NOT_FLAG: refusals.NOT_FLAG,
    Kind.NOT_BASE64: refusals.NOT_BASE64,
}


def _reason(fault: Fault, document: str) -> Reason:
    path = _path(fault.place) or "the document"
    code = fault.code or _CODES[fault.kind]
    details = fault.fields if fault.code else _details(fault)
    return code.because(details, document=document, field=path)


def _details(fault: Fault) -> Mapping[str, str | int]:
    """Return the fields of a reason that come from the value and from the form that it should have."""
    found: Mapping[str, str | int] = {}
    match fault.kind, fault.form:
        case Kind.BAD_TEXT, Text(longest=limit):
            found = {"limit": limit}
        case Kind.BAD_FORM, Matching(example=form):
            found = {"value": ascii(fault.value)[:80], "form": form}
        case Kind.REFUSED, Parsed(example=form):
            found = {"value": ascii(fault.value)[:80], "form": form}
        case Kind.NOT_ALLOWED, OneOf(allowed=allowed):
            found = {"value": ascii(fault.value)[:80], "allowed": ", ".join(allowed)}
        case Kind.NOT_INTEGER, Integer(least=least, most=most):
            found = {"least": least, "most": most}
        case Kind.TOO_MANY, ListOf(most=int(most)):
            found = {"limit": most}
        case Kind.REPEATED, _:
            found = {"value": _path(fault.earlier)}
    return found


def _path(place: Place) -> str:
    path = ""
    for step in place:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            shown = step if step.isascii() and len(step) <= 40 else ascii(step[:40])
            path = f"{path}.{shown}" if path else shown
    return path
