# SPDX-License-Identifier: Apache-2.0
"""The state of a node and its witnesses for pages, scripts and the doctor: without bytes."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.misbehaviour.kinds import title_of
from rogatory.node.repositories.witnesses import WitnessContact
from rogatory.node.witnesses.own_policy import witnessing_state


@dataclass(frozen=True, slots=True)
class SeenView:
    state: str
    epoch: int
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ProofView:
    id: str
    state: str
    kind: str
    title: str
    at: datetime
    explained: datetime | None


@dataclass(frozen=True, slots=True)
class WitnessState:
    """One witness. `is_late`: the log is ahead of its witnesses for longer than the grace."""

    policy: str | None
    problem: tuple[Reason, ...]
    is_met: bool
    is_late: bool
    size: int
    covered: int | None
    covered_at: datetime | None
    waiting_since: datetime | None
    witnesses: tuple[WitnessContact, ...]
    witnessed: tuple[SeenView, ...]
    proofs: tuple[ProofView, ...]


def witness_state(node: Node) -> WitnessState:
    found = witnessing_state(node)
    since = found.waiting_since
    return WitnessState(
        policy=None if found.policy is None else str(found.policy),
        problem=found.problem,
        is_met=found.is_met,
        is_late=since is not None and node.clock.now() - since > node.settings.witness_grace,
        size=found.size,
        covered=found.covered,
        covered_at=found.covered_at,
        waiting_since=since,
        witnesses=found.contacts,
        witnessed=tuple(
            SeenView(one.state, one.epoch, one.size, one.at) for one in found.witnessed
        ),
        proofs=tuple(
            ProofView(
                one.id,
                one.state,
                one.kind,
                title_of(one.kind),
                one.at,
                one.explained,
            )
            for one in found.accusations
        ),
    )
