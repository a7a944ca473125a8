# SPDX-License-Identifier: Apache-2.0
"""Claims of an emergency: by a request's kind, or by its urgency where data about somebody may be given."""

from collections.abc import Mapping

from rogatory.requests.kinds.families import DISCLOSING, EMERGENCY
from rogatory.wire.canonical import Json

LEVEL = "emergency"
"""The urgency that claims one."""


def is_emergency(kind: str, body: Mapping[str, Json]) -> bool:
    """Decide whether data about somebody are asked for as an emergency, whatever the kind of the request."""
    urgency = body.get("urgency")
    level = urgency.get("level") if isinstance(urgency, Mapping) else None
    return kind in DISCLOSING and (kind in EMERGENCY or level == LEVEL)
