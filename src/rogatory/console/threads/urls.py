# SPDX-License-Identifier: Apache-2.0
"""Addresses of a thread."""

from django.urls import path

from rogatory.console.threads import page

urlpatterns = [
    path("threads/<uuid:thread>/", page.show, name="thread"),
    path("threads/<uuid:thread>/acknowledge", page.acknowledge, name="acknowledge"),
    path("threads/<uuid:thread>/decide", page.decide, name="thread-decide"),
]
