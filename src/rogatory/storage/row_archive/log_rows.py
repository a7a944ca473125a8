# SPDX-License-Identifier: Apache-2.0
"""The check that the rows of the custody log agree with each other: tiles, events, heads and checkpoints.

1. The hashes of the tiles and of the head are as many as the head says, and fold into its tree.
2. Each event's commitment is the leaf at its place. Only the opening of a later epoch is no event.
3. Each checkpoint is of this node's log, and has the root of the tree of its size.
4. No event waits for its leaf.

Signatures are not checked here: those are compared byte by byte with where they came from.
"""

from collections.abc import Iterator

from django.db import connection

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.custody.log.tiles import TILE_WIDTH, TileId
from rogatory.custody.log.tree import CompactRange, leaf_hash, split_hashes
from rogatory.errors import Phrase, Refused
from rogatory.seal.notes import parse_note
from rogatory.storage.custody_log.leaf_record import place
from rogatory.storage.custody_log.rows import Edge, read_edge
from rogatory.storage.row_archive import refusals
from rogatory.wire.words import P_, FilledText

FIRST_EPOCH = 1
_AT_ONCE = 1000


def check_log_rows(node: str, *, waiting: bool = False) -> None:
    """Check the rows of every epoch; `node` is the network and the State, as in the origin of its log. With `waiting`
    events may wait for their leaves: a running node's do.

    Raises:
        Refused: they do not agree.
    """
    for row in _rows("SELECT id FROM storage_loghead ORDER BY id"):
        _check_epoch(node, int(row[0]))
    if not waiting and _rows("SELECT 1 FROM storage_waitingevent LIMIT 1"):  # 4
        raise _odd(P_("an event waits for its leaf"))


def _check_epoch(node: str, epoch: int) -> None:
    edge = read_edge(epoch)
    events = _after("SELECT place, commitment FROM storage_logevent", epoch)
    checkpoints = _after("SELECT place, note FROM storage_checkpoint", epoch)
    tree, event, checkpoint = CompactRange(), next(events, None), next(checkpoints, None)
    leaves: tuple[bytes, ...] = ()
    while True:
        while checkpoint is not None and checkpoint[0] == tree.size:
            _check_checkpoint(f"{node}/{epoch}", tree, checkpoint[1])  # 3
            checkpoint = next(checkpoints, None)
        if tree.size == edge.tree.size:
            break
        if tree.size % TILE_WIDTH == 0:
            leaves = _leaves(edge, tree.size)  # 1
        leaf = leaves[tree.size % TILE_WIDTH]
        if event is not None and event[0] == tree.size:
            if leaf_hash(bytes.fromhex(event[1])) != leaf:  # 2
                raise _odd(_event(tree.size))
            event = next(events, None)
        elif tree.size or epoch == FIRST_EPOCH:
            raise _odd(_event(tree.size))
        tree = tree.append(leaf)
    if tree != edge.tree:  # 1
        raise _odd(_tiles(epoch))
    if event is not None or checkpoint is not None:
        raise _odd(FilledText(P_("rows of epoch {epoch} lie beyond its head"), epoch=epoch))


def _leaves(edge: Edge, start: int) -> tuple[bytes, ...]:
    width = min(TILE_WIDTH, edge.tree.size - start)
    try:
        return split_hashes(edge.read_tile(TileId(0, start // TILE_WIDTH, width)))
    except LookupError as error:
        raise _odd(_tiles(edge.epoch)) from error


def _tiles(epoch: int) -> Phrase:
    return FilledText(P_("the tiles of epoch {epoch} are not its head"), epoch=epoch)


def _event(index: int) -> Phrase:
    return FilledText(P_("the event at place {place} is not its leaf, or missing"), place=index)


def _check_checkpoint(origin: str, tree: CompactRange, note: str) -> None:
    try:
        found: Checkpoint = parse_checkpoint(parse_note(note).text)
    except Refused as error:
        raise _odd(_not_of(tree.size)) from error
    if (found.origin, found.size, found.root) != (origin, tree.size, tree.root()):
        raise _odd(_not_of(tree.size))


def _not_of(size: int) -> Phrase:
    return FilledText(P_("the checkpoint of size {size} is not of this log"), size=size)


def _after(select: str, epoch: int) -> Iterator[tuple[int, str]]:
    """Yield the rows of an epoch in their order, each with its index within the epoch."""
    begin, end = place(epoch, 0), place(epoch + 1, 0)
    after = begin - 1
    where = f"WHERE place > %s AND place < %s ORDER BY place LIMIT {_AT_ONCE}"
    while found := _rows(f"{select} {where}", after, end):
        for number, text in found:
            yield number - begin, text
        after = found[-1][0]


def _rows(statement: str, *values: int) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[int, str]] = cursor.fetchall()
        return found


def _odd(problem: Phrase) -> Refused:
    return Refused(refusals.LOG_DIFFERS.because(problem=problem))
