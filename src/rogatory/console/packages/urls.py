# SPDX-License-Identifier: Apache-2.0
"""Addresses of sealed packages."""

from django.urls import path

from rogatory.console.packages import page

urlpatterns = [
    path("evidence/", page.show_all, name="packages"),
    path("evidence/<slug:seal>/", page.show, name="package"),
    path("evidence/<slug:seal>/transfer", page.show_transfer, name="package-transfer"),
]
