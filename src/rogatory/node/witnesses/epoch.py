# SPDX-License-Identifier: Apache-2.0
"""Beginning a new epoch of the own log: each year, and after the books were restored from a backup.

The first entry of the new log commits to the last checkpoint of the one before, as far as
witnesses know that one: a restored node may not know its own end, and what others saw of it is
not taken back by forgetting it. What was lost stays lost; that it was lost stays provable.

Where no witness saw more than is here, but a State showed more while lost books were taken back from
it (`recovery.seen`), that counts; and a log that had a later epoch than these books know does not get
its number twice.

Order: the witnesses are shown the end as it is here, then asked what they saw last; the new
log's key must be listed; the opening is written in one transaction; then each witness is shown
the opening alone, since it computes that entry from what it saw.
"""

from dataclasses import dataclass

from rogatory.custody.checkpoint import Checkpoint, parse_checkpoint, verify_checkpoint
from rogatory.custody.log_epoch import LogOrigin, opening_entry, parse_origin
from rogatory.errors import Refused, Unreachable
from rogatory.node.context import Node
from rogatory.node.log import publish_checkpoint
from rogatory.node.recovery.seen import seen_of_log
from rogatory.node.witnesses import refusals
from rogatory.node.witnesses.ask import ask_witness
from rogatory.node.witnesses.own import own_policy
from rogatory.seal.notes import parse_note


@dataclass(frozen=True, slots=True)
class LastKnown:
    """The end of an epoch: the largest checkpoint that this node or a witness has, who has seen
    more than this node, and who did not answer.
    """

    checkpoint: Checkpoint
    ahead: tuple[str, ...]
    silent: tuple[str, ...]


def last_known(node: Node) -> LastKnown:
    """The last checkpoint of the current epoch, as far as the policy's witnesses know it.

    Each is asked for a cosignature of the end as it is here first.
    """
    note = publish_checkpoint(node)
    found = parse_checkpoint(parse_note(note).text)
    policy = own_policy(node)
    ahead, silent = list[str](), list[str]()
    own = found.size
    for state in () if policy is None else policy.states:
        try:
            ask_witness(node, state, note)
            seen = _seen(node, state)
        except Unreachable:
            silent.append(state)
            continue
        if seen is not None and seen.size > own:
            ahead.append(state)
        if seen is not None and seen.size > found.size:
            found = seen
    if not ahead:
        found = max(found, seen_of_log(node) or found, key=_place)
    return LastKnown(found, tuple(ahead), tuple(silent))


def origin_to_begin(node: Node) -> LogOrigin:
    """The epoch after the newest that is known of, here or by others."""
    last = parse_origin(node.log_origin)
    seen = seen_of_log(node)
    newest = last if seen is None else max(last, parse_origin(seen.origin), key=_number)
    return newest.next_epoch()


def _number(origin: LogOrigin) -> int:
    return origin.epoch


def _place(checkpoint: Checkpoint) -> tuple[int, int]:
    return parse_origin(checkpoint.origin).epoch, checkpoint.size


def _seen(node: Node, state: str) -> Checkpoint | None:
    """What a witness saw last of the current epoch: whatever it says, the log signed it."""
    origin = node.log_origin
    note = node.peers.last_cosigned(state, origin)
    if note is None:
        return None
    vkeys = node.register.view().log_vkeys(origin, node.clock.now())
    return verify_checkpoint(note, origin=origin, vkeys=vkeys).checkpoint


def begin_epoch(
    node: Node, *, without: frozenset[str] = frozenset()
) -> tuple[LogOrigin, LastKnown]:
    """Begin the next epoch of this node's log; the node must be opened anew afterwards.

    1. Every witness that the policy names was asked, but those that an officer said to do without.
    2. The directory lists a key for the new log, in force now.
    3. The opening is entry 0 of the new log, in one transaction.

    Raises:
        Refused: a witness did not answer, or no key is listed; nothing was begun.
    """
    last = last_known(node)
    silent = sorted(set(last.silent) - without)
    if silent:  # 1
        raise Refused(refusals.EPOCH_WITNESS_SILENT.because(states=", ".join(silent)))
    origin = origin_to_begin(node)
    node.register.view().log_vkeys(str(origin), node.clock.now())  # 2
    with node.books.transaction():  # 3
        node.books.begin_epoch(origin.epoch, opening_entry(origin, last.checkpoint))
    return origin, last


def show_opening(node: Node) -> str:
    """Publish the opening of a new epoch and have each witness cosign it, before anything follows."""
    note = publish_checkpoint(node)
    policy = own_policy(node)
    for state in () if policy is None else policy.states:
        ask_witness(node, state, note)
    return note
