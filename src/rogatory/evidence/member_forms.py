# SPDX-License-Identifier: Apache-2.0
"""Forms of the members of a foreign JSON object: each decides whether a value has it.

A form takes any value whatever and never raises for its type, since a list in the place of a word
cannot even be looked for in a set.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from rogatory.errors import Refused
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.names import is_plain_path
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.words import P_, FilledText

type MemberCheck = Callable[[Any], bool]


def natural(value: Any) -> bool:
    """Decide whether it is an integer from 0 on; `true` is none."""
    return type(value) is int and 0 <= value <= canonical.LARGEST_INTEGER


def pair_of_naturals(value: Any) -> bool:
    """Decide whether it is a list of two: offset and length, or first and count."""
    return isinstance(value, list) and len(value) == 2 and all(natural(one) for one in value)


def boolean(value: Any) -> bool:
    return type(value) is bool


def text(value: Any) -> bool:
    return isinstance(value, str)


def digest(value: Any) -> bool:
    """Decide whether it is SHA-256 in its one spelling."""
    try:
        return text(value) and parse_digest(value) == value
    except Refused:
        return False


def payload_path(value: Any) -> bool:
    """Decide whether it is the stored path of a file below `data/`."""
    return text(value) and value.startswith(DATA_FOLDER) and is_plain_path(value)


def one_of(words: AbstractSet[str]) -> MemberCheck:
    return lambda value: text(value) and value in words


def none_or(form: MemberCheck) -> MemberCheck:
    return lambda value: value is None or form(value)


def list_of(form: MemberCheck) -> MemberCheck:
    return lambda value: isinstance(value, list) and all(form(each) for each in value)


def object_of(**members: MemberCheck) -> MemberCheck:
    """Return the check of an object that has exactly these members."""
    return lambda value: (
        isinstance(value, dict)
        and set(value) == set(members)
        and all(form(value[name]) for name, form in members.items())
    )


def first_not_in_form(fields: Mapping[str, Any], forms: Mapping[str, MemberCheck]) -> str | None:
    """Return the first member that does not have its form; the members are those of `forms`."""
    return next((name for name, form in forms.items() if not form(fields[name])), None)


def as_text(value: Any) -> str:
    """Return the value, if it is a text; raises ValueError, as parsers of documents do for all
    else.
    """
    if not isinstance(value, str):
        raise ValueError(FilledText(P_("a text has the wrong type")))  # noqa: TRY004 - reported as the others
    return value


def as_text_or_none(value: Any) -> str | None:
    return None if value is None else as_text(value)
