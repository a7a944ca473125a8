# SPDX-License-Identifier: Apache-2.0
"""Paths as the kernel knows them: bytes, of any encoding."""

import os

from rogatory.disk import refusals
from rogatory.errors import Refused

type Location = str | bytes | os.PathLike[str] | os.PathLike[bytes]
"""Any way to name a file; inside the package it is bytes."""

LONGEST_NAME = 255
"""The longest name that Linux file systems hold; a longer part of a path is refused before it
reaches the disk."""

DEEPEST_FOLDERS = 256
"""A walk holds one folder open a level; a tree made to be deep would use up a process's files."""


def shown(path: Location) -> str:
    """Return a path for a sentence: printable, whatever bytes it has."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def folder_and_name(path: Location) -> tuple[bytes, bytes]:
    """Return the folder of a path and the name in it; refuses a path that ends in no name."""
    folder, name = os.path.split(os.fsencode(path))
    if not name or name in {b".", b".."} or len(name) > LONGEST_NAME or b"\0" in folder + name:
        raise Refused(refusals.NAME.because(path=shown(path)))
    return folder or b".", name


def within(folder: Location, name: bytes) -> bytes:
    """Return the path of a name in a folder."""
    return os.fsencode(folder).rstrip(b"/") + b"/" + name


def parts_beneath(path: Location) -> tuple[bytes, ...]:
    """Return the parts of a plain relative path: no `.`, `..`, empty part, NUL, root or trailing
    slash.
    """
    encoded = os.fsencode(path)
    parts = tuple(encoded.split(b"/"))
    if b"\0" in encoded or any(_unfit(part) for part in parts):
        raise Refused(refusals.OUTSIDE.because(path=shown(path)))
    if len(parts) > DEEPEST_FOLDERS:
        raise Refused(refusals.TOO_DEEP.because(path=shown(path), limit=DEEPEST_FOLDERS))
    return parts


def _unfit(part: bytes) -> bool:
    return part in {b"", b".", b".."} or len(part) > LONGEST_NAME
