# SPDX-License-Identifier: Apache-2.0
"""The witnessing of this node's own log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.repositories.witnesses import (
    Accusation,
    OwnCosignature,
    WitnessContact,
    WitnessedLog,
)
from rogatory.node.witnesses.trust import witness_policy
from rogatory.wire.witness_policy import Policy, parse_policy, refuse_self_witness

MOST_SIZES = 8
"""The most sizes kept that do not meet the policy yet: a witness that is silent for a year must not
fill the store with the answers of the others meanwhile.
"""


@dataclass(frozen=True, slots=True)
class WitnessingStatus:
    """The operator's view: the policy, how far it is met, and each witness asked.

    `covered` is the size of the largest checkpoint that met the policy, `covered_at` when the last
    of its witnesses cosigned; `waiting_since` when the log grew beyond that, or None.
    """

    policy: Policy | None
    problem: tuple[Reason, ...]
    size: int
    covered: int | None
    covered_at: datetime | None
    cosigned: tuple[str, ...]
    waiting_since: datetime | None
    contacts: tuple[WitnessContact, ...]
    witnessed: tuple[WitnessedLog, ...]
    accusations: tuple[Accusation, ...]

    @property
    def is_met(self) -> bool:
        """Decide whether everything that the log holds is under the policy's cosignatures."""
        return self.policy is not None and (not self.policy.rules or self.covered == self.size)


def own_policy(node: Node) -> Policy | None:
    """Return the policy by which this State's log is witnessed: the operator's, else the entry's.

    Raises:
        Refused: it is malformed, or names this State.
    """
    text = node.settings.witness_policy
    if text is None:
        return witness_policy(node.register.view(), node.state)
    policy = parse_policy(text)
    refuse_self_witness(policy, node.state)
    return policy


def covered_size(policy: Policy | None, kept: Iterable[OwnCosignature]) -> int | None:
    """Return the largest size whose cosignatures meet the policy; None if none does."""
    by_size: dict[int, set[str]] = {}
    for one in kept:
        by_size.setdefault(one.size, set()).add(one.state)
    if policy is None or not policy.rules:
        return None
    return max((size for size, states in by_size.items() if policy.met_by(states)), default=None)


def needed_sizes(policy: Policy | None, kept: Iterable[OwnCosignature]) -> set[int]:
    """Return the sizes whose cosignatures are worth keeping: the largest that meets the policy,
    since it proves whatever smaller ones did, and of those above it, which may meet it yet, the
    newest.
    """
    cosignatures = list(kept)
    covered = covered_size(policy, cosignatures)
    above = sorted({one.size for one in cosignatures if one.size > (covered or 0)})
    return {*above[-MOST_SIZES:], *(() if covered is None else (covered,))}


def witnessing_state(node: Node) -> WitnessingStatus:
    """Return the state of the log's witnessing. Nobody is asked."""
    policy: Policy | None = None
    problem: Sequence[Reason] = ()
    try:
        policy = own_policy(node)
    except Refused as error:
        problem = error.reasons
    size = node.store.log_size()
    kept = node.store.cosignatures(node.log_origin)
    covered = covered_size(policy, kept)
    made = [one.at for one in kept if one.size == covered]
    at_size = tuple(sorted(one.state for one in kept if one.size == size))
    return WitnessingStatus(
        policy=policy,
        problem=tuple(problem),
        size=size,
        covered=covered,
        covered_at=max(made, default=None),
        cosigned=at_size,
        waiting_since=_waiting_since(node, covered or 0) if policy and policy.rules else None,
        contacts=tuple(node.store.contacts()),
        witnessed=tuple(node.store.witnessed()),
        accusations=tuple(node.store.accusations()),
    )


def _waiting_since(node: Node, covered: int) -> datetime | None:
    """Return when the first event was logged that no checkpoint meeting the policy covers."""
    for logged in node.store.events_since(covered, 1):
        return logged.logged
    return None
