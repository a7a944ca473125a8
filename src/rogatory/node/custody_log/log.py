# SPDX-License-Identifier: Apache-2.0
"""The node's custody log: checkpoints on their beat, and the proofs of events."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint, with_cosignatures
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import write_proof
from rogatory.custody.log.tiles import TILE_HEIGHT, TILE_WIDTH, TileId, inclusion
from rogatory.errors import Refused
from rogatory.node.completeness.others_checkpoints import newer_note
from rogatory.node.completeness.record import recovery_of
from rogatory.node.context import Node
from rogatory.node.custody_log import custody_refusals
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.seal.notes import parse_note, read_signature_line

LONGEST_DELAY = timedelta(minutes=5)
"""The time within which the published checkpoint covers an entry.

The holder of a receipt could not distinguish a log that stopped from one that shows others another
history.
"""


SIGNINGS = 3
"""Times that a checkpoint is signed anew where the log had another root by the time of its writing."""


@dataclass(frozen=True, slots=True)
class OwnCheckpoint:
    """A checkpoint with its signature. Unless its row is committed, it is shown to nobody."""

    checkpoint: Checkpoint
    note: str
    is_written: bool = False

    def write(self, node: Node, *, published: bool = False) -> str | None:
        """Write it, inside a transaction; return the one of its size that may leave after the commit.

        None if the log is no longer the one that was signed; nothing is written.
        """
        point = self.checkpoint
        epoch = parse_origin(point.origin).epoch
        if self.is_written and not published:
            return self.note
        return node.store.put_checkpoint(
            epoch, point.size, point.root, self.note, published=published
        )


def sign_log(node: Node, size: int) -> OwnCheckpoint:
    """Sign the log at that size, outside any transaction and over committed entries alone.

    Raises:
        Refused: the log has begun another epoch since this process was started; under the old
            name it would sign a history that never was.
    """
    _refuse_stale(node)
    checkpoint = Checkpoint(node.log_origin, size, node.store.log_tree(size).root())
    return OwnCheckpoint(checkpoint, node.signer.sign_checkpoint(checkpoint.text()))


def with_leaf(node: Node, find: Callable[[], LoggedEvent | None]) -> LoggedEvent:
    """Return a committed event as `find` finds it in the log; one that waits for its leaf, since a process
    died or another leads, gets it now.
    """
    found = find()
    if found is None:
        node.store.sequence_events()
        found = find()
    if found is None:
        raise LookupError("an event that was committed is not in the log")
    return found


def checkpoint_over(node: Node, logged: LoggedEvent, *, anew: bool) -> OwnCheckpoint:
    """Return a checkpoint that covers an event: one that has a row already, or one signed now, which
    must be written before it leaves.

    `anew` signs without a look for one that has a row, where the event's epoch goes on.

    Raises:
        Refused: none has a row, and the event's epoch is over.
    """
    goes_on = logged.epoch == parse_origin(node.log_origin).epoch
    if not (anew and goes_on):
        for _size, note in node.store.checkpoints_since(logged.index + 1, 1, logged.epoch):
            return _written(note)
    if not goes_on:
        raise Refused(custody_refusals.EPOCH_STALE.because(origin=node.log_origin))
    return sign_log(node, logged.index + 1)


def _written(note: str) -> OwnCheckpoint:
    return OwnCheckpoint(parse_checkpoint(parse_note(note).text), note, is_written=True)


def signed_checkpoint(node: Node, size: int, *, published: bool = False) -> str:
    """Return the checkpoint of the log at that size from its committed row; it is signed now if there
    is none. Of all signers, only the first one of a size is given out.

    1. What is signed are committed entries.
    2. Where its row is written, the epoch and the root of that size are compared with the log again.
    3. What is returned is what was committed.

    Raises:
        Refused: the log has begun another epoch since this process was started.
    """
    epoch = parse_origin(node.log_origin).epoch
    for _attempt in range(SIGNINGS):
        standing = node.store.checkpoint(size, epoch)
        if standing is not None and not published:
            return standing
        _refuse_stale(node)
        signed = sign_log(node, size) if standing is None else _written(standing)  # 1
        with node.store.transaction():
            kept = signed.write(node, published=published)  # 2
        if kept is not None:
            return kept  # 3
    raise AssertionError(f"the log has another root of {size} entries each time that it is read")


def _refuse_stale(node: Node) -> None:
    if parse_origin(node.log_origin).epoch != node.store.log_epoch():
        raise Refused(custody_refusals.EPOCH_STALE.because(origin=node.log_origin))


def publish_checkpoint(node: Node) -> str:
    """Sign the log as it is and publish that, unless this size was published before.

    Events that a process left without a leaf when it died get theirs before.
    """
    node.store.sequence_events()
    size, published = node.store.log_size(), node.store.checkpoint()
    if published is not None and parse_checkpoint(parse_note(published).text).size == size:
        return published
    return signed_checkpoint(node, size, published=True)


def prove(node: Node, logged: LoggedEvent, note: str) -> bytes:
    """Return the proof of a logged event under a checkpoint that covers it; of an epoch that is
    over, under that epoch's last one.
    """
    if logged.epoch != parse_origin(parse_checkpoint(parse_note(note).text).origin).epoch:
        note = cosigned_note(node, node.store.checkpoint(epoch=logged.epoch) or note)
    size = parse_checkpoint(parse_note(note).text).size

    def read(tile: TileId) -> bytes:
        return node.store.read_tile(tile.level, tile.index, tile.width, logged.epoch)

    path = inclusion(logged.index, node.store.log_tree(size, logged.epoch), read)
    return write_proof(logged.salt, logged.index, path, note)


def published(node: Node, epoch: int | None = None) -> str:
    """Return the newest published checkpoint of an epoch, or of the current one.

    Of an epoch whose end was lost with the store it is the newest that others have shown of it: the
    next epoch begins over that one.
    """
    note = node.store.checkpoint(epoch=epoch)
    if note is None:
        raise Refused(custody_refusals.TILE_UNKNOWN.because())
    if epoch is None:
        return note
    recovery = recovery_of(node.store)
    return note if recovery is None else newer_note(note, recovery.seen)


def serve_checkpoint(node: Node, epoch: int | None = None) -> str:
    """Return the published checkpoint of an epoch (the current one), with the cosignatures kept of
    it.

    The regular schedule publishes it; where that has stopped, it is published now, so that no entry
    stays uncovered for longer than `LONGEST_DELAY`.
    """
    if epoch in {None, node.store.log_epoch()} and _is_late(node):
        publish_checkpoint(node)
    return cosigned_note(node, published(node, epoch))


def _is_late(node: Node) -> bool:
    note = node.store.checkpoint()
    covered = 0 if note is None else parse_checkpoint(parse_note(note).text).size
    waiting = node.store.events_since(covered, 1)
    return bool(waiting) and node.clock.now() - waiting[0].logged > LONGEST_DELAY


def cosigned_note(node: Node, note: str) -> str:
    """Return a checkpoint of this node's with the cosignatures that are kept of it."""
    checkpoint = parse_checkpoint(parse_note(note).text)
    lines = [
        read_signature_line(line)
        for one in node.store.cosignatures(checkpoint.origin)
        if one.size == checkpoint.size
        for line in one.lines.splitlines()
    ]
    return with_cosignatures(note, lines)


def tile(node: Node, path: str, epoch: int | None = None) -> bytes:
    """Return a tile of the log by its C2SP path; refuses what no published checkpoint covers."""
    wanted = TileId.parse(path)
    size = parse_checkpoint(parse_note(published(node, epoch)).text).size
    if (wanted.index * TILE_WIDTH + wanted.width) << (TILE_HEIGHT * wanted.level) > size:
        raise Refused(custody_refusals.TILE_UNKNOWN.because())
    try:
        return node.store.read_tile(wanted.level, wanted.index, wanted.width, epoch)
    except LookupError as error:
        # Restored from a backup: others know a later checkpoint than these rows reach.
        raise Refused(custody_refusals.TILE_UNKNOWN.because()) from error
