# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown; NULL is what is not there
"""Documents that a process without their keys asks the signer to sign: rows of the node's database.

Who asks writes a row and waits for its answer, a few seconds. A signer leases rows, by the database's clock,
signs without a transaction and writes the answers, which only the first of two writes. No row needs to outlive the
one who asks, so no commit here waits for the disk. There are no keys in a row, and what is signed leaves only by a
commit of the one who asked.

A transaction that has to ask does so over another connection: the signer would not see a row of its own.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db import connection, models

from rogatory.errors import RogatoryError
from rogatory.storage.tables.columns import (
    IDENTIFIER,
    NAME,
    JsonValue,
    Moment,
    MomentOrNone,
    Serial,
    StatedOrNone,
    StatementField,
    Text,
)
from rogatory.storage.transactions.statements import WAIT_FOR_NO_DISK, change, rows
from rogatory.storage.transactions.writing import connections_closed, short_transaction
from rogatory.wire.canonical import Json
from rogatory.wire.words import Statement, statement_of

LEASE = timedelta(seconds=10)
"""After this time another signer takes a row that one has not answered."""

SECONDS_TO_WAIT = 20.0
"""Then who asks gives up, and its peer or its job comes again."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.05
"""Seconds between looks for the answer. Nothing wakes either side: the bell of the job queue is a pipe of one machine
and the signer is on another, and a notification of the database would take one more connection of each process, which
a pooler between them does not pass on."""

MOST_AT_ONCE = 16
"""Rows that a signer leases in one go: few enough that the last is signed before its lease ends."""

_FORGOTTEN_AFTER = timedelta(minutes=5)

_TAKE = """
    UPDATE storage_signingrequest SET taken_until = clock_timestamp() + %s WHERE id IN (
        SELECT id FROM storage_signingrequest
        WHERE answer IS NULL AND problem IS NULL AND (taken_until IS NULL OR taken_until < clock_timestamp())
        ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING id
"""


class SigningRequest(models.Model):
    id: Serial = models.BigAutoField(primary_key=True)
    number: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    kind: Text = models.CharField(max_length=NAME)
    payload: JsonValue = models.JSONField()
    at: Moment = models.DateTimeField()
    """The moment at which it is signed, by the clock of the one who asks."""
    taken_until: MomentOrNone = models.DateTimeField(null=True)
    answer: JsonValue = models.JSONField(null=True)
    problem: StatedOrNone = StatementField(null=True)


@dataclass(frozen=True, slots=True)
class SigningTask:
    """A row as a signer takes it."""

    id: int
    kind: str
    payload: Mapping[str, Json]
    at: datetime


class SignerSilentError(Exception):
    """Nobody answered in time."""


class RefusedBySignerError(Exception):
    """The signer did not sign; `statement` has its reasons."""

    def __init__(self, statement: Statement) -> None:
        super().__init__(str(statement))
        self.statement = statement


class SigningQueue:
    """Requests for signatures, as both sides use them."""

    def ask(self, kind: str, payload: Mapping[str, Json], at: datetime) -> Json:
        """Return the answer of a signer.

        Raises:
            SignerSilentError: there was none.
            RefusedBySignerError: it refused.
        """
        if not connection.in_atomic_block:
            return _ask(kind, payload, at)
        with ThreadPoolExecutor(1, thread_name_prefix="signing") as apart:
            return apart.submit(_ask_apart, kind, payload, at).result()

    def take(self) -> Sequence[SigningTask]:
        """Lease rows that nobody has answered."""
        with short_transaction():
            change(WAIT_FOR_NO_DISK)
            taken = [number for (number,) in rows(_TAKE, LEASE, MOST_AT_ONCE)]
            found = SigningRequest.objects.filter(id__in=taken).order_by("id")
            columns = found.values_list("id", "kind", "payload", "at")
            return [SigningTask(*row) for row in columns]

    def answer(self, task: SigningTask, sign: Callable[[SigningTask], Json]) -> None:
        """Write what a signature came to."""
        try:
            values: dict[str, object] = {"answer": sign(task)}
        except RogatoryError as error:
            values = {"problem": statement_of(error)}
        with short_transaction():
            change(WAIT_FOR_NO_DISK)
            free = SigningRequest.objects.filter(id=task.id, answer__isnull=True, problem=None)
            free.update(**values)

    def remove_forgotten(self, now: datetime) -> None:
        """Remove rows whose asker died."""
        SigningRequest.objects.filter(at__lt=now - _FORGOTTEN_AFTER).delete()


def _ask_apart(kind: str, payload: Mapping[str, Json], at: datetime) -> Json:
    with connections_closed():
        return _ask(kind, payload, at)


def _ask(kind: str, payload: Mapping[str, Json], at: datetime) -> Json:
    number = os.urandom(16).hex()
    with short_transaction():
        change(WAIT_FOR_NO_DISK)
        SigningRequest.objects.create(number=number, kind=kind, payload=dict(payload), at=at)
    row = SigningRequest.objects.filter(number=number)
    end, pause = time.monotonic() + SECONDS_TO_WAIT, _FIRST_PAUSE
    try:
        while time.monotonic() < end:
            answer, problem = cast(
                "tuple[Json, Statement | None]", row.values_list("answer", "problem").get()
            )
            if problem is not None:
                raise RefusedBySignerError(problem)
            if answer is not None:
                return answer
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
    finally:
        row.delete()
    raise SignerSilentError
