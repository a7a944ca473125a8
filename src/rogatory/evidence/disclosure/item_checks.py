# SPDX-License-Identifier: Apache-2.0
"""Checks of the items of a disclosure: proved by the package, each with its file and no other."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from rogatory.disk import Beneath, PathEntry, is_plain_folder, walk
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.evidence.disclosure import layout, refusals
from rogatory.evidence.disclosure.document import (
    LONGEST_PROOF_LINE,
    Disclosure,
    parse_item_line,
)
from rogatory.evidence.inventory import Item, ordering, parse_line
from rogatory.evidence.items_root import (
    ItemProof,
    item_is_proved,
    items_root_text,
)
from rogatory.evidence.names import LONGEST_PATH
from rogatory.evidence.options import ReportProgress
from rogatory.evidence.pipeline.packer import CAPACITY, new_buffer
from rogatory.evidence.protected import protected_items
from rogatory.evidence.spool import Spool
from rogatory.evidence.verification.rehash import digest_entry
from rogatory.wire.words import N_, P_, FilledText

ITEMS_PROVED = N_("{items} of {count} items")
NO_LINES = N_("items.jsonl cannot be read, with which the files are compared")
WHO_DISCLOSED = N_("the authority that disclosed it")

LONGEST_SUM = 64 + 2 + len(layout.DATA) + 1 + LONGEST_PATH
"""A line of `SHA256SUMS` without its LF."""

MOST_REASONS = 20
"""Reasons of one check: a reader of a folder with a thousand altered files needs no more."""


def first(reasons: Iterator[Reason]) -> list[Reason]:
    return [reason for reason, _ in zip(reasons, range(MOST_REASONS), strict=False)]


class ItemChecks:
    """The checks of the items and of their files; the lines that prove an item are read once."""

    def __init__(self, folder: Path, beneath: Beneath, spool: Spool) -> None:
        self._folder, self._beneath, self._spool = folder, beneath, spool
        self._all_read = False
        self.elsewhere: frozenset[str] = frozenset()
        """The protected paths that name no item here, once all lines are read."""

    def prove(self, disclosure: Disclosure) -> str:
        """Check that every line of `items.jsonl` is proved against the items root, in order, once."""
        self._all_read = False
        root = items_root_text(disclosure.count, disclosure.root)
        reasons: list[Reason] = []
        files = size = items = 0
        named = set(protected_items(disclosure.conditions.protected_items).paths)
        last = (-1, b"")
        for proof in self._proofs():
            item = parse_line(proof.line, proof.index + 1)
            key = (proof.index, ordering(item.path, item.kind))
            if key[0] <= last[0] or key[1] <= last[1]:
                problem: Phrase = P_("its lines are out of order, or one occurs twice")
                raise Refused(refusals.FORM.because(path=layout.ITEMS, problem=problem))
            last = key
            items += 1
            parts = item.path.split("/") if named else []
            named -= {"/".join(parts[:end]) for end in range(1, len(parts) + 1)}
            if not item_is_proved(proof, root) and len(reasons) < MOST_REASONS:
                reasons.append(refusals.NOT_PROVED.because(path=item.path))
            if item.sha256 is not None:
                files, size = files + 1, size + (item.size or 0)
                self._spool.write(proof.line)
        self._all_read, self.elsewhere = True, frozenset(named)
        if not items:
            problem = P_("it proves no item")
            raise Refused(refusals.FORM.because(path=layout.ITEMS, problem=problem))
        refuse_if_any(reasons)
        if (items, files, size) != (disclosure.items, disclosure.files, disclosure.size):
            problem = FilledText(
                P_("items.jsonl has {items} items, {files} files, {size} bytes"),
                items=items,
                files=files,
                size=size,
            )
            raise Refused(
                refusals.DIFFERS.because(field=FilledText(P_("number or size")), problem=problem)
            )
        return FilledText(ITEMS_PROVED, items=items, count=disclosure.count)

    def _proofs(self) -> Iterator[ItemProof]:
        with os.fdopen(self._beneath.open_read(layout.ITEMS), "rb") as stream:
            number = 0
            while line := stream.readline(LONGEST_PROOF_LINE + 1):
                number += 1
                yield parse_item_line(line, number)

    def hash(self, disclosure: Disclosure, progress: ReportProgress) -> None:
        """Check that every item's file has size and digest of its line, and no other file is there."""
        if not self._all_read:
            raise Undecided(NO_LINES, WHO_DISCLOSED)
        reasons = first(self._differing(disclosure, progress))
        refuse_if_any([*reasons, *self._sums_differ()])

    def _sums_differ(self) -> Iterator[Reason]:
        """Check that `SHA256SUMS` has a line for each of these files, in order, and no other."""
        wanted = (f"{one.sha256}  {layout.DATA}/{one.path}\n" for one in self._items_with_data())
        if not os.path.lexists(self._folder / layout.SUMS):
            yield refusals.MISSING.because(path=layout.SUMS)
            return
        with os.fdopen(self._beneath.open_read(layout.SUMS), "rb") as sums:
            same = all(sums.readline(LONGEST_SUM + 1) == line.encode() for line in wanted)
            if not same or sums.read(1):
                problem = P_("it lists other files than the items")
                yield refusals.CHANGED.because(path=layout.SUMS, problem=problem)

    def _differing(self, disclosure: Disclosure, progress: ReportProgress) -> Iterator[Reason]:
        """Compare files and items side by side, both in byte order of path, and yield where they differ."""
        buffer, done = new_buffer(CAPACITY), 0
        items = self._items_with_data()
        item = next(items, None)
        for entry in self._data_files(faults := list[Reason]()):
            path = os.fsdecode(entry.path)
            while item is not None and item.path.encode() < entry.path:
                yield refusals.MISSING.because(path=f"{layout.DATA}/{item.path}")
                item = next(items, None)
            if item is None or item.path.encode() != entry.path or not entry.is_file:
                yield refusals.EXTRA.because(path=ascii(f"{layout.DATA}/{path}")[1:-1])
                continue
            if digest_entry(entry, hashlib.sha256, buffer) != (item.sha256, item.size):
                problem = P_("size or digest is another than in the package")
                yield refusals.CHANGED.because(path=f"{layout.DATA}/{path}", problem=problem)
            done += item.size or 0
            progress(done, disclosure.size)
            item = next(items, None)
        while item is not None:
            yield refusals.MISSING.because(path=f"{layout.DATA}/{item.path}")
            item = next(items, None)
        yield from faults

    def _items_with_data(self) -> Iterator[Item]:
        return (parse_line(line, 0) for line in self._spool.lines())

    def _data_files(self, faults: list[Reason]) -> Iterator[PathEntry]:
        place = self._folder / layout.DATA
        if is_plain_folder(place):
            yield from (
                entry for entry in walk(place, faults=faults, above=1) if not entry.is_folder
            )
