# SPDX-License-Identifier: Apache-2.0
"""Following another State's log: does it continue what it said, and is each receipt in it?

Everything that comes over the line is a stranger's word. What counts is signed (checkpoints,
receipts) or hashes to what is signed (tiles). The books are written before anybody is told:

1. the new checkpoint, once it is shown to continue the last one; killed before, it is asked for
   again;
2. each receipt that was looked for; killed before, it is looked for again;
3. what is wrong, and then a human is called, once for each kind of wrong of a log.
"""

import contextlib
import dataclasses
from dataclasses import dataclass

from rogatory.custody import refusals as custody_refusals
from rogatory.custody import tree
from rogatory.custody.checkpoint import Checkpoint, parse_checkpoint, verify_checkpoint
from rogatory.custody.log_epoch import LogOrigin, parse_origin, verify_opening
from rogatory.custody.misbehaviour import (
    LARGEST_MISBEHAVIOUR,
    Contradiction,
    build_misbehaviour,
)
from rogatory.custody.tiles import (
    TileId,
    TileReader,
    beginning,
    compact_range,
    consistency,
    inclusion,
)
from rogatory.custody.tree import CompactRange
from rogatory.directory.view import View
from rogatory.errors import Refused, Unreachable
from rogatory.node import refusals
from rogatory.node.context import Node
from rogatory.node.log_records import FollowedLog
from rogatory.node.logs.unlogged import LARGEST_UNLOGGED
from rogatory.node.pages import page
from rogatory.seal.notes import parse_note
from rogatory.wire import canonical

LARGEST_PROOF_FILE = max(LARGEST_MISBEHAVIOUR, LARGEST_UNLOGGED)
"""Either kind of file that shows what a log did not keep to."""

MOST_TILES = 4096
"""Tiles kept while one log is followed, 32 MiB: enough for every receipt of one round."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One round: how the log stands now, the tree of its last good checkpoint, and its tiles."""

    log: FollowedLog
    tree: CompactRange | None
    read_tile: TileReader


def origins_of(view: View, state: str) -> list[LogOrigin]:
    """The epochs of a State's log that the directory lists, in their order."""
    origins = {parse_origin(record.origin) for record in view.entry(state).logs}
    return sorted(origins, key=lambda origin: origin.epoch)


def follow(node: Node, origin: LogOrigin) -> Followed:
    """Ask for the newest checkpoint of an epoch and decide whether it continues the last one.

    What must hold:
      1. It is signed by a key that the directory lists for the log, and of that origin.
      2. It is no smaller than the last one, and the last one is its beginning.
      3. The first one of a later epoch follows the epoch before (its opening).
      4. The tree that its tiles make has its root.

    What does not hold is noted, with the file that proves it where there is one, and called; the
    last good checkpoint stays the one that the next is compared with. What was only not shown is
    forgotten when it is shown; what a file proves stays noted.

    Raises:
        Unreachable: the log did not answer; nothing is noted.
    """
    last = node.books.followed_log(str(origin)) or FollowedLog(str(origin), origin.state)
    read_tile = _tiles(node, origin)
    note = node.peers.log_checkpoint(origin.state, origin.epoch)
    try:
        now = _verified(node, origin, note)  # 1
        _refuse_other_history(last, now, read_tile)  # 2
        if last.note is None:
            _refuse_other_opening(node, origin, now, read_tile)  # 3
        grown = _tree(now, read_tile)  # 4
    except Refused as error:
        return Followed(_accuse(node, last, note, error, read_tile), None, read_tile)
    accepted = dataclasses.replace(
        last if _is_proved(node, last) else _forgotten(last),
        size=now.size,
        note=note.decode(),
        followed=node.clock.now(),
    )
    with node.books.transaction():
        node.books.put_followed_log(accepted)
    return Followed(accepted, grown, read_tile)


def vkeys_of(view: View, origin: LogOrigin) -> list[str]:
    """Every key ever listed for a log: an old checkpoint stays what it was."""
    return [one.vkey for one in view.entry(origin.state).logs if one.origin == str(origin)]


def kept_checkpoint(log: FollowedLog | None) -> Checkpoint | None:
    """The last checkpoint that was accepted, out of the books."""
    if log is None or log.note is None:
        return None
    return _read(log.note)


def _verified(node: Node, origin: LogOrigin, note: bytes) -> Checkpoint:
    vkeys = vkeys_of(node.register.view(), origin)
    return verify_checkpoint(note, origin=str(origin), vkeys=vkeys).checkpoint


def _refuse_other_history(last: FollowedLog, now: Checkpoint, read_tile: TileReader) -> None:
    before = kept_checkpoint(last)
    if before is None or before.size == 0:
        return
    if now.size <= before.size:
        tree.verify_consistency(before.size, before.root, now.size, now.root, [])
    else:
        refuse_inconsistent(before, now, _tree(now, read_tile), read_tile)


def refuse_inconsistent(
    before: Checkpoint, now: Checkpoint, grown: CompactRange, read_tile: TileReader
) -> None:
    """Decide that a smaller checkpoint is the beginning of the tree that the tiles make."""
    path = [] if before.size == now.size else consistency(before.size, grown, read_tile)
    tree.verify_consistency(before.size, before.root, now.size, now.root, path)


def _refuse_other_opening(
    node: Node, origin: LogOrigin, now: Checkpoint, read_tile: TileReader
) -> None:
    """A later epoch begins with the last checkpoint of the one before that was followed here, or
    with a later one that the log still shows of it.
    """
    earlier = LogOrigin(origin.network, origin.state, origin.epoch - 1)
    known = node.books.followed_log(str(earlier))
    last = kept_checkpoint(known)
    if last is None or now.size == 0:
        return
    path = inclusion(0, _tree(now, read_tile), read_tile)
    try:
        verify_opening(now, last, path)
    except Refused as error:
        reason = custody_refusals.OPENING_OTHER.because(origin=str(origin))
        raise Refused([reason, *error.reasons]) from error


def _tree(now: Checkpoint, read_tile: TileReader) -> CompactRange:
    grown = compact_range(now.size, read_tile) if now.size else CompactRange()
    if grown.root() != now.root:
        raise Refused(refusals.LOG_TILES_OTHER.because(size=str(now.size)))
    return grown


def _tiles(node: Node, origin: LogOrigin) -> TileReader:
    """Tiles of the log over the line, each asked for once."""
    kept: dict[TileId, bytes] = {}

    def read(tile: TileId) -> bytes:
        if tile not in kept:
            if len(kept) >= MOST_TILES:
                kept.clear()
            kept[tile] = node.peers.log_tile(origin.state, origin.epoch, tile)
        return kept[tile]

    return read


def contradiction(first: str, second: str, read_tile: TileReader) -> bytes | None:
    """The file about two signed checkpoints of one log, with as much as its tiles show; None where
    they do not contradict each other (a log that shows an old checkpoint has not).
    """
    notes = sorted((first, second), key=lambda note: _read(note).size)
    earlier, later = (_read(note) for note in notes)
    nodes: list[bytes] = []
    # Its tiles are a stranger's word: without them, or with false ones, the file accuses alone.
    with contextlib.suppress(Refused, Unreachable, ValueError):
        if 0 < earlier.size < later.size:
            nodes = beginning(earlier.size, compact_range(later.size, read_tile), read_tile)
    try:
        return build_misbehaviour(notes[0], notes[1], nodes)
    except Refused:
        return None


def _forgotten(log: FollowedLog) -> FollowedLog:
    return dataclasses.replace(log, problem=None, problem_since=None, proof=None)


def _is_proved(node: Node, log: FollowedLog) -> bool:
    """Whether a file shows for good that the log lied: no later round makes that undone."""
    if log.proof is None:
        return False
    document = canonical.decode_object(node.objects.get(log.proof), limit=LARGEST_PROOF_FILE)
    return document.get("kind") != Contradiction.UNEXPLAINED.value


def _read(note: str) -> Checkpoint:
    return parse_checkpoint(parse_note(note).text)


def _accuse(
    node: Node, last: FollowedLog, note: bytes, error: Refused, read_tile: TileReader
) -> FollowedLog:
    """`note` counts against the log only if the log signed it."""
    proof = None
    with contextlib.suppress(Refused):
        _verified(node, parse_origin(last.origin), note)
        if last.note is not None:
            proof = contradiction(last.note, note.decode(), read_tile)
    return accuse(node, last, error, proof=proof)


def accuse(node: Node, last: FollowedLog, error: Refused, *, proof: bytes | None) -> FollowedLog:
    """Note what is wrong with a log, and call a human, once for each kind of wrong."""
    at, last = node.clock.now(), node.books.followed_log(last.origin) or last
    problem = " ".join(reason.sentence() for reason in error.reasons)
    kept = None if proof is None else node.objects.put(proof)
    noted = dataclasses.replace(
        last,
        problem=problem,
        problem_since=last.problem_since if last.problem else at,
        proof=last.proof if _is_proved(node, last) else kept or last.proof,
    )
    with node.books.transaction():
        node.books.put_followed_log(noted)
    code = error.reasons[0].code.id
    epoch = parse_origin(last.origin).epoch
    reason = (
        f"The custody log of {last.state} (epoch {epoch}) does not keep to what it said: {problem}"
    )
    page(node, f"log/{last.origin}/{code}", reason, at=at, thread=None)
    return noted
