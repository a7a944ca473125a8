# SPDX-License-Identifier: Apache-2.0
"""What may still be done with evidence: its own conditions, and what messages allow beyond them."""

from dataclasses import dataclass
from datetime import date

from rogatory.node.lawful.use_limits import delivered_conditions
from rogatory.node.package_uses import Uses, uses_of
from rogatory.node.viewer.correspondence import Correspondence
from rogatory.wire import canonical


@dataclass(frozen=True, slots=True)
class Permitted:
    """`protected` counts the files and folders that two officers open together."""

    uses: Uses
    secrecy: bool
    retention_until: str | None
    protected: int


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
    found = delivered_conditions(threads, bag)
    stated = canonical.decode_object(conditions)
    found |= {name: value for name, value in stated.items() if value is not None}
    until, protected = found.get("retention_until"), found.get("protected_items")
    return Permitted(
        uses=uses_of(found, threads, sender[:2].upper() if sender else own, own, on),
        secrecy=found.get("secrecy") is True,
        retention_until=until if isinstance(until, str) else None,
        protected=len(protected) if isinstance(protected, list) else 0,
    )
