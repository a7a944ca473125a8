# SPDX-License-Identifier: Apache-2.0
"""The grounds on which a decision may rest, each with why it does not count in this case."""

from dataclasses import dataclass

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law.data import law_in_force
from rogatory.node.law.subject import of_thread
from rogatory.treaty.grounds import Ground, grounds_for, never_grounds_for, postponements_for
from rogatory.treaty.refusing import IntendedReply, refusal_reasons

SAID = "said"
"""Takes the place of the consultation and the reasons that the form asks for: here only grounds are
judged."""

_DECIDED_KINDS = {IntendedReply.EXTENSION_DECLINED: "preservation_extension"}


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


def ground_choices(node: Node, thread: str | None, kind: str) -> GroundChoices | None:
    """The closed list for what is decided in a thread; None where the kind denies nothing."""
    if thread is None or kind not in set(IntendedReply):
        return None
    decision, law, subject = IntendedReply(kind), law_in_force(node), of_thread(node, thread)
    decided = _DECIDED_KINDS.get(decision, subject.kind)
    lists = postponements_for if decision is IntendedReply.POSTPONEMENT else grounds_for
    on = node.clock.now().date()
    listed = tuple(
        GroundChoice(
            ground,
            tuple(
                refusal_reasons(
                    law,
                    subject.kind,
                    ground.id,
                    subject.requested,
                    subject.offence,
                    on,
                    SAID,
                    reasons=SAID,
                    decision=decision,
                )
            ),
        )
        for ground in lists(law, decided)
    )
    return GroundChoices(listed, never_grounds_for(law, decided))
