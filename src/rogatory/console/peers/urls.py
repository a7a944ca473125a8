# SPDX-License-Identifier: Apache-2.0
"""Addresses of other States."""

from django.urls import path

from rogatory.console.peers import page

urlpatterns = [
    path("peers/", page.show_all, name="peers"),
    path("peers/<slug:state>/", page.show, name="peer"),
    path("peers/<slug:state>/policy", page.propose, name="policy"),
    path("peers/<slug:state>/policy/<uuid:policy>", page.confirm, name="policy-confirm"),
    path("peers/<slug:state>/entry", page.propose_entry, name="counterpart"),
    path(
        "peers/<slug:state>/entry/<uuid:proposal>", page.confirm_entry, name="counterpart-confirm"
    ),
]
