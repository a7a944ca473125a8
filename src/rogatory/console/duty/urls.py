# SPDX-License-Identifier: Apache-2.0
"""Addresses of duty."""

from django.urls import path

from rogatory.console.duty import hand_over, page, roster_calendar, rosters

urlpatterns = [
    path("duty/", page.show, name="duty"),
    path("duty/roster", page.set_roster, name="duty-roster"),
    path("duty/rosters/", rosters.show, name="rosters"),
    path("duty/rosters/draft/", rosters.show_draft, name="roster-draft"),
    path("duty/rosters/draft/begin", rosters.begin, name="roster-draft-begin"),
    path("duty/rosters/draft/shift", rosters.put_shift, name="roster-draft-shift"),
    path("duty/rosters/draft/remove", rosters.remove_shift, name="roster-draft-remove"),
    path("duty/rosters/draft/pattern", rosters.repeat_pattern, name="roster-draft-pattern"),
    path("duty/rosters/draft/absence", rosters.record_absence, name="roster-draft-absence"),
    path("duty/rosters/draft/details", rosters.set_details, name="roster-draft-details"),
    path("duty/rosters/draft/calendar", roster_calendar.preview, name="roster-calendar"),
    path("duty/rosters/draft/calendar/apply", roster_calendar.apply, name="roster-calendar-apply"),
    path("duty/rosters/draft/restore", rosters.restore, name="roster-draft-restore"),
    path("duty/rosters/draft/reuse", rosters.reuse, name="roster-draft-reuse"),
    path("duty/rosters/draft/publish", rosters.publish, name="roster-draft-publish"),
    path("duty/rosters/draft/discard", rosters.discard, name="roster-draft-discard"),
    path("duty/stand-in", page.stand_in, name="duty-stand-in"),
    path("duty/addresses", page.keep_addresses, name="duty-addresses"),
    path("duty/hand-over", hand_over.prepare, name="hand-over-prepare"),
    path("duty/hand-over/<uuid:hand_over>/", hand_over.show, name="hand-over"),
    path("duty/hand-over/<uuid:hand_over>/confirm", hand_over.confirm, name="hand-over-confirm"),
]
