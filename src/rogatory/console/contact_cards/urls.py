# SPDX-License-Identifier: Apache-2.0
"""Addresses of contact cards."""

from django.urls import path

from rogatory.console.contact_cards import page

urlpatterns = [
    path("peers/<slug:state>/card/", page.show, name="card"),
]
