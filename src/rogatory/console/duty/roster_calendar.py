# SPDX-License-Identifier: Apache-2.0
"""A calendar imported into the draft roster: first a preview of what it would change, then the change.

The preview writes nothing. It has the shifts that the calendar was understood to hold, which the form
beneath it posts; what was not understood is named there and left out.
"""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rogatory.console.duty.roster_form import edit_by_form
from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused
from rogatory.node.duty import refusals
from rogatory.node.duty.calendars.read_calendar import LARGEST_CALENDAR, read_clear_events
from rogatory.node.duty.roster import Shift, parse_roster
from rogatory.node.duty.rosters.roster_drafts import draft_roster
from rogatory.node.duty.rosters.roster_edits import changes, with_only
from rogatory.node.duty.zones import zone_of
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import RosterEdit
from rogatory.wire.identifiers import parse_officer
from rogatory.wire.moments import format_moment, parse_moment


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def preview(request: HttpRequest) -> HttpResponse:
    """Return what a `calendar` would add, change and remove in the draft of an `authority`, and which of its
    events were not understood; `names` has a name and an officer's number a line. Nothing is changed.
    """
    authority = form_values.text(request, "authority")
    draft = draft_roster(this_node(), authority)
    if draft is None:
        raise Refused(refusals.DRAFT_NONE.because(authority=ascii(authority)[1:-1][:80]))
    roster = parse_roster(draft.document)
    file = request.FILES.get("calendar")
    if file is None:
        raise Refused(refusals.CALENDAR_MISSING.because(field="calendar"))
    reading, reasons = read_clear_events(
        file.read(LARGEST_CALENDAR + 1),
        zone_of(roster.time_zone),
        roster.starts,
        roster.ends,
        _names(form_values.text(request, "names")),
    )
    data = {
        "authority": authority,
        "time_zone": roster.time_zone,
        "revision": draft.revision,
        "changes": changes(roster.shifts, reading.shifts),
        "not_understood": reasons,
        "lines": [*map(_line, reading.shifts)],
    }
    return answer(request, "console/duty/roster_calendar.html", data)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def apply(request: HttpRequest) -> HttpResponse:
    """Put the shifts of a preview (`shifts`, one a line) in the place of those of the draft."""
    shifts = [*_shifts(form_values.text(request, "shifts").splitlines())]
    return edit_by_form(
        request,
        RosterEdit.CALENDAR,
        lambda roster: with_only(roster, shifts),
        _("Calendar imported."),
    )


def _line(shift: Shift) -> str:
    parts = (format_moment(shift.start), format_moment(shift.end), shift.officer)
    return " ".join((*parts, shift.substitute or "-"))


def _shifts(lines: Iterable[str]) -> Iterable[Shift]:
    for line in lines:
        try:
            start, end, officer, substitute = line.split(" ")
        except ValueError as error:
            given = ascii(line)[1:-1][:80]
            raise Refused(refusals.CALENDAR_LINE.because(given=given)) from error
        yield Shift(
            parse_moment(start),
            parse_moment(end),
            parse_officer(officer),
            None if substitute == "-" else parse_officer(substitute),
        )


def _names(text: str) -> Mapping[str, str]:
    """Return the numbers of officers by the names that a calendar has for them."""
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        name, _mark, number = line.rpartition("=")
        reason = refusals.CALENDAR_NAME.because(given=line.strip()[:60], field="names")
        if not name.strip():
            raise Refused(reason)
        try:
            found[name.strip()] = parse_officer(number.strip())
        except Refused as error:
            raise Refused(reason) from error
    return found
