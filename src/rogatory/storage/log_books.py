# SPDX-License-Identifier: Apache-2.0
"""The books' pages on the custody log.

An append writes the event, the new head and the rightmost tiles it touches, nearly always one;
its cost does not grow with the log.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from rogatory.custody.tiles import TileId, compact_range, extend
from rogatory.custody.tree import CompactRange, leaf_hash
from rogatory.node.records import LoggedEvent
from rogatory.seal.signatures import Signatures
from rogatory.storage import models
from rogatory.storage.log_rows import Edge, read_head, read_tile, write_event
from rogatory.storage.logged import logged_event
from rogatory.storage.models.columns import whole, whole_or_none
from rogatory.storage.transactions import assert_writing, hold_off_others
from rogatory.wire.digests import sha256


class LogBooks:
    def append_event(
        self, event: bytes, signatures: Signatures, salt: bytes, at: datetime, thread: str | None
    ) -> LoggedEvent:
        assert_writing()
        hold_off_others("log")
        digest = sha256(event)
        with connection.cursor() as cursor:
            edge = Edge(cursor)
            logged = logged_event(edge.tree.size, event, signatures, salt, at, thread)
            if write_event(cursor, logged, digest):
                leaf = leaf_hash(bytes.fromhex(logged.commitment))
                grown = extend(edge.tree, edge.read_tile, [leaf])
                edge.write(grown.tree, grown.tiles)
                return logged
        standing = self.event(digest)
        assert standing is not None
        return standing

    def log_size(self) -> int:
        return _head().size

    def log_tree(self, size: int) -> CompactRange:
        """As the port says; an older size than the newest is read back from its tiles."""
        head = _head()
        if size == head.size:
            return head
        if not 0 <= size < head.size:
            raise LookupError(f"the log has {head.size} leaves, not {size}")
        return compact_range(size, self._read_tile)

    def read_tile(self, level: int, index: int, width: int) -> bytes:
        """The first `width` hashes of a tile; LookupError if it has not so many."""
        with connection.cursor() as cursor:
            return read_tile(cursor, TileId(level, index, width))

    def event(self, digest: str) -> LoggedEvent | None:
        row = models.LogEvent.objects.filter(digest=digest).first()
        return None if row is None else _record(row)

    def events_of(self, *digests: str) -> Sequence[LoggedEvent]:
        """The events on the objects of those digests, in the order of their leaves."""
        rows = models.LogEvent.objects.filter(object__in=digests).order_by("index")
        return [_record(row) for row in rows]

    def events_since(self, index: int, limit: int) -> Sequence[LoggedEvent]:
        """Events from that leaf on, it included."""
        rows = models.LogEvent.objects.filter(index__gte=index).order_by("index")
        return [_record(row) for row in rows[:limit]]

    def put_checkpoint(self, size: int, note: str) -> None:
        """Write a signed checkpoint; the first one of a size stands."""
        assert_writing()
        models.Checkpoint.objects.get_or_create(size=size, defaults={"note": note})

    def checkpoint(self, size: int | None = None) -> str | None:
        rows = models.Checkpoint.objects.order_by("-size")
        if size is not None:
            rows = rows.filter(size=size)
        return rows.values_list("note", flat=True).first()

    def _read_tile(self, tile: TileId) -> bytes:
        return self.read_tile(tile.level, tile.index, tile.width)


def _head() -> CompactRange:
    with connection.cursor() as cursor:
        return read_head(cursor)


def _record(row: models.LogEvent) -> LoggedEvent:
    return LoggedEvent(
        index=row.index,
        object=row.object,
        action=row.action,
        event=whole(row.event),
        p256=whole(row.p256),
        mldsa65=whole_or_none(row.mldsa65),
        salt=whole(row.salt),
        commitment=row.commitment,
        logged=row.logged,
        thread=row.thread,
    )
