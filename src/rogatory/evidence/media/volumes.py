# SPDX-License-Identifier: Apache-2.0
"""Partitions and file systems of an image, as The Sleuth Kit finds them; no file is listed.

The binding is an optional extra and is imported only here, in the child that examines. The findings
are reported line by line, so that those before a crash in a file system are kept.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from rogatory.evidence.media.libewf import Libewf

MOST_PARTITIONS = 256
"""Partitions that are listed. A chain of logical partitions can be made to have any number."""

LONGEST_TEXT = 200
"""Characters of a label or a partition's type."""


class _LineSink(Protocol):
    def line(self, line: bytes) -> None: ...


def work(arguments: Mapping[str, Any], answers: _LineSink) -> dict[str, Any]:
    """Do the job `find-volumes`: `paths`, the files of the image in order, and `raw`, whether they
    are one file with the media's own bytes.
    """
    try:
        import pytsk3  # type: ignore[import-not-found]  # optional, and without types
    except ModuleNotFoundError:
        return {"pytsk3": None, "partitions_cut": False}
    image = _image(pytsk3, arguments["paths"], raw=arguments["raw"])
    answers.line(_line(size=int(image.get_size())))
    starts: list[int] = []
    cut = False
    for number, partition in enumerate(_partitions(pytsk3, image, answers)):
        if number == MOST_PARTITIONS:
            cut = True
            break
        answers.line(_line(partition=partition))
        starts.append(partition["start"])
    for start in starts or [0]:
        found = _file_system(pytsk3, image, start)
        if found is not None:
            answers.line(_line(file_system=found))
    return {"partitions_cut": cut, "pytsk3": str(pytsk3.get_version())}


def _line(**text: object) -> bytes:
    return json.dumps(text).encode() + b"\n"


def _image(pytsk3: Any, paths: list[str], *, raw: bool) -> Any:
    if raw:
        return pytsk3.Img_Info(paths[0])
    media = Libewf(paths)

    class Media(pytsk3.Img_Info):  # type: ignore[misc]  # the binding's class is known when it is there
        def __init__(self) -> None:
            super().__init__(url="", type=pytsk3.TSK_IMG_TYPE_EXTERNAL)

        def read(self, offset: int, size: int) -> bytes:
            return media.read(offset, size)

        def get_size(self) -> int:
            return media.size

        def close(self) -> None:
            pass

    return Media()


def _partitions(pytsk3: Any, image: Any, answers: _LineSink) -> Iterator[dict[str, Any]]:
    """Yield those that a partition table has; what the kit lists between them is left out."""
    try:
        table = pytsk3.Volume_Info(image)
    except OSError:
        return
    block = int(table.info.block_size)
    scheme = _named(pytsk3, table.info.vstype, "TSK_VS_TYPE_")
    answers.line(_line(scheme=scheme, sector_size=block))
    for part in table:
        if int(part.flags) & int(pytsk3.TSK_VS_PART_FLAG_ALLOC):
            yield {
                "length": int(part.len) * block,
                "start": int(part.start) * block,
                "type": _text(bytes(part.desc)),
            }


def _file_system(pytsk3: Any, image: Any, start: int) -> dict[str, Any] | None:
    try:
        found = pytsk3.FS_Info(image, offset=start)
    except OSError:
        return None
    kind = _named(pytsk3, found.info.ftype, "TSK_FS_TYPE_")
    block = int(found.info.block_size)
    return {
        "block_size": block,
        "label": _label(image, found, kind, start),
        "size": int(found.info.block_count) * block,
        "start": start,
        "type": kind,
    }


def _named(pytsk3: Any, value: Any, prefix: str) -> str:
    """Return the kit's own name of a type, such as `ext4`, `ntfs`, `gpt`."""
    known = {name: getattr(pytsk3, name) for name in dir(pytsk3) if name.startswith(prefix)}
    same = [name for name, number in known.items() if number == int(value)]
    return min(same).removeprefix(prefix).lower() if same else f"type {int(value)}"


def _text(data: bytes) -> str:
    text = data.split(b"\0")[0].decode("utf-8", "replace").strip()
    return unicodedata.normalize("NFC", text[:LONGEST_TEXT])


def _label(image: Any, system: Any, kind: str, start: int) -> str | None:
    """Return the label, where its file system has one at a known place."""
    try:
        if kind.startswith("ext"):
            return _text(image.read(start + 1024 + 120, 16)) or None
        if kind.startswith("fat"):
            return _fat_label(image, system, kind, start)
        if kind == "ntfs":
            return _ntfs_label(system)
        if kind == "iso9660":
            return _text(image.read(start + 0x8028, 32)) or None
    except (OSError, ValueError):
        pass
    return None


_FAT_LABEL_ENTRY = " (Volume Label Entry)"


def _fat_label(image: Any, system: Any, kind: str, start: int) -> str | None:
    """Return the label of the root folder, which is what systems show; else of the boot sector."""
    for entry in system.open_dir(path="/"):
        name = _text(bytes(entry.info.name.name))
        if name.endswith(_FAT_LABEL_ENTRY):
            return name.removesuffix(_FAT_LABEL_ENTRY).strip() or None
    label = _text(image.read(start + (71 if kind == "fat32" else 43), 11))
    return None if label == "NO NAME" else label or None


_VOLUME_FILE = 3
_VOLUME_NAME = 0x60


def _ntfs_label(system: Any) -> str | None:
    file = system.open_meta(_VOLUME_FILE)
    for attribute in file:
        if int(attribute.info.type) == _VOLUME_NAME:
            size = min(int(attribute.info.size), 512)
            data = file.read_random(0, size, int(attribute.info.type), int(attribute.info.id))
            return _text(data.decode("utf-16-le", "replace").encode()) or None
    return None
