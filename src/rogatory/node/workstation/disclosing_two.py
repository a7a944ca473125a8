# SPDX-License-Identifier: Apache-2.0
"""The consent of two officers to a disclosure: asked for before a byte is written, signed once the selection is known."""

from pathlib import Path

from rogatory.evidence.disclosure.package import SignedPackage
from rogatory.evidence.disclosure.write import DisclosureTerms, WrittenItems
from rogatory.evidence.verification.verify import is_sealed
from rogatory.node.workstation.consent.document import Consent
from rogatory.node.workstation.consent.signing import Responsible, agreed, both_here


def asks_two(
    evidence: Path,
    terms: DisclosureTerms,
    package: SignedPackage,
    by: Responsible,
) -> str | None:
    """Return to what two officers are to agree, if to anything: where protected material leaves a sealed
    package, or where they were named all the same. Both are here before a byte is written.
    """
    protected = package.given.conditions.protected_items
    if not (terms.with_protected and protected) or (
        by.officers is None and not is_sealed(evidence)
    ):
        return None
    what = f"The package holds protected material ({len(protected)} named)"
    both_here(by.officers, by.actor, what)
    return what


def consent_to(
    what: str | None,
    package: SignedPackage,
    written: WrittenItems,
    by: Responsible,
) -> Consent | None:
    """Return the consent of both to what was written, which has no name yet: it names the selection."""
    if what is None:
        return None
    items = [written.selection]
    return agreed(by, act="disclosed", bag=package.bag, items=items, what=what)
