# SPDX-License-Identifier: Apache-2.0
"""What may still be done with evidence: its conditions, and the leaves that messages give."""

from dataclasses import dataclass
from datetime import date

from rogatory.node.lawful.use_limits import FREE, Leave, delivered_conditions, leaves
from rogatory.node.viewer.correspondence import Correspondence
from rogatory.wire import canonical
from rogatory.wire.canonical import Json


@dataclass(frozen=True, slots=True)
class Permitted:
    """`is_own` evidence is bound by nobody's conditions but its own State's."""

    purpose: str | None
    proceedings: str | None
    goes_on_freely: bool
    secrecy: bool
    retention_until: str | None
    is_police_information: bool
    protected: int
    provider: str | None
    is_own: bool
    leaves: tuple[Leave, ...]


def permitted(
    conditions: bytes,
    correspondence: Correspondence,
    *,
    bag: str,
    sender: str | None,
    own: str,
    on: date,
) -> Permitted:
    """What the package's conditions say, and where they say nothing those of its delivery."""
    threads = correspondence.threads(bag)
    stated = canonical.decode_object(conditions)
    found = delivered_conditions(threads, bag)
    found |= {name: value for name, value in stated.items() if value is not None}
    provider = sender[:2].upper() if sender else None
    protected = found.get("protected_items")
    return Permitted(
        purpose=_text(found.get("purpose")),
        proceedings=_text(found.get("proceedings")),
        goes_on_freely=found.get("onward_transfer") == FREE,
        secrecy=found.get("secrecy") is True,
        retention_until=_text(found.get("retention_until")),
        is_police_information=found.get("police_information_only") is True,
        protected=len(protected) if isinstance(protected, list) else 0,
        provider=provider,
        is_own=provider == own,
        leaves=tuple(leaves(threads, provider, on)) if provider else (),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
