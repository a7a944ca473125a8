# SPDX-License-Identifier: Apache-2.0
"""The result of a provider's check of an order: each check by its title, and the outcome of all."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason
from rogatory.evidence.checks import Check, CheckOutcome, Title
from rogatory.node.provider_orders.call_back_numbers import CallBackNumbers
from rogatory.node.provider_orders.document import OrderDocument
from rogatory.node.workstation.verification.rests_on import RestsOn
from rogatory.wire.words import N_

LAYOUT = Title("order-layout", N_("The folder holds an order and nothing else"))
FORM = Title("order-form", N_("The order is in its form"))
DIRECTORY = Title("order-directory", N_("The directory is that of the root that you gave"))
CURRENT = Title("order-directory-current", N_("The copy of the directory is current"))
SIGNED = Title(
    "order-signed", N_("The authority that the order names signed it, as the directory lists it")
)
IN_FORCE = Title("order-in-force", N_("The order has not ended"))
WITHDRAWAL = Title(
    "order-withdrawal", N_("The withdrawal that you gave is one of this order, by its authority")
)
NOT_WITHDRAWN = Title("order-not-withdrawn", N_("The order is not withdrawn"))
CALL_BACK = Title("order-call-back", N_("The State's entry names a number to call back"))

FOR_OTHERS = frozenset({CALL_BACK, NOT_WITHDRAWN})
"""Checks that are shown when they are undecided and keep nothing else from holding: a State need not hand its
card to providers, who then call by a number that they have; and nobody can prove that there is no withdrawal."""


@dataclass(frozen=True, slots=True)
class OrderVerification:
    """Every check of an order. `order` is what it states, None where it is not in its form.

    Names and numbers are there only where nothing fails, what was given vouches for the directory, and its copy is
    current: a card of before may have a number that was withdrawn for the person who answers it.
    """

    checks: tuple[Check, ...]
    order: OrderDocument | None
    digest: str
    rests: RestsOn
    call_back: CallBackNumbers
    confirming: tuple[str, ...]
    """The authorities that the State's entry names for calling back."""
    name: str | None
    """The authority's name as the directory has it, where the order is proved to be its own."""
    snapshot: int | None
    current_until: datetime | None
    withdrawn_since: datetime | None
    """From when the order is withdrawn, where a withdrawal that was given proves it."""

    @property
    def outcome(self) -> CheckOutcome:
        if any(one.outcome == "fails" for one in self.checks):
            return "fails"
        return "undecided" if self.unproved else "holds"

    @property
    def failing(self) -> tuple[Reason, ...]:
        """Every reason of every check that fails."""
        return tuple(
            reason for one in self.checks if one.outcome == "fails" for reason in one.reasons
        )

    @property
    def not_checked(self) -> tuple[Check, ...]:
        return tuple(one for one in self.checks if one.outcome == "undecided")

    @property
    def unproved(self) -> tuple[Check, ...]:
        """The undecided checks that keep the whole from holding."""
        return tuple(one for one in self.not_checked if one.name not in FOR_OTHERS)
