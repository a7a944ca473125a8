# SPDX-License-Identifier: Apache-2.0
"""The officers on duty now and next; setting rosters, replacing an officer, and alert contacts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, checked, done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import RogatoryError, refuse_if_any
from rogatory.node.duty.calendars.read_calendar import roster_of_calendar
from rogatory.node.duty.contacts import keep_contact
from rogatory.node.duty.duty_view import duty_of, open_calls, own_authorities
from rogatory.node.duty.plan import work_out
from rogatory.node.duty.plan_file import read_roster_plan
from rogatory.node.duty.roster import Roster
from rogatory.node.duty.set_roster import judge_roster
from rogatory.node.duty.set_roster import set_roster as put_in_force
from rogatory.node.duty.stand_in import stand_in as take_watch
from rogatory.node.permissions import Permission


@require_safe
@officer_page(Permission.READ_ROSTER)
def show(request: HttpRequest) -> HttpResponse:
    """Return who has the watch of each authority, the shifts of fourteen days, gaps, hand-overs,
    the ladder, the calls that nobody has answered with every attempt, and where the reader is
    called.
    """
    return duty_answer(request)


@require_POST
@officer_page(Permission.WRITE_ROSTER)
def set_roster(request: HttpRequest) -> HttpResponse:
    """Put a roster in force: a `plan`, or a `calendar` with `from`, `until`, `heads`, `default`; with
    `authority` and `reason`. With `check` it is only judged, and the form stays as it was sent.
    """
    node, number = this_node(), reader_of(request).number

    try:
        roster = _given_roster(request)
        if form_values.is_yes(request, "check"):
            refuse_if_any(judge_roster(node, roster, node.clock.now()))
            text = _("The roster can be put in force. Nothing was changed.")
            return checked(request, text, lambda: duty_answer(request))
        put_in_force(node, roster, number, form_values.text(request, "reason"))
    except RogatoryError as error:
        return duty_answer(request, error)
    return done(request, _("The roster is in force."), "duty")


@require_POST
@officer_page(Permission.HAND_OVER_WATCH)
def stand_in(request: HttpRequest) -> HttpResponse:
    """Give the watch of an `authority` to an `officer` from `from` (or now) to `until`, whatever the
    roster says, for a `reason`; only who sets rosters gives it to another than himself.
    """
    node, number = this_node(), reader_of(request).number

    def act() -> str:
        reading = form_values.FormReading(request)
        starts, ends = reading.moment_or_none("from"), reading.moment("until")
        reading.finish()
        take_watch(
            node,
            form_values.text(request, "authority"),
            form_values.text(request, "officer") or number,
            starts=starts or node.clock.now().replace(microsecond=0),
            ends=ends,
            by=number,
            reason=form_values.text(request, "reason"),
        )
        return _("You have taken over duty.")

    return _act(request, act)


@require_POST
@officer_page(Permission.KEEP_CONTACT)
def keep_addresses(request: HttpRequest) -> HttpResponse:
    """Say where an `officer` (or the reader) is called by `mail`; what was said before counts no more."""
    node, number = this_node(), reader_of(request).number

    def act() -> str:
        officer = form_values.text(request, "officer") or number
        keep_contact(node, officer, form_values.texts(request, "mail"), number)
        return _("Addresses saved.")

    return _act(request, act)


def duty_answer(request: HttpRequest, error: RogatoryError | None = None) -> HttpResponse:
    """Return the page on duty, with the reasons for which an act was refused."""
    node, reader = this_node(), reader_of(request)
    contact = node.store.contact(reader.number)
    rostered = set(node.store.rostered())
    duties = [duty_of(node, one) for one in own_authorities(node)]
    data = {
        # Authorities without a roster last: theirs is the exception.
        "duties": sorted(duties, key=lambda one: one.on_duty.authority not in rostered),
        "calls": open_calls(node),
        "mail": contact.mail if contact else (),
    }
    decor = {
        "sets": reader.may(Permission.WRITE_ROSTER),
        "hands_over": reader.may(Permission.HAND_OVER_WATCH),
        "keeps": reader.may(Permission.KEEP_CONTACT),
    }
    reasons = error.reasons if error else ()
    return answer(request, "console/duty/page.html", data, decor=decor, reasons=reasons)


def _act(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        message = act()
    except RogatoryError as error:
        return duty_answer(request, error)
    return done(request, message, "duty")


def _given_roster(request: HttpRequest) -> Roster:
    """Return the roster of what was posted: of a calendar file, if there is one, else of the plan's
    text.
    """
    node = this_node()
    authority = form_values.text(request, "authority")
    calendar = request.FILES.get("calendar")
    if calendar is None:
        return work_out(
            read_roster_plan(form_values.text(request, "plan"), authority=authority or None)
        )
    zone = node.register.view().authority(authority).time_zone
    reading = form_values.FormReading(request)
    starts, ends = reading.moment("from"), reading.moment("until")
    reading.finish()
    return roster_of_calendar(
        calendar.read(form_values.LARGEST_UPLOAD + 1),
        authority=authority,
        time_zone=form_values.text(request, "time_zone") or zone,
        starts=starts,
        ends=ends,
        heads=form_values.texts(request, "heads"),
        default=form_values.text_or_none(request, "default"),
    )
