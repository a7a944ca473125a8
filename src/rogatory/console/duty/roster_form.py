# SPDX-License-Identifier: Apache-2.0
"""The forms of the draft of a roster: what they were made of, the local times in them, and where a browser goes then."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rogatory.console.frame import form_values
from rogatory.console.frame.answers import done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.roster import Roster, parse_roster
from rogatory.node.duty.rosters.roster_drafts import draft_roster, edit_draft
from rogatory.node.duty.rosters.roster_weeks import day_of
from rogatory.node.duty.zones import midnight, moment_in_zone, zone_of
from rogatory.node.repositories.duty import RosterDraft, RosterEdit
from rogatory.wire.identifiers import parse_officer


class LocalTimes:
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
    authority, revision = form_target(request)
    draft = edit_draft(this_node(), authority, revision, reader_of(request).number, edit, change)
    return draft_done(request, authority, message, draft)


def draft_done(
    request: HttpRequest, authority: str, message: str, draft: RosterDraft
) -> HttpResponse:
    given = {name: form_values.text(request, name) for name in ("span", "day")}
    query = urlencode({"authority": authority} | {name: one for name, one in given.items() if one})
    return done(request, message, f"{reverse('roster-draft')}?{query}", created=draft.id)


def form_target(request: HttpRequest) -> tuple[str, int]:
    """Return the authority and the revision that a form was made of."""
    return (
        form_values.text(request, "authority"),
        whole_number(form_values.text(request, "revision")),
    )


def whole_number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def draft_zone(request: HttpRequest) -> ZoneInfo:
    authority = form_values.text(request, "authority")
    draft = draft_roster(this_node(), authority)
    if draft is None:
        raise Refused(refusals.DRAFT_NONE.because(authority=ascii(authority)[1:-1][:80]))
    return zone_of(parse_roster(draft.document).time_zone)
