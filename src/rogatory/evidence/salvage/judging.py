# SPDX-License-Identifier: Apache-2.0
"""Compares what was salvaged with the manifest, as far as that is there and bound to the seal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from rogatory.errors import Refused
from rogatory.evidence.bag.texts import read_manifest
from rogatory.evidence.layout import MANIFEST, TAG_MANIFEST
from rogatory.evidence.opening.members import keyed_digest
from rogatory.evidence.opening.sorted_lines import SortedLines
from rogatory.evidence.salvage.damaged_stream import HoleyReader
from rogatory.evidence.salvage.keeping import SalvagedMember
from rogatory.wire.digests import sha256

type State = Literal["holds", "differs", "not-compared", "damaged", "lost"]
"""Its digest is the listed one; is another; there is none to compare with; bytes are lost; all
are."""

STATES: tuple[State, ...] = ("holds", "differs", "not-compared", "damaged", "lost")

_LONGEST_LINE = 4 << 10


@dataclass(frozen=True, slots=True)
class Lists:
    """The digests of tag files, and the lines of the manifest; None where they are lost.

    `bound`: the tag manifest is the one that the seal names, and the manifest the one it lists.
    """

    tags: Mapping[str, str] | None
    payload: SortedLines[tuple[str, str]] | None
    bound: bool


def read_lists(reader: HoleyReader, tags: Mapping[str, SalvagedMember], bag: str | None) -> Lists:
    """Return what there is to compare with; `bag` is the digest that the seal names, if one is
    known.
    """
    listed: Mapping[str, str] | None = None
    bound = False
    manifest = tags.get(TAG_MANIFEST)
    if manifest is not None and manifest.sha256 is not None:
        data = reader.read(manifest.found.start, manifest.found.size)
        try:
            listed = dict(read_manifest(TAG_MANIFEST, BytesIO(data), "sha256"))
        except Refused:
            listed = None
        bound = listed is not None and sha256(data) == bag
        if listed is not None and bag is not None:
            listed = {**listed, TAG_MANIFEST: bag}
    payload = tags.get(MANIFEST)
    if payload is None or payload.sha256 is None:
        return Lists(listed, None, bound)
    bound = bound and listed is not None and listed.get(MANIFEST) == payload.sha256
    found = payload.found
    lines = SortedLines(reader, found.start, found.size, keyed_digest, longest=_LONGEST_LINE)
    return Lists(listed, lines, bound)


def judged(
    kept: Iterator[SalvagedMember], lines: Iterator[tuple[str, str]] | None
) -> Iterator[tuple[str, SalvagedMember | None, State]]:
    """Yield path, what was recovered of it, and its state, in order of path; files that the
    manifest lists and of which nothing was found are lost.
    """
    line = _next(lines)
    for one in kept:
        path = one.found.path
        while line is not None and line[0].encode() < path.encode():
            yield line[0], None, "lost"
            line = _next(lines)
        listed = line[1] if line is not None and line[0] == path else None
        yield path, one, state_of(one, listed)
        if listed is not None:
            line = _next(lines)
    while line is not None:
        yield line[0], None, "lost"
        line = _next(lines)


def state_of(kept: SalvagedMember, listed: str | None) -> State:
    if kept.place is None:
        return "lost"
    if kept.sha256 is None:
        return "damaged"
    if listed is None:
        return "not-compared"
    return "holds" if kept.sha256 == listed else "differs"


def _next(lines: Iterator[tuple[str, str]] | None) -> tuple[str, str] | None:
    """Take the next line; a list that turns out not to be one ends there: what follows is not compared."""
    if lines is None:
        return None
    try:
        return next(lines, None)
    except Refused:
        return None
