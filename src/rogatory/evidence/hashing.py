# SPDX-License-Identifier: Apache-2.0
"""Hashes what is in buffers: for big files the work that bounds the whole, alone in its thread.

SHA-256 always; further digests, where a law wants them, in a thread each beside it. The table
`FURTHER` lists them, with the name of each on the command line and in a bag.
"""

import hashlib
from collections.abc import Callable, Container, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self


class Hash(Protocol):
    def update(self, data: memoryview, /) -> None: ...
    def hexdigest(self) -> str: ...


type NewHash = Callable[..., Hash]


@dataclass(frozen=True, slots=True)
class HashAlgorithm:
    """A further digest: its manifest (RFC 8493 2.4: lower case, letters and digits only), how
    it is made, and the hexadecimal digits of one.
    """

    manifest: str
    new: NewHash
    digits: int


FURTHER = {
    "sha512": HashAlgorithm("manifest-sha512.txt", hashlib.sha512, 128),
    "sha3-512": HashAlgorithm("manifest-sha3512.txt", hashlib.sha3_512, 128),
    "blake2b": HashAlgorithm("manifest-blake2b512.txt", hashlib.blake2b, 128),
}
"""By the name that is given on the command line. Writer, readers and checks know no other."""

type Digests = tuple[str, ...]
"""SHA-256, then the further ones in the order asked for."""


SMALL_FILE = 256 << 10
"""A file up to here is hashed by the thread that reads it: handing it over would cost more."""

_WORTH_A_THREAD = 64 << 10
"""Bytes from which handing them to another thread costs less than hashing them here."""


def fresh(further: Sequence[str]) -> list[Hash]:
    """Return new hashes: SHA-256, then the further ones."""
    return [hashlib.sha256(), *(FURTHER[name].new() for name in further)]


def in_table_order(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of further digests, each once, in the order of the table; KeyError for another."""
    for name in names:
        FURTHER[name]
    return tuple(name for name in FURTHER if name in names)


def further_in(paths: Container[str]) -> tuple[str, ...]:
    """Return the further digests of which there is a manifest among tag files by path."""
    return tuple(name for name, one in FURTHER.items() if one.manifest in paths)


class Hasher:
    """Takes the runs of one file after the other: `with Hasher(names) as hasher: ...`."""

    def __init__(self, further: Sequence[str] = ()) -> None:
        self._kinds: list[NewHash] = [hashlib.sha256, *(FURTHER[name].new for name in further)]
        self._open: list[Hash] | None = None
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def whole(self, data: memoryview) -> Digests:
        """Return the digests of a small file that lies in one piece."""
        return tuple([kind(data).hexdigest() for kind in self._kinds])

    def go_on(self, begun: Sequence[Hash]) -> None:
        """Take the next file as begun: its first bytes are in these, in the order of `fresh`."""
        self._open = list(begun)

    def so_far(self) -> Digests:
        """Return the digests of what the current file has given."""
        return tuple([each.hexdigest() for each in self._open or ()])

    def run(self, data: memoryview, *, last: bool) -> Digests | None:
        """Hash the next bytes of the current file; return its digests, if these are its last."""
        if self._open is None:
            self._open = [kind() for kind in self._kinds]
        first, *others = self._open
        if others and len(data) >= _WORTH_A_THREAD:
            # The buffer goes round again when this returns, so all wait for the slowest of
            # them, which would bound the whole in any case.
            under_way = [self._threads().submit(one.update, data) for one in others]
            first.update(data)
            for one in under_way:
                one.result()
        else:
            for each in self._open:
                each.update(data)
        if not last:
            return None
        found = tuple([each.hexdigest() for each in self._open])
        self._open = None
        return found

    def _threads(self) -> ThreadPoolExecutor:
        # Only when the first is needed: a process that has threads must not fork any more.
        if self._pool is None:
            self._pool = ThreadPoolExecutor(len(self._kinds) - 1, "hash")
        return self._pool
