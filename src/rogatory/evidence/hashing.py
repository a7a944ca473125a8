# SPDX-License-Identifier: Apache-2.0
"""Hashes what others put into buffers: the work that bounds the whole, alone in its thread."""

import hashlib
from typing import Protocol


class _Hash(Protocol):
    def update(self, data: memoryview, /) -> None: ...
    def hexdigest(self) -> str: ...


type Digests = tuple[str, str | None]
"""SHA-256, and SHA-512 where it was asked for."""


class Hasher:
    """Takes the runs of one file after the other."""

    def __init__(self, *, sha512: bool = False) -> None:
        self._kinds = (hashlib.sha256, hashlib.sha512) if sha512 else (hashlib.sha256,)
        self._open: list[_Hash] | None = None

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
