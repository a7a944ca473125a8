# SPDX-License-Identifier: Apache-2.0
"""The history of the evidence in one sequence: recorded acts, and times that others proved.

An act's time is its writer's claim. The time of another authority (a timestamp, a receipt) is a row
of its own, in the lane of that authority.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rogatory.custody.events.event import CustodyAction
from rogatory.node.court import layout
from rogatory.node.court.report.subject import Report
from rogatory.node.workstation.journals.timeline import TimelineEntry
from rogatory.requests.kinds.families import DELIVERIES
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_, Say

LONG = timedelta(days=7)
"""The longest time without an act that is not pointed out: a keeper should look after evidence."""

LATE = timedelta(hours=1)
"""An act that its log has only after one that claims to be so much later was entered late."""

_DELIVERING = DELIVERIES | {"delivery_confirmed"}
_GIVES = frozenset(
    {CustodyAction.SEALED.value, CustodyAction.DISPATCHED.value, CustodyAction.RELEASED.value}
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One row. `number` is that of the act in the table; None if it is a proof by another."""

    at: datetime
    lane: str
    title: str
    number: int | None = None
    action: str = ""
    place: str = ""
    """The position in a log, `XB 3/9`; empty for a proof and for an act that is in no log."""
    late: bool = False
    last: datetime | None = None
    """For several like acts shown as one: the time of the last."""
    acts: int = 1
    last_number: int | None = None

    @property
    def proved(self) -> bool:
        return self.number is None


def late_acts(lines: Sequence[TimelineEntry]) -> frozenset[int]:
    """Return the numbers (from 1) of acts that their log has after others that claim to be later."""
    found = set()
    by_log: dict[str, list[tuple[int, datetime, int]]] = {}
    for number, line in enumerate(lines, 1):
        if line.log is not None and line.index is not None:
            row = by_log.setdefault(line.log, [])
            row.append((line.index, parse_moment(line.occurred), number))
    for row in by_log.values():
        latest = None
        for _, at, number in sorted(row):
            if latest is not None and latest - at > LATE:
                found.add(number)
            latest = at if latest is None else max(latest, at)
    return frozenset(found)


def happenings(report: Report, lines: Sequence[TimelineEntry]) -> list[Happening]:
    """Return every act and every proof, in order of their times; an act before a proof of its second."""
    return in_order([*acts(report.say, lines), *_proofs(report)])


def in_order(found: Iterable[Happening]) -> list[Happening]:
    return sorted(found, key=lambda one: (one.at, one.proved, one.number or 0))


def acts(say: Say, lines: Sequence[TimelineEntry]) -> list[Happening]:
    """Return every act, in the order of the lines."""
    late = late_acts(lines)
    return [
        Happening(
            at=parse_moment(line.occurred),
            lane=line.authority,
            title=say(line.title),
            number=number,
            action=line.action,
            place=_place(line),
            late=number in late,
        )
        for number, line in enumerate(lines, 1)
    ]


def _place(line: TimelineEntry) -> str:
    if line.log is None or line.index is None:
        return ""
    return f"{line.log.split('/')[1].upper()} {line.index + 1}/{line.size}"


def _proofs(report: Report) -> Iterator[Happening]:
    for stamp in report.contents.seal.stamped:
        yield Happening(stamp.at, stamp.authority, report.say(N_("Proved: the seal existed")))
    for folder in report.contents.messages.in_force:
        received = folder.received()
        if received is None:
            continue
        addressee = str(folder.envelope.addressee)
        if folder.path == layout.REQUEST:
            yield Happening(received, addressee, report.say(N_("Proved: the request had arrived")))
        elif folder.envelope.kind in _DELIVERING:
            title = report.say(N_("Proved: the message on the delivery had arrived"))
            yield Happening(received, addressee, title)


def together(rows: Iterable[Happening]) -> list[Happening]:
    """Combine acts of one kind by one authority, one right after the other, as one row."""
    found: list[Happening] = []
    for row in rows:
        last = found[-1] if found else None
        if last is not None and _alike(last, row):
            found[-1] = replace(last, last=row.at, acts=last.acts + 1, last_number=row.number)
        else:
            found.append(row)
    return found


def _alike(last: Happening, row: Happening) -> bool:
    if last.proved or row.proved or last.late or row.late:
        return False
    between = row.at - (last.last or last.at)
    return (last.lane, last.action) == (row.lane, row.action) and between < LONG


def givers(rows: Sequence[Happening]) -> dict[int, int]:
    """Return, by the place of a row in which a package arrived, that of the row by which it was given."""
    found: dict[int, int] = {}
    for place, row in enumerate(rows):
        if row.action != CustodyAction.RECEIVED.value:
            continue
        for before in range(place - 1, -1, -1):
            if rows[before].lane != row.lane and rows[before].action in _GIVES:
                found[place] = before
                break
    return found
