# SPDX-License-Identifier: Apache-2.0
"""A filled form's answers, from JSON by field number or from CSV with a field and a value a row."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from rogatory.errors import Phrase, Refused
from rogatory.requests.forms import refusals
from rogatory.wire.words import P_, FilledText, problem_of

LARGEST_FORM = 1 << 20
"""A filled form is some pages; a larger file is something else, or meant to keep the reader busy."""

MOST_ANSWERS = 5000
"""More than any body of ours has values."""

DEEPEST_NESTING = 20
"""Our JSON has three levels."""

type FormAnswers = list[tuple[str, str]]
"""Number and value, in the order of the file."""


def read_json(data: bytes) -> FormAnswers:
    """Return the answers in `fields` of a JSON object, or in an object that is nothing but answers.

    Raises:
        Refused: it is no such JSON.
    """
    text = _text(data)
    if text.count("{") + text.count("[") > MOST_ANSWERS * DEEPEST_NESTING:
        raise _unreadable(P_("it is nested too much"))
    try:
        found: Any = json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise _unreadable(problem_of(error)) from error
    fields = found.get("fields", found) if isinstance(found, dict) else None
    if not isinstance(fields, dict):
        raise _unreadable(P_("it is no object of values by number"))
    return _bounded([(number, _numbered(number, value)) for number, value in fields.items()])


def read_csv(data: bytes) -> FormAnswers:
    """Return the answers of a CSV file: two columns, field and value, with or without that heading.

    Raises:
        Refused: it is no such CSV.
    """
    return _bounded(list(_rows(_text(data))))


def _rows(text: str) -> Iterator[tuple[str, str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, row in enumerate(reader, 1):
            if not any(row) or (number == 1 and [one.strip().lower() for one in row] == _HEADING):
                continue
            if len(row) != len(_HEADING):
                raise _unreadable(
                    FilledText(
                        P_("row {number} has {count} columns, not 2"), number=number, count=len(row)
                    )
                )
            yield row[0], row[1]
    except csv.Error as error:
        raise _unreadable(problem_of(error)) from error


_HEADING = ["field", "value"]


def _text(data: bytes) -> str:
    if len(data) > LARGEST_FORM:
        raise _unreadable(FilledText(P_("it has more than {limit} bytes"), limit=LARGEST_FORM))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(P_("it is not UTF-8")) from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(FilledText(P_("a name occurs in it twice")))
    return found


def _numbered(number: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    if isinstance(value, (str, int)):
        return str(value)
    raise _unreadable(
        FilledText(
            P_("the value of {number} is neither a text nor a number"), number=ascii(number)[:40]
        )
    )


def _bounded(answers: FormAnswers) -> FormAnswers:
    if len(answers) > MOST_ANSWERS:
        raise _unreadable(FilledText(P_("it has more than {limit} values"), limit=MOST_ANSWERS))
    return answers


def _unreadable(problem: Phrase) -> Refused:
    return Refused(refusals.FORM_UNREADABLE.because(problem=problem))
