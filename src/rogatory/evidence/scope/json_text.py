# SPDX-License-Identifier: Apache-2.0
"""JSON text read value by value: what is too large to be read whole is entered member by member."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from rogatory.evidence.scope.records import BrokenTextError

LARGEST_OBJECT = 1 << 20
"""Characters of a value that is read whole: it is in memory then, several times as large."""

DEEPEST = 64
"""Levels of objects and lists: real exports have a dozen, and each level costs a call and an attempt to read
what is in it whole.
"""

_BLOCK = 1 << 16
_BLANK = re.compile(r"[ \t\r\n]*")
_ASSIGNMENT = re.compile(
    r"(?:(?:var|let|const) )?[A-Za-z_$][\w$.]{0,200}\s{0,9}=\s{0,9}(?=[\[{])", re.ASCII
)
"""The begin of a script that consists of one value, as archives have them to be opened in a browser."""


class JsonNumber(str):
    """A number as its digits: converting it could round it, or take long."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class LargeValue:
    """A list (`[`) or object (`{`) that is too large to be read whole, and begins where the text is."""

    sign: str


def _pairs(pairs: list[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    """Keep an object as its members: of a name that comes twice each program takes another value."""
    return tuple(pairs)


def _refused(text: str) -> Any:
    raise ValueError(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs,
    parse_int=JsonNumber,
    parse_float=JsonNumber,
    parse_constant=_refused,
)


class JsonText:
    """The text from here on, of which no more is kept than one value that is read whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at = "", 0
        self._ended = False

    def _more(self) -> bool:
        if self._ended:
            return False
        data = self._file.read(_BLOCK)
        self._ended = not data
        try:
            more = self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise BrokenTextError("encoding") from error
        self._text, self._at = self._text[self._at :] + more, 0
        return True

    def next_sign(self) -> str:
        """Return the next character that is not blank, which stays; nothing at the end."""
        while True:
            found = _BLANK.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def skip(self) -> None:
        self._at += 1

    def skip_assignment(self) -> None:
        """Leave out the name to which a script assigns the value."""
        self.next_sign()
        found = _ASSIGNMENT.match(self._text, self._at)
        if found is None:
            raise BrokenTextError("script-not-read")
        self._at = found.end()

    def value(self) -> Any:
        """Return the value that begins at the next sign; a `LargeValue`, still to be read, if it is too large."""
        sign = self.next_sign()
        wanted = _BLOCK
        while True:
            while len(self._text) - self._at < wanted and self._more():
                pass
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise BrokenTextError("nested-too-deep") from error
            except ValueError as error:
                if self._ended:
                    raise BrokenTextError("not-json") from error
            else:
                if end < len(self._text) or self._ended:
                    self._at = end
                    return found
            if wanted >= LARGEST_OBJECT:
                if sign in {"{", "["}:
                    return LargeValue(sign)
                raise BrokenTextError("object-too-large")
            wanted *= 2

    def elements(self) -> Iterator[Any]:
        """Yield the elements of a large list; each large one must be read before the next."""
        self.skip()
        if self.next_sign() == "]":
            self.skip()
            return
        while True:
            yield self.value()
            if self._ends_with("]"):
                return

    def members(self) -> Iterator[tuple[str, Any]]:
        """Yield the members of a large object; each large one must be read before the next."""
        self.skip()
        if self.next_sign() == "}":
            self.skip()
            return
        while True:
            if self.next_sign() != '"':
                raise BrokenTextError("not-json")
            name = self.value()
            if self.next_sign() != ":":
                raise BrokenTextError("not-json")
            self.skip()
            yield name, self.value()
            if self._ends_with("}"):
                return

    def _ends_with(self, end: str) -> bool:
        sign = self.next_sign()
        if sign not in {",", end}:
            raise BrokenTextError("not-json")
        self.skip()
        return sign == end
