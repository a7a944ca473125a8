# SPDX-License-Identifier: Apache-2.0
"""Addresses of translations."""

from django.urls import path

from rogatory.console.translations import page

urlpatterns = [
    path("drafts/<uuid:draft>/translate/", page.show, name="translate"),
]
