# SPDX-License-Identifier: Apache-2.0
"""Addresses of the head of unit's page."""

from django.urls import path

from rogatory.console.statistics import page

urlpatterns = [
    path("unit/", page.show, name="unit"),
    path("threads/<uuid:thread>/assign", page.assign, name="unit-assign"),
]
