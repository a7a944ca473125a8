# SPDX-License-Identifier: Apache-2.0
"""Which bytes are text that a person can read, in which encoding, and how it is shown unharmed.

A text is shown as characters and never as what it may mean to a program: a page of HTML is its
source. Controls, and the marks that reorder other text, are shown by their codes, so that what is
read is what lies there.
"""

from dataclasses import dataclass

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_WHITE = frozenset(b"\t\n\r\x0c\x1b")


@dataclass(frozen=True, slots=True)
class PlainText:
    """`is_guessed` where nothing in the bytes says that the encoding is this one."""

    text: str
    encoding: str
    is_guessed: bool


def text_of(data: bytes, *, encoding: str | None = None, is_part: bool = False) -> PlainText | None:
    """Return the text in these bytes; None where they are none. Of a part, a character cut in two
    at either end is left out; `encoding` is that of the whole, where its beginning showed it.
    """
    mark, known = next((one for one in _MARKS if data.startswith(one[0])), (b"", encoding))
    data = data[len(mark) :]
    if known is not None and known.startswith("utf-16"):
        cut = data[: len(data) & ~1]
        return PlainText(cut.decode(known, "replace"), known, is_guessed=False)
    if b"\0" in data:
        return None
    text = _utf8(data, is_part=is_part)
    if text is not None:
        return PlainText(text, "utf-8", is_guessed=False)
    if any(byte < 0x20 and byte not in _WHITE for byte in data):
        return None
    return PlainText(data.decode("cp1252", "replace"), "windows-1252", is_guessed=True)


def _utf8(data: bytes, *, is_part: bool) -> str | None:
    for start in range(4 if is_part else 1):
        for end in range(4 if is_part else 1):
            try:
                return data[start : len(data) - end].decode()
            except UnicodeDecodeError:
                continue
    return None
