# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The repository of the custody log, epoch by epoch.

What an append costs does not grow with the log, and what many cost in one transaction, or in one
that several threads share, grows with the events alone: head and tiles are written once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models

from rogatory.custody.log.tiles import TileId, compact_range
from rogatory.custody.log.tree import CompactRange, leaf_hash
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.seal.signatures import Signatures
from rogatory.storage.custody_log.leaf_record import (
    EPOCH,
    logged_event,
    officer_of,
    place,
    signer_of,
)
from rogatory.storage.custody_log.rows import (
    Edge,
    read_edge,
    read_stored,
)
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    Blob,
    BlobOrNone,
    Flag,
    LongText,
    Moment,
    RowNumber,
    Text,
    TextOrNone,
    whole,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.shared_commit import current
from rogatory.storage.transactions.statements import Table, change, rows
from rogatory.storage.transactions.writing import assert_writing, hold_off_others
from rogatory.wire.digests import sha256


class LogEvent(models.Model):
    """An event and its leaf. The place is the primary key, so two writers never share a leaf."""

    place: BigNumber = RowNumber(primary_key=True)
    digest: Text = models.CharField(max_length=DIGEST, unique=True)
    object: Text = models.CharField(max_length=DIGEST, db_index=True)
    action: Text = models.CharField(max_length=NAME)
    event: Blob = models.BinaryField()
    p256: Blob = models.BinaryField()
    mldsa65: BlobOrNone = models.BinaryField(null=True)
    salt: Blob = models.BinaryField()
    commitment: Text = models.CharField(max_length=DIGEST)
    logged: Moment = models.DateTimeField()
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)
    officer: Text = models.CharField(max_length=NAME, default="")
    """The one that the event names, if any: beside its bytes, for the auditor's list."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer", "place"], name="event_by_officer"),
            models.Index(fields=["action", "place"], name="event_by_action"),
            models.Index(fields=["logged"], name="event_by_moment"),
        ]


class Checkpoint(models.Model):
    """A signed size and root. One signature of each size of an epoch leaves; a place as of an event.

    Those of receipts and proofs are not published.
    """

    place: BigNumber = RowNumber(primary_key=True)
    note: LongText = models.TextField()
    is_published: Flag = models.BooleanField(default=True)


_CARRIED = "log"
_RECORDS = Records(
    LoggedEvent,
    LogEvent,
    read={"index": lambda row: row.place % EPOCH, "epoch": lambda row: row.place // EPOCH},
    write={
        "place": lambda logged: place(logged.epoch, logged.index),
        "officer": lambda logged: officer_of(logged.event),
    },
    apart=("digest",),
)

_EVENTS = Table(LogEvent)
_add_event = _EVENTS.insert("ON CONFLICT (digest) DO NOTHING")
_OF_DIGEST = _EVENTS.select("WHERE digest = %s")
_ON_OBJECT = """
    SELECT digest, event FROM storage_logevent WHERE object = %s ORDER BY place DESC
"""

_CHECKPOINTS = Table(Checkpoint)
_add_checkpoint = _CHECKPOINTS.insert("ON CONFLICT (place) DO NOTHING")
_CHECKPOINT = _CHECKPOINTS.select("WHERE place = %s")
_NEWEST_PUBLISHED = _CHECKPOINTS.select(
    "WHERE place >= %s AND place < %s AND is_published ORDER BY place DESC LIMIT 1"
)
_PUBLISH = "UPDATE storage_checkpoint SET is_published = TRUE WHERE place = %s"


class DatabaseCustodyLog:
    def append_event(
        self, event: bytes, signatures: Signatures, salt: bytes, at: datetime, thread: str | None
    ) -> LoggedEvent:
        assert_writing()
        hold_off_others("log")
        digest, edge = sha256(event), _edge()
        logged = logged_event(edge.epoch, edge.tree.size, event, signatures, salt, at, thread)
        if _add_event(digest=digest, **_RECORDS.values(logged)):
            _carry(edge.grown(leaf_hash(bytes.fromhex(logged.commitment))))
            return logged
        standing = self.event(digest)
        assert standing is not None
        return standing

    def last_of(self, of: str, authority: str) -> str | None:
        # The log's lock first, as an append takes it: two locks in one order never block each other.
        hold_off_others("log")
        hold_off_others("event", of, authority)
        found = rows(_ON_OBJECT, of)
        return next(
            (digest for digest, event in found if signer_of(whole(event)) == authority), None
        )

    def begin_epoch(self, epoch: int, opening: bytes) -> None:
        """Begin an epoch as the port says; a crash leaves the old epoch or the new one with its
        opening.
        """
        assert_writing()
        hold_off_others("log")
        hold_off_others("epoch")
        edge = _edge()
        if epoch <= edge.epoch:
            raise ValueError(f"the log is in epoch {edge.epoch}: {epoch} is none that follows")
        edge.write()
        _carry(Edge(epoch).grown(leaf_hash(opening)))

    def log_epoch(self) -> int:
        return _edge().epoch

    def log_size(self, epoch: int | None = None) -> int:
        return _edge(epoch).tree.size

    def log_tree(self, size: int, epoch: int | None = None) -> CompactRange:
        """Return it as the port says; an older size than the newest is read back from its tiles."""
        edge = _edge(epoch)
        if size == edge.tree.size:
            return edge.tree
        if not 0 <= size < edge.tree.size:
            raise LookupError(f"the log has {edge.tree.size} leaves, not {size}")
        return compact_range(size, edge.read_tile)

    def read_tile(self, level: int, index: int, width: int, epoch: int | None = None) -> bytes:
        """Return the first `width` hashes of a tile; LookupError if it has not so many."""
        carried, tile = _carried(epoch), TileId(level, index, width)
        return read_stored(epoch, tile) if carried is None else carried.read_tile(tile)

    def event(self, digest: str) -> LoggedEvent | None:
        row = _OF_DIGEST.first(digest)
        return _RECORDS.found(row)

    def events_of(self, *digests: str) -> Sequence[LoggedEvent]:
        """Return the events on the objects of those digests, in the order of their leaves."""
        if not digests:
            return []
        places = ", ".join("%s" for _ in digests)
        wanted = _EVENTS.select(f"WHERE object IN ({places}) ORDER BY place")
        return _RECORDS.records(wanted.all(*digests))

    def events_since(
        self, index: int, limit: int, epoch: int | None = None
    ) -> Sequence[LoggedEvent]:
        """Return events of an epoch from that leaf on, it included."""
        wanted = self.log_epoch() if epoch is None else epoch
        rows = LogEvent.objects.filter(
            place__gte=place(wanted, index), place__lt=place(wanted + 1, 0)
        )
        return _RECORDS.records(rows.order_by("place")[:limit])

    def put_checkpoint(
        self, epoch: int, size: int, root: bytes, note: str, *, published: bool = False
    ) -> str | None:
        assert_writing()
        hold_off_others("epoch", shared=True)
        if epoch != self.log_epoch() or self._root(epoch, size) != root:
            return None
        _add_checkpoint(place=place(epoch, size), note=note, is_published=published)
        standing = _CHECKPOINT.first(place(epoch, size))
        assert standing is not None
        if published and not standing.is_published:
            change(_PUBLISH, standing.place)
        return standing.note

    def checkpoint(self, size: int | None = None, epoch: int | None = None) -> str | None:
        wanted = self.log_epoch() if epoch is None else epoch
        if size is not None:
            found = _CHECKPOINT.first(place(wanted, size))
        else:
            found = _NEWEST_PUBLISHED.first(place(wanted, 0), place(wanted + 1, 0))
        return None if found is None else found.note

    def checkpoints_since(
        self, size: int, limit: int, epoch: int | None = None
    ) -> Sequence[tuple[int, str]]:
        wanted = self.log_epoch() if epoch is None else epoch
        rows = Checkpoint.objects.filter(
            place__gte=place(wanted, size), place__lt=place(wanted + 1, 0)
        )
        found = rows.order_by("place").values_list("place", "note")[:limit]
        return [(number - place(wanted, 0), note) for number, note in found]

    def _root(self, epoch: int, size: int) -> bytes | None:
        """Return the root of the first entries of an epoch; None where there are not so many."""
        try:
            return self.log_tree(size, epoch).root()
        except LookupError:
            return None


def _edge(epoch: int | None = None) -> Edge:
    """Return the head as this transaction has it; outside of one, as it is stored."""
    return _carried(epoch) or read_edge(epoch)


def _carried(epoch: int | None) -> Edge | None:
    shared = current()
    found = None if shared is None else shared.carried.get(_CARRIED)
    return found if isinstance(found, Edge) and epoch in {None, found.epoch} else None


def _carry(edge: Edge) -> None:
    shared = current()
    if shared is None:
        edge.write()
    else:
        shared.carried[_CARRIED] = edge
