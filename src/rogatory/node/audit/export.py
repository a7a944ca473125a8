# SPDX-License-Identifier: Apache-2.0
"""The journals as files: CSV for a spreadsheet, JSON lines for a program; a line at a time."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from rogatory.node.repositories.audit import AuditEntry
from rogatory.wire.moments import format_moment
from rogatory.wire.spreadsheet_cells import inert

COLUMNS = ("at", "source", "number", "officer", "action", "thread", "about", "times")


def csv_lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield the lines with a heading, in UTF-8 with a mark, as spreadsheets want it."""
    yield "\ufeff" + _row(COLUMNS)
    for entry in entries:
        row = _columns(entry)
        yield _row([inert(str(row[name])) for name in COLUMNS])


def json_lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        yield json.dumps(_columns(entry), ensure_ascii=False, sort_keys=True) + "\n"


def _columns(entry: AuditEntry) -> dict[str, str | int]:
    return {
        "at": format_moment(entry.at),
        "source": entry.source.value,
        "number": entry.number,
        "officer": entry.officer,
        "action": entry.action,
        "thread": entry.thread,
        "about": entry.about,
        "times": entry.times,
    }


def _row(values: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
