# SPDX-License-Identifier: Apache-2.0
"""Beginning a new epoch of the own log: each year, and after the store was restored from a backup.

The first entry of the new log commits to the last checkpoint of the one before, as far as witnesses
know that one: a restored node may not know its own end, and forgetting an end that others saw does
not withdraw it. What was lost stays lost; that it was lost stays provable.

Where no witness saw more than is here, but a State showed more during a recovery of the store
(`recovery.seen`), that counts; and a log that had a later epoch than this store knows does not get
its number twice.

Order: the witnesses are shown the end as it is here, then asked what they saw last; the new log's
key must be listed; the opening is written in one transaction; then each witness is shown the
opening alone, since it computes that entry from what it saw.
"""

from dataclasses import dataclass, replace

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint, verify_checkpoint
from rogatory.custody.log.epoch import LogOrigin, opening_entry, parse_origin
from rogatory.errors import Refused, Unreachable
from rogatory.node.completeness.others_checkpoints import seen_of_log
from rogatory.node.context import Node
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.witnesses import refusals
from rogatory.node.witnesses.ask import ask_witness
from rogatory.node.witnesses.heads import (
    OF_RECOVERY,
    WitnessedHead,
    chosen,
    contradict,
    distinct,
    largest,
    other_heads,
)
from rogatory.node.witnesses.own_policy import own_policy
from rogatory.seal.notes import parse_note


@dataclass(frozen=True, slots=True)
class LastKnown:
    """Every end of an epoch that is known, the one that reaches furthest, who has seen more than this
    node, who did not answer, and whether the ends contradict each other.
    """

    checkpoint: Checkpoint
    ahead: tuple[str, ...]
    silent: tuple[str, ...]
    heads: tuple[WitnessedHead, ...] = ()
    is_forked: bool = False


def last_known(node: Node) -> LastKnown:
    """Return the ends of the current epoch, as far as this node, the policy's witnesses and proofs
    know them.

    Each witness is asked for a cosignature of the end as it is here first.
    """
    note = publish_checkpoint(node)
    own = parse_checkpoint(parse_note(note).text)
    policy = own_policy(node)
    heads, ahead, silent = [WitnessedHead(node.state, own)], list[str](), list[str]()
    for state in () if policy is None else policy.states:
        try:
            ask_witness(node, state, note)
            seen = _seen(node, state)
        except Unreachable:
            silent.append(state)
            continue
        if seen is not None:
            heads.append(WitnessedHead(state, seen))
        if seen is not None and seen.size > own.size:
            ahead.append(state)
    others = other_heads(node)
    # What recovery was shown counts where no witness saw more.
    counted = heads if ahead else [*heads, *(one for one in others if one.known_by == OF_RECOVERY)]
    known = distinct([*heads, *others])
    return LastKnown(
        largest(counted).checkpoint,
        tuple(ahead),
        tuple(silent),
        known,
        contradict(node, known),
    )


def origin_to_begin(node: Node) -> LogOrigin:
    """Return the epoch after the newest that is known of, here or by others."""
    last = parse_origin(node.log_origin)
    seen = seen_of_log(node)
    newest = last if seen is None else max(last, parse_origin(seen.origin), key=_number)
    return newest.next_epoch()


def _number(origin: LogOrigin) -> int:
    return origin.epoch


def _seen(node: Node, state: str) -> Checkpoint | None:
    """Return what a witness saw last of the current epoch: whatever it says, the log signed it."""
    origin = node.log_origin
    note = node.peers.last_cosigned(state, origin)
    if note is None:
        return None
    vkeys = node.register.view().log_vkeys(origin, node.clock.now())
    return verify_checkpoint(note, origin=origin, vkeys=vkeys).checkpoint


def begin_epoch(
    node: Node, *, without: frozenset[str] = frozenset(), over: str | None = None
) -> tuple[LogOrigin, LastKnown]:
    """Begin the next epoch of this node's log; the node must be opened anew afterwards.

    1. Every witness that the policy names was asked, but those that an officer said to do without.
    2. The ends that are known do not contradict each other, or officers chose the one that a State
       knows (`over`).
    3. The directory lists a key for the new log, in force now.
    4. The opening is entry 0 of the new log, in one transaction.

    Raises:
        Refused: a witness did not answer, the ends contradict each other, or no key is listed; nothing
            was begun.
    """
    last = last_known(node)
    silent = sorted(set(last.silent) - without)
    if silent:  # 1
        raise Refused(refusals.EPOCH_WITNESS_SILENT.because(states=", ".join(silent)))
    if over is not None:  # 2
        last = replace(last, checkpoint=chosen(last.heads, over).checkpoint)
    elif last.is_forked:
        raise Refused(refusals.EPOCH_FORKED.because(heads="; ".join(map(str, last.heads))))
    origin = origin_to_begin(node)
    node.register.view().log_vkeys(str(origin), node.clock.now())  # 3
    with node.store.transaction():  # 4
        node.store.begin_epoch(origin.epoch, opening_entry(origin, last.checkpoint))
    return origin, last


def show_opening(node: Node) -> str:
    """Publish the opening of a new epoch and have each witness cosign it, before anything follows."""
    note = publish_checkpoint(node)
    policy = own_policy(node)
    for state in () if policy is None else policy.states:
        ask_witness(node, state, note)
    return note
