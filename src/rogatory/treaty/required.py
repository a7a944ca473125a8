# SPDX-License-Identifier: Apache-2.0
"""What a message of each kind must say, by article: the law's list, which the forms follow."""

from rogatory.treaty.law import Law
from rogatory.treaty.tables.limits import Requirement


def required_contents(law: Law, kind: str) -> tuple[Requirement, ...]:
    """The list for a kind, in the Convention's order; empty where it has none."""
    return tuple(found for found in law.required if found.kind == kind)
