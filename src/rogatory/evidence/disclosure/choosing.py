# SPDX-License-Identifier: Apache-2.0
"""Which items are handed over: by path, folder or pattern, and by a list of paths."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rogatory.disk import faults_at
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.evidence.disclosure import refusals
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.names import LONGEST_PATH, is_plain_path
from rogatory.evidence.opening.selection import parse_wanted, taken_by
from rogatory.wire.words import P_, FilledText

MOST_NAMED = 1_000_000
"""A list is held in memory, some 150 bytes a path; beyond this, folders say the same shorter."""

MOST_LISTED = 20
"""The number of refused items that are listed one by one: more would not help a user who named a
wrong list."""


class Choice:
    """`given` are paths, folders or patterns as for extracting; `named` exact stored paths."""

    def __init__(self, given: Sequence[str], named: Iterable[str] = ()) -> None:
        self._wanted = parse_wanted(given)
        self._named = {path.removeprefix(DATA_FOLDER) for path in named}
        self._found: set[str] = set()
        self._released: frozenset[str] | None = None
        self._withheld: set[str] = set()
        if not self._wanted and not self._named:
            raise Refused(refusals.NOTHING.because())

    def limit_to(self, released: Iterable[str] | None) -> None:
        """Let no other items be handed over than those released, if any are named at all."""
        if released is not None:
            self._released = frozenset(path.removeprefix(DATA_FOLDER) for path in released)

    def takes(self, path: str) -> bool:
        """Decide whether the item of that stored path (below `data/`) is handed over."""
        wanted = taken_by(self._wanted, DATA_FOLDER + path)
        if path in self._named:
            self._found.add(path)
            wanted = True
        if wanted and self._released is not None and path not in self._released:
            self._withheld.add(path)
        return wanted

    def refuse_not_found(self) -> None:
        """Refuse, once every item was asked about, each thing named that there is none of, and each
        item that is not released.
        """
        refuse_if_any(self._not_found())

    def _not_found(self) -> Iterator[Reason]:
        missing = [one.given for one in self._wanted if not one.found]
        missing += sorted(self._named - self._found)
        for path in missing[:MOST_LISTED]:
            yield refusals.NO_SUCH_ITEM.because(path=ascii(path)[1:-1])
        for path in sorted(self._withheld)[:MOST_LISTED]:
            yield refusals.NOT_RELEASED.because(path=ascii(path)[1:-1])


def read_named(file: Path) -> list[str]:
    """Return the paths of a list, one a line; empty lines do not count."""
    found: list[str] = []
    with faults_at(file), os.fdopen(os.open(file, os.O_RDONLY | os.O_CLOEXEC), "rb") as stream:
        number = 0
        while line := stream.readline(LONGEST_PATH + 8):
            number += 1
            text = line.rstrip(b"\r\n")
            if text:
                found.append(_path(text, number))
            if len(found) > MOST_NAMED:
                raise Refused(refusals.TOO_MANY_NAMED.because(limit=MOST_NAMED))
    return found


def _path(raw: bytes, number: int) -> str:
    try:
        path = raw.decode()
    except UnicodeDecodeError as error:
        problem: Phrase = P_("it is not UTF-8")
        raise Refused(refusals.LIST_FORM.because(line=number, problem=problem)) from error
    if not is_plain_path(path.removesuffix("/")):
        problem = FilledText(P_("{path} is no plain path"), path=ascii(path)[:80])
        raise Refused(refusals.LIST_FORM.because(line=number, problem=problem))
    return path.removesuffix("/")
