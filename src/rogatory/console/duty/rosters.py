# SPDX-License-Identifier: Apache-2.0
"""The roster by week and month: as it is in force, and the draft of the next one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.duty.roster_chart import ShiftLink, week_picture
from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.languages import written_weekdays
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.duty_view import own_authorities
from rogatory.node.duty.plan import WEEKDAYS, Span, Weekly
from rogatory.node.duty.roster import Roster, Shift, parse_roster
from rogatory.node.duty.roster_drafts import (
    MOST_REVISIONS,
    begin_draft,
    discard_draft_roster,
    draft_reasons,
    draft_roster,
    edit_draft,
    publish_draft,
    restore_revision,
    reuse_roster,
)
from rogatory.node.duty.roster_edits import (
    absent_shifts,
    shift_of,
    with_absence,
    with_pattern,
    with_shifts,
    without_shift,
)
from rogatory.node.duty.roster_weeks import RosterPage, RosterSpan, day_of, roster_page
from rogatory.node.duty.zones import midnight, moment_in_zone, zone_of
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import RosterDraft, RosterEdit
from rogatory.wire.identifiers import parse_officer
from rogatory.wire.moments import format_moment, parse_moment

MOST_PUBLISHED = 20
"""Published rosters that are listed, the newest first."""


@dataclass(frozen=True, slots=True)
class PublishedRoster:
    """A roster that was published, without its shifts."""

    id: str
    starts: datetime
    ends: datetime
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RosterRevision:
    """A revision of the draft, without its shifts."""

    revision: int
    edit: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A shift in the table beneath the pictures; a gap where there is no officer."""

    start: datetime
    end: datetime
    officer: str | None = None
    substitute: str | None = None
    address: str | None = None
    """Where the shift is opened."""

    @property
    def minutes(self) -> int:
        return (self.end - self.start) // timedelta(minutes=1)


@require_safe
@officer_page(Permission.READ_ROSTER)
def show(request: HttpRequest) -> HttpResponse:
    """Return the roster of an `authority` as it is in force, by `week` or `month` (`span`) around a local
    `day`, and what was published before.
    """
    node, authority = this_node(), _authority(request)
    page = roster_page(node, authority, _span(request), day_of(request.GET.get("day", "")))
    draft = draft_roster(node, authority)
    data = {
        "roster": page,
        "authorities": own_authorities(node),
        "draft": None if draft is None else _revision(draft),
        "published": _published(authority),
    }
    decor = {
        **_pictures(page, None),
        **_links("rosters", page),
        "sets": reader_of(request).may(Permission.WRITE_ROSTER),
    }
    return answer(request, "console/duty/roster.html", data, decor=decor)


@require_safe
@officer_page(Permission.WRITE_ROSTER)
def show_draft(request: HttpRequest) -> HttpResponse:
    """Return the draft of an `authority`, everything for which it cannot be published, and its revisions.
    With `officer` and `start` the form has that shift; with `absent`, `from` and `until` the shifts of
    an absent officer, with proposed substitutes.
    """
    node, authority = this_node(), _authority(request)
    draft = draft_roster(node, authority)
    if draft is None:
        raise Refused(refusals.DRAFT_NONE.because(authority=authority))
    roster = parse_roster(draft.document)
    day = day_of(request.GET.get("day", "")) or _first_day(roster)
    page = roster_page(node, authority, _span(request), day, roster)
    data = {
        "roster": page,
        "revision": draft.revision,
        "starts": roster.starts,
        "ends": roster.ends,
        "heads": roster.heads,
        "default": roster.default,
        "problems": draft_reasons(node, draft),
        "revisions": [
            _revision(one) for one in node.store.roster_drafts(authority, MOST_REVISIONS)
        ],
        "absence": _absence(request, roster, page),
    }
    written, edited = set(roster.shifts), _edited(request, roster)

    def link(shift: Shift) -> str | None:
        if shift not in written:
            return None
        return (
            _address(
                "roster-draft",
                page,
                officer=shift.officer,
                start=format_moment(shift.start),
            )
            + "#h-shift"
        )

    decor = {
        **_pictures(page, link),
        **_links("roster-draft", page),
        "edited": edited,
        "shift_title": _("Change a shift") if edited else _("Add a shift"),
        "weekdays": [(one, written_weekdays([one])) for one in WEEKDAYS],
        "earlier": draft.revision - 1,
        "published": _published(authority),
    }
    return answer(request, "console/duty/roster_draft.html", data, decor=decor)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft for an `authority` from the roster that was published last, or from nothing."""
    authority = form_values.text(request, "authority")
    draft = begin_draft(this_node(), authority, reader_of(request).number)
    return _done(request, authority, _("Draft begun."), draft)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def put_shift(request: HttpRequest) -> HttpResponse:
    """Put a shift of an `officer` with a `substitute` into the draft, `from` and `until` in local time; with
    `was_officer` and `was_start`, in the place of that shift.
    """
    zone = _zone(request)
    reading = _LocalTimes(request, zone)
    starts, ends = reading.moment("from"), reading.moment("until")
    officer = reading.officer("officer")
    substitute = reading.officer("substitute") if form_values.text(request, "substitute") else None
    reading.finish()
    shift = Shift(starts, ends, officer, substitute)
    if not form_values.text(request, "was_officer"):
        return edit_by_form(
            request,
            RosterEdit.SHIFT_ADDED,
            lambda roster: with_shifts(roster, [shift]),
            _("Shift added."),
        )
    was = (
        form_values.text(request, "was_officer"),
        parse_moment(form_values.text(request, "was_start")),
    )
    return edit_by_form(
        request,
        RosterEdit.SHIFT_CHANGED,
        lambda roster: with_shifts(without_shift(roster, *was), [shift]),
        _("Shift changed."),
    )


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def remove_shift(request: HttpRequest) -> HttpResponse:
    """Remove the shift of `was_officer` from `was_start` from the draft."""
    was = (
        form_values.text(request, "was_officer"),
        parse_moment(form_values.text(request, "was_start")),
    )
    return edit_by_form(
        request,
        RosterEdit.SHIFT_REMOVED,
        lambda roster: without_shift(roster, *was),
        _("Shift removed."),
    )


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def repeat_pattern(request: HttpRequest) -> HttpResponse:
    """Put a weekly pattern into the draft: `days`, local times `start` and `end`, `officers` who take turns
    by `turn`, `substitutes`, from `first` to `last` day.
    """
    zone = _zone(request)
    reading = _LocalTimes(request, zone)
    pattern = Weekly(
        days=frozenset(form_values.texts(request, "days")) & {*WEEKDAYS},
        start=reading.time("start"),
        end=reading.time("end"),
        officers=reading.officers("officers"),
        substitutes=reading.officers("substitutes"),
        turn="day" if form_values.text(request, "turn") == "day" else "week",
    )
    first, last = reading.midnight("first"), reading.midnight("last", after=True)
    reading.finish()
    if not pattern.officers or not pattern.days:
        raise Refused(refusals.PATTERN_EMPTY.because())
    if len(pattern.substitutes) not in {0, 1, len(pattern.officers)}:
        raise Refused(refusals.PATTERN_SUBSTITUTES.because())
    return edit_by_form(
        request,
        RosterEdit.PATTERN,
        lambda roster: with_pattern(roster, pattern, first, last),
        _("Pattern repeated."),
    )


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def record_absence(request: HttpRequest) -> HttpResponse:
    """Give the shifts of an `absent` officer between the local times `from` and `until` to others: each field
    `taker.MOMENT` names who takes the shift that begins then.
    """
    reading = _LocalTimes(request, _zone(request))
    span = reading.moment("from"), reading.moment("until")
    absent = reading.officer("absent")
    takers = {
        parse_moment(name.removeprefix("taker.")): reading.officer(name)
        for name in request.POST
        if name.startswith("taker.") and form_values.text(request, name)
    }
    reading.finish()
    return edit_by_form(
        request,
        RosterEdit.ABSENCE,
        lambda roster: with_absence(roster, absent, span, takers),
        _("Absence recorded."),
    )


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def set_details(request: HttpRequest) -> HttpResponse:
    """Set the period of the draft (`from`, `until` in local time), its `heads` of unit and its `default`."""
    reading = _LocalTimes(request, _zone(request))
    starts, ends = reading.moment("from"), reading.moment("until")
    heads = reading.officers("heads")
    default = reading.officer("default") if form_values.text(request, "default") else None
    reading.finish()
    return edit_by_form(
        request,
        RosterEdit.DETAILS,
        lambda roster: replace(roster, starts=starts, ends=ends, heads=heads, default=default),
        _("Draft saved."),
    )


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def restore(request: HttpRequest) -> HttpResponse:
    """Make the draft what it was in an earlier revision (`wanted`); the later ones are kept."""
    authority, revision = _target(request)
    wanted = _number(form_values.text(request, "wanted"))
    draft = restore_revision(this_node(), authority, revision, reader_of(request).number, wanted)
    return _done(request, authority, _("Revision restored."), draft)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def reuse(request: HttpRequest) -> HttpResponse:
    """Make a published `roster` the draft of its `authority`."""
    authority, revision = _target(request)
    roster = form_values.text(request, "roster")
    draft = reuse_roster(this_node(), authority, revision, reader_of(request).number, roster)
    return _done(request, authority, _("The published roster is the draft now."), draft)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def publish(request: HttpRequest) -> HttpResponse:
    """Put the draft in force, for a `reason`; refused with every reason while it has gaps or other faults."""
    authority, revision = _target(request)
    reason = form_values.text(request, "reason")
    record = publish_draft(this_node(), authority, revision, reader_of(request).number, reason)
    to = f"{reverse('rosters')}?{urlencode({'authority': authority})}"
    return done(request, _("The roster is in force."), to, created=record.id)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def discard(request: HttpRequest) -> HttpResponse:
    """Discard the draft of an `authority` with all its revisions."""
    authority, revision = _target(request)
    discard_draft_roster(this_node(), authority, revision, reader_of(request).number)
    to = f"{reverse('rosters')}?{urlencode({'authority': authority})}"
    return done(request, _("Draft discarded."), to)


class _LocalTimes:
    """Local times, days and officers of one form; what cannot be read is refused together."""

    def __init__(self, request: HttpRequest, zone: ZoneInfo) -> None:
        self._request, self._zone = request, zone
        self._reasons: list[Reason] = []

    def moment(self, name: str) -> datetime:
        given = form_values.text(self._request, name)
        try:
            found = datetime.fromisoformat(given)
            if found.tzinfo is None and 1971 <= found.year <= 9000:
                return moment_in_zone(found, self._zone)
        except ValueError:
            pass
        self._reasons.append(refusals.SHIFT_TIME.because(given=ascii(given)[1:-1][:40], field=name))
        return datetime.fromtimestamp(0, self._zone)

    def time(self, name: str) -> time:
        given = form_values.text(self._request, name)
        try:
            return time.fromisoformat("00:00" if given == "24:00" else given)
        except ValueError:
            self._reasons.append(
                refusals.SHIFT_TIME.because(given=ascii(given)[1:-1][:40], field=name)
            )
            return time()

    def midnight(self, name: str, *, after: bool = False) -> datetime:
        """Return the beginning of a local day; with `after`, that of the next day."""
        given = form_values.text(self._request, name)
        found = day_of(given)
        if found is None:
            self._reasons.append(
                refusals.SHIFT_TIME.because(given=ascii(given)[1:-1][:40], field=name)
            )
            return datetime.fromtimestamp(0, self._zone)
        return midnight(found + timedelta(days=1) if after else found, self._zone)

    def officer(self, name: str) -> str:
        return self._officer(form_values.text(self._request, name))

    def officers(self, name: str) -> tuple[str, ...]:
        return tuple(self._officer(one) for one in form_values.texts(self._request, name))

    def finish(self) -> None:
        refuse_if_any(self._reasons)

    def _officer(self, given: str) -> str:
        try:
            return parse_officer(given)
        except Refused as error:
            self._reasons += error.reasons
            return given


def edit_by_form(
    request: HttpRequest, edit: RosterEdit, change: Callable[[Roster], Roster], message: str
) -> HttpResponse:
    """Change the draft by what was posted; a browser is shown the draft, with a message."""
    authority, revision = _target(request)
    draft = edit_draft(this_node(), authority, revision, reader_of(request).number, edit, change)
    return _done(request, authority, message, draft)


def _done(request: HttpRequest, authority: str, message: str, draft: RosterDraft) -> HttpResponse:
    given = {name: form_values.text(request, name) for name in ("span", "day")}
    query = urlencode({"authority": authority} | {name: one for name, one in given.items() if one})
    return done(request, message, f"{reverse('roster-draft')}?{query}", created=draft.id)


def _target(request: HttpRequest) -> tuple[str, int]:
    """Return the authority and the revision that a form was made of."""
    return (
        form_values.text(request, "authority"),
        _number(form_values.text(request, "revision")),
    )


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _zone(request: HttpRequest) -> ZoneInfo:
    authority = form_values.text(request, "authority")
    draft = draft_roster(this_node(), authority)
    if draft is None:
        raise Refused(refusals.DRAFT_NONE.because(authority=ascii(authority)[1:-1][:80]))
    return zone_of(parse_roster(draft.document).time_zone)


def _authority(request: HttpRequest) -> str:
    """Return the authority that the address names, if it is ours; else one that has a roster, or any."""
    own = own_authorities(this_node())
    given = request.GET.get("authority", "")
    return given if given in own else next(iter([*this_node().store.rostered(), *own]), given)


def _span(request: HttpRequest) -> RosterSpan:
    given = request.GET.get("span", "")
    return RosterSpan(given) if given in set(RosterSpan) else RosterSpan.WEEK


def _first_day(roster: Roster) -> date:
    now, zone = this_node().clock.now(), zone_of(roster.time_zone)
    shown = min(max(now, roster.starts), roster.ends)
    return shown.astimezone(zone).date()


def _absence(request: HttpRequest, roster: Roster, page: RosterPage) -> Mapping[str, Any] | None:
    """Return the shifts of an officer who is absent, as the address names the absence."""
    absent = request.GET.get("absent", "")
    span = _span_of(request, zone_of(roster.time_zone))
    if not absent or span is None:
        return None
    found = absent_shifts(roster, absent, *span, page.officers)
    return {"officer": absent, "starts": span[0], "ends": span[1], "shifts": found}


def _span_of(request: HttpRequest, zone: ZoneInfo) -> Span | None:
    try:
        first, last = (
            datetime.fromisoformat(request.GET.get(one, "")) for one in ("from", "until")
        )
        if all(1971 <= one.year <= 9000 for one in (first, last)):
            return moment_in_zone(first, zone), moment_in_zone(last, zone)
    except ValueError:
        pass
    return None


def _edited(request: HttpRequest, roster: Roster) -> Shift | None:
    """Return the shift that the address names, if the draft has it."""
    try:
        return shift_of(
            roster, request.GET.get("officer", ""), parse_moment(request.GET.get("start", ""))
        )
    except Refused:
        return None


def _published(authority: str) -> Sequence[PublishedRoster]:
    return [
        PublishedRoster(one.id, one.starts, one.ends, one.by, one.at, one.reason)
        for one in this_node().store.rosters(authority)[:MOST_PUBLISHED]
    ]


def _revision(draft: RosterDraft) -> RosterRevision:
    return RosterRevision(draft.revision, draft.edit.value, draft.by, draft.at)


def _pictures(page: RosterPage, link: ShiftLink | None) -> Mapping[str, Any]:
    zone = zone_of(page.time_zone)
    pictures = [
        week_picture(week, zone, number, right_to_left=get_language_bidi(), link=link)
        for number, week in enumerate(page.weeks)
    ]
    lines = [
        RosterLine(one.start, one.end, one.officer, one.substitute, link(one) if link else None)
        for one in page.shifts
    ]
    lines += [RosterLine(start, end) for start, end in page.gaps]
    now = this_node().clock.now()
    open_gaps = [one for one in page.gaps if one[1] > now]
    return {
        "open_gaps": open_gaps,
        "pictures": pictures,
        "lines": sorted(lines, key=lambda one: (one.start, one.end)),
    }


def _links(name: str, page: RosterPage) -> Mapping[str, str]:
    return {
        "previous": _address(name, page, day=page.previous.isoformat()),
        "next": _address(name, page, day=page.next.isoformat()),
        "as_week": _address(name, page, span="week"),
        "as_month": _address(name, page, span="month"),
        "as_draft": _address("roster-draft", page),
    }


def _address(name: str, page: RosterPage, **changed: str) -> str:
    given = {"authority": page.authority, "span": page.span.value, "day": page.first.isoformat()}
    return f"{reverse(name)}?{urlencode(given | changed)}"
