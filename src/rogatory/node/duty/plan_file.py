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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.plan import HOLIDAY, TURNS, WEEKDAYS, Absence, DutyPlan, Weekly
from rogatory.node.duty.roster import WAITS, Shift
from rogatory.node.duty.zones import midnight, moment_in_zone, zone_of
from rogatory.node.repositories.duty import Urgency
from rogatory.wire.fields import Fault, Fields, FieldValue, Habits, Kind, Place, read_document
from rogatory.wire.foreign_files import read_toml
from rogatory.wire.forms import Custom, First, ListOf, OneOf, Parsed, Record
from rogatory.wire.identifiers import parse_authority, parse_officer
from rogatory.wire.words import P_, FilledText, problem_of

LARGEST_PLAN = 256 << 10
"""Bytes: a year with every night written out by hand has a tenth of it."""

LONGEST_NAME = 100
"""The most characters of a holiday's name, which is shown in a table."""

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
"""The meaning of a plan's words, each with the word: heads of unit read their own language and
write the word.
"""

_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\Z", re.ASCII)

_HABITS = Habits(first=(Kind.UNKNOWN,))


def read_roster_plan(text: str, *, authority: str | None = None) -> DutyPlan:
    """Return the plan of a file's text; `authority` where the file names none.

    Raises:
        Refused: with everything that is wrong with it.
    """
    if len(text) > LARGEST_PLAN:
        raise _refused(
            FilledText(
                P_("it has {count} characters; at most {limit} are read"),
                count=len(text),
                limit=LARGEST_PLAN,
            )
        )
    try:
        given = read_toml(text)
    except ValueError as error:
        raise _refused(
            FilledText(P_("it is not TOML ({problem})"), problem=problem_of(error))
        ) from error
    if authority is not None:
        given.setdefault("authority", authority)
    plan, faults = read_document(given, _plan, _HABITS)
    refuse_if_any(_reasons(faults))
    return plan


def _refused(problem: Phrase) -> Refused:
    return Refused(refusals.PLAN_FORM.because(problem=problem))


def _plan(of: Fields) -> DutyPlan:
    zone = of.read("time_zone", Parsed(zone_of, ZoneInfo("Etc/UTC")))
    at = Parsed(lambda value: _moment(value, zone))
    return DutyPlan(
        time_zone=zone.key,
        authority=of.read("authority", Parsed(lambda text: str(parse_authority(text)))),
        starts=of.read("from", at),
        ends=of.read("until", at),
        default=of.optional("default", _OFFICER, None),
        heads=of.optional("heads", _OFFICERS, ()),
        weekly=of.optional("shift", _tables("shift", _weekly), ()),
        once=of.optional("once", _tables("once", lambda row: _once(row, at)), ()),
        absences=of.optional("absence", _tables("absence", lambda row: _absence(row, at)), ()),
        holidays=of.optional("holiday", _tables("holiday", _holiday), ()),
        waits=of.optional("waits", Custom(_waits, WAITS), dict(WAITS)),
    )


def _weekly(of: Fields) -> Weekly:
    shift = Weekly(
        days=of.read("days", Parsed(_days)),
        start=of.read("from", Parsed(_clock)),
        end=of.read("to", Parsed(_clock)),
        officers=of.read("officers", _OFFICERS),
        substitutes=of.optional("substitutes", _OFFICERS, ()),
        turn=of.optional("turn", _TURN, "week"),
    )
    if of.at("officers").value == []:
        of.found.note_code(refusals.SHIFT_EMPTY, number=_number(of.found.place))
    if len(shift.substitutes) not in {0, 1, len(shift.officers)}:
        of.note(
            FilledText(
                P_("{at}: there must be one substitute, or one for each officer"),
                at=_table(of.found.place),
            )
        )
    return shift


def _once(of: Fields, at: Parsed[datetime]) -> Shift:
    return Shift(
        of.read("from", at),
        of.read("to", at),
        of.read("officer", _OFFICER),
        of.optional("substitute", _OFFICER, None),
    )


def _absence(of: Fields, at: Parsed[datetime]) -> Absence:
    absence = Absence(of.read("officer", _OFFICER), of.read("from", at), of.read("until", at))
    if None not in (absence.start, absence.end) and absence.end <= absence.start:
        of.note(FilledText(P_("{at} ends before it begins"), at=_table(of.found.place)))
    return absence


def _holiday(of: Fields) -> tuple[date, str]:
    return of.read("date", Parsed(_day)), of.optional("name", _NAME, "")


def _tables[T](name: str, build: Callable[[Fields], T]) -> Custom[tuple[T, ...]]:
    """Return the form of rows that are written as tables."""

    def read(found: FieldValue) -> tuple[T, ...]:
        rows = found.value
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            problem = FilledText(P_("{name} must be written as [[{name}]]"), name=name)
            found.note(Kind.PROBLEM, problem=problem)
            return ()
        return ListOf(Record(build)).read(found)

    return Custom(read, ())


def _waits(found: FieldValue) -> Mapping[Urgency, tuple[int, int, int]]:
    waits = dict(WAITS)
    if not isinstance(found.value, Mapping):
        found.note(Kind.PROBLEM, problem=P_("waits is no table"))
        return waits
    for name, minutes in found.value.items():
        if name not in {level.value for level in Urgency}:
            shown = ascii(name)[1:-1][:41]
            problem = FilledText(P_("waits: `{name}` is no level of urgency"), name=shown)
            found.note(Kind.PROBLEM, problem=problem)
        elif not (
            isinstance(minutes, list)
            and len(minutes) == 3
            and all(isinstance(one, int) and not isinstance(one, bool) for one in minutes)
        ):
            problem = FilledText(P_("waits.{name} must be three numbers of minutes"), name=name)
            found.note(Kind.PROBLEM, problem=problem)
        else:
            waits[Urgency(name)] = (minutes[0], minutes[1], minutes[2])
    return waits


def _reasons(faults: Iterable[Fault]) -> Iterator[Reason]:
    for fault in faults:
        if fault.kind is Kind.REFUSED:
            yield from fault.reasons
        elif fault.code is not None:
            yield fault.code.because(fault.fields)
        else:
            yield refusals.PLAN_FORM.because(problem=_problem(fault))


def _problem(fault: Fault) -> Phrase:
    name, at = str(fault.place[-1]), _table(fault.place[:-1])
    if fault.kind is Kind.UNKNOWN:
        shown = ascii(name)[1:-1][:41]
        if not at:
            return FilledText(P_("`{name}` is not a word of a plan"), name=shown)
        return FilledText(P_("{at}: `{name}` is not a word of it"), at=at, name=shown)
    if fault.kind is Kind.MISSING:
        return FilledText(P_("{name} is missing"), name=_place(name, at))
    problem = fault.problem if fault.form is None else fault.form.unlike_in(name) or fault.problem
    assert problem is not None
    if fault.form is None:
        return problem
    return FilledText(P_("{place} {problem}"), place=_place(name, at), problem=problem)


def _table(place: Place) -> str:
    """Name a table by its number, such as `shift 2`; a plan itself has no name."""
    return f"{place[0]} {_number(place)}" if len(place) > 1 else ""


def _number(place: Place) -> int:
    return int(place[1]) + 1


def _place(name: str, at: str = "") -> FilledText:
    called = FilledText(_CALLED[name])
    return FilledText(P_("{at}: {name}"), at=at, name=called) if at else called


def _days(value: object) -> frozenset[str]:
    named = [value] if isinstance(value, str) else value
    known = {*WEEKDAYS, HOLIDAY, "daily"}
    if not isinstance(named, Sequence) or not named or not known.issuperset(map(str, named)):
        raise ValueError(
            FilledText(
                P_("must be some of {names}"), names=", ".join([*WEEKDAYS, HOLIDAY, "daily"])
            )
        )
    days = {str(one) for one in named}
    return frozenset(days - {"daily"} | (set(WEEKDAYS) if "daily" in days else set()))


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    found = _CLOCK.match(value) if isinstance(value, str) else None
    if found is None or (found[1] == "24" and found[2] != "00"):
        raise ValueError(FilledText(P_("must be a time of the day such as 08:00")))
    return time(int(found[1]) % 24, int(found[2]))


def _moment(value: object, zone: ZoneInfo) -> datetime:
    if isinstance(value, datetime):
        return moment_in_zone(value, zone).astimezone(UTC)
    if isinstance(value, date):
        return midnight(value, zone)
    raise ValueError(
        FilledText(P_("must be a day or a moment, such as 2026-12-24 or 2026-12-24T20:00:00"))
    )


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(  # noqa: TRY004 - a fault of the plan
            FilledText(P_("must be a day such as 2026-12-25"))
        )
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise ValueError(
            FilledText(P_("must be a text of at most {limit} characters"), limit=LONGEST_NAME)
        )
    return value


_OFFICER = Parsed(parse_officer)
_OFFICERS = First(ListOf(_OFFICER, unlike=P_("must be a list of officers' numbers")))
_TURN = OneOf(TURNS, unlike=FilledText(P_("must be one of {names}"), names=", ".join(TURNS)))
_NAME = Parsed(_name, "")
