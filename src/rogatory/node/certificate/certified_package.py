# SPDX-License-Identifier: Apache-2.0
"""The package that a certificate is about, read from a bag or from inside a sealed package.

To make a certificate, every file is compared with the tag manifest. To check one, the files are read
as they are: what the lists of the bag say of them is for the bag's own checks.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from rogatory.disk import Beneath, faults_at, read_open
from rogatory.errors import Refused
from rogatory.evidence.bag.texts import parse_bag_info, read_manifest
from rogatory.evidence.case.graph import parse_graph
from rogatory.evidence.checks import WHO_HAS_BAG, Undecided
from rogatory.evidence.layout import (
    BAG_INFO,
    CASE_GRAPH,
    INVENTORY,
    PACKAGE,
    REQUEST,
    TAG_MANIFEST,
)
from rogatory.evidence.opening.members import Inside
from rogatory.evidence.opening.open_package import admit
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.bag_check import (
    ABSENT,
    LARGEST_TAG,
    NOT_IN_FORM,
)
from rogatory.node.certificate import refusals
from rogatory.node.certificate.facts import About, acquired_in, read_about
from rogatory.seal.age import HybridIdentity
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

MESSAGE = f"{REQUEST}message.json"


def about_bag(bag: Path, seals: tuple[str, ...] = ()) -> tuple[About, bytes | None]:
    """Return the facts of a bag in a folder, and the request inside; its tag files are compared
    with the tag manifest, which others must have verified.
    """
    with Beneath(bag) as beneath:
        return about_beneath(beneath, seals)


def about_beneath(beneath: Beneath, seals: tuple[str, ...] = ()) -> tuple[About, bytes | None]:
    manifest = read_open(beneath.open_read(TAG_MANIFEST), TAG_MANIFEST, limit=LARGEST_TAG)
    tags = dict(read_manifest(TAG_MANIFEST, BytesIO(manifest), "sha256"))

    def tag(path: str) -> bytes | None:
        if path not in tags:
            return None
        data = read_open(beneath.open_read(path), path, limit=LARGEST_TAG)
        return _same(path, data, sha256(data), tags)

    with faults_at(INVENTORY), os.fdopen(beneath.open_read(INVENTORY), "rb") as stream:
        _same(INVENTORY, b"", hashlib.file_digest(stream, "sha256").hexdigest(), tags)
    return read_about(sha256(manifest), tag, tags[INVENTORY], seals), tag(MESSAGE)


def about_as_it_is(beneath: Beneath, seals: tuple[str, ...], *, files: int, size: int) -> About:
    """Return the facts of a bag that a certificate is compared with; `files` and `size` are those of its payload.

    Raises:
        Undecided: what they are read from is not there, or not in its form: other checks report it.
        Refused: no officer is named as having collected it.
    """
    bag, _ = _read_through(beneath, TAG_MANIFEST)
    inventory, items = _read_through(beneath, INVENTORY)
    info = _parsed(beneath, BAG_INFO, parse_bag_info)
    _, nodes = _parsed(beneath, CASE_GRAPH, parse_graph)
    request: str | None = None
    with suppress(Undecided):
        request, _ = _read_through(beneath, MESSAGE)
    acquired = acquired_in(nodes, inventory, items=items, files=files, size=size)
    return About(info.package, bag, seals, info.network, request, acquired)


def _read_through(beneath: Beneath, path: str) -> tuple[str, int]:
    """Return the digest of a file, and how many lines it ends."""
    found, lines = hashlib.sha256(), 0
    with os.fdopen(_opened(beneath, path), "rb") as stream:
        while block := stream.read(1 << 20):
            found.update(block)
            lines += block.count(b"\n")
    return found.hexdigest(), lines


def _parsed[T](beneath: Beneath, path: str, parse: Callable[[bytes], T]) -> T:
    file = _opened(beneath, path)
    try:
        return parse(read_open(file, path, limit=LARGEST_DOCUMENT))
    except Refused as refused:
        raise Undecided(FilledText(NOT_IN_FORM, path=path), WHO_HAS_BAG, refused.reasons) from None


def _opened(beneath: Beneath, path: str) -> int:
    try:
        return beneath.open_read(path)
    except Refused as refused:
        raise Undecided(FilledText(ABSENT, path=path), WHO_HAS_BAG, refused.reasons) from None


def about_sealed(
    sealed: Path, identities: Sequence[HybridIdentity], trust: Trust
) -> tuple[About, bytes | None]:
    """Return the same from inside a sealed package; refuses one whose seal does not hold."""
    with sealed_files(sealed) as files:
        checks, seal, _, key = admit(files, identities, trust)
        seals = (checks.digest, *(checks.chain.digests() if checks.chain else ()))
        with files.opened(PACKAGE) as package:
            inside = Inside(package, seal, key, first=checks.first)
            inside.check_whole(INVENTORY)

            def tag(path: str) -> bytes | None:
                return inside.tag(path, LARGEST_TAG) if path in inside.tags else None

            return read_about(seal.bag, tag, inside.tags[INVENTORY], seals), tag(MESSAGE)


def _same(path: str, data: bytes, digest: str, tags: dict[str, str]) -> bytes:
    if tags.get(path) != digest:
        problem = FilledText(P_("{path} is not what the tag manifest lists"), path=path)
        raise Refused(refusals.EVIDENCE_FAILS.because(problem=problem))
    return data
