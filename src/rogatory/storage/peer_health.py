# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The lines to other States' nodes: one row a State, written anew."""

from collections.abc import Sequence

from django.db import models

from rogatory.node.repositories import peer_health as port
from rogatory.storage.tables.columns import (
    MomentOrNone,
    Number,
    StatedOrNone,
    StatementField,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing, hold_off_others


class PeerLine(models.Model):
    state: Text = models.CharField(primary_key=True, max_length=2)
    heard: MomentOrNone = models.DateTimeField(null=True)
    answered: MomentOrNone = models.DateTimeField(null=True)
    failures: Number = models.IntegerField(default=0)
    silent_since: MomentOrNone = models.DateTimeField(null=True)
    tried: MomentOrNone = models.DateTimeField(null=True)
    next_try: MomentOrNone = models.DateTimeField(null=True)
    problem: StatedOrNone = StatementField(null=True)
    skew: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(null=True)
    measured: MomentOrNone = models.DateTimeField(null=True)
    group: TextOrNone = models.CharField(max_length=40, null=True)


_RECORDS = Records(port.PeerLine, PeerLine, key=("state",))

_LINES = Table(PeerLine)
_of_state = _LINES.select("WHERE state = %s")
_put = _LINES.put("state")


class DatabasePeerHealth:
    def peer_line(self, state: str) -> port.PeerLine:
        hold_off_others("lines", state)
        row = _of_state.first(state)
        return port.PeerLine(state) if row is None else _RECORDS.record(row)

    def peer_lines(self) -> Sequence[port.PeerLine]:
        return _RECORDS.records(PeerLine.objects.order_by("state"))

    def put_peer_line(self, line: port.PeerLine) -> None:
        assert_writing()
        _put(**_RECORDS.values(line))
