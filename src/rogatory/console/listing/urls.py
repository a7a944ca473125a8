# SPDX-License-Identifier: Apache-2.0
"""Addresses of the list of requests."""

from django.urls import path

from rogatory.console.listing import page

urlpatterns = [
    path("threads/", page.show_all, name="threads"),
    path("threads/views", page.save, name="view-save"),
    path("threads/views/delete", page.delete, name="view-delete"),
]
