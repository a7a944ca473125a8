# SPDX-License-Identifier: Apache-2.0
"""Changes by the sealing State as a whole: it collected another item, and says so in everything that it signs.

Nothing that another State signed is left in such a bag: a recipient opens what the State sealed (THREATS.md).
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forge.changes import Change, read_object
from forge.custody_changes import drop_event, drop_tombstones
from forge.making import Kind
from forge.material import Artifact, Material
from rogatory.evidence.items_root import ItemsRoot
from rogatory.wire import canonical

SEALING, ITEM = "xb/central-authority", "mail-0.eml"
OTHER = b"What nobody found.\n" * 40


def another_item(material: Material, kind: Kind) -> Iterator[Change]:
    """Another item in the place of the one that was collected."""
    if kind != "bag":
        return

    def replaced(artifact: Artifact) -> None:
        bag, journal = artifact.path, artifact.folder / f"{artifact.name}-custody"
        before = (bag / "inventory.jsonl").read_bytes()
        old, new = _inventory(bag)
        _write_root(bag)
        files = len(_lines(bag))
        for folder in (bag, *(bag / "earlier").iterdir()):
            _replace(folder / "bag-info.txt", f": {old}.{files}\n", f": {new}.{files}\n")
            _replace(folder / "case.jsonld", f", {old} bytes", f", {new} bytes")
            after = (bag / "inventory.jsonl").read_bytes()
            _replace(folder / "case.jsonld", _sha256(before), _sha256(after))
            _replace(folder / "case.jsonld", f'"{len(before)}"', f'"{len(after)}"')
        for event in sorted(journal.glob("????.json"), reverse=True):
            if read_object(event)["authority"] != SEALING:
                drop_event(event.with_suffix(".tlog-proof"))
        drop_tombstones(journal)
        for consent in artifact.folder.glob(f"{artifact.name}-consent-*"):
            shutil.rmtree(consent)

    yield Change("another-item", f"opened/data/{ITEM}", replaced)


def _inventory(bag: Path) -> tuple[int, int]:
    """Put the other item into the bag and its inventory; the bytes of all items before and after."""
    place, lines = bag / "data" / ITEM, _lines(bag)
    old = sum(one["size"] for one in lines)
    place.write_bytes(OTHER)
    for one in lines:
        if one["path"] == ITEM:
            one |= {"sha256": _sha256(OTHER), "size": len(OTHER)}
    text = b"".join(canonical.encode(one) + b"\n" for one in lines)
    (bag / "inventory.jsonl").write_bytes(text)
    return old, sum(one["size"] for one in lines)


def _lines(bag: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (bag / "inventory.jsonl").read_bytes().splitlines()]


def _write_root(bag: Path) -> None:
    root = ItemsRoot((bag / "package-secret.bin").read_bytes())
    for line in (bag / "inventory.jsonl").read_bytes().splitlines(keepends=True):
        root.add(line)
    (bag / "items-root.txt").write_bytes(root.encode())


def _replace(place: Path, old: str, new: str) -> None:
    if place.is_file():
        place.write_text(place.read_text().replace(old, new))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
