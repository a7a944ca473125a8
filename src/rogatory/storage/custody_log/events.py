# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The repository of the custody log, epoch by epoch.

What an append costs does not grow with the log, and what many cost in one transaction, or in one
that several threads share, grows with the events alone: head and tiles are written once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import connection, models, transaction

from rogatory.custody.log.tiles import TileId, compact_range
from rogatory.custody.log.tree import CompactRange, leaf_hash
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.seal.signatures import Signatures
from rogatory.storage.custody_log.event_columns import EventColumns
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
from rogatory.storage.custody_log.waiting import (
    MOST_IN_BATCH,
    WaitingEvent,
    lead_if_free,
    sequence_if_possible,
    sequence_waiting,
    write_batch,
)
from rogatory.storage.tables.columns import (
    IDENTIFIER,
    BigNumber,
    Flag,
    LongText,
    RowNumber,
    TextOrNone,
    whole,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.fence import raise_within
from rogatory.storage.transactions.shared_commit import current
from rogatory.storage.transactions.statements import Table, change, rows
from rogatory.storage.transactions.writing import assert_writing, hold_off_others
from rogatory.wire.digests import sha256


class LogEvent(EventColumns):
    """An event and its leaf. The place is the primary key, so two writers never share a leaf."""

    place: BigNumber = RowNumber(primary_key=True)
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)

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


type _Values = dict[str, Any]
"""A row of an event, by the names of its columns."""

_CARRIED, _PENDING = "log", "pending"
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
_add_waiting = Table(WaitingEvent).insert("ON CONFLICT (digest) DO NOTHING")
_WAITING_ON_OBJECT = """
    SELECT digest, event FROM storage_waitingevent WHERE object = %s ORDER BY id DESC
"""
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


@dataclass(frozen=True, slots=True)
class _Pending:
    """Events of a transaction where writers overlap: carried by it, and written just before its commit."""

    rows: dict[str, _Values]
    """By digest; of all states of one transaction. Those beyond `count` were undone."""
    count: int
    afterwards: dict[str, Callable[[], None]]

    def known(self) -> dict[str, _Values]:
        while len(self.rows) > self.count:
            self.rows.popitem()
        return self.rows

    def write(self) -> None:
        """Give them their leaves, after those that wait, where nobody else leads; else they wait."""
        if not lead_if_free() or write_batch() == MOST_IN_BATCH:
            for values in self.known().values():
                _add_waiting(**_without_place(values))
            self.afterwards[_PENDING] = sequence_if_possible
            return
        edge = read_edge()
        for values in self.known().values():
            if _add_event(**(values | {"place": place(edge.epoch, edge.tree.size)})):
                edge = edge.grown(leaf_hash(bytes.fromhex(values["commitment"])))
        edge.write()


class DatabaseCustodyLog:
    def append_event(
        self, event: bytes, signatures: Signatures, salt: bytes, at: datetime, thread: str | None
    ) -> None:
        assert_writing()
        digest = sha256(event)
        if _writers_overlap():
            logged = logged_event(0, 0, event, signatures, salt, at, thread)
            if digest not in _pending() and self.event(digest) is None:
                _wait({**_RECORDS.values(logged), "digest": digest})
            return
        edge = _edge()
        logged = logged_event(edge.epoch, edge.tree.size, event, signatures, salt, at, thread)
        values = _RECORDS.values(logged)
        if _add_event(digest=digest, **values):
            _carry(edge.grown(leaf_hash(bytes.fromhex(logged.commitment))))

    def sequence_events(self) -> None:
        if _writers_overlap():
            sequence_waiting()

    def last_of(self, of: str, authority: str) -> str | None:
        hold_off_others("event", of, authority)
        found = [
            *(
                (digest, each["event"])
                for digest, each in reversed(_pending().items())
                if each["object"] == of
            ),
            *(rows(_WAITING_ON_OBJECT, of) if _writers_overlap() else ()),
            *rows(_ON_OBJECT, of),
        ]
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
        raise_within("rogatory witness new-epoch")
        _carry(Edge(epoch).grown(leaf_hash(opening)))

    def log_epoch(self) -> int:
        return _edge().epoch

    def log_size(self, epoch: int | None = None) -> int:
        return _edge(epoch).tree.size

    def log_tree(self, size: int, epoch: int | None = None) -> CompactRange:
        """Return it as the port says; an older size than the newest is read back from its tiles."""
        return _tree(_edge(epoch), size)

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
        if _root(_edge(), epoch, size) != root:
            return None
        if _add_checkpoint(place=place(epoch, size), note=note, is_published=published):
            return note
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


def _writers_overlap() -> bool:
    """Decide whether events wait for their leaves: on SQLite there is one writer at a time."""
    return connection.features.has_select_for_update


def _pending() -> dict[str, _Values]:
    """Return the events of this transaction that have no row yet, by digest."""
    shared = current()
    found = None if shared is None else shared.carried.get(_PENDING)
    return found.known() if isinstance(found, _Pending) else {}


def _wait(values: _Values) -> None:
    """Have an event written at the end of this transaction."""
    shared = current()
    if shared is None:
        _add_waiting(**_without_place(values))
        transaction.on_commit(sequence_if_possible)
        return
    known = _pending()
    known[values["digest"]] = values
    shared.carried[_PENDING] = _Pending(known, len(known), shared.afterwards)


def _without_place(values: _Values) -> _Values:
    return {name: value for name, value in values.items() if name != "place"}


def _tree(edge: Edge, size: int) -> CompactRange:
    if size == edge.tree.size:
        return edge.tree
    if not 0 <= size < edge.tree.size:
        raise LookupError(f"the log has {edge.tree.size} leaves, not {size}")
    return compact_range(size, edge.read_tile)


def _root(edge: Edge, epoch: int, size: int) -> bytes | None:
    """Return the root of the first entries of the current epoch; None of another one, and where there
    are not so many.
    """
    is_there = edge.epoch == epoch and 0 <= size <= edge.tree.size
    return _tree(edge, size).root() if is_there else None


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
