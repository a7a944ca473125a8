# SPDX-License-Identifier: Apache-2.0
"""The parts of a node's own custody log as stored: for the doctor.

It reads by the doctor's connection, a few rows at a time, and writes nothing.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, QuerySet

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.custody.log.tiles import TILE_WIDTH, TileId
from rogatory.custody.log.tree import HASH_SIZE, CompactRange
from rogatory.seal.notes import parse_note
from rogatory.storage.custody_log import events
from rogatory.storage.custody_log.events import LogEvent
from rogatory.storage.custody_log.leaf_record import EPOCH
from rogatory.storage.custody_log.rows import LogHead, LogTile
from rogatory.storage.transactions.doctor_connection import ALIAS

AT_ONCE = 256
"""Events held in memory at a time, some ten kilobytes each."""


def log_heads() -> list[tuple[int, CompactRange, bytes]]:
    """Return each epoch of the own log, its tree, and the last hashes that its head holds."""
    rows = LogHead.objects.using(ALIAS).order_by("id").values_list("id", "size", "nodes", "leaves")
    return [
        (epoch, CompactRange.unpack(size, bytes(nodes)), bytes(leaves))
        for epoch, size, nodes, leaves in rows
    ]


def stored_tile(epoch: int, size: int, leaves: bytes, tile: TileId) -> bytes:
    """Return the hashes of a tile of an epoch of that size, whose head holds those leaves.

    Raises:
        LookupError: it has not so many.
    """
    row = LogTile.objects.using(ALIAS).filter(epoch=epoch, level=tile.level, index=tile.index)
    hashes = bytes(row.values_list("data", flat=True).first() or b"")
    if tile.level == 0 and tile.index == size // TILE_WIDTH:
        before = size % TILE_WIDTH * HASH_SIZE - len(leaves)
        hashes = hashes[:before] + leaves if len(hashes) >= before else b""
    if len(hashes) < tile.width * HASH_SIZE:
        raise LookupError(tile.path())
    return hashes[: tile.width * HASH_SIZE]


def count_tiles(epoch: int, level: int, below: int) -> int:
    """Return how many tiles of a level are stored, of those before a place."""
    found = LogTile.objects.using(ALIAS).filter(epoch=epoch, level=level, index__lt=below)
    return found.count()


def log_events(epoch: int, first: int, end: int) -> Iterator[tuple[int, bytes, bytes, str]]:
    """Yield the events of an epoch from a leaf on, up to another one: its index, salt, bytes and commitment."""
    columns = ("place", "salt", "event", "commitment")
    found = LogEvent.objects.using(ALIAS).filter(place__lt=epoch * EPOCH + end).order_by("place")
    after = epoch * EPOCH + first - 1
    while rows := list(found.filter(place__gt=after).values_list(*columns)[:AT_ONCE]):
        for place, salt, event, commitment in rows:
            yield place % EPOCH, bytes(salt), bytes(event), commitment
        after = rows[-1][0]


def newest_event(epoch: int) -> int | None:
    """Return the leaf of the newest event of an epoch; None if there is none."""
    found = LogEvent.objects.using(ALIAS).filter(
        place__gte=epoch * EPOCH, place__lt=(epoch + 1) * EPOCH
    )
    place = found.aggregate(last=Max("place"))["last"]
    return None if place is None else place % EPOCH


def published_size(epoch: int) -> int:
    """Return the entries under the newest published checkpoint of an epoch; 0 if there is none."""
    found = (
        _checkpoints(epoch, EPOCH).filter(is_published=True).aggregate(last=Max("place"))["last"]
    )
    return 0 if found is None else int(found) % EPOCH


def newest_checkpoints(epoch: int, count: int) -> list[Checkpoint]:
    """Return the last stored checkpoints of an epoch; nobody's signature is verified."""
    notes = _checkpoints(epoch, EPOCH).order_by("-place").values_list("note", flat=True)[:count]
    return [parse_checkpoint(parse_note(note).text) for note in notes]


def log_checkpoints(epoch: int, most: int) -> Iterator[Checkpoint]:
    """Yield the stored checkpoints of an epoch up to a size, by their sizes; nobody's signature is verified."""
    found, after = _checkpoints(epoch, most + 1).order_by("place"), -1
    while rows := list(found.filter(place__gt=after).values_list("place", "note")[:AT_ONCE]):
        for _place, note in rows:
            yield parse_checkpoint(parse_note(note).text)
        after = rows[-1][0]


def _checkpoints(epoch: int, end: int) -> "QuerySet[Any]":
    return events.Checkpoint.objects.using(ALIAS).filter(
        place__gte=epoch * EPOCH, place__lt=epoch * EPOCH + end
    )
