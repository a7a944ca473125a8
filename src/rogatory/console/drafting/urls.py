# SPDX-License-Identifier: Apache-2.0
"""Addresses of beginning a message, and unfinished texts."""

from django.urls import path

from rogatory.console.drafting import beginning, kinds, texts

urlpatterns = [
    path("threads/<uuid:thread>/write/<slug:kind>/", beginning.in_thread, name="write-in-thread"),
    path("write/", kinds.show_all, name="kinds"),
    path("write/<slug:kind>/", beginning.new_thread, name="write"),
    path("unfinished/", texts.show_all, name="unfinished-all"),
    path("unfinished/<uuid:text>/", texts.go_on, name="unfinished-go-on"),
    path("unfinished/<uuid:text>/discard", texts.discard, name="unfinished-discard"),
    path("unfinished/<uuid:text>/hand", texts.hand, name="unfinished-hand"),
    path("unfinished/<uuid:text>/<slug:page>/", texts.show_page, name="unfinished"),
]
