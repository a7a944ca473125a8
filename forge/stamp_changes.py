# SPDX-License-Identifier: Apache-2.0
"""Changes of timestamps and of the lists that were stamped later; and names with a number in other digits."""

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

from forge.changes import Apply, Change, edit_document, read_object
from forge.material import Artifact

FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
"""Digits that look like those of ASCII, and that a careless pattern takes for numbers."""

LIST = "archive."
"""How the name of a list of timestamps begins."""


def stamp_changes(artifact: Artifact) -> Iterator[Change]:
    """All that stamps a document, taken away together; and its lists, made otherwise."""
    for name in artifact.files():
        folder, _, own = name.rpartition("/")
        if own.endswith(".json.tst") and not own.startswith(LIST):
            yield Change("stamps-taken", name, _without_stamps(folder))
        if own.startswith(LIST) and own.endswith(".json"):
            yield from _list_changes(name, f"{folder}/{LIST}2.json")


def _list_changes(name: str, other: str) -> Iterator[Change]:
    """One list of timestamps: otherwise than what lies there, under another number, or twice."""
    absent = {"path": "zz.pem", "sha512": "0" * 128}

    def other_digest(listed: list[Any]) -> list[Any]:
        return [listed[0] | {"sha512": "0" * 128}, *listed[1:]]

    def edited(change: Callable[[list[Any]], list[Any]]) -> Apply:
        def apply(artifact: Artifact) -> None:
            place = artifact.folder / name
            edit_document(place, "files", change(read_object(place).get("files", [])))

        return apply

    def doubled(artifact: Artifact) -> None:
        for ending in ("", ".tst"):
            shutil.copyfile(
                artifact.folder / f"{name}{ending}", artifact.folder / f"{other}{ending}"
            )

    def renumbered(artifact: Artifact) -> None:
        doubled(artifact)
        taken(artifact)

    def taken(artifact: Artifact) -> None:
        for ending in ("", ".tst"):
            (artifact.folder / f"{name}{ending}").unlink()

    yield Change("list-taken", name, taken)
    yield Change("list-other-digest", name, edited(other_digest))
    yield Change("list-absent-file", name, edited(lambda listed: [*listed, absent]))
    yield Change("list-file-twice", name, edited(lambda listed: [*listed[:1], *listed]))
    yield Change("list-renumbered", name, renumbered)
    yield Change("list-twice", name, doubled)


def _without_stamps(folder: str) -> Apply:
    def take(artifact: Artifact) -> None:
        for place in (artifact.folder / folder).iterdir():
            if place.name.endswith(".tst") or place.name.startswith(LIST):
                place.unlink()

    return take


def digit_twins(artifact: Artifact) -> Iterator[Change]:
    """Files and folders with a number, under the same number in full-width digits."""
    found = {
        f"{name[: match.start()]}{match[0]}"
        for name in artifact.files()
        for match in re.finditer(r"(?<=[/.-])\d{1,5}(?=[./])", name)
    }
    for numbered in sorted(found):
        twin = re.sub(r"\d+\Z", lambda digits: digits[0].translate(FULL_WIDTH), numbered)

        def renamed(artifact: Artifact, own: str = numbered, twin: str = twin) -> None:
            folder, _, stem = own.rpartition("/")
            for path in sorted((artifact.folder / folder).iterdir()):
                if path.name == stem or path.name.startswith(f"{stem}."):
                    path.rename(artifact.folder / f"{twin}{path.name.removeprefix(stem)}")

        yield Change("digit-twin", numbered, renamed)
