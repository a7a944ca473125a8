# SPDX-License-Identifier: Apache-2.0
"""The peer door: other States' nodes and the own workstations. No sessions, cookies, templates."""

from rogatory.transport.door.urls import door_urlpatterns, refuse_outsider

__all__ = ["door_urlpatterns", "refuse_outsider"]
