# SPDX-License-Identifier: Apache-2.0
"""Every known end of the own log: here, by witnesses, in proofs, and from a recovery of the store.

Which of them a new epoch continues is decided only when all are named. A program never chooses
between two that are not of one history.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.errors import Refused
from rogatory.node.completeness.others_checkpoints import seen_of_log
from rogatory.node.context import Node
from rogatory.node.misbehaviour.accuse import checked
from rogatory.node.misbehaviour.kinds import FORKED, is_forked
from rogatory.node.witnesses import refusals

OF_A_PROOF = "proof"
OF_RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class WitnessedHead:
    """An end of the log and its source: a State's code (the own one: the store here), a proof of
    misbehaviour, or a State's answer during a recovery of the store.
    """

    known_by: str
    checkpoint: Checkpoint

    def __str__(self) -> str:
        found = self.checkpoint
        return f"{self.known_by}: {found.size}, {found.root.hex()}"


def other_heads(node: Node) -> list[WitnessedHead]:
    """Return the ends of the current epoch that proofs show, and the one that recovery saw."""
    found = [
        WitnessedHead(OF_A_PROOF, one.checkpoint)
        for accusation in node.store.accusations(node.state)
        if accusation.origin == node.log_origin and accusation.kind in FORKED
        for proof in (checked(node, accusation.document),)
        for one in (proof.first, proof.second)
    ]
    seen = seen_of_log(node)
    return found if seen is None else [*found, WitnessedHead(OF_RECOVERY, seen)]


def distinct(heads: Iterable[WitnessedHead]) -> tuple[WitnessedHead, ...]:
    """Return each end once for each who knows it, the largest first."""
    unique = dict.fromkeys(heads)
    return tuple(sorted(unique, key=lambda one: (-_place(one)[0], -_place(one)[1], one.known_by)))


def contradict(node: Node, heads: Sequence[WitnessedHead]) -> bool:
    """Decide whether the ends are known not to be of one history.

    Two of one size with other roots are not; nor is one that is no beginning of the log here; nor any
    once a proof says so. Of ends beyond what is here nothing is known, since their entries are lost.
    """
    if is_forked(node.store.accusations(node.state), node.log_origin):
        return True
    roots: dict[tuple[int, int], bytes] = {}
    for head in heads:
        if roots.setdefault(_place(head), head.checkpoint.root) != head.checkpoint.root:
            return True
    return any(_is_another(node, head.checkpoint) for head in heads)


def chosen(heads: Sequence[WitnessedHead], over: str) -> WitnessedHead:
    """Return the largest end that a State knows, which officers chose."""
    found = [head for head in heads if head.known_by == over]
    if not found:
        states = ", ".join(dict.fromkeys(head.known_by for head in heads))
        raise Refused(refusals.EPOCH_OVER_UNKNOWN.because(state=over, states=states))
    return max(found, key=_place)


def largest(heads: Sequence[WitnessedHead]) -> WitnessedHead:
    """Return the end that reaches furthest."""
    return max(heads, key=_place)


def _place(head: WitnessedHead) -> tuple[int, int]:
    return parse_origin(head.checkpoint.origin).epoch, head.checkpoint.size


def _is_another(node: Node, checkpoint: Checkpoint) -> bool:
    if checkpoint.origin != node.log_origin or checkpoint.size > node.store.log_size():
        return False
    return node.store.log_tree(checkpoint.size).root() != checkpoint.root
