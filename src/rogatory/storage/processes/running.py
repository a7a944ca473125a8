# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown
"""Which processes of a node run, on which machines, by the database's clock; and raising the fence against them.

Each process has a row from its start to its end. On PostgreSQL it renews the row every few seconds; of a process that was
killed, or whose machine vanished, nothing is heard any more. On SQLite all are on one machine, whose kernel knows them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, OperationalError, ProgrammingError, connection, models

from rogatory.errors import Unreachable
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    LongText,
    Moment,
    RowNumber,
    Text,
)
from rogatory.storage.transactions import refusals
from rogatory.storage.transactions.fence import FENCE_LOCK, database_now, raise_within
from rogatory.storage.transactions.statements import WAIT_FOR_NO_DISK, Table, change
from rogatory.storage.transactions.writing import short_transaction

SECONDS_TO_END = 5
"""How long a transaction of another process may hold up who raises the fence."""

_TRIES = 3

_WAIT_SO_LONG = f"SET LOCAL lock_timeout = '{SECONDS_TO_END}s'"
_EXCLUDE = f"SELECT pg_advisory_xact_lock({FENCE_LOCK})"
_END_HOLDERS = f"""
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((classid::bigint << 32) | objid::bigint) = {FENCE_LOCK}
"""  # noqa: S608 - constants of ours


class Fence(models.Model):
    """The one row with the number that processes compare, when it was raised last, and by which command."""

    id: BigNumber = RowNumber(primary_key=True)
    number: BigNumber = models.BigIntegerField()
    raised: Moment = models.DateTimeField()
    command: LongText = models.TextField()


class RunningProcess(models.Model):
    """A process of the node. `place` is the same for those of one home on one machine, as long as it is not restarted."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    kind: Text = models.CharField(max_length=NAME)
    machine: Text = models.CharField(max_length=DIGEST)
    place: Text = models.CharField(max_length=DIGEST)
    pid: BigNumber = models.BigIntegerField()
    ticks: BigNumber = models.BigIntegerField()
    """When the kernel started it: another process may get its number later."""
    begun: Moment = models.DateTimeField()
    seen: Moment = models.DateTimeField()


_enter = Table(RunningProcess).insert("ON CONFLICT (id) DO UPDATE SET seen = excluded.seen")


@dataclass(frozen=True, slots=True)
class NodeProcess:
    """A row of a process as read, and how long ago it was seen."""

    id: str
    kind: str
    machine: str
    place: str
    pid: int
    ticks: int
    begun: datetime
    seen: datetime
    silent: timedelta

    def __str__(self) -> str:
        """Name the process for people, alike in every language and on every page."""
        return f"{self.kind}@{self.machine} ({self.pid})"


def renews_rows() -> bool:
    """Decide whether rows are renewed: on SQLite the kernel of the one machine knows what runs."""
    return connection.features.has_select_for_update


def enter_process(
    *, number: str, kind: str, machine: str, place: str, pid: int, ticks: int
) -> None:
    """Write the row of a process, or renew it.

    Raises:
        FencedError: the fence was raised since this process read its number.
    """
    with short_transaction():
        if renews_rows():
            change(WAIT_FOR_NO_DISK)
        now = database_now()
        _enter(
            id=number,
            kind=kind,
            machine=machine,
            place=place,
            pid=pid,
            ticks=ticks,
            begun=now,
            seen=now,
        )


def remove_processes(*numbers: str) -> None:
    """Remove rows of processes that have ended."""
    RunningProcess.objects.filter(id__in=numbers).delete()


def node_processes(alias: str = DEFAULT_DB_ALIAS) -> Sequence[NodeProcess]:
    """Return all processes that have a row, the first to begin first."""
    now = database_now(alias)
    names = ("id", "kind", "machine", "place", "pid", "ticks", "begun", "seen")
    found = RunningProcess.objects.using(alias).order_by("begun", "id").values(*names)
    return [NodeProcess(**row, silent=now - row["seen"]) for row in found]


def fence_raised(alias: str = DEFAULT_DB_ALIAS) -> tuple[datetime, str] | None:
    """Return when the fence was raised last, and by which command; None if it never was."""
    return Fence.objects.using(alias).values_list("raised", "command").first()


def raise_fence(command: str) -> None:
    """Raise the fence, in a transaction of its own: this process goes on, all that began before do not.

    Raises:
        Unreachable: transactions of other processes do not end.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            with short_transaction():
                _exclude_others()
                raise_within(command)
        except OperationalError as error:
            if not connection.features.has_select_for_update:
                raise
            connection.close()
            if attempt == _TRIES:
                raise Unreachable(refusals.FENCE_HELD.because()) from error
            _end_holders()
        else:
            return


def _exclude_others() -> None:
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(_WAIT_SO_LONG)
            cursor.execute(_EXCLUDE)


def _end_holders() -> None:
    """Have the server end the connections whose transactions hold up the fence: their processes were paused."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_END_HOLDERS)
    except ProgrammingError as error:
        raise Unreachable(refusals.FENCE_HELD.because()) from error
