# SPDX-License-Identifier: Apache-2.0
"""Addresses of files that leave the console, and health."""

from django.urls import path

from rogatory.console.frame import downloads, health, readiness

urlpatterns = [
    path("letters/<slug:name>/<slug:language>/<slug:form>/", downloads.letter, name="letter"),
    path(
        "forms/<slug:name>/<slug:model>/<slug:language>/<slug:form>/",
        downloads.filled,
        name="filled-form",
    ),
    path(
        "threads/<uuid:thread>/matter/letters/<uuid:referral>/<slug:language>/<slug:form>/",
        downloads.referral,
        name="referral-letter",
    ),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", readiness.readyz, name="readyz"),
]
