# SPDX-License-Identifier: Apache-2.0
"""Files that are there whole and durable, or not there at all.

Temporary name, write, fsync, link without replace, fsync the folder, remove the temporary
name. A process killed at any point leaves at most a temporary name.
"""

from types import TracebackType
from typing import Self

from rogatory.disk import refusals
from rogatory.disk.paths import Location, shown
from rogatory.disk.temporary import Temporary
from rogatory.errors import Refused


class NewFile:
    """A file in the making: `with NewFile(path) as new: new.write(...)`.

    It gets its name at the end of the block, unless an exception passes. Refuses (coded
    `disk-exists`) a name that is taken, at the beginning and again at the end; a symbolic link
    under that name counts as taken.
    """

    def __init__(self, path: Location, *, secret: bool = False) -> None:
        self._path = path
        self._secret = secret

    @property
    def fd(self) -> int:
        """The open file, for writing."""
        return self._temporary.fd

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Append all of `data`."""
        self._temporary.write(data)

    def __enter__(self) -> Self:
        self._temporary = Temporary(self._path, secret=self._secret)
        # Early, so that nobody writes a terabyte before he hears of it.
        if self._temporary.taken():
            self._temporary.discard()
            raise Refused(refusals.EXISTS.because(path=shown(self._path)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._temporary.publish()
        else:
            self._temporary.discard()


def write_new(path: Location, data: bytes, *, secret: bool = False) -> None:
    """Write a new file of these bytes, durable when this returns.

    Raises:
        Refused: the name is taken, the folder is not there or may not be written.
        Unreachable: the disk is full or fails. Nothing is left then.
    """
    with NewFile(path, secret=secret) as new:
        new.write(data)


def replace(path: Location, data: bytes, *, secret: bool = False) -> None:
    """Write a file of these bytes instead of the one there, if any: the old or the new, never a
    mix.

    A symbolic link is replaced, not followed. Fails as `write_new`, and then the old stays.
    """
    temporary = Temporary(path, secret=secret)
    try:
        temporary.write(data)
    except BaseException:
        temporary.discard()
        raise
    temporary.replace()
