# SPDX-License-Identifier: Apache-2.0
"""The tag files of a package: those that grow with the payload, and the manifest over all."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.evidence.bag.texts import manifest_line
from rogatory.evidence.hashing import FURTHER, Digests
from rogatory.evidence.inventory import parse_line
from rogatory.evidence.items_root import ItemsRoot
from rogatory.evidence.layout import (
    DATA_FOLDER,
    INVENTORY,
    ITEMS_ROOT,
    MANIFEST,
    PACKAGE_SECRET,
    TAG_MANIFEST,
    TAG_SIGNATURES,
    member_key,
)
from rogatory.evidence.pipeline.plan import Planned
from rogatory.evidence.spool import Spool, Spools
from rogatory.seal.signatures import Signatures


@dataclass(frozen=True, slots=True)
class TagFile:
    """One tag file, in memory or spooled."""

    path: str
    content: bytes | Spool

    @property
    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else self.content.size

    def sha256(self) -> str:
        if isinstance(self.content, bytes):
            return hashlib.sha256(self.content).hexdigest()
        return self.content.sha256()

    def blocks(self) -> Iterator[bytes]:
        if isinstance(self.content, bytes):
            yield self.content
        else:
            yield from self.content.blocks()


class PayloadRecord:
    """Manifests, inventory and items root, line by line as the payload is hashed."""

    def __init__(self, secret: bytes, spools: Spools, further: Sequence[str] = ()) -> None:
        self._secret, self._spools = secret, spools
        self._inventory = spools.new()
        self._manifest = spools.new()
        self._further = [(FURTHER[name].manifest, spools.new()) for name in further]
        self._root = ItemsRoot(secret)
        self.items = 0
        self.changed: list[tuple[str, str]] = []
        self.failed: list[tuple[str, str]] = []

    def add(self, planned: Planned, digests: Digests | None) -> None:
        """Add what was planned, in order; `digests` for what has data."""
        line = planned.item(digests[0] if digests else None).line()
        self._inventory.write(line)
        self._root.add(line)
        self.items += 1
        if digests is not None:
            path = DATA_FOLDER + planned.path
            self._manifest.write(manifest_line(digests[0], path))
            for (_, manifest), digest in zip(self._further, digests[1:], strict=True):
                manifest.write(manifest_line(digest, path))
        if planned.changed:
            self.changed.append((planned.path, "; ".join(planned.changed)))
        if planned.failed is not None:
            self.failed.append((planned.path, planned.failed))

    def amend(self, changes: Mapping[str, str]) -> None:
        """Note what was found changed, by path, when their lines were written already."""
        if not changes:
            return
        self.changed += changes.items()
        amended, self._root = self._spools.new(), ItemsRoot(self._secret)
        for number, line in enumerate(self._inventory.lines(), 1):
            item = parse_line(line, number)
            if item.kind == "folder" and item.path in changes:
                item.changed = (*item.changed, changes[item.path])
            written = item.line()
            amended.write(written)
            self._root.add(written)
        self._inventory = amended

    @property
    def inventory(self) -> Spool:
        return self._inventory

    def tag_files(self) -> list[TagFile]:
        return [
            TagFile(MANIFEST, self._manifest),
            TagFile(INVENTORY, self._inventory),
            TagFile(ITEMS_ROOT, self._root.encode()),
            TagFile(PACKAGE_SECRET, self._secret),
            *(TagFile(path, manifest) for path, manifest in self._further),
        ]


def tag_manifest(files: Mapping[str, str]) -> bytes:
    """Return `tagmanifest-sha256.txt` over tag files given by path and digest."""
    ordered = sorted(files, key=str.encode)
    return b"".join(manifest_line(files[path], path) for path in ordered)


def with_tag_manifest(
    head: list[TagFile], files: list[TagFile], signatures: Signatures | None, manifest: bytes
) -> list[TagFile]:
    """Return the tag files that follow the data, in stream order; `head` precedes the data."""
    tail = [*files, TagFile(TAG_MANIFEST, manifest), *_signature_files(signatures)]
    known = {file.path for file in head}
    return sorted(
        (file for file in tail if file.path not in known), key=lambda file: member_key(file.path)
    )


def _signature_files(signatures: Signatures | None) -> Iterator[TagFile]:
    if signatures is not None:
        yield TagFile(TAG_SIGNATURES["p256"], signatures.p256)
        if signatures.mldsa65 is not None:
            yield TagFile(TAG_SIGNATURES["mldsa65"], signatures.mldsa65)
