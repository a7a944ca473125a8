# SPDX-License-Identifier: Apache-2.0
"""The names of a zip's member: in its header, in a code page or UTF-8, and in Info-ZIP's field."""

import re
from collections.abc import Iterator

_CODE_PAGES = ("utf-8", "cp437", "cp850", "cp1252", "latin-1")

_ESCAPED = re.compile(r"#U([0-9a-fA-F]{4})|#L([0-9a-fA-F]{6})")
"""How Info-ZIP writes a character that the header's code page lacks."""


def shown_name(name: bytes, unicode_name: bytes | None, *, says_utf8: bool) -> bytes:
    """Return the name under which the member is unpacked: the field's, else UTF-8 where the header
    says so or is it, else as the old code page has it.
    """
    if unicode_name is not None:
        return unicode_name
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        if not says_utf8:
            return name.decode("cp437").encode()
    return name


def names_differ(name: bytes, unicode_name: bytes) -> bool:
    """Decide whether the header names another file than the field: programs that do not know the
    field then show another name.
    """
    wanted = unicode_name.decode("utf-8", "replace")
    return not any(wanted in {text, _unescaped(text)} for text in _readings(name))


def _readings(name: bytes) -> Iterator[str]:
    for page in _CODE_PAGES:
        try:
            yield name.decode(page)
        except UnicodeDecodeError:
            continue


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]
