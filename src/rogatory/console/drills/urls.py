# SPDX-License-Identifier: Apache-2.0
"""Addresses of drills."""

from django.urls import path

from rogatory.console.drills import page

urlpatterns = [
    path("threads/<uuid:thread>/drill", page.acknowledge, name="drill-acknowledge"),
    path("drills/", page.show, name="drills"),
]
