# SPDX-License-Identifier: Apache-2.0
"""The package that items are taken from: its tag files, each compared with the signed manifest."""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from rogatory.disk import Beneath, faults_at, read_open
from rogatory.errors import Refused
from rogatory.evidence.bag.texts import LARGEST_BAG_INFO, BagInfo, parse_bag_info, read_manifest
from rogatory.evidence.disclosure import refusals
from rogatory.evidence.items_root import SECRET_SIZE, parse_items_root
from rogatory.evidence.layout import (
    BAG_INFO,
    CONDITIONS,
    INVENTORY,
    ITEMS_ROOT,
    PACKAGE_SECRET,
    TAG_MANIFEST,
    TAG_SIGNATURES,
)
from rogatory.evidence.opening.members import Inside
from rogatory.evidence.verification.bag_check import LARGEST_TAG
from rogatory.evidence.verification.conditions_check import GivenConditions, ReadTag, read_given
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256


@dataclass(frozen=True, slots=True)
class SignedPackage:
    """A bag as far as a disclosure needs it. `files` are those that may be handed over, by name."""

    bag: str
    info: BagInfo
    given: GivenConditions
    count: int
    root: bytes
    secret: bytes = field(repr=False)
    files: dict[str, bytes] = field(repr=False)


def read_signed_package(bag: Path) -> SignedPackage:
    """Read the package in a folder.

    What must hold:
      1. The tag manifest is signed (by whom, verifying judges).
      2. `bag-info.txt`, `conditions.json`, `items-root.txt`, `package-secret.bin` and the
         inventory have the digests that it lists.
      3. No earlier form had stricter conditions (`read_given`).
    """
    with Beneath(bag) as beneath:
        files = {TAG_MANIFEST: read_open(beneath.open_read(TAG_MANIFEST), bag, limit=LARGEST_TAG)}
        for name in TAG_SIGNATURES.values():
            if os.path.lexists(bag / name):
                files[name] = read_open(beneath.open_read(name), name, limit=LARGEST_TAG)
        listed = dict(read_manifest(TAG_MANIFEST, BytesIO(files[TAG_MANIFEST]), "sha256"))

        def tag(name: str, limit: int) -> bytes:
            data = read_open(beneath.open_read(name), name, limit=limit)
            if sha256(data) != listed.get(name):
                raise Refused(refusals.PACKAGE_DIFFERS.because(path=name))
            return data

        def inventory_differs() -> bool:
            return _digest(beneath, INVENTORY) != listed.get(INVENTORY)

        return _signed_package(files, listed, tag, inventory_differs)


def read_package_inside(inside: Inside) -> SignedPackage:
    """Read the same of what lies in a sealed package, whose seal was judged when it was let in."""
    files = {TAG_MANIFEST: b"".join(bytes(block) for block in inside.blocks(TAG_MANIFEST))}
    for name in TAG_SIGNATURES.values():
        if (data := inside.unlisted(name, LARGEST_TAG)) is not None:
            files[name] = data

    def inventory_differs() -> bool:
        inside.check_whole(INVENTORY)
        return False

    return _signed_package(files, inside.tags, inside.tag, inventory_differs)


def _signed_package(
    files: dict[str, bytes],
    listed: Mapping[str, str],
    tag: ReadTag,
    inventory_differs: Callable[[], bool],
) -> SignedPackage:
    if TAG_SIGNATURES["p256"] not in files:  # 1
        raise Refused(refusals.UNSIGNED.because())
    if inventory_differs():  # 2
        raise Refused(refusals.PACKAGE_DIFFERS.because(path=INVENTORY))
    files[BAG_INFO] = tag(BAG_INFO, LARGEST_BAG_INFO)
    files[CONDITIONS] = tag(CONDITIONS, LARGEST_DOCUMENT)
    files[ITEMS_ROOT] = tag(ITEMS_ROOT, 1024)
    secret = tag(PACKAGE_SECRET, SECRET_SIZE)
    count, root = parse_items_root(files[ITEMS_ROOT])
    info, given = parse_bag_info(files[BAG_INFO]), read_given(listed, tag)  # 3
    bag = sha256(files[TAG_MANIFEST])
    return SignedPackage(bag, info, given, count, root, secret, files)


def _digest(beneath: Beneath, path: str) -> str:
    with faults_at(path), os.fdopen(beneath.open_read(path), "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
