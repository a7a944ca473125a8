# SPDX-License-Identifier: Apache-2.0
"""Addresses of drafts."""

from django.urls import path

from rogatory.console.drafts import page

urlpatterns = [
    path("drafts/<uuid:draft>/", page.show, name="draft"),
    path("drafts/<uuid:draft>/approve", page.approve, name="approve"),
    path("drafts/<uuid:draft>/send", page.send, name="send"),
    path("drafts/<uuid:draft>/alone", page.send_by_one, name="send-alone"),
    path("drafts/<uuid:draft>/take-back", page.take_back, name="take-back"),
    path("drafts/<uuid:draft>/discard", page.discard, name="draft-discard"),
    path("drafts/<uuid:draft>/decide", page.decide, name="draft-decide"),
]
