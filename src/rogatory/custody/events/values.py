# SPDX-License-Identifier: Apache-2.0
"""The contents of a custody event: a code with fields, and an officer's words, each in its form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from unicodedata import normalize

from rogatory.custody.events import refusals
from rogatory.errors import Refused
from rogatory.wire import canonical
from rogatory.wire.language_tags import is_language_tag

LONGEST_REASON = 2000
"""A text is read on a screen and in a court's report, where a flood would hide the rest."""

MOST_FIELDS = 32
"""Fields of one act; a reader shows those of an unknown code one by one."""

MOST_LISTED = 100
"""Values in one field: each is a line on a screen."""

UNDETERMINED = "und"
"""The language of words whose language nobody stated."""

_CODE_FORM = re.compile(r"(?=.{1,64}\Z)[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z", re.ASCII)
_FIELD_NAME_FORM = re.compile(r"[a-z][a-z0-9_]{0,39}\Z", re.ASCII)

_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls (a line feed is text) and the marks that reorder other text, which would make the
sentence that a court reads another than the one that was signed."""

type ActValue = str | int | bool | tuple[str | int, ...] | None
"""The value of a field of an act."""


@dataclass(frozen=True, slots=True)
class CustodyAct:
    """The code of an act and its fields; in a foreign event perhaps a code that nobody here knows."""

    code: str
    fields: Mapping[str, ActValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfficerWords:
    """An officer's own words, with their language as a BCP 47 tag (`und` where nobody stated it)."""

    text: str
    language: str = UNDETERMINED


def words_of(text: str | None, language: str = UNDETERMINED) -> OfficerWords | None:
    """Return an officer's words as an event holds them; None where there are none."""
    stated = normalize("NFC", text or "").strip()
    return OfficerWords(stated, language) if stated else None


def is_text(value: object) -> bool:
    """Decide whether a value is text that an event may hold: visible, and not too long."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_REASON and not _UNSEEN.search(value)


def parse_reason(value: object) -> str:
    """Parse the reason of version 1."""
    if isinstance(value, str) and is_text(value):
        return value
    raise Refused(refusals.EVENT_REASON.because(limit=LONGEST_REASON))


def parse_code(value: object) -> str:
    """Parse the code of an act, known or not."""
    if isinstance(value, str) and _CODE_FORM.match(value):
        return value
    raise Refused(refusals.EVENT_CODE.because(found=ascii(value)[:40]))


def parse_fields(value: object) -> Mapping[str, ActValue]:
    """Parse the fields of an act, whatever its code."""
    if not isinstance(value, Mapping) or len(value) > MOST_FIELDS:
        raise Refused(refusals.EVENT_FIELDS.because(name="-", limit=MOST_FIELDS))
    found: dict[str, ActValue] = {}
    for name, each in value.items():
        listed = isinstance(each, list | tuple)
        values = each if listed else [each]
        fits = all(_is_single(one) for one in values) and len(values) <= MOST_LISTED
        if not _FIELD_NAME_FORM.match(name) or not (fits or each is None or isinstance(each, bool)):
            raise Refused(refusals.EVENT_FIELDS.because(name=ascii(name)[:40], limit=MOST_FIELDS))
        found[name] = tuple(each) if listed else each
    return MappingProxyType(found)


def _is_single(value: object) -> bool:
    """Decide whether a value is a text or a count."""
    if isinstance(value, int) and not isinstance(value, bool):
        return 0 <= value <= canonical.LARGEST_INTEGER
    return is_text(value)


def parse_words(value: object) -> OfficerWords:
    """Parse an officer's words."""
    if isinstance(value, Mapping) and value.keys() == {"language", "text"}:
        language, text = value["language"], value["text"]
        if is_language_tag(language) and is_text(text):
            return OfficerWords(text, language)
    raise Refused(refusals.EVENT_WORDS.because(limit=LONGEST_REASON))
