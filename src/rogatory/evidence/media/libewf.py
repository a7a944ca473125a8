# SPDX-License-Identifier: Apache-2.0
"""The image as libewf reads it: a second reader beside ours, and the only one of header values.

The binding is an optional extra and is imported only here, in the child that examines.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

LONGEST_VALUE = 4000
"""Characters of a header value that are kept: a note in an image must not fill the record."""

_NOT_RECORDED = frozenset({"password", "compression_level"})
"""Header values that are no claim about the acquisition."""


class Libewf:
    """An open image. Raises ModuleNotFoundError without the binding, OSError if libewf refuses it."""

    def __init__(self, paths: Sequence[str]) -> None:
        import pyewf  # type: ignore[import-not-found]  # optional, and without types

        self.version = str(pyewf.get_version())
        self._handle = pyewf.handle()
        self._handle.open(list(paths))
        self.size = int(self._handle.get_media_size())
        self.bytes_per_sector = int(self._handle.get_bytes_per_sector())

    def read(self, at: int, size: int) -> bytes:
        """Return what libewf hands out there; shorter or empty where it gives nothing."""
        try:
            return bytes(self._handle.read_buffer_at_offset(size, at))
        except (OSError, MemoryError):
            return b""

    def header(self) -> dict[str, str]:
        """Return header values by libewf's names, as text that can be stored and shown."""
        found = _pairs(self._handle.get_header_values)
        return {
            name: _text(value) for name, value in sorted(found.items()) if name not in _NOT_RECORDED
        }

    def digests(self) -> dict[str, str]:
        """Return stored hashes by name in lower case."""
        found = _pairs(self._handle.get_hash_values)
        return {name.lower(): value.lower() for name, value in found.items()}


def _pairs(ask: Any) -> dict[str, str]:
    try:
        return {str(name): str(value) for name, value in (ask() or {}).items()}
    except OSError:
        return {}


def _text(value: str) -> str:
    clean = value.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", clean[:LONGEST_VALUE])
