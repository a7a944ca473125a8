# SPDX-License-Identifier: Apache-2.0
"""The permitted uses of evidence: its own conditions, and what messages allow beyond them."""

from dataclasses import dataclass
from datetime import date

from rogatory.evidence.verification.conditions_check import GivenConditions
from rogatory.node.law.conditions.package_conditions import bound_conditions, delivered_conditions
from rogatory.node.packages.package_uses import Uses, uses_of
from rogatory.node.viewer.correspondence import Correspondence


@dataclass(frozen=True, slots=True)
class Permitted:
    """`protected` counts the files and folders that two officers open together."""

    uses: Uses
    secrecy: bool
    retention_until: str | None
    protected: int


def permitted(
    given: GivenConditions,
    correspondence: Correspondence,
    *,
    sender: str | None,
    own: str,
    on: date,
) -> Permitted:
    """Return what the package's conditions say (`sender` signed what nobody sealed), and where they
    say nothing those of its delivery.
    """
    threads = correspondence.threads(given.package)
    delivered = delivered_conditions(threads, given.package, own, None)
    found = bound_conditions(given.conditions, delivered, given.own_words)
    provider = given.origin or given.giver or sender
    until, protected = found.get("retention_until"), found.get("protected_items")
    return Permitted(
        uses=uses_of(
            found, threads, given.package, provider[:2].upper() if provider else own, own, on
        ),
        secrecy=found.get("secrecy") is True,
        retention_until=until if isinstance(until, str) else None,
        protected=len(protected) if isinstance(protected, list) else 0,
    )
