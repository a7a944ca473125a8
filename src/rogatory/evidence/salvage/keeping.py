# SPDX-License-Identifier: Apache-2.0
"""Writes what can be had of a member into the salvage folder, with holes where bytes are lost."""

import hashlib
import os
from dataclasses import dataclass, field

from rogatory.disk import Beneath, faults_at
from rogatory.errors import Refused
from rogatory.evidence.layout import BAGIT, DATA_FOLDER, OFFSETS
from rogatory.evidence.salvage.damaged_stream import HoleyReader
from rogatory.evidence.salvage.walking import LocatedMember

RECOVERED, DAMAGED = "recovered/", "damaged/"
ABOUT, DAMAGED_ABOUT = "about/", "damaged-about/"
"""Evidence files of which every byte was had, and those with holes or another digest; tag files
likewise. None of it has the form of a bag: no `data/`, no `bagit.txt`."""

_DAMAGED = {RECOVERED: DAMAGED, ABOUT: DAMAGED_ABOUT}

MOST_HOLES_LISTED = 1000
"""Holes named of one file; where there are more, the last named one reaches to the last's end."""


@dataclass(slots=True)
class SalvagedMember:
    """The part of one member that was recovered. `sha256` is None where bytes are lost; `place` is
    where it lies in the salvage folder, None if nowhere.
    """

    found: LocatedMember
    place: str | None
    holes: list[tuple[int, int]] = field(default_factory=list)
    lost: int = 0
    sha256: str | None = None
    problem: str | None = None

    @property
    def whole(self) -> bool:
        return not self.lost and self.problem is None


def keep_member(
    reader: HoleyReader, beneath: Beneath, found: LocatedMember
) -> SalvagedMember | None:
    """Keep a member; return None for what no reader needs: the table, and the declaration that
    would make it a bag.
    """
    if found.path in {OFFSETS, BAGIT}:
        return None
    is_data = found.path.startswith(DATA_FOLDER)
    below = found.path.removeprefix(DATA_FOLDER)
    kept = SalvagedMember(found, (RECOVERED if is_data else ABOUT) + below)
    assert kept.place is not None
    try:
        file = beneath.create(kept.place, secret=True)
    except Refused as refused:
        # A name taken already, or one that this disk cannot hold.
        kept.place, kept.problem = None, refused.reasons[0].sentence()
        kept.lost = found.size
        return kept
    try:
        with faults_at(found.path):
            _write(reader, file, kept)
    finally:
        os.close(file)
    if kept.lost == found.size and found.size:
        beneath.remove(kept.place)
        kept.place = None
    elif kept.lost:
        set_aside(beneath, kept)
    return kept


def set_aside(beneath: Beneath, kept: SalvagedMember) -> None:
    """Move a file to those that are damaged."""
    assert kept.place is not None
    top, _, below = kept.place.partition("/")
    place = _DAMAGED[top + "/"] + below
    beneath.move(kept.place, place)
    kept.place = place


def _write(reader: HoleyReader, file: int, kept: SalvagedMember) -> None:
    hashed = hashlib.sha256()
    at, size = 0, kept.found.size
    for length, piece in reader.pieces(kept.found.start, size):
        if piece is None:
            _hole(kept, at, length)
            os.lseek(file, length, os.SEEK_CUR)
        else:
            hashed.update(piece)
            _put(file, piece)
        at += length
    if kept.lost:
        os.ftruncate(file, size)
    else:
        kept.sha256 = hashed.hexdigest()


def _put(file: int, data: memoryview) -> None:
    while data:
        data = data[os.write(file, data) :]


def _hole(kept: SalvagedMember, at: int, length: int) -> None:
    kept.lost += length
    if kept.holes and kept.holes[-1][1] == at:
        kept.holes[-1] = (kept.holes[-1][0], at + length)
    elif len(kept.holes) < MOST_HOLES_LISTED:
        kept.holes.append((at, at + length))
    else:
        kept.holes[-1] = (kept.holes[-1][0], at + length)
