# SPDX-License-Identifier: Apache-2.0
"""All steps of joining, in the order in which each needs those before it.

Officers make their passkeys at the console, for the relying party that the published entry lists: so the entry is
published without officers first. Each later change of the draft is published when the steps are walked again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rogatory.bootstrap.joining import connecting, entry, keys
from rogatory.bootstrap.joining.plan import JoiningPlan
from rogatory.bootstrap.joining.step import (
    MINISTRY,
    OFFICERS,
    OPERATOR,
    SECRETARIAT,
    JoiningStep,
    StepState,
    Tools,
    undone,
)
from rogatory.errors import RogatoryError

STEPS = (
    JoiningStep(
        "network", "The network is the right one", MINISTRY, keys.look_at_network, keys.keep_root
    ),
    JoiningStep(
        "state-key", "The State key", MINISTRY, keys.look_at_state_key, keys.make_state_key
    ),
    JoiningStep("state-ca", "The State CA", MINISTRY, keys.look_at_state_ca, keys.make_state_ca),
    JoiningStep(
        "authorities",
        "The authorities' keys",
        MINISTRY,
        keys.look_at_authorities,
        keys.make_authorities,
    ),
    JoiningStep("node", "The node's home and keys", OPERATOR, keys.look_at_node, keys.make_node),
    JoiningStep("entry", "The entry", MINISTRY, entry.look_at_draft, entry.begin_draft),
    JoiningStep("card", "The card", MINISTRY, entry.look_at_card),
    JoiningStep("enrolment", "Enrolment in the directory", SECRETARIAT, entry.look_at_enrolment),
    JoiningStep("publication", "Publication", MINISTRY, entry.look_at_publication, entry.publish),
    JoiningStep(
        "card-given",
        "The card on the node",
        OPERATOR,
        connecting.look_at_given_card,
        connecting.give_card,
    ),
    JoiningStep("running", "The node runs and is reached", OPERATOR, connecting.look_at_running),
    JoiningStep("officers", "The officers", OFFICERS, entry.look_at_officers),
    JoiningStep("first-peer", "The first peer", OPERATOR, connecting.look_at_first_peer),
    JoiningStep("first-witness", "The first witness", OPERATOR, connecting.look_at_first_witness),
    JoiningStep("first-drill", "The first drill", OFFICERS, connecting.look_at_first_drill),
)


@dataclass(frozen=True, slots=True)
class Stood:
    """The state of a step after a run: `acted` if it was done just now."""

    step: JoiningStep
    looked: StepState
    acted: bool = False


def walk_steps(
    plan: JoiningPlan, tools: Tools, *, may_act: Callable[[JoiningStep, StepState], bool]
) -> Iterator[Stood]:
    """Yield each step in its order, looked at and where possible done, up to the first that is not.

    `may_act` is asked before anything is made. A step that was interrupted is taken up again.
    """
    for step in STEPS:
        looked, acted = _look(step, plan), False
        is_open = not looked.done and not looked.is_waiting
        if is_open and step.act is not None and may_act(step, looked):
            try:
                step.act(plan, tools)
                acted = True
            except RogatoryError as error:
                looked = undone(str(error), looked.must)
            else:
                looked = _look(step, plan)
        yield Stood(step, looked, acted)
        if not looked.done:
            return


def _look(step: JoiningStep, plan: JoiningPlan) -> StepState:
    try:
        return step.look(plan)
    except RogatoryError as error:
        return undone(str(error), "see to what is said here, and look again")
