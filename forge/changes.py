# SPDX-License-Identifier: Apache-2.0
"""Every change that the format admits, made systematically: to files, moments, fields and lists."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from casts.court.bundle_case import FIRST, SECOND
from forge.making import Kind
from forge.material import JUDGED, Artifact, Material
from forge.member_changes import Edit, Place, deep_edits, edit_deep, is_moment, other_values
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment, parse_moment

type Apply = Callable[[Artifact], None]

STRAYS = (
    "notes.txt",
    "archive.7.json",
    "other/folder/x",
    "seal/extra.bin",
    "certificates/foreign.pem",
    "custody/0099.json",
    "directory/metadata/x.root.json",
    "package.age.bak",
    "SHA256SUMS.asc",
    ".hidden",
    "report.xx.html",
)
"""Names that a forger would like to have read by somebody, or by a careless judge."""

OTHER_OFFICERS = {FIRST: SECOND, SECOND: FIRST}
"""The two who consented, each for the other."""

SHIFTS = (timedelta(days=-4000), timedelta(days=-1), timedelta(seconds=1), timedelta(days=4000))
"""Before every key was in force, before the true moment, after it, and in the future."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what is done, to which file, and how."""

    name: str
    target: str
    apply: Apply
    resigns_all: bool = False
    """True if documents that the change left as they were are signed again, too."""


RESIGNED = Change("signed-again", "all", lambda _artifact: None, resigns_all=True)
"""All that a forger's keys sign, over the text as it is."""

type OwnChanges = Callable[[Material, Kind], Iterator[Change]]
"""The changes that one forger's keys make possible."""


def both(*several: OwnChanges) -> OwnChanges:
    """The changes of all of these."""

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        return chain.from_iterable(one(material, kind) for one in several)

    return changes


def changes_of(artifact: Artifact, donor: Artifact) -> Iterator[Change]:
    """Every change to an artifact, in a settled order."""
    for name in artifact.files():
        yield from file_changes(name, donor)
        yield from text_list_changes(name)
        if name.endswith((".json", ".jsonld")):
            yield from document_changes(artifact, name)
    yield from stray_files(artifact)


def file_changes(name: str, donor: Artifact) -> Iterator[Change]:
    """Yield the changes that are possible to one file whatever it holds."""
    yield Change("remove", name, lambda it: (it.folder / name).unlink())
    yield Change("flip", name, lambda it: _flip(it.folder / name))
    yield Change("flip-drawn", name, lambda it: _flip_drawn(it.folder / name))
    yield Change("append", name, lambda it: _append(it.folder / name))
    yield Change("truncate", name, lambda it: _truncate(it.folder / name))
    yield Change("rename", name, lambda it: _rename(it.folder / name))
    yield Change("duplicate", name, lambda it: _duplicate(it.folder / name))
    yield Change("link", name, lambda it: _link(it, name))
    yield Change("folder", name, lambda it: _in_a_folder(it.folder / name))
    yield Change("swap-sibling", name, lambda it: _swap_sibling(it.folder / name))
    if (donor.folder / name).is_file():
        yield Change("swap-genuine", name, lambda it: _swap_genuine(it, donor, name))


def text_list_changes(name: str) -> Iterator[Change]:
    """Lists of lines, cut at head and tail."""
    if name.endswith((".jsonl", ".txt", "SHA256SUMS", ".pem", ".tlog-proof")):
        yield Change("cut-head", name, lambda it: _cut(it.folder / name, slice(1, None)))
        yield Change("cut-tail", name, lambda it: _cut(it.folder / name, slice(None, -1)))
    if name.endswith("/segments.b3"):
        yield Change("cut-head", name, lambda it: _cut_bytes(it.folder / name, slice(32, None)))
        yield Change("cut-tail", name, lambda it: _cut_bytes(it.folder / name, slice(None, -32)))


def document_changes(artifact: Artifact, name: str) -> Iterator[Change]:
    """The fields of one document: other moments, null, other values, lists cut; and some of the members inside."""
    document = read_object(artifact.folder / name)
    for field, value in sorted(document.items()):
        yield from _field_changes(name, field, value)
    yield from deep_changes(name, deep_edits(document, network_of(artifact)))
    yield Change("add-field", name, lambda it: edit_document(it.folder / name, "extra", "x"))


def deep_changes(name: str, edits: Iterable[Edit]) -> Iterator[Change]:
    """Changes of members inside a document."""
    for change, place, value in edits:
        path = ".".join(str(step) for step in place)
        apply = partial(_edit_inside, name=name, place=place, value=value)
        yield Change(f"deep-{change}:{path}", name, apply)


def _edit_inside(artifact: Artifact, *, name: str, place: Place, value: Any) -> None:
    edit_deep(artifact.folder / name, place, value)


def _field_changes(name: str, field: str, value: Any) -> Iterator[Change]:
    if value is not None:
        yield _set("null", name, field, None)
    if isinstance(value, list) and value:
        if isinstance(value[0], dict):
            for member, other in _others_in(value[0]):
                first = {**value[0], member: other}
                yield _set(f"claim-first-{member}", name, field, [first, *value[1:]])
        yield _set("cut-list-head", name, field, value[1:])
        yield _set("cut-list-tail", name, field, value[:-1])
    if is_moment(value):
        for shift in SHIFTS:
            moved = format_moment(parse_moment(value) + shift)
            yield _set(f"claim{shift.days:+d}d", name, field, moved)
        yield _set("claim-now", name, field, format_moment(JUDGED))
        return
    others = list(_others(field, value)) if isinstance(value, str) else []
    for other in others:
        yield _set("claim", name, field, other)
    if not others:
        for change, other in other_values(value):
            yield _set(change, name, field, other)


@cache
def network_of(artifact: Artifact) -> str:
    """Return a digest that another network does not have."""
    return artifact.digest()


def stray_files(artifact: Artifact) -> Iterator[Change]:
    """Files with no place in the layout, in the top folder and in every other."""
    folders = sorted({str(Path(name).parent) for name in artifact.files()})
    for name in STRAYS:
        yield Change("stray", f"{artifact.name}/{name}", _stray(f"{artifact.name}/{name}"))
    for folder in folders:
        yield Change("stray", f"{folder}/more.bin", _stray(f"{folder}/more.bin"))
        yield Change("empty-folder", f"{folder}/empty", _folder(f"{folder}/empty"))
        if folder not in {".", artifact.name}:
            yield Change("link-folder", folder, _linked(folder))


def _others(field: str, value: str) -> Iterator[str]:
    """Other genuine values of a field: an authority, an officer, a State, a digest."""
    if value in {"xa/central-authority", "xb/central-authority"}:
        yield "xt/central-authority"
        yield "xa/central-authority" if value.startswith("xb") else "xb/central-authority"
    elif field in {"officer", "first", "second"}:
        yield f"{value[:3]}9999"
        yield OTHER_OFFICERS.get(value, f"{value[:3]}0001")
    elif field in {"reason", "purpose", "proceedings"}:
        yield "Another purpose altogether"
    elif len(value) == 64 and set(value) <= set("0123456789abcdef"):
        yield "0" * 64


def _others_in(first: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Other values for the members of an item of a list: a recipient, an attachment, a file."""
    for member, value in sorted(first.items()):
        if isinstance(value, str):
            yield from ((member, other) for other in _others(member, value))


def _set(change: str, name: str, field: str, value: Any) -> Change:
    return Change(
        f"{change}:{field}", name, lambda it: edit_document(it.folder / name, field, value)
    )


def edit_document(place: Path, field: str, value: Any) -> None:
    """Give a document another value in one field."""
    document = read_object(place)
    document[field] = value
    place.write_bytes(canonical.encode(document))


def read_object(place: Path) -> dict[str, Any]:
    """Read a JSON object; an empty one, if what lies there is none."""
    try:
        found = json.loads(place.read_bytes())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _flip(place: Path) -> None:
    data = bytearray(place.read_bytes()) or bytearray(b"\0")
    data[len(data) // 2] ^= 1
    place.write_bytes(data)


def _flip_drawn(place: Path) -> None:
    """Flip one bit that the file's digest chooses: another place whenever the keys of a network are made."""
    data = bytearray(place.read_bytes()) or bytearray(b"\0")
    drawn = int.from_bytes(hashlib.sha256(data).digest())
    byte, bit = drawn % len(data), drawn // len(data) % 8
    data[byte] ^= 1 << bit
    place.write_bytes(data)


def _append(place: Path) -> None:
    with place.open("ab") as stream:
        stream.write(b"\n")


def _truncate(place: Path) -> None:
    os.truncate(place, place.stat().st_size // 2)


def _rename(place: Path) -> None:
    place.rename(place.with_name(f"{place.stem}-1{place.suffix}"))


def _duplicate(place: Path) -> None:
    shutil.copyfile(place, place.with_name(f"{place.stem}-copy{place.suffix}"))


def _link(artifact: Artifact, name: str) -> None:
    place = artifact.folder / name
    aside = artifact.folder.with_name(f"{artifact.folder.name}-aside")
    shutil.move(place, aside)
    place.symlink_to(aside)


def _in_a_folder(place: Path) -> None:
    """The file, with its bytes, in a folder that has its name."""
    data = place.read_bytes()
    place.unlink()
    place.mkdir()
    (place / place.name).write_bytes(data)


def _linked(folder: str) -> Apply:
    return lambda artifact: _link(artifact, folder)


def _swap_genuine(artifact: Artifact, donor: Artifact, name: str) -> None:
    shutil.copyfile(donor.folder / name, artifact.folder / name)


def _swap_sibling(place: Path) -> None:
    """The next file of the same ending in the same folder, in its place."""
    siblings = sorted(
        one for one in place.parent.iterdir() if one.is_file() and one.suffix == place.suffix
    )
    other = siblings[(siblings.index(place) + 1) % len(siblings)]
    mine, theirs = place.read_bytes(), other.read_bytes()
    place.write_bytes(theirs)
    other.write_bytes(mine)


def _cut(place: Path, kept: slice) -> None:
    lines = place.read_bytes().splitlines(keepends=True)
    place.write_bytes(b"".join(lines[kept]))


def _cut_bytes(place: Path, kept: slice) -> None:
    place.write_bytes(place.read_bytes()[kept])


def _stray(name: str) -> Apply:
    def add(artifact: Artifact) -> None:
        place = artifact.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.write_bytes(b"{}")

    return add


def _folder(name: str) -> Apply:
    return lambda artifact: (artifact.folder / name).mkdir(parents=True)
