# SPDX-License-Identifier: Apache-2.0
"""`<bag>-names.json`: which names of an opened bag its disk holds under others.

It lies beside the bag, so that the bag keeps its form; our readers look there. It is not signed
and need not be: a file whose name it gives wrongly has another digest than the manifest lists.

    {"names":{"data/Mail/<stored name>":"~0123456789abcdef.eml"},"version":1}
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rogatory.disk import HeldNames, read_file, shown, write_new
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.names import is_plain, is_plain_path
from rogatory.wire import canonical
from rogatory.wire.words import P_

BESIDE = "-names.json"

MOST_NAMES = 4 << 20
"""Names in the largest such file, at its fifteen bytes each."""

LARGEST = 64 << 20
"""Bytes: a hundred thousand long names; a disk that holds fewer is the wrong one."""


def names_file(bag: Path) -> Path:
    return bag.with_name(bag.name + BESIDE)


def encode_names(held: HeldNames) -> bytes:
    names = {os.fsdecode(path): os.fsdecode(name) for path, name in held.names.items()}
    return canonical.encode({"version": 1, "names": names})


def read_names(bag: Path) -> HeldNames:
    """Return what lies beside the bag; none if nothing does."""
    file = names_file(bag.absolute())
    if not os.path.lexists(file):
        return HeldNames()
    found = canonical.decode_object(
        read_file(file, limit=LARGEST), limit=LARGEST, elements=MOST_NAMES
    )
    names = found.get("names")
    form = set(found) == {"version", "names"} and canonical.is_version(found["version"], 1)
    if not form or not _is_table(names):
        problem = P_("it is no table of names")
        raise Refused(refusals.BAG_FORM.because(path=file.name, problem=problem))
    assert isinstance(names, dict)
    return HeldNames({path.encode(): str(name).encode() for path, name in names.items()})


@contextmanager
def names_beside(bag: Path, *, leftover: bool) -> Iterator[Callable[[HeldNames], None]]:
    """Give what writes the table beside a bag in the making, and take it away again if that fails.
    Refuse one that lies there, unless a killed run may have left it.
    """
    file = names_file(bag.absolute())
    if not leftover and os.path.lexists(file):
        raise Refused(refusals.OUTPUT_EXISTS.because(path=shown(file)))
    written: list[Path] = []

    def write(held: HeldNames) -> None:
        file.unlink(missing_ok=True)
        if len(held):
            written.append(file)
            write_new(file, encode_names(held), secret=True)

    try:
        yield write
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _is_table(names: object) -> bool:
    return isinstance(names, Mapping) and all(
        is_plain_path(str(path)) and isinstance(name, str) and is_plain(name)
        for path, name in names.items()
    )
