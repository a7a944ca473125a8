# SPDX-License-Identifier: Apache-2.0
"""Addresses of the call-back of an emergency."""

from django.urls import path

from rogatory.console.call_back import page

urlpatterns = [
    path("threads/<uuid:thread>/call-back", page.ask, name="call-back-ask"),
    path("threads/<uuid:thread>/call-back/answer", page.answer, name="call-back-answer"),
    path("threads/<uuid:thread>/call-back/decide", page.decide, name="call-back-decide"),
]
