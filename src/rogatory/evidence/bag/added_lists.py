# SPDX-License-Identifier: Apache-2.0
"""Manifests and inventory of a bag that grows by one folder, and that they only grew.

All of them are in order of path, and what is added lies below one folder: so its lines go in as
one piece. Nothing is held in memory but a line.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from rogatory.evidence.inventory import ordering, read_lines
from rogatory.evidence.items_root import ItemsRoot
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.spool import Spool


def top_names(inventory: Path) -> Iterator[str]:
    """Yield the names right below `data/`, of things with data or without, each once in a row."""
    last = None
    with inventory.open("rb") as stream:
        for line in read_lines(stream):
            name = str(json.loads(line)["path"]).split("/", 1)[0]
            if name != last:
                yield name
            last = name


def merged_inventory(
    before: Path, added: Spool, under: str, into: Spool, root: ItemsRoot
) -> tuple[Spool, int]:
    """Return the inventory with the lines that were added below `under`, and how many there are."""
    place = f"{under}/".encode()

    def is_behind(line: bytes) -> bool:
        found = json.loads(line)
        return ordering(found["path"], found["kind"]) > place

    items = 0
    with before.open("rb") as stream:
        for line in _inserted(read_lines(stream), added.lines(), is_behind):
            into.write(line)
            root.add(line)
            items += 1
    return into, items


def merged_manifest(before: Path, added: Spool, under: str, into: Spool) -> Spool:
    """Return the manifest with the lines that were added below `under`."""
    place = f"{DATA_FOLDER}{under}/".encode()

    def is_behind(line: bytes) -> bool:
        return line.split(b"  ", 1)[1] > place

    with before.open("rb") as stream:
        for line in _inserted(stream, added.lines(), is_behind):
            into.write(line)
    return into


def _inserted(
    lines: Iterable[bytes], added: Iterator[bytes], is_behind: Callable[[bytes], bool]
) -> Iterator[bytes]:
    waiting = True
    for line in lines:
        if waiting and is_behind(line):
            yield from added
            waiting = False
        yield line
    if waiting:
        yield from added


def missing_line(earlier: IO[bytes], later: IO[bytes]) -> bytes | None:
    """Return the first line of an earlier list that the later one does not have in its order, or None."""
    for line in earlier:
        for other in later:
            if other == line:
                break
        else:
            return line
    return None
