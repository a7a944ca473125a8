# SPDX-License-Identifier: Apache-2.0
"""Addresses of the network."""

from django.urls import path

from rogatory.console.network import page

urlpatterns = [
    path("network/", page.show, name="network"),
]
