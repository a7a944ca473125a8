# SPDX-License-Identifier: Apache-2.0
"""The roster by week and month: as it is in force, and the draft of the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rogatory.console.duty.roster_chart import ShiftLink, week_picture
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.languages import written_weekdays
from rogatory.errors import Refused
from rogatory.node.duty import refusals
from rogatory.node.duty.duty_view import own_authorities
from rogatory.node.duty.plan import WEEKDAYS, Span
from rogatory.node.duty.roster import Roster, Shift, parse_roster
from rogatory.node.duty.rosters.roster_drafts import (
    MOST_REVISIONS,
    draft_reasons,
    draft_roster,
)
from rogatory.node.duty.rosters.roster_edits import (
    absent_shifts,
    shift_of,
)
from rogatory.node.duty.rosters.roster_weeks import RosterPage, RosterSpan, day_of, roster_page
from rogatory.node.duty.zones import moment_in_zone, zone_of
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import RosterDraft
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
