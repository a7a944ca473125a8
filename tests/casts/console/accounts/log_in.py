# SPDX-License-Identifier: Apache-2.0
"""Logging in with a password."""

from casts.console.world import PASSWORD


def log_in(client, number="xb-0001", password=PASSWORD):
    return client.post("/accounts/login/", {"login": number, "password": password})
