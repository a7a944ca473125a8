# SPDX-License-Identifier: Apache-2.0
"""The node's own custody log against its tiles, its events and its checkpoints, for the doctor.

Without `deep` the right edge is looked at: head, tiles on it, how many tiles there are, newest event and checkpoints. With it
each epoch is computed again from its events. Neither needs a key; `rogatory log verify` checks the signatures, too.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.finding import Finding, FindingLevel, of_reason
from rogatory.bootstrap.doctor.kinds import store_kinds
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.home.folder import Home
from rogatory.custody import refusals as custody_refusals
from rogatory.custody.log.commitment import commitment
from rogatory.custody.log.recompute import MOST_REASONS, recompute
from rogatory.custody.log.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    TileId,
    TileReader,
    compact_range,
)
from rogatory.custody.log.tree import CompactRange, leaf_hash
from rogatory.errors import Reason

NEWEST_CHECKPOINTS = 10
"""Checkpoints that are compared unless all are."""


def own_log(home: Home, look: Look) -> Mapping[str, Any]:
    """Return the number of entries of all epochs, and what contradicts them."""
    if not look.whole:
        return {"entries": 0, "deep": False, "problems": []}
    entries, problems = query(home, lambda _rows: _examine(look), in_time=not look.deep)
    return {"entries": entries, "deep": look.deep, "problems": problems}


def of_own_log(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report what contradicts the log, or that nothing does."""
    for problem in facts["problems"]:
        yield of_reason(FindingLevel.WRONG, problem)
    if facts["entries"] and not facts["problems"]:
        kind = store_kinds.LOG_WHOLE if facts["deep"] else store_kinds.LOG_EDGE_WHOLE
        yield kind.found(count=facts["entries"])


def _examine(look: Look) -> tuple[int, list[Reason]]:
    from rogatory.storage.custody_log import stored_log

    entries, problems = 0, list[Reason]()
    heads = stored_log.log_heads()
    if not heads and (last := stored_log.newest_event(1)) is not None:
        sizes = {"size": str(last + 1), "entries": "0"}
        problems.append(custody_refusals.ENTRIES_MISSING.because(sizes))
    for epoch, tree, leaves in heads:
        entries += tree.size

        def read(
            tile: TileId, epoch: int = epoch, tree: CompactRange = tree, leaves: bytes = leaves
        ) -> bytes:
            return stored_log.stored_tile(epoch, tree.size, leaves, tile)

        found = [*_edge(epoch, tree, read)]
        if look.deep:
            found += [one for one in _whole(epoch, tree, read, look) if one not in found]
        problems += found[:MOST_REASONS]
    return entries, problems


def _edge(epoch: int, tree: CompactRange, read: TileReader) -> Iterator[Reason]:
    from rogatory.storage.custody_log import stored_log

    yield from _missing_tiles(epoch, tree.size, read)
    try:
        stored = compact_range(tree.size, read)
    except LookupError as error:
        yield custody_refusals.TILE_NOT_OF_ENTRIES.because(path=str(error.args[0]))
    else:
        if stored != tree:
            yield custody_refusals.TILE_NOT_OF_ENTRIES.because(path=_last_tile(tree).path())
    last = stored_log.newest_event(epoch)
    # The first leaf of a later epoch is its opening, of which no event is kept.
    if tree.size > (epoch > 1) and (last is None or last < tree.size - 1):
        missing = 0 if last is None else last + 1
        yield custody_refusals.ENTRY_WITHOUT_EVENT.because(index=str(missing))
    checkpoints = stored_log.newest_checkpoints(epoch, NEWEST_CHECKPOINTS)
    # Both may have grown since the head was read; it is written with them.
    grown = next(one for number, one, _leaves in stored_log.log_heads() if number == epoch).size
    for checkpoint in checkpoints:
        if checkpoint.size > grown:
            sizes = {"size": str(checkpoint.size), "entries": str(grown)}
            yield custody_refusals.ENTRIES_MISSING.because(sizes)
        elif checkpoint.size == tree.size and checkpoint.root != tree.root():
            yield custody_refusals.ROOT_NOT_OF_ENTRIES.because(size=str(checkpoint.size))
    if last is not None and last >= grown:
        sizes = {"size": str(last + 1), "entries": str(grown)}
        yield custody_refusals.ENTRIES_MISSING.because(sizes)


def _last_tile(tree: CompactRange) -> TileId:
    index = max(0, tree.size - 1) // TILE_WIDTH
    return TileId(0, index, min(TILE_WIDTH, max(1, tree.size - index * TILE_WIDTH)))


def _missing_tiles(epoch: int, size: int, read: TileReader) -> Iterator[Reason]:
    """Yield the full tiles that are not there: counted first, and looked for where the number differs. Those at
    the right edge are read by its computation.
    """
    from rogatory.storage.custody_log import stored_log

    for level in itertools.count():
        full = size >> TILE_HEIGHT * (level + 1)
        if not full:
            return
        if stored_log.count_tiles(epoch, level, full) < full:
            yield from itertools.islice(_absent(level, full, read), MOST_REASONS)


def _absent(level: int, full: int, read: TileReader) -> Iterator[Reason]:
    for index in range(full):
        tile = TileId(level, index)
        try:
            read(tile)
        except LookupError:
            yield custody_refusals.TILE_NOT_OF_ENTRIES.because(path=tile.path())


def _whole(epoch: int, tree: CompactRange, read: TileReader, look: Look) -> Iterator[Reason]:
    from rogatory.storage.custody_log import stored_log

    problems = list[Reason]()
    found = recompute(
        _leaves(epoch, tree.size, read, problems, look),
        read,
        stored_log.log_checkpoints(epoch, tree.size),
    )
    yield from problems
    yield from found.tiles
    yield from found.checkpoints
    if found.tree.size < tree.size and not problems:
        yield custody_refusals.ENTRY_WITHOUT_EVENT.because(index=str(found.tree.size))
    elif found.tree != tree and not (problems or found.tiles):
        yield custody_refusals.TILE_NOT_OF_ENTRIES.because(path=_last_tile(tree).path())


def _leaves(
    epoch: int, size: int, read: TileReader, problems: list[Reason], look: Look
) -> Iterator[bytes]:
    """Yield the leaf hashes of the events as they are kept; the opening of a later epoch as it is in its tile."""
    from rogatory.storage.custody_log import stored_log

    index = 0
    if epoch > 1:
        yield read(TileId(0, 0, 1))
        index = 1
    for at, salt, event, stated in stored_log.log_events(epoch, index, size):
        if at != index:
            problems.append(custody_refusals.ENTRY_WITHOUT_EVENT.because(index=str(index)))
            return
        made = commitment(salt, event)
        if made.hex() != stated and len(problems) < MOST_REASONS:
            problems.append(custody_refusals.ENTRY_NOT_OF_EVENT.because(index=str(index)))
        look.report(index)
        yield leaf_hash(made)
        index += 1
