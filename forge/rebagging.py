# SPDX-License-Identifier: Apache-2.0
"""Manifests of a bag over what lies there now, those of its earlier records included."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from forge.looking import Files

TAGS = "tagmanifest-sha256.txt"


MANIFESTS = {
    "manifest-sha256.txt": "sha256",
    "manifest-sha512.txt": "sha512",
    "manifest-sha3512.txt": "sha3_512",
    "manifest-blake2b512.txt": "blake2b",
}
"""The algorithm of each manifest of the payload."""


def payload_manifests(files: Files, bag: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield each manifest of the payload that lies there, over the payload as it is now."""
    for name, algorithm in MANIFESTS.items():
        if (bag / name).is_file():
            yield bag / name, manifest(files, bag, lambda one: one.startswith("data/"), algorithm)


def manifest(
    files: Files, bag: Path, listed: Callable[[str], bool], algorithm: str = "sha256"
) -> bytes:
    """Return a manifest of the files whose names are to be listed."""
    above = f"{bag}/"
    names = [
        (str(path).removeprefix(above), path)
        for path in files.paths()
        if str(path).startswith(above) and path.is_file() and not path.is_symlink()
    ]
    return _lines(files, [one for one in names if listed(one[0])], algorithm)


def earlier_records(files: Files, bag: Path) -> list[Path]:
    """Return the tag manifests of a bag's earlier records, in order of their folders' names."""
    return [path for path in files.named(TAGS) if path.parent.parent == bag / "earlier"]


def manifest_of_record(files: Files, bag: Path, record: Path) -> bytes:
    """Return an earlier tag manifest over the files that it lists: its own where they lie beside it, else the
    bag's.
    """
    names = [
        line.partition("  ")[2]
        for line in (files.data(record) or b"").decode(errors="surrogateescape").splitlines()
    ]
    places = [
        (name, next((one for one in (record.parent / name, bag / name) if one.is_file()), None))
        for name in names
    ]
    return _lines(files, [(name, place) for name, place in places if place is not None])


def _lines(files: Files, names: list[tuple[str, Path]], algorithm: str = "sha256") -> bytes:
    ordered = sorted(names, key=lambda one: one[0].encode(errors="surrogateescape"))
    lines = [
        f"{hashlib.new(algorithm, files.data(path) or b'').hexdigest()}  {name}\n"
        for name, path in ordered
    ]
    return "".join(lines).encode(errors="surrogateescape")
