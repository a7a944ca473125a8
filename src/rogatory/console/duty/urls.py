# SPDX-License-Identifier: Apache-2.0
"""Addresses of duty."""

from django.urls import path

from rogatory.console.duty import hand_over, page, roster_calendar, roster_changes, rosters

urlpatterns = [
    path("duty/", page.show, name="duty"),
    path("duty/roster", page.set_roster, name="duty-roster"),
    path("duty/rosters/", rosters.show, name="rosters"),
    path("duty/rosters/draft/", rosters.show_draft, name="roster-draft"),
    path("duty/rosters/draft/begin", roster_changes.begin, name="roster-draft-begin"),
    path("duty/rosters/draft/shift", roster_changes.put_shift, name="roster-draft-shift"),
    path("duty/rosters/draft/remove", roster_changes.remove_shift, name="roster-draft-remove"),
    path("duty/rosters/draft/pattern", roster_changes.repeat_pattern, name="roster-draft-pattern"),
    path("duty/rosters/draft/absence", roster_changes.record_absence, name="roster-draft-absence"),
    path("duty/rosters/draft/details", roster_changes.set_details, name="roster-draft-details"),
    path("duty/rosters/draft/calendar", roster_calendar.preview, name="roster-calendar"),
    path("duty/rosters/draft/calendar/apply", roster_calendar.apply, name="roster-calendar-apply"),
    path("duty/rosters/draft/restore", roster_changes.restore, name="roster-draft-restore"),
    path("duty/rosters/draft/reuse", roster_changes.reuse, name="roster-draft-reuse"),
    path("duty/rosters/draft/publish", roster_changes.publish, name="roster-draft-publish"),
    path("duty/rosters/draft/discard", roster_changes.discard, name="roster-draft-discard"),
    path("duty/stand-in", page.stand_in, name="duty-stand-in"),
    path("duty/addresses", page.keep_addresses, name="duty-addresses"),
    path("duty/hand-over", hand_over.prepare, name="hand-over-prepare"),
    path("duty/hand-over/<uuid:hand_over>/", hand_over.show, name="hand-over"),
    path("duty/hand-over/<uuid:hand_over>/confirm", hand_over.confirm, name="hand-over-confirm"),
]
