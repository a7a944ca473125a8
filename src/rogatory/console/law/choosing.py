# SPDX-License-Identifier: Apache-2.0
"""The grounds on which a decision may rest, each with why it does not count in this case."""

from dataclasses import dataclass

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law.subject import of_thread, regime_for
from rogatory.node.provisions.law_data import law_in_force
from rogatory.treaty.citing import line_of
from rogatory.treaty.grounds import Ground, never_grounds_for
from rogatory.treaty.refusing import (
    RIGHTS_CLAUSE,
    IntendedReply,
    decided_kind,
    list_for,
    refusal_reasons,
)
from rogatory.treaty.regimes import is_open

STATED = "said"
"""Takes the place of the consultation and the reasons that the form asks for: here only grounds are
judged."""


@dataclass(frozen=True, slots=True)
class GroundChoice:
    """A ground of the law's closed list; `against` says why it does not count in this case."""

    ground: Ground
    against: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class GroundChoices:
    """The grounds on which a refusal, a postponement or a declined extension may rest, and those on
    which it never may.
    """

    listed: tuple[GroundChoice, ...]
    never: tuple[Ground, ...]
    is_open: bool
    """True where a ground beyond the list may be given, with the provision on which it rests."""
    beside: str | None = None
    """The article of the clause on human rights, which may be cited beside a ground."""


def ground_choices(node: Node, thread: str | None, kind: str) -> GroundChoices | None:
    """Return the closed list for what is decided in a thread; None where the kind denies nothing."""
    if thread is None or kind not in set(IntendedReply):
        return None
    decision, subject = IntendedReply(kind), of_thread(node, thread)
    regime = regime_for(law_in_force(node), subject, node.clock.now().date())
    decided = decided_kind(subject.kind, decision)
    listed = tuple(
        GroundChoice(
            ground,
            tuple(
                refusal_reasons(
                    regime,
                    subject.kind,
                    ground.id,
                    subject.offence,
                    STATED,
                    reasons=STATED,
                    decision=decision,
                    is_coercive=subject.is_coercive,
                )
            ),
        )
        for ground in list_for(regime, decided, decision)
    )
    clause = line_of(regime, decided, RIGHTS_CLAUSE)
    return GroundChoices(
        listed,
        never_grounds_for(regime, decided),
        is_open(regime, decided),
        clause.article if clause else None,
    )
