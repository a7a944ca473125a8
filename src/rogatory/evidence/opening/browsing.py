# SPDX-License-Identifier: Apache-2.0
"""Browse: the items of a package or a bag a page at a time, and the bytes of one, nothing written.

The inventory is hashed whole, once, when the package is opened for browsing, and then searched
where it lies, so a page of ten million items costs no more than one of a hundred. What an item's
bytes are is compared with the inventory's digest whenever it is read whole; a part of a large one
is bound to the seal by its encryption alone, and of a bag's by nothing, which the caller must say.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from rogatory.disk import Beneath, faults_at, read_open
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.bag.texts import read_manifest
from rogatory.evidence.checks import Check
from rogatory.evidence.held_names import read_names
from rogatory.evidence.inventory import LONGEST_LINE, Item, ordering
from rogatory.evidence.items_root import parse_items_root
from rogatory.evidence.layout import (
    DATA_FOLDER,
    INVENTORY,
    ITEMS_ROOT,
    MANIFEST,
    TAG_MANIFEST,
)
from rogatory.evidence.opening.extract import let_in
from rogatory.evidence.opening.listing import ListedItem, digest_beneath, keyed_item
from rogatory.evidence.opening.sorted_lines import SortedLines
from rogatory.evidence.protected import ProtectedItems, protected_items
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.bag_check import LARGEST_TAG
from rogatory.evidence.verification.conditions_check import GivenConditions, read_given
from rogatory.seal.age import HybridIdentity
from rogatory.wire.digests import sha256

_BLOCK = 1 << 20

type ReadPart = Callable[[str, int, int], Iterator[bytes | memoryview]]
"""Bytes of the file with that stored path, from an offset on; a block is good until the next."""


@dataclass(frozen=True, slots=True)
class Browsed:
    """An opened package or bag. One thread uses one at a time."""

    package: str
    bag: str
    given: GivenConditions
    """The giver of the package, and its conditions."""
    protected: ProtectedItems = field(repr=False)
    count: int | None
    """How many items the package says it has."""
    checks: tuple[Check, ...]
    is_bound: bool
    """True if a part of an item is bound to the seal, chunk by chunk."""
    _lines: Callable[[], SortedLines[Item]] = field(repr=False)
    _part: ReadPart = field(repr=False)

    def items(self, after: str = "") -> Iterator[ListedItem]:
        """Yield the items in order of path, those behind the one of the key `after` (see `key_of`)."""
        low = after.encode("utf-8", "surrogatepass") + b"\0" if after else b""
        for item in self._lines().between(low):
            yield ListedItem(item, self.protected.covers(item.path))

    def item(self, key: str) -> ListedItem:
        """Return the item of that key (see `key_of`); refuse one that the inventory has not."""
        plain = key.encode("utf-8", "surrogatepass")
        found = next(self._lines().between(plain, plain + b"\0"), None)
        if found is None:
            raise Refused(refusals.NO_SUCH_ITEM.because(path=ascii(key)[1:-1][:200]))
        return ListedItem(found, self.protected.covers(found.path))

    def part(self, item: Item, start: int, length: int) -> bytes:
        """Return a part of an item's bytes small enough for memory, compared with nothing."""
        return b"".join(map(bytes, self._part(DATA_FOLDER + item.path, start, length)))

    def whole(self, item: Item) -> bytes:
        """Return all bytes of an item small enough for memory.

        Raises:
            Refused: they do not have the digest that the inventory lists.
        """
        data = self.part(item, 0, item.size or 0)
        if sha256(data) != item.sha256:
            path = DATA_FOLDER + item.path
            raise Refused(refusals.BAG_DIGEST.because(path=path, manifest=INVENTORY))
        return data


def order_of(item: Item) -> str:
    """Return what the inventory is ordered by: where to go on behind this item."""
    return ordering(item.path, item.kind).decode()


@contextmanager
def browse_sealed(
    sealed: Path, *, identities: Sequence[HybridIdentity], trust: Trust
) -> Iterator[Browsed]:
    """Open a sealed package to browse it. What must hold: 1 to 3 of `extract_wanted`, and the inventory's digest."""
    with let_in(sealed, identities, trust) as found:
        inside = found.inside
        inside.check_whole(INVENTORY)
        given = read_given(inside.tags, inside.tag)
        has_root = ITEMS_ROOT in inside.tags
        yield Browsed(
            package=inside.package,
            bag=inside.bag,
            given=given,
            protected=protected_items(given.conditions.protected_items),
            count=parse_items_root(inside.tag(ITEMS_ROOT, 1024))[0] if has_root else None,
            checks=found.checks,
            is_bound=True,
            _lines=lambda: inside.lines_of(INVENTORY, keyed_item, longest=LONGEST_LINE),
            _part=inside.part,
        )


@contextmanager
def browse_bag(bag: Path) -> Iterator[Browsed]:
    """Open a bag in a folder to browse it: what its tag manifest lists has its digests; who signed
    that is for verifying to judge.
    """
    with Beneath(bag) as beneath:
        manifest = read_open(beneath.open_read(TAG_MANIFEST), TAG_MANIFEST, limit=LARGEST_TAG)
        tags = dict(read_manifest(TAG_MANIFEST, BytesIO(manifest), "sha256"))

        def tag(path: str, limit: int) -> bytes:
            data = read_open(beneath.open_read(path), path, limit=limit)
            if sha256(data) != tags.get(path):
                raise Refused(refusals.BAG_DIGEST.because(path=path, manifest=TAG_MANIFEST))
            return data

        given = read_given(tags, tag)
        count = parse_items_root(tag(ITEMS_ROOT, 1024))[0] if ITEMS_ROOT in tags else None
        if digest_beneath(beneath, INVENTORY) != tags.get(INVENTORY):
            raise Refused(refusals.BAG_DIGEST.because(path=INVENTORY, manifest=TAG_MANIFEST))
        names = read_names(bag)
        with os.fdopen(beneath.open_read(INVENTORY), "rb", buffering=0) as stream:
            inventory = _OpenFile(stream.fileno(), INVENTORY)

            def part(path: str, start: int, length: int) -> Iterator[bytes]:
                fd = beneath.open_read(names.place(path.encode()))
                with os.fdopen(fd, "rb", buffering=0):
                    file = _OpenFile(fd, path)
                    for at in range(start, start + length, _BLOCK):
                        yield file.read(at, min(_BLOCK, start + length - at))

            yield Browsed(
                package=given.package,
                bag=sha256(manifest),
                given=given,
                protected=protected_items(given.conditions.protected_items),
                count=count,
                checks=(),
                is_bound=False,
                _lines=lambda: SortedLines(
                    inventory, 0, inventory.size, keyed_item, longest=LONGEST_LINE
                ),
                _part=part,
            )


class _OpenFile:
    """An open file, read at any place."""

    def __init__(self, fd: int, path: str) -> None:
        self._fd, self._path = fd, path
        self.size = os.fstat(fd).st_size

    def read(self, offset: int, length: int) -> bytes:
        parts, end = [], offset + length
        with faults_at(self._path):
            while offset < end and (some := os.pread(self._fd, end - offset, offset)):
                parts.append(some)
                offset += len(some)
        if offset < end:
            raise Refused(refusals.BAG_DIGEST.because(path=self._path, manifest=MANIFEST))
        return b"".join(parts)
