# SPDX-License-Identifier: Apache-2.0
"""List: what the signed inventory says of each thing in a package, without taking anything out.

The inventory is hashed whole against the tag manifest before a line of it is believed, then
read in order, so memory stays the same for ten million lines. Nothing else of the evidence is
read: that the files are there and unchanged is for opening, or extracting, to show.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from rogatory.disk import Beneath, faults_at, read_open
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.texts import LARGEST_BAG_INFO, parse_bag_info, read_manifest
from rogatory.evidence.checks import Check
from rogatory.evidence.inventory import (
    LONGEST_LINE,
    Item,
    ordering,
    parse_line,
    read_items,
    read_lines,
)
from rogatory.evidence.layout import (
    BAG_INFO,
    DATA_FOLDER,
    INVENTORY,
    PACKAGE,
    TAG_MANIFEST,
)
from rogatory.evidence.opening.members import Inside
from rogatory.evidence.opening.open_package import admit
from rogatory.evidence.opening.selection import SelectionPattern, merged, parse_wanted, taken_by
from rogatory.evidence.protected import ProtectedItems, protected_items
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.bag_check import LARGEST_TAG
from rogatory.evidence.verification.conditions_check import GivenConditions, read_given
from rogatory.seal.age import HybridIdentity
from rogatory.wire.digests import sha256

_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One thing of the inventory; `protected` if it is handled under arts. 14 to 16."""

    item: Item
    protected: bool


@dataclass(frozen=True, slots=True)
class PackageListing:
    """The list of contents that a package gives. `items` may be asked for once at a time; it
    refuses, at its end, each of what was wanted that nothing was found for. `tags` are the
    package's own files.
    """

    package: str
    bag: str
    items: Callable[[], Iterator[ListedItem]]
    tags: dict[str, str]
    checks: tuple[Check, ...] = ()


@contextmanager
def list_sealed(
    sealed: Path,
    given: Sequence[str] = (),
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
) -> Iterator[PackageListing]:
    """List the things in a sealed package, or those that are wanted: paths, folders, patterns.

    What must hold: 1 to 3 of `extract_wanted`, and that the inventory has its listed digest.
    """
    wanted = parse_wanted(given)
    with sealed_files(sealed) as files:
        checks, seal, _, key = admit(files, identities, trust)
        with files.opened(PACKAGE) as package:
            inside = Inside(package, seal, key, first=checks.first)
            inside.check_whole(INVENTORY)
            bound = read_given(inside.tags, inside.tag)
            protected = protected_items(bound.conditions.protected_items)

            def items() -> Iterator[ListedItem]:
                lines = inside.lines_of(INVENTORY, keyed_item, longest=LONGEST_LINE)
                spans = [(_below(low), _below(high)) for low, high in merged(wanted)]
                found = (
                    item
                    for low, high in spans or [(b"", b"\xff")]
                    for item in lines.between(low, high)
                )
                yield from _chosen(found, wanted, protected)

            yield PackageListing(
                seal.package, seal.bag, items, inside.tags, tuple(checks.list.checks)
            )


def given_in(
    sealed: Path, *, identities: Sequence[HybridIdentity], trust: Trust
) -> GivenConditions:
    """Return giver and conditions of a sealed package; of it no more is read than they rest on.

    Raises:
        Refused: seal, identity, tag manifest or conditions do not hold.
    """
    with sealed_files(sealed) as files:
        checks, seal, _, key = admit(files, identities, trust)
        with files.opened(PACKAGE) as package:
            inside = Inside(package, seal, key, first=checks.first)
            return read_given(inside.tags, inside.tag)


def given_of_bag(bag: Path) -> GivenConditions:
    """Return giver and conditions of a bag in a folder; its signature is for verifying to judge."""
    with Beneath(bag) as beneath:
        tags = dict(
            read_manifest(
                TAG_MANIFEST, BytesIO(_read(beneath, TAG_MANIFEST, LARGEST_TAG)), "sha256"
            )
        )
        return read_given(tags, lambda path, limit: _checked(beneath, path, limit, tags))


def takes_protected(
    sealed: Path,
    given: Sequence[str],
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
) -> bool:
    """Decide whether what is wanted of a sealed package is, or has in it, something protected. The
    inventory is read only where the package protects anything.

    Raises:
        Refused: as `given_in`, or the inventory does not hold.
    """
    bound = given_in(sealed, identities=identities, trust=trust)
    if not bound.conditions.protected_items:
        return False
    with list_sealed(sealed, given, identities=identities, trust=trust) as listing:
        try:
            return any(listed.protected for listed in listing.items())
        except Refused as error:
            # A tag file, or nothing: the one holds no evidence, the other is refused by who takes it.
            if set(error.codes) == {refusals.NO_SUCH_ITEM.id}:
                return False
            raise


@contextmanager
def list_bag(bag: Path, given: Sequence[str] = ()) -> Iterator[PackageListing]:
    """List the same of a bag in a folder; its signature is for verifying to judge."""
    wanted = parse_wanted(given)
    with Beneath(bag) as beneath:
        manifest = _read(beneath, TAG_MANIFEST, LARGEST_TAG)
        tags = dict(read_manifest(TAG_MANIFEST, BytesIO(manifest), "sha256"))
        info = parse_bag_info(_checked(beneath, BAG_INFO, LARGEST_BAG_INFO, tags))
        bound = read_given(tags, lambda path, limit: _checked(beneath, path, limit, tags))
        protected = protected_items(bound.conditions.protected_items)
        if digest_beneath(beneath, INVENTORY) != tags.get(INVENTORY):
            raise Refused(refusals.BAG_DIGEST.because(path=INVENTORY, manifest=TAG_MANIFEST))

        def items() -> Iterator[ListedItem]:
            with os.fdopen(beneath.open_read(INVENTORY), "rb") as stream:
                yield from _chosen(read_items(read_lines(stream)), wanted, protected)

        yield PackageListing(info.package, sha256(manifest), items, tags)


def _chosen(
    items: Iterator[Item], wanted: Sequence[SelectionPattern], protected: ProtectedItems
) -> Iterator[ListedItem]:
    for item in items:
        if not wanted or taken_by(wanted, DATA_FOLDER + item.path):
            yield ListedItem(item, protected.covers(item.path))
    refuse_if_any(_nothing_found(each) for each in wanted if not each.found)


def _nothing_found(wanted: SelectionPattern) -> Reason:
    return refusals.NO_SUCH_ITEM.because(path=ascii(wanted.given)[1:-1])


def keyed_item(line: bytes) -> tuple[bytes, Item]:
    """Return a line of an inventory, checked in its form, under the key that the list is ordered by."""
    item = parse_line(line, 0)
    return ordering(item.path, item.kind), item


def _below(bound: bytes) -> bytes:
    """Return a bound on paths of the bag as one on those of the inventory, which are relative to
    `data/`.
    """
    return bound.removeprefix(DATA_FOLDER.encode())


def _read(beneath: Beneath, path: str, limit: int) -> bytes:
    return read_open(beneath.open_read(path), path, limit=limit)


def _checked(beneath: Beneath, path: str, limit: int, tags: dict[str, str]) -> bytes:
    data = _read(beneath, path, limit)
    if sha256(data) != tags.get(path):
        raise Refused(refusals.BAG_DIGEST.because(path=path, manifest=TAG_MANIFEST))
    return data


def digest_beneath(beneath: Beneath, path: str) -> str:
    """Return SHA-256 of a file beneath a folder, whatever its size."""
    hashed = hashlib.sha256()
    with faults_at(path), os.fdopen(beneath.open_read(path), "rb", buffering=0) as stream:
        while block := stream.read(_READ):
            hashed.update(block)
    return hashed.hexdigest()
