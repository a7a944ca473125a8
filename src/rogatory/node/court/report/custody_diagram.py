# SPDX-License-Identifier: Apache-2.0
"""The diagram of custody: time runs down, each holder has a lane, each act a sign in its lane.

A ring is an act whose time is only claimed, a full circle one that is in a log, a diamond a time
that another authority proves. An arrow leads from the giver of the package to its receiver.
Everything in the diagram is in the table below it.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rogatory.node.court.report.happenings import LONG, Happening, givers
from rogatory.node.printing.blocks import DiagramLine, DiagramMark, Label, Picture
from rogatory.node.printing.figures import moment
from rogatory.wire.words import N_

WIDTH = 480.0
TIMES = 104.0
"""The width of the column of times; the lanes begin after it."""

MOST_LANES = 8
"""More would leave no space for words; the authorities after them share the last lane."""

ROWS = 22
"""Rows of one picture: it fits on a page."""

MOST_ROWS = 3 * ROWS
"""More rows are not looked at; the table has them all."""

_HEAD, _LINE, _ABOVE, _GAP = 26.0, 10.0, 9.0, 20.0
_TEXT, _SMALL = 8.0, 6.6


class TextSource(Protocol):
    """Says the fixed texts in a reader's language: a report does, and a page of the console."""

    @property
    def right_to_left(self) -> bool: ...
    def say(self, text: str, **fields: object) -> str: ...
    def count(self, text: str, count: int) -> str: ...


@dataclass(slots=True)
class _Sheet:
    """The drawing, from left to right; mirrored at the end where a language requires it."""

    lines: list[DiagramLine]
    marks: list[DiagramMark]
    labels: list[Label]

    def turned(self) -> None:
        anchors = {"left": "right", "right": "left", "middle": "middle"}
        self.lines = [one._replace(x1=WIDTH - one.x1, x2=WIDTH - one.x2) for one in self.lines]
        shapes = {"arrow-right": "arrow-left", "arrow-left": "arrow-right"}
        self.marks = [
            one._replace(x=WIDTH - one.x, shape=shapes.get(one.shape, one.shape))
            for one in self.marks
        ]
        self.labels = [
            one._replace(x=WIDTH - one.x, anchor=anchors[one.anchor]) for one in self.labels
        ]


def lanes_of(rows: Sequence[Happening]) -> dict[str, int]:
    """Return the lane of each authority, in the order in which they first act; those after the last
    that has one of its own share it.
    """
    names = dict.fromkeys(row.lane for row in rows)
    return {name: min(number, MOST_LANES - 1) for number, name in enumerate(names)}


def pictures(report: TextSource, rows: Sequence[Happening]) -> list[Picture]:
    """Return the rows as pictures of a page each; at most `MOST_ROWS` of them, the first and the last."""
    drawn = list(rows)
    if len(rows) > MOST_ROWS:
        drawn = [*rows[: MOST_ROWS // 2], *rows[-(MOST_ROWS // 2) :]]
    lanes = lanes_of(rows)
    return [
        _Drawing(report, drawn[start : start + ROWS], lanes).picture()
        for start in range(0, len(drawn), ROWS)
    ]


class _Drawing:
    """One picture in the making."""

    def __init__(
        self, report: TextSource, rows: Sequence[Happening], lanes: dict[str, int]
    ) -> None:
        self._report, self._rows, self._lanes = report, rows, lanes
        count = max(lanes.values(), default=0) + 1
        self._lane = min(64.0, max(24.0, 192.0 / count))
        self._words = TIMES + count * self._lane + 8
        self._sheet = _Sheet([], [], [])
        self._places: list[tuple[float, float]] = []

    def picture(self) -> Picture:
        report, foot = self._report, self._draw_rows()
        self._draw_lanes(foot)
        self._draw_givers()
        if report.right_to_left:
            self._sheet.turned()
        first, last = self._rows[0], self._rows[-1]
        return Picture(
            title=report.say(N_("Who had the evidence, and when")),
            description=report.say(
                N_(
                    "A picture of the acts listed in the table below, from {first} to {last}, with "
                    "a lane for each authority."
                ),
                first=moment(first.at),
                last=moment(last.last or last.at),
            ),
            width=WIDTH,
            height=foot,
            lines=tuple(self._sheet.lines),
            marks=tuple(self._sheet.marks),
            labels=tuple(self._sheet.labels),
        )

    def _x(self, row: Happening) -> float:
        return TIMES + (self._lanes[row.lane] + 0.5) * self._lane

    def _draw_rows(self) -> float:
        y, before = _HEAD, None
        for row in self._rows:
            if before is not None and row.at - (before.last or before.at) >= LONG:
                y = self._draw_gap(y, (row.at - (before.last or before.at)).days)
            y = self._draw_row(y, row)
            before = row
        return y + 6

    def _draw_gap(self, y: float, days: int) -> float:
        middle = y + _GAP / 2
        self._sheet.lines.append(DiagramLine(TIMES, middle, WIDTH, middle, "gap"))
        text = self._report.count("{count} days without a recorded act", days)
        self._label(0, middle + 2.5, text, _SMALL, "gap")
        return y + _GAP

    def _draw_row(self, y: float, row: Happening) -> float:
        lines = wrapped(_row_text(self._report, row), WIDTH - self._words, _TEXT)
        if row.late:
            lines.append(self._report.say(N_("entered in the log after later acts")))
        top, x = y + _ABOVE, self._x(row)
        height = max(2, len(lines)) * _LINE + 8
        times = [moment(row.at).removesuffix(" UTC")]
        if row.last is not None:
            times.append("– " + moment(row.last).removesuffix(" UTC"))
        for number, text in enumerate(times):
            style = "proved" if row.proved else "time"
            self._label(0, top + number * _LINE, text, 7.4, style, plain=True)
        if row.place and row.last is None:
            self._label(0, top + _LINE, row.place, _SMALL, "soft", plain=True)
        for number, text in enumerate(lines):
            late = row.late and number == len(lines) - 1
            style = "late" if late else "proved" if row.proved else "text"
            self._label(self._words, top + number * _LINE, text, _TEXT, style)
        self._sheet.lines.append(DiagramLine(x + 6, top - 2.5, self._words - 3, top - 2.5, "lead"))
        shape = "diamond" if row.proved else "circle" if row.place else "ring"
        self._sheet.marks.append(DiagramMark(x, top - 2.5, shape, "late" if row.late else shape))
        self._places.append((x, top - 2.5))
        return y + height

    def _draw_lanes(self, foot: float) -> None:
        """Draw, under everything else, a line for each lane, its number above."""
        lines = []
        for number in sorted(set(self._lanes.values())):
            x = TIMES + (number + 0.5) * self._lane
            lines.append(DiagramLine(x, _HEAD - 6, x, foot, "lane"))
            self._sheet.labels.append(Label(x, _HEAD - 12, str(number + 1), "middle", 9, "head"))
        self._sheet.lines[:0] = lines

    def _draw_givers(self) -> None:
        for place, before in givers(self._rows).items():
            x1, y1 = self._places[before]
            x2, y2 = self._places[place]
            end = x2 - 5 if x2 > x1 else x2 + 5
            self._sheet.lines.append(DiagramLine(x1, y1 + 4, x1, y2, "transfer"))
            self._sheet.lines.append(DiagramLine(x1, y2, end, y2, "transfer"))
            shape = "arrow-right" if x2 > x1 else "arrow-left"
            self._sheet.marks.append(DiagramMark(end, y2, shape, "transfer"))

    def _label(
        self, x: float, y: float, text: str, size: float, style: str, *, plain: bool = False
    ) -> None:
        turned = self._report.right_to_left and not plain
        self._sheet.labels.append(Label(x, y, text, "left", size, style, turned))


def _row_text(report: TextSource, row: Happening) -> str:
    if row.number is None:
        return row.title
    if row.acts == 1:
        return report.say(N_("{number}. {what}"), number=row.number, what=row.title)
    return report.say(
        N_("{first} to {last}. {what} ({times})"),
        first=row.number,
        last=row.last_number,
        what=row.title,
        times=report.count("{count} times", row.acts),
    )


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Return a text in lines of about that width: without the font at hand, its letters are estimated."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _wide((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """Return the pieces after which a line may end: after a space, and between the characters of Chinese."""
    found, piece = [], ""
    for character in text:
        piece += character
        if character == " " or unicodedata.east_asian_width(character) in "WF":
            found.append(piece)
            piece = ""
    return [*found, piece] if piece else found


def _wide(text: str, size: float) -> float:
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return size * (1.02 * wide + 0.53 * (len(text) - wide))
