# SPDX-License-Identifier: Apache-2.0
"""The books' page on the lines to other States' nodes."""

from collections.abc import Sequence
from dataclasses import fields

from rogatory.node.repositories.peer_health import PeerLine
from rogatory.storage import models
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing, hold_off_others

_COLUMNS = tuple(field.name for field in fields(PeerLine))
"""Every field of a record is the column of that name."""

_LINES = Table(models.PeerLine)
_of_state = _LINES.select("WHERE state = %s")
_put = _LINES.put("state")


class LineBooks:
    def peer_line(self, state: str) -> PeerLine:
        hold_off_others("lines")
        row = _of_state.first(state)
        return PeerLine(state) if row is None else _line(row)

    def peer_lines(self) -> Sequence[PeerLine]:
        return [_line(row) for row in models.PeerLine.objects.order_by("state")]

    def put_peer_line(self, line: PeerLine) -> None:
        assert_writing()
        _put(**{name: getattr(line, name) for name in _COLUMNS})


def _line(row: models.PeerLine) -> PeerLine:
    return PeerLine(**{name: getattr(row, name) for name in _COLUMNS})
