# SPDX-License-Identifier: Apache-2.0
"""Manifests of a bag over what lies there now, those of its earlier records included."""

from collections.abc import Callable
from pathlib import Path

from forge.looking import Files

TAGS = "tagmanifest-sha256.txt"


def manifest(files: Files, bag: Path, listed: Callable[[str], bool]) -> bytes:
    """Return a manifest of the files whose names are to be listed."""
    names = [
        (str(path.relative_to(bag)), path)
        for path in files.paths()
        if path.is_relative_to(bag) and path.is_file() and not path.is_symlink()
    ]
    return _lines(files, [one for one in names if listed(one[0])])


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


def _lines(files: Files, names: list[tuple[str, Path]]) -> bytes:
    ordered = sorted(names, key=lambda one: one[0].encode(errors="surrogateescape"))
    lines = [f"{files.sha256(path)}  {name}\n" for name, path in ordered]
    return "".join(lines).encode(errors="surrogateescape")
