# SPDX-License-Identifier: Apache-2.0
"""One member of an archive, as it is listed, and what is amiss with it."""

import base64
import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

MOST_MEMBERS = 1_000_000
"""Members of one archive that are listed: names seen and places taken are kept in memory."""

LONGEST_NAME = 65_535
"""Bytes of a name or a link's target; a zip has no longer ones, and a tar's could fill memory."""

FREELY_EXPANDED = 4 << 30
"""Bytes that any archive may unpack to before its ratio counts."""

LARGEST_RATIO = 200
"""Unpacked bytes for each byte of the archive, beyond what is free: above, it is made to keep
us busy for days. Logs and tables stay far below."""


class ListingStoppedError(Exception):
    """The listing of this archive ends here: a sentence that explains why."""


@dataclass(slots=True)
class ArchiveMember:
    """An archive's statements about a member, and the digest of its data where they could be read.

    `problems` are stable words of `document.PROBLEMS`.
    """

    name: bytes
    kind: str
    size: int | None = None
    compressed: int | None = None
    sha256: str | None = None
    modified: str | None = None
    mode: int | None = None
    encrypted: bool = False
    method: str | None = None
    target: bytes | None = None
    problems: list[str] = field(default_factory=list)

    def line(self, archive: str, index: int) -> bytes:
        fields: dict[str, Any] = {
            "archive": archive,
            "compressed": self.compressed,
            "encrypted": self.encrypted,
            "index": index,
            "kind": self.kind,
            "method": self.method,
            "mode": self.mode,
            "modified": self.modified,
            "name": stored_name(self.name),
            "problems": sorted(set(self.problems)),
            "sha256": self.sha256,
            "size": self.size,
            "target": None if self.target is None else stored_name(self.target),
        }
        if fields["name"].encode() != self.name:
            fields["name_bytes"] = base64.b64encode(self.name).decode()
        text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return text.encode() + b"\n"


def stored_name(name: bytes) -> str:
    """Return a name as text that can be stored: NFC, what is not UTF-8 as replacement characters."""
    return unicodedata.normalize("NFC", name.decode("utf-8", "replace"))


_DRIVE = re.compile(rb"[A-Za-z]:")


def problems_of_name(name: bytes) -> list[str]:
    """Return how a name would leave the folder that the archive is unpacked in."""
    plain = name.replace(b"\\", b"/")
    found = []
    if plain.startswith(b"/") or _DRIVE.match(plain):
        found.append("absolute")
    if b".." in plain.split(b"/"):
        found.append("escapes")
    if b"\0" in name:
        found.append("nul-in-name")  # programs written in C take what precedes it
    return found


def target_escapes(name: bytes, target: bytes) -> bool:
    """Decide whether a link leads out of the folder that the archive is unpacked in."""
    plain = target.replace(b"\\", b"/")
    if plain.startswith(b"/") or _DRIVE.match(plain):
        return True
    depth = len([part for part in name.split(b"/")[:-1] if part not in {b"", b"."}])
    for part in plain.split(b"/"):
        depth += -1 if part == b".." else part not in {b"", b"."}
        if depth < 0:
            return True
    return False


class Budget:
    """How much an archive has unpacked to, and how much it may."""

    def __init__(
        self, archive: int, *, freely: int = FREELY_EXPANDED, ratio: int = LARGEST_RATIO
    ) -> None:
        self.spent = 0
        self._most = max(freely, archive * ratio)
        self._ratio = ratio

    @property
    def left(self) -> int:
        return self._most - self.spent

    def spend(self, size: int) -> None:
        self.spent += size
        if self.spent > self._most:
            raise ListingStoppedError(
                f"it unpacks to more than {self._most} bytes, over {self._ratio} times its size"
            )
