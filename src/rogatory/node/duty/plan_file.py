# SPDX-License-Identifier: Apache-2.0
"""The plan of a roster as a head of unit writes it: a TOML file, read with every reason at once.

authority = "xb/contact-point"
time_zone = "Etc/GMT+5"
from = 2026-12-01            # a local day, or a local moment
until = 2027-03-01
default = "xb-0001"          # covers what no shift covers; without it a gap is refused
heads = ["xb-0002"]          # whom a call comes to when nobody else answers

[[shift]]
days = ["mon", "tue", "wed", "thu", "fri"]      # or "daily", "holiday"
from = "08:00"
to = "20:00"                 # on the next day, where it is not later than `from`
officers = ["xb-0001", "xb-0003"]               # take turns
turn = "week"                # or "day"
substitutes = ["xb-0003", "xb-0001"]

[[once]]                     # takes the place of the weekly shifts
from = 2026-12-24T20:00:00
to = 2026-12-25T08:00:00
officer = "xb-0003"

[[absence]]
officer = "xb-0001"
from = 2026-12-10
until = 2026-12-20

[[holiday]]
date = 2027-01-01
name = "New Year"

[waits]                      # minutes on each rung of the ladder
emergency = [5, 5, 10]
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.plan import HOLIDAY, TURNS, WEEKDAYS, Absence, DutyPlan, Weekly
from rogatory.node.duty.roster import WAITS, Shift
from rogatory.node.duty.zones import midnight, moment, zone_of
from rogatory.node.repositories.duty import Urgency
from rogatory.wire.identifiers import parse_authority, parse_officer
from rogatory.wire.words import P_, Said, problem_of
from rogatory.wire.written import read_toml

LARGEST_PLAN = 256 << 10
"""Bytes: a year with every night written out by hand has a tenth of it."""

LONGEST_NAME = 100
"""Characters of a holiday's name, which stands in a table."""

_TABLES = ("shift", "once", "absence", "holiday")
_KNOWN = {"authority", "time_zone", "from", "until", "default", "heads", "waits", *_TABLES}

_CALLED: Mapping[str, Phrase] = {
    "authority": P_("the authority (`authority`)"),
    "time_zone": P_("the time zone (`time_zone`)"),
    "from": P_("the beginning (`from`)"),
    "until": P_("the end (`until`)"),
    "to": P_("the end (`to`)"),
    "default": P_("who covers what no shift covers (`default`)"),
    "heads": P_("the heads of unit (`heads`)"),
    "days": P_("the days (`days`)"),
    "officer": P_("the officer (`officer`)"),
    "officers": P_("the officers (`officers`)"),
    "substitute": P_("the substitute (`substitute`)"),
    "substitutes": P_("the substitutes (`substitutes`)"),
    "turn": P_("the turn (`turn`)"),
    "date": P_("the day (`date`)"),
    "name": P_("the name (`name`)"),
}
"""What the words of a plan mean, with the word: the head of unit reads his own language and writes the word."""

_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\Z", re.ASCII)

_MISSING = object()


def read_plan(text: str, *, authority: str | None = None) -> DutyPlan:
    """The plan of a file's text; `authority` where the file names none.

    Raises:
        Refused: with everything that is wrong with it.
    """
    if len(text) > LARGEST_PLAN:
        raise _refused(
            Said(
                P_("it has {count} characters; at most {limit} are read"),
                count=len(text),
                limit=LARGEST_PLAN,
            )
        )
    try:
        given = read_toml(text)
    except ValueError as error:
        raise _refused(Said(P_("it is not TOML ({problem})"), problem=problem_of(error))) from error
    if authority is not None:
        given.setdefault("authority", authority)
    reading = _Reading()
    plan = reading.plan(given)
    refuse_if_any(reading.reasons)
    assert plan is not None
    return plan


def _refused(problem: Phrase) -> Refused:
    return Refused(refusals.PLAN_FORM.because(problem=problem))


@dataclass
class _Reading:
    """Everything that is wrong, as it is found; the zone, once it is known."""

    reasons: list[Reason] = field(default_factory=list)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Etc/UTC"))

    def note(self, problem: Phrase) -> None:
        self.reasons.append(refusals.PLAN_FORM.because(problem=problem))

    def plan(self, given: Mapping[str, Any]) -> DutyPlan | None:
        for name in sorted(given.keys() - _KNOWN):
            self.note(Said(P_("`{name}` is not a word of a plan"), name=ascii(name)[1:-1][:41]))
        if "time_zone" not in given:
            self.note(Said(P_("{name} is missing"), name=_place("time_zone")))
        else:
            self._read_zone(given["time_zone"])
        authority = self._one(given, "authority", "", lambda text: str(parse_authority(text)))
        starts = self._one(given, "from", "", self._moment)
        ends = self._one(given, "until", "", self._moment)
        default = self._one(given, "default", "", parse_officer, optional=True)
        heads = self._officers(given, "heads", "", optional=True)
        weekly = [self._weekly(one, at) for one, at in self._each(given, "shift")]
        once = [self._once(one, at) for one, at in self._each(given, "once")]
        absences = [self._absence(one, at) for one, at in self._each(given, "absence")]
        holidays = [self._holiday(one, at) for one, at in self._each(given, "holiday")]
        waits = self._waits(given.get("waits", {}))
        if self.reasons:
            return None
        return DutyPlan(
            authority=authority,
            time_zone=given["time_zone"],
            starts=starts,
            ends=ends,
            heads=heads,
            default=default,
            weekly=tuple(one for one in weekly if one),
            once=tuple(one for one in once if one),
            absences=tuple(one for one in absences if one),
            holidays=tuple(one for one in holidays if one),
            waits=waits,
        )

    def _weekly(self, given: Mapping[str, Any], at: str) -> Weekly | None:
        self._only(given, at, {"days", "from", "to", "officers", "substitutes", "turn"})
        days = self._one(given, "days", at, _days)
        start = self._one(given, "from", at, _clock)
        end = self._one(given, "to", at, _clock)
        officers = self._officers(given, "officers", at)
        substitutes = self._officers(given, "substitutes", at, optional=True)
        turn = self._one(given, "turn", at, _turn, optional=True) or "week"
        if len(substitutes) not in {0, 1, len(officers)}:
            self.note(
                Said(P_("{at}: there must be one substitute, or one for each officer"), at=at)
            )
        if days is None or start is None or end is None or not officers:
            return None
        return Weekly(days, start, end, officers, substitutes, turn)

    def _once(self, given: Mapping[str, Any], at: str) -> Shift | None:
        self._only(given, at, {"from", "to", "officer", "substitute"})
        start = self._one(given, "from", at, self._moment)
        end = self._one(given, "to", at, self._moment)
        officer = self._one(given, "officer", at, parse_officer)
        substitute = self._one(given, "substitute", at, parse_officer, optional=True)
        if start is None or end is None or officer is None:
            return None
        return Shift(start, end, officer, substitute)

    def _absence(self, given: Mapping[str, Any], at: str) -> Absence | None:
        self._only(given, at, {"officer", "from", "until"})
        officer = self._one(given, "officer", at, parse_officer)
        start = self._one(given, "from", at, self._moment)
        end = self._one(given, "until", at, self._moment)
        if start is not None and end is not None and end <= start:
            self.note(Said(P_("{at} ends before it begins"), at=at))
        if start is None or end is None or officer is None:
            return None
        return Absence(officer, start, end)

    def _holiday(self, given: Mapping[str, Any], at: str) -> tuple[date, str] | None:
        self._only(given, at, {"date", "name"})
        day = self._one(given, "date", at, _day)
        name = self._one(given, "name", at, _name, optional=True) or ""
        return None if day is None else (day, name)

    def _waits(self, given: Any) -> Mapping[Urgency, tuple[int, int, int]]:
        waits = dict(WAITS)
        if not isinstance(given, Mapping):
            self.note(P_("waits is no table"))
            return waits
        for name, minutes in given.items():
            if name not in {level.value for level in Urgency}:
                self.note(
                    Said(P_("waits: `{name}` is no level of urgency"), name=ascii(name)[1:-1][:41])
                )
            elif not (
                isinstance(minutes, list)
                and len(minutes) == 3
                and all(isinstance(one, int) and not isinstance(one, bool) for one in minutes)
            ):
                self.note(Said(P_("waits.{name} must be three numbers of minutes"), name=name))
            else:
                waits[Urgency(name)] = (minutes[0], minutes[1], minutes[2])
        return waits

    def _each(self, given: Mapping[str, Any], name: str) -> list[tuple[Mapping[str, Any], str]]:
        rows = given.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.note(Said(P_("{name} must be written as [[{name}]]"), name=name))
            return []
        return [(row, f"{name} {index}") for index, row in enumerate(rows, 1)]

    def _only(self, given: Mapping[str, Any], at: str, known: set[str]) -> None:
        for name in sorted(given.keys() - known):
            self.note(
                Said(P_("{at}: `{name}` is not a word of it"), at=at, name=ascii(name)[1:-1][:41])
            )

    def _officers(
        self, given: Mapping[str, Any], name: str, at: str, *, optional: bool = False
    ) -> tuple[str, ...]:
        def read(value: object) -> tuple[str, ...]:
            if not isinstance(value, list):
                raise TypeError(Said(P_("must be a list of officers' numbers")))
            return tuple(parse_officer(one) for one in value)

        return self._one(given, name, at, read, optional=optional) or ()

    def _moment(self, value: object) -> datetime:
        if isinstance(value, datetime):
            return moment(value, self.zone).astimezone(UTC)
        if isinstance(value, date):
            return midnight(value, self.zone)
        raise TypeError(
            Said(P_("must be a day or a moment, such as 2026-12-24 or 2026-12-24T20:00:00"))
        )

    def _read_zone(self, name: object) -> None:
        try:
            self.zone = zone_of(name)
        except Refused as error:
            self.reasons += error.reasons

    def _one(
        self,
        given: Mapping[str, Any],
        name: str,
        at: str,
        read: Callable[[Any], Any],
        *,
        optional: bool = False,
    ) -> Any:
        """A value as `read` reads it; None, with its reason noted, where it cannot be read."""
        place = _place(name, at)
        value = given.get(name, _MISSING)
        if value is _MISSING:
            if not optional:
                self.note(Said(P_("{name} is missing"), name=place))
            return None
        try:
            return read(value)
        except Refused as error:
            self.reasons += error.reasons
        except TypeError as error:
            self.note(Said(P_("{place} {problem}"), place=place, problem=problem_of(error)))
        return None


def _place(name: str, at: str = "") -> Said:
    called = Said(_CALLED[name])
    return Said(P_("{at}: {name}"), at=at, name=called) if at else called


def _days(value: object) -> frozenset[str]:
    named = [value] if isinstance(value, str) else value
    known = {*WEEKDAYS, HOLIDAY, "daily"}
    if not isinstance(named, Sequence) or not named or not known.issuperset(map(str, named)):
        raise TypeError(
            Said(P_("must be some of {names}"), names=", ".join([*WEEKDAYS, HOLIDAY, "daily"]))
        )
    days = {str(one) for one in named}
    return frozenset(days - {"daily"} | (set(WEEKDAYS) if "daily" in days else set()))


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    found = _CLOCK.match(value) if isinstance(value, str) else None
    if found is None or (found[1] == "24" and found[2] != "00"):
        raise TypeError(Said(P_("must be a time of the day such as 08:00")))
    return time(int(found[1]) % 24, int(found[2]))


def _turn(value: object) -> str:
    if value not in TURNS:
        raise TypeError(Said(P_("must be one of {names}"), names=", ".join(TURNS)))
    return str(value)


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(Said(P_("must be a day such as 2026-12-25")))
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise TypeError(
            Said(P_("must be a text of at most {limit} characters"), limit=LONGEST_NAME)
        )
    return value
