# SPDX-License-Identifier: Apache-2.0
"""Addresses of duty."""

from django.urls import path

from rogatory.console.duty import hand_over, page

urlpatterns = [
    path("duty/", page.show, name="duty"),
    path("duty/roster", page.set_roster, name="duty-roster"),
    path("duty/stand-in", page.stand_in, name="duty-stand-in"),
    path("duty/addresses", page.keep_addresses, name="duty-addresses"),
    path("duty/hand-over", hand_over.prepare, name="hand-over-prepare"),
    path("duty/hand-over/<uuid:hand_over>/", hand_over.show, name="hand-over"),
    path("duty/hand-over/<uuid:hand_over>/confirm", hand_over.confirm, name="hand-over-confirm"),
]
