# SPDX-License-Identifier: Apache-2.0
"""Kinds of delivery. A delivery says its kind and the id of what changed, and nothing else: the system asks the API."""

from enum import StrEnum


class HookKind(StrEnum):
    REQUEST = "request.changed"
    """A message or a receipt came to a request, or was sent in it; or it is open to systems again."""
    DRAFT = "draft.changed"
    """A draft that the system handed in was approved, withdrawn, discarded or sent."""
    PACKAGE = "package.changed"
    """A package is known, is whole, or has further documents."""
    MISSED = "changes.missed"
    """Changes were not delivered one by one: the system must ask for all that changed. Its id is the system's name."""
    PING = "ping"
    """A trial by the operator; its id is the system's name."""
