# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown
"""The moves of a node's rows, noted in both databases: no two databases of one node are ever open.

A database is closed while it is being left or filled, and for ever once it was left. Each process asks
before it works.
"""

from enum import StrEnum

from django.db import DEFAULT_DB_ALIAS, connection, models

from rogatory.errors import Reason, Refused
from rogatory.storage.row_archive import refusals
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    LongText,
    Moment,
    Text,
)
from rogatory.wire.moments import format_moment


class Phase(StrEnum):
    """The meaning of a move for the database that notes it."""

    LEAVING = "leaving"
    """Its rows are being read. Nothing is written in it."""
    LEFT = "left"
    """Another database has its rows, and goes on."""
    ARRIVING = "arriving"
    """It is being filled."""
    RESTORING = "restoring"
    """A backup is being restored into it."""
    HERE = "here"
    """It was filled, and compared: the node works on it."""


class Move(models.Model):
    """A move, as one of its two databases knows it."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    phase: Text = models.CharField(max_length=NAME)
    node: Text = models.CharField(max_length=100)
    """The network and the State whose rows these are."""
    at: Moment = models.DateTimeField()
    other: LongText = models.TextField()
    """The other database, in words without a secret."""
    archive: Text = models.CharField(max_length=DIGEST, default="")
    """The digest of the manifest of what arrives."""
    parts: BigNumber = models.BigIntegerField(default=0)
    """How many parts have arrived."""


def is_noted() -> bool:
    """Decide whether the database has the table of moves: one that has none was never moved."""
    return Move._meta.db_table in connection.introspection.table_names()  # noqa: SLF001 - Django's documented way


def refuse_closed() -> None:
    """Refuse a database that is closed by a move.

    Raises:
        Refused: its rows are elsewhere, on their way, or not yet complete.
    """
    if is_noted() and (reason := closed_reason()) is not None:
        raise Refused(reason)


def closed_reason(alias: str = DEFAULT_DB_ALIAS) -> Reason | None:
    """Return why a move has closed the database, if one has."""
    closed = Move.objects.using(alias).exclude(phase=Phase.HERE).order_by("at", "id").first()
    if closed is None:
        return None
    if closed.phase == Phase.LEFT:
        return refusals.MOVED.because(place=closed.other, at=format_moment(closed.at))
    if closed.phase == Phase.RESTORING:
        return refusals.RESTORING.because(place=closed.other, at=format_moment(closed.at))
    return refusals.MOVING.because(at=format_moment(closed.at))
