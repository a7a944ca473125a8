# SPDX-License-Identifier: Apache-2.0
"""Every kind of message that this version speaks."""

from collections.abc import Mapping
from types import MappingProxyType

from rogatory.requests import assistance_kinds, exchange_kinds, preservation_kinds
from rogatory.requests.kind import Certainty, Content, Direction, Kind

__all__ = ["KINDS", "OPENING_KINDS", "Certainty", "Content", "Direction", "Kind"]

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (*preservation_kinds.KINDS, *assistance_kinds.KINDS, *exchange_kinds.KINDS)
    }
)
"""By name. A name that is not here is an unknown kind: kept, shown as text, moving no state."""

OPENING_KINDS = frozenset(name for name, kind in KINDS.items() if kind.opens_thread)
