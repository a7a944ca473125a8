# SPDX-License-Identifier: Apache-2.0
"""The objects of which the law consists: the lines of each regime, and each correction.

The law's document names them by digest (decision 126). A part that was made here has its value, and its
digest is computed when it is asked for; a part of a law that was stored has its digest, and its object is
read when its value is asked for.
"""

from collections.abc import Callable
from functools import cached_property

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.wire.digests import sha256

LARGEST_LAW_OBJECT = 1 << 20
"""The law's document and each regime: the largest that is packaged has a tenth of it. A parser asked to read
much more is under attack.
"""

type FindObject = Callable[[str], bytes]
"""Return the bytes of a digest; refuses where they are missing or damaged."""


class LawPart[Value]:
    """A part of the law that is an object of its own. Two parts are equal if their objects are."""

    def __init__(
        self, read: Callable[[], Value], write: Callable[[Value], bytes], digest: str | None = None
    ) -> None:
        self._read = read
        self._write = write
        self._named = digest

    @cached_property
    def value(self) -> Value:
        return self._read()

    @cached_property
    def document(self) -> bytes:
        return self._write(self.value)

    @cached_property
    def digest(self) -> str:
        return self._named or sha256(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LawPart) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def stated_part[Value](value: Value, write: Callable[[Value], bytes]) -> LawPart[Value]:
    """Return the part of a value that is here."""
    return LawPart(lambda: value, write)


def stored_part[Value](
    name: str,
    digest: str,
    find: FindObject,
    read: Callable[[bytes], Value],
    write: Callable[[Value], bytes],
) -> LawPart[Value]:
    """Return the part of a digest, whose object is read once its value is asked for.

    Raises:
        Refused: then, where its object is missing or damaged, or states something else.
    """

    def value() -> Value:
        try:
            data = find(digest)
        except Refused as error:
            absent = refusals.LAW_OBJECT_MISSING.because(name=name, digest=digest)
            raise Refused((absent, *error.reasons)) from error
        return read(data)

    return LawPart(value, write, digest)
