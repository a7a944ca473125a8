# SPDX-License-Identifier: Apache-2.0
"""Marks for the missing items of an unfinished text, in their places: code for the body reads them as any value.

Nothing is made up: what lacks shows as a gap, and what is not of its form as it was typed, marked. Both
are found by the one check that judges messages (`requests.contents`).
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from rogatory.errors import Reason, Refused
from rogatory.node.drafting import refusals
from rogatory.node.printing.blocks import MissingText
from rogatory.node.printing.languages import DocumentTexts
from rogatory.node.printing.shown_text import shown_text
from rogatory.requests import refusals as requests_refusals
from rogatory.requests.contents import body as contents
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_

TO_COMPLETE = N_("to be completed")
TO_PUT_RIGHT = N_("needs correction: {typed}")

_MISSING = {
    requests_refusals.CONTENT_MISSING,
    requests_refusals.CONTENT_PRACTICE_MISSING,
    requests_refusals.CONTENT_PART_MISSING,
    requests_refusals.CONTENT_PRACTICE_PART_MISSING,
}


class Lack(str):
    """A place in a body that lacks its value; not empty: what was typed there instead of one."""

    __slots__ = ()


def with_gaps(body: Mapping[str, Json], reasons: Sequence[Reason]) -> dict[str, Json]:
    """Return the body with a `Lack` wherever a required item is missing or malformed.

    `reasons` are what the check of the body answered.

    Raises:
        Refused: too much is wrong to report all of it.
    """
    if len(reasons) >= contents.MOST_REASONS:
        raise Refused(refusals.TOO_MUCH_WRONG.because())
    found: dict[str, Json] = copy.deepcopy(dict(body))
    for reason in reasons:
        path = str(reason.fields.get("field", "")).split(".")
        if reason.code in _MISSING:
            _lack(found, path)
        else:
            _mark(found, path)
    return found


def gap(words: DocumentTexts, lack: str = "") -> MissingText:
    """Return how a gap is printed."""
    text = words.say(TO_PUT_RIGHT, typed=str(shown_text(lack))) if lack else words(TO_COMPLETE)
    return MissingText(f"[{text}]")


def _lack(body: dict[str, Json], path: list[str]) -> None:
    """Set the gap; what surrounds it is made where that lacks, too."""
    at: Any = body
    for name in path[:-1]:
        at = at.setdefault(name, {}) if isinstance(at, dict) else _entry(at, name)
    if isinstance(at, dict) and at.get(path[-1]) in (None, "", [], {}):
        at[path[-1]] = Lack()


def _mark(body: dict[str, Json], path: list[str]) -> None:
    """Mark a single value as wrong; a rule about several values is in the list of reasons."""
    at: Any = body
    for name in path[:-1]:
        at = at.get(name) if isinstance(at, dict) else _entry(at, name)
    last: Any = int(path[-1]) if isinstance(at, list) and path[-1].isdecimal() else path[-1]
    value = at.get(last) if isinstance(at, dict) else _entry(at, path[-1])
    if isinstance(value, str | int) and str(value):
        at[last] = Lack(str(value))


def _entry(at: Any, name: str) -> Any:
    if isinstance(at, list) and name.isdecimal() and int(name) < len(at):
        return at[int(name)]
    return None
