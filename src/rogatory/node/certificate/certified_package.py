# SPDX-License-Identifier: Apache-2.0
"""The package that a certificate is about, read from a bag or from inside a sealed package."""

import hashlib
import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from rogatory.disk import Beneath, faults_at, read_open
from rogatory.errors import Refused
from rogatory.evidence.bag.texts import read_manifest
from rogatory.evidence.layout import INVENTORY, PACKAGE, REQUEST, TAG_MANIFEST
from rogatory.evidence.opening.members import Inside
from rogatory.evidence.opening.open_package import admit
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.bag_check import LARGEST_TAG
from rogatory.node.certificate import refusals
from rogatory.node.certificate.facts import About, read_about
from rogatory.seal.age import HybridIdentity
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
