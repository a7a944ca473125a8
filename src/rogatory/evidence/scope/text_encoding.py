# SPDX-License-Identifier: Apache-2.0
"""The encoding of a file that a provider sent: by its mark, else as a page states, else as its first bytes are."""

import codecs
import re

from rogatory.evidence.plain_text import text_of

_STATED = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_LOOKED_AT = 1024
"""Bytes in which a page must state its encoding, as browsers have it."""

_ALLOWED = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "big5": "big5",
    "euc-jp": "euc_jp",
    "euc-kr": "euc_kr",
    "gb18030": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "shift_jis": "cp932",
} | {
    name.format(number): codec.format(number)
    for name, codec, numbers in (
        ("iso-8859-{}", "iso8859_{}", range(2, 17)),
        ("windows-{}", "cp{}", (874, *range(1250, 1259))),
    )
    for number in numbers
    if name.format(number) not in {"iso-8859-12", "windows-1252"}
}
"""Encodings of texts by the names that browsers know; a page that states another is read as its bytes are."""


_WITH_MARK = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
"""The decoders that leave out the mark at the beginning."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(start: bytes) -> str:
    """Return the decoder for a text that begins so: by its mark, else UTF-8 where the bytes are, else Windows-1252."""
    found = text_of(start, is_part=True)
    encoding = "utf-8" if found is None else found.encoding
    return _WITH_MARK.get(encoding, encoding)


def encoding_of_page(start: bytes) -> str:
    """Return the decoder for a page that begins so: by its mark, else as it states, else as its bytes are."""
    found = encoding_of(start)
    stated = None if start.startswith(_MARKS) else _STATED.search(start[:_LOOKED_AT])
    name = stated[1].decode("ascii").lower() if stated else found
    return _ALLOWED.get(name, _ALLOWED.get(found, found))
