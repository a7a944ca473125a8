# SPDX-License-Identifier: Apache-2.0
"""Changing the draft of a roster, publishing it and discarding it: each by a form of the page of the draft."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rogatory.console.duty.roster_form import (
    LocalTimes,
    draft_done,
    draft_zone,
    edit_by_form,
    form_target,
    whole_number,
)
from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused
from rogatory.node.duty import refusals
from rogatory.node.duty.plan import WEEKDAYS, Weekly
from rogatory.node.duty.roster import Shift
from rogatory.node.duty.rosters.roster_drafts import (
    begin_draft,
    discard_draft_roster,
    publish_draft,
    restore_revision,
    reuse_roster,
)
from rogatory.node.duty.rosters.roster_edits import (
    with_absence,
    with_pattern,
    with_shifts,
    without_shift,
)
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import RosterEdit
from rogatory.wire.moments import parse_moment


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft for an `authority` from the roster that was published last, or from nothing."""
    authority = form_values.text(request, "authority")
    draft = begin_draft(this_node(), authority, reader_of(request).number)
    return draft_done(request, authority, _("Draft begun."), draft)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def put_shift(request: HttpRequest) -> HttpResponse:
    """Put a shift of an `officer` with a `substitute` into the draft, `from` and `until` in local time; with
    `was_officer` and `was_start`, in the place of that shift.
    """
    zone = draft_zone(request)
    reading = LocalTimes(request, zone)
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
    zone = draft_zone(request)
    reading = LocalTimes(request, zone)
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
    reading = LocalTimes(request, draft_zone(request))
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
    reading = LocalTimes(request, draft_zone(request))
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
    authority, revision = form_target(request)
    wanted = whole_number(form_values.text(request, "wanted"))
    draft = restore_revision(this_node(), authority, revision, reader_of(request).number, wanted)
    return draft_done(request, authority, _("Revision restored."), draft)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def reuse(request: HttpRequest) -> HttpResponse:
    """Make a published `roster` the draft of its `authority`."""
    authority, revision = form_target(request)
    roster = form_values.text(request, "roster")
    draft = reuse_roster(this_node(), authority, revision, reader_of(request).number, roster)
    return draft_done(request, authority, _("The published roster is the draft now."), draft)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def publish(request: HttpRequest) -> HttpResponse:
    """Put the draft in force, for a `reason`; refused with every reason while it has gaps or other faults."""
    authority, revision = form_target(request)
    reason = form_values.text(request, "reason")
    record = publish_draft(this_node(), authority, revision, reader_of(request).number, reason)
    to = f"{reverse('rosters')}?{urlencode({'authority': authority})}"
    return done(request, _("The roster is in force."), to, created=record.id)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def discard(request: HttpRequest) -> HttpResponse:
    """Discard the draft of an `authority` with all its revisions."""
    authority, revision = form_target(request)
    discard_draft_roster(this_node(), authority, revision, reader_of(request).number)
    to = f"{reverse('rosters')}?{urlencode({'authority': authority})}"
    return done(request, _("Draft discarded."), to)
