# SPDX-License-Identifier: Apache-2.0
"""Violations of a log: noted beside it, with the file that proves each, and reported to a human."""

import contextlib
import dataclasses

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.misbehaviour import (
    LARGEST_MISBEHAVIOUR,
    Contradiction,
    build_misbehaviour,
)
from rogatory.custody.log.tiles import TileReader, beginning, compact_range
from rogatory.errors import Refused, Unreachable
from rogatory.node.context import Node
from rogatory.node.misbehaviour.accuse import keep_proof
from rogatory.node.misbehaviour.unlogged import LARGEST_UNLOGGED
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.followed_logs import FollowedLog
from rogatory.seal.notes import parse_note
from rogatory.wire import canonical
from rogatory.wire.words import statement_of

LARGEST_PROOF_FILE = max(LARGEST_MISBEHAVIOUR, LARGEST_UNLOGGED)
"""Either kind of file that shows what a log did not keep to."""


def report_violation(
    node: Node, last: FollowedLog, error: Refused, *, proof: bytes | None
) -> FollowedLog:
    """Note what is wrong with a log, and call a human, once for each kind of wrong."""
    at, last = node.clock.now(), node.store.followed_log(last.origin) or last
    problem = statement_of(error)
    stored = None if proof is None else node.objects.put(proof)
    noted = dataclasses.replace(
        last,
        problem=problem,
        problem_since=last.problem_since if last.problem else at,
        proof=last.proof if is_proved(node, last) else stored or last.proof,
    )
    with node.store.transaction():
        node.store.put_followed_log(noted)
    if proof is not None:
        with contextlib.suppress(Refused):  # what it shows of this log is noted in any case
            keep_proof(node, proof)
    code = error.reasons[0].code.id
    epoch = parse_origin(last.origin).epoch
    reason = alert_codes.LOG_ACCUSED.because(state=last.state, count=epoch, problem=problem)
    page(node, f"log/{last.origin}/{code}", reason, at=at, thread=None)
    return noted


def contradiction(first: str, second: str, read_tile: TileReader) -> bytes | None:
    """Return the file about two signed checkpoints of one log, with as much as its tiles show; None
    where they do not contradict each other (a log that shows an old checkpoint has not).
    """
    notes = sorted((first, second), key=lambda note: read_note(note).size)
    earlier, later = (read_note(note) for note in notes)
    nodes: list[bytes] = []
    # Its tiles are a stranger's word: without them, or with false ones, the file accuses alone.
    with contextlib.suppress(Refused, Unreachable, ValueError):
        if 0 < earlier.size < later.size:
            nodes = beginning(earlier.size, compact_range(later.size, read_tile), read_tile)
    try:
        return build_misbehaviour(notes[0], notes[1], nodes)
    except Refused:
        return None


def forgotten(log: FollowedLog) -> FollowedLog:
    """Return the log without what was held against it."""
    return dataclasses.replace(log, problem=None, problem_since=None, proof=None)


def is_proved(node: Node, log: FollowedLog) -> bool:
    """Decide whether a file shows for good that the log lied: no later round undoes that."""
    if log.proof is None:
        return False
    document = canonical.decode_object(node.objects.get(log.proof), limit=LARGEST_PROOF_FILE)
    return document.get("kind") != Contradiction.UNEXPLAINED.value


def read_note(note: str) -> Checkpoint:
    """Return the checkpoint of a note; nobody's signature is verified."""
    return parse_checkpoint(parse_note(note).text)
