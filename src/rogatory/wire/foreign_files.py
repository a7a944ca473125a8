# SPDX-License-Identifier: Apache-2.0
"""Files that a person or another program wrote for us: JSON in any order, and TOML.

Nothing in them may be understood in two ways: a name that occurs twice, a number that is no integer
(a decimal, `NaN`) and nesting without end are refused, as in documents that come over the line.
"""

import re
import tomllib
from typing import Any

from rogatory.errors import Refused
from rogatory.wire import refusals
from rogatory.wire.canonical import DEEPEST_NESTING, LARGEST_DOCUMENT, Json, encode, parse
from rogatory.wire.words import P_, FilledText, problem_of, problems_text

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_NO_KEYS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^']|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)
"""TOML's strings and remarks."""

_BETWEEN_KEYS = re.compile(r"[\n=,{}\[\]]")


def parse_object(data: bytes, *, limit: int = LARGEST_DOCUMENT) -> dict[str, Any]:
    """Return the JSON object that the data are.

    Raises:
        ValueError: with a phrase: they are too large, no JSON, no object, or can be understood in
            two ways.
    """
    try:
        value: Json = parse(data.removeprefix(_BYTE_ORDER_MARK), limit=limit)
        encode(value)  # refuses texts in another Unicode form, and halves of a character
    except Refused as refused:
        raise ValueError(problems_text(refused.reasons)) from refused
    if not isinstance(value, dict):
        raise ValueError(FilledText(P_("It is not a JSON object.")))  # noqa: TRY004 - a fault of the text
    return value


def read_object(data: bytes, file: str, *, limit: int = LARGEST_DOCUMENT) -> dict[str, Any]:
    """Return the JSON object of a file. `file` names it in a refusal.

    Raises:
        Refused: as `parse_object` says.
    """
    try:
        return parse_object(data, limit=limit)
    except ValueError as error:
        raise Refused(refusals.FILE.because(file=file, problem=problem_of(error))) from error


def read_toml(text: str) -> dict[str, Any]:
    """Return the table of a TOML text.

    Raises:
        ValueError: it is no TOML, or nests without end: the library recurses once a level, and takes
            memory by the square of the parts of a dotted name.
    """
    between = _BETWEEN_KEYS.split(_NO_KEYS.sub('""', text))
    if any(part.count(".") > DEEPEST_NESTING for part in between):
        raise ValueError(
            FilledText(P_("a name has more than {limit} parts"), limit=DEEPEST_NESTING)
        )
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(FilledText(P_("it nests too deep"))) from error
