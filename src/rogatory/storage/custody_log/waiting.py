# SPDX-License-Identifier: Apache-2.0

"""Events that wait for their leaves, and the batches in which they get them: on PostgreSQL alone.

There writers overlap. If each waited for the log's lock, and held it until its commit is on the disk,
they would wait for each other's disks. So where nobody has the lock just before the commit of an act,
all events get their leaves in that very commit. Else the act writes its events here, without the lock,
and all that wait get their leaves in one further commit:

1. The leader takes the log's lock, which ends with its transaction. Others wait for it.
2. It reads the events that wait, in the order of their numbers, and the head of the log.
3. It moves the events to their places, and writes the tiles and the head.
4. The commit.

Stopped or killed at any of these steps, nothing of the transaction is kept, and what waits gets its
leaves from the next leader. The server ends the transaction of a leader that says nothing for
`LEADER_IDLE`, by its own clock; a leader that wakes up afterwards has no transaction to write in, and
begins again with what still waits.

Of one process one thread leads at a time, for all whose commits came before.
"""

import logging
import os
import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import Error, connection, models

from rogatory.custody.log.tree import leaf_hash
from rogatory.storage.custody_log.event_columns import COLUMNS, EventColumns
from rogatory.storage.custody_log.leaf_record import place
from rogatory.storage.custody_log.rows import read_edge
from rogatory.storage.tables.columns import Serial
from rogatory.storage.transactions.shared_commit import own_transaction
from rogatory.storage.transactions.statements import change, first, rows
from rogatory.storage.transactions.writing import hold_off_others

_log = logging.getLogger(__name__)

LEADER_IDLE = timedelta(seconds=5)
"""The time after which the server ends the transaction of a leader that sends no statement: by so much
one that stopped, or whose machine vanished, delays the receipts of the others."""

MOST_IN_BATCH = 1000
"""Events that get their leaves in one commit; those who wait for the first of them wait for all."""

_TRIES = 3
"""Connections on which one thread tries to lead: the server ends that of a leader who stopped."""


class WaitingEvent(EventColumns):
    """An event without a leaf, numbered as it was written."""

    id: Serial = models.BigAutoField(primary_key=True)


_IDLE = "set_config('idle_in_transaction_session_timeout', %s, true)"
_LEAD = f"SELECT {_IDLE}"
_LEAD_IF_FREE = f"""
    SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended('log', 0)) THEN {_IDLE} END
"""
_WAITING = """
    SELECT id, commitment,
        EXISTS (SELECT 1 FROM storage_logevent WHERE storage_logevent.digest = waiting.digest)
    FROM storage_waitingevent AS waiting ORDER BY id LIMIT %s
"""
"""An event is in the log already if it was handed in a second time while a batch gave it its leaf."""
_DROP = "DELETE FROM storage_waitingevent WHERE id = ANY(%s)"
_GIVE_PLACES = f"""
    WITH batch AS ({_DROP} RETURNING *)
    INSERT INTO storage_logevent (place, {COLUMNS})
    SELECT %s::bigint + ROW_NUMBER() OVER (ORDER BY id) - 1, {COLUMNS} FROM batch
"""  # noqa: S608 - constants of ours


class _Turns:
    """The threads of this process that want a batch: one runs it, for all who came before it began."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Clear all: as a child finds it that was forked while others ran."""
        self._guard, self._turn = threading.Lock(), threading.Lock()
        self._begun = self._done = 0

    def take(self, work: Callable[[], None]) -> None:
        """Return once a run that began after this call has ended; its own, if no other did."""
        with self._guard:
            needed = self._begun + 1
        with self._turn:
            if self._done >= needed:
                return
            with self._guard:
                self._begun += 1
            number = self._begun
            work()
            self._done = number


_turns = _Turns()
os.register_at_fork(after_in_child=_turns.clear)


def lead_if_free() -> bool:
    """Decide whether this transaction leads the log from now on, without waiting for another leader."""
    return first(_LEAD_IF_FREE, _idle())[0] is not None


def sequence_waiting() -> None:
    """Give all events that wait their leaves.

    Raises:
        Error: the database failed each time; the events wait.
    """
    _turns.take(_lead)


def sequence_if_possible() -> None:
    """Give all events that wait their leaves, after the commit of one that was written.

    Where the database fails they wait for the next batch: the act is done all the same.
    """
    try:
        sequence_waiting()
    except Error:
        _log.warning("custody events wait for their leaves", exc_info=True)


def _lead() -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            while _give_leaves() == MOST_IN_BATCH:
                pass
        except Error:
            connection.close()
            if attempt == _TRIES:
                raise
        else:
            return


def _give_leaves() -> int:
    """Give one batch its leaves, in a transaction; return how many there were."""
    with own_transaction():
        first(_LEAD, _idle())
        hold_off_others("log")  # 1
        return write_batch()  # 4


def _idle() -> str:
    return str(int(LEADER_IDLE.total_seconds() * 1000))


def write_batch() -> int:
    """Give one batch its leaves, as the leader; return how many events waited."""
    waiting = rows(_WAITING, MOST_IN_BATCH)  # 2
    if doubled := [number for number, _commitment, is_logged in waiting if is_logged]:
        change(_DROP, doubled)
    batch = [(number, each) for number, each, is_logged in waiting if not is_logged]
    if batch:
        edge = read_edge()
        grown = edge.grown(*(leaf_hash(bytes.fromhex(each)) for _number, each in batch))
        first_place = place(edge.epoch, edge.tree.size)
        change(_GIVE_PLACES, [number for number, _each in batch], first_place)  # 3
        grown.write()
    return len(waiting)
