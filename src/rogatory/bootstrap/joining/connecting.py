# SPDX-License-Identifier: Apache-2.0
"""The steps with which a State's node comes to be one of the network: running, met, witnessed, drilled."""

from datetime import UTC, datetime, timedelta

from rogatory.bootstrap.joining.plan import JoiningPlan
from rogatory.bootstrap.joining.step import StepState, Tools, done, undone
from rogatory.bootstrap.workstation.connections import node_at
from rogatory.directory.draft.folder import read_draft
from rogatory.directory.entry.card import build_card
from rogatory.errors import RogatoryError
from rogatory.node.contact_cards.fetch_cards import install_card
from rogatory.node.context import Node
from rogatory.node.witnesses.own_policy import witnessing_state
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import format_moment

BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
"""Earlier than any thread."""


def look_at_given_card(plan: JoiningPlan) -> StepState:
    """Check that the node has the card that its State's entry names, to give it to the others."""
    node = node_at(plan.node)
    try:
        named = node.register.refresh(node.clock.now()).entry(plan.state).card
    except RogatoryError as error:
        return undone(str(error), "have the node reach the directory")
    if named is None or node.store.card(named) is None:
        return undone("the node does not have the State's card", "give it to the node")
    return done(f"the node has the card {named[:16]}")


def give_card(plan: JoiningPlan, _tools: Tools) -> None:
    card = read_draft(plan.entry).card
    if card is not None:
        install_card(node_at(plan.node), build_card(card))


def look_at_running(plan: JoiningPlan) -> StepState:
    """Check that the node's door answers at the address that the directory lists, with the listed
    certificate.
    """
    node = node_at(plan.node)
    return _answers(
        node,
        plan.state,
        f"start the node (rogatory node run {plan.node}) and let others reach {plan.node_url}",
    )


def look_at_first_peer(plan: JoiningPlan) -> StepState:
    """Check that a first peer's door answers, and takes this node's key for the State's."""
    node = node_at(plan.node)
    return _answers(
        node,
        plan.peer,
        f"wait five minutes, in which {plan.peer} reads the directory anew; then ask its operator whether it "
        "has, and whether the way there is open",
    )


def look_at_first_witness(plan: JoiningPlan) -> StepState:
    """Check that another State's node has cosigned this State's log as its policy asks."""
    node = node_at(plan.node)
    node.register.refresh(node.clock.now())
    found = witnessing_state(node)
    if found.problem or found.policy is None or not found.policy.rules:
        return undone(
            " ".join(reason.sentence() for reason in found.problem)
            or "nobody is to witness the log",
            f"name in the entry's witness_policy who does: rogatory entry edit {plan.entry}",
        )
    if found.covered is None:
        problems = "; ".join(f"{one.state}: {one.problem}" for one in found.contacts if one.problem)
        return undone(
            f"no checkpoint is cosigned yet as the policy asks ({found.policy}); {problems or 'nobody was asked'}",
            "let the node run for some minutes; if it lasts, ask the operators of those States",
        )
    return done(f"the log is cosigned up to size {found.covered} ({found.policy})")


def look_at_first_drill(plan: JoiningPlan) -> StepState:
    """Check that a drill of this State's was acknowledged by an officer of the first peer, over the
    line.
    """
    node = node_at(plan.node)
    opened = node.store.summaries_opened(BEFORE_ALL, node.clock.now() + timedelta(seconds=1))
    sent = [one for one in opened if (one.kind, one.peer) == ("drill", plan.peer)]
    answers = [
        stored
        for one in sent
        for stored in node.store.transcript(one.thread)
        if stored.kind == "drill_acknowledgement" and stored.sender_state == plan.peer
    ]
    if not answers:
        found = "a drill was sent and waits" if sent else "no drill was sent yet"
        return undone(
            found,
            f"send one (rogatory drill send {plan.node} {plan.peer} --officer NUMBER) and wait until an officer of "
            f"{plan.peer} has acknowledged it",
        )
    return done(f"{plan.peer} acknowledged a drill at {format_moment(answers[0].at)}")


def _answers(node: Node, state: str, must: str) -> StepState:
    try:
        node.register.refresh(node.clock.now())
        # No thread has this name, so the answer is an empty list, to a node that is listed alone.
        node.peers.messages_after(state, uuid7(node.clock.now(), node.random(10)), 0)
    except RogatoryError as error:
        return undone(str(error), must)
    return done(f"the node of {state} answers, over the certificate that the directory lists")
