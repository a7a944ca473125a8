# SPDX-License-Identifier: Apache-2.0
"""The API for the State's own systems: tokens, no sessions, no cookies, no templates."""

from rogatory.transport.systems.urls import refuse_stranger, systems_urlpatterns

__all__ = ["refuse_stranger", "systems_urlpatterns"]
