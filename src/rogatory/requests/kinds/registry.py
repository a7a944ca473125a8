# SPDX-License-Identifier: Apache-2.0
"""Every kind of message that this version speaks."""

from collections.abc import Mapping
from types import MappingProxyType

from rogatory.requests.kinds import (
    assistance,
    basis,
    channel,
    confirmation,
    exchange,
    execution,
    extraditions,
    network,
    offers,
    police,
    preservation,
    property_measures,
    property_returns,
    tracing,
    use,
)
from rogatory.requests.kinds.kind import Content, MessageKind, SenderRole

__all__ = ["KINDS", "OPENING_KINDS", "Content", "MessageKind", "SenderRole"]

_BY_SUBJECT = (
    preservation,
    assistance,
    network,
    police,
    channel,
    execution,
    exchange,
    use,
    confirmation,
    basis,
    offers,
    property_measures,
    property_returns,
    extraditions,
    tracing,
)

KINDS: Mapping[str, MessageKind] = MappingProxyType(
    {kind.name: kind for module in _BY_SUBJECT for kind in module.KINDS}
)
"""By name. A name that is not here is an unknown kind: kept, shown as text, moving no state."""

OPENING_KINDS = frozenset(name for name, kind in KINDS.items() if kind.opens_thread)
