# SPDX-License-Identifier: Apache-2.0
"""Addresses of the duty desk."""

from django.urls import path

from rogatory.console.desk import page

urlpatterns = [
    path("", page.show, name="desk"),
    path("desk/now", page.show_now, name="desk-now"),
    path("calls/seen", page.mark_call_seen, name="call-seen"),
    path("calls/notified", page.note_notified, name="call-notified"),
]
