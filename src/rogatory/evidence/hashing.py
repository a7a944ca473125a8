# SPDX-License-Identifier: Apache-2.0
"""Hashes what is in buffers: for big files the work that bounds the whole, alone in its thread."""

import hashlib
from typing import Protocol


class _Hash(Protocol):
    def update(self, data: memoryview, /) -> None: ...
    def hexdigest(self) -> str: ...


type Digests = tuple[str, str | None]
"""SHA-256, and SHA-512 where it was asked for."""


SMALL_FILE = 256 << 10
"""A file up to here is hashed by the thread that reads it: handing it over would cost more."""


class Hasher:
    """Takes the runs of one file after the other."""

    def __init__(self, *, sha512: bool = False) -> None:
        self._kinds = (hashlib.sha256, hashlib.sha512) if sha512 else (hashlib.sha256,)
        self._open: list[_Hash] | None = None

    def whole(self, data: memoryview) -> Digests:
        """The digests of a file that lies in one piece."""
        found = [kind(data).hexdigest() for kind in self._kinds]
        return found[0], found[1] if len(found) > 1 else None

    def run(self, data: memoryview, *, last: bool) -> Digests | None:
        """The next bytes of the current file; its digests, if these are its last."""
        if self._open is None:
            self._open = [kind(data) for kind in self._kinds]
        else:
            for each in self._open:
                each.update(data)
        if not last:
            return None
        found = [each.hexdigest() for each in self._open]
        self._open = None
        return found[0], found[1] if len(found) > 1 else None
