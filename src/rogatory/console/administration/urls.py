# SPDX-License-Identifier: Apache-2.0
"""Addresses of accounts of officers, and the state of the node."""

from django.urls import path

from rogatory.console.administration import node_state, page

urlpatterns = [
    path("administration/", page.show, name="administration"),
    path("administration/accounts", page.create, name="account-create"),
    path("administration/accounts/reset", page.reset, name="account-reset"),
    path("administration/accounts/<slug:act>", page.change, name="account-change"),
    path("node/", node_state.show, name="node"),
    path("node/confirm", node_state.confirm_key, name="confirm-key"),
    path("node/replay", node_state.replay, name="queue-replay"),
]
