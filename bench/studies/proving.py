# SPDX-License-Identifier: Apache-2.0
"""Inclusion proofs from a stored log: how many a second, and how many tiles each reads.

python -m bench.studies.proving HOME LEAVES ROUNDS SECONDS     (a child: see `child`)
"""

import hashlib
import os
import random
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from bench.child import ask, new_store, report
from bench.rows import Found, Row, at_least, at_most
from bench.study import Study
from bench.workplace import Workplace

if TYPE_CHECKING:
    from rogatory.custody.log.tree import CompactRange
    from rogatory.node.context import Node
    from rogatory.storage.store import DatabaseStore

AT_ONCE = 1 << 16

READS = Row(
    "proof-reads",
    "tile reads for an inclusion proof from a stored log",
    "-",
    at_most(4, None, "reads"),
)
RATE = Row(
    "proof-rate",
    "inclusion proofs from a stored log, written as files",
    "-",
    at_least(2_000, 10_000, "per s"),
)


def measure(work: Workplace) -> dict[str, Found]:
    scale = work.scale
    measured = ask("proving", work.folder / "proving", scale.leaves, scale.rounds, scale.seconds)
    figures = {
        "events": scale.leaves,
        "made_in_s": measured["made_in_s"],
        "tile_bytes": measured["tile_bytes"],
    }
    rounds = measured["rounds"]
    return {
        READS.id: Found([each["reads"] for each in rounds], figures),
        RATE.id: Found([each["rate"] for each in rounds], figures),
    }


STUDIES = (Study((READS, RATE), measure),)


class _CountingStore:
    """The node's store as far as a proof asks them, counting."""

    def __init__(self, store: "DatabaseStore") -> None:
        self._store, self.reads = store, 0

    def log_tree(self, size: int, _epoch: int) -> "CompactRange":
        """Of the newest size, which is what is measured; an older one would read uncounted."""
        return self._store.log_tree(size)

    def read_tile(self, level: int, index: int, width: int, epoch: int) -> bytes:
        self.reads += 1
        return self._store.read_tile(level, index, width, epoch)


def _entry(index: int) -> bytes:
    """Return what replaces the commitment of event `index`: reproducible, like a digest."""
    return hashlib.sha256(index.to_bytes(8)).digest()


def _generate(store: "DatabaseStore", leaves: int) -> "CompactRange":
    """Write a log of that many leaves: its tiles and its head, not the events' rows, which a
    proof does not read (they are found by their digest, and then known).
    """
    from rogatory.custody.log.tree import leaf_hash
    from rogatory.storage.custody_log.rows import Edge

    edge = Edge()
    for start in range(0, leaves, AT_ONCE):
        fresh = [leaf_hash(_entry(i)) for i in range(start, min(start + AT_ONCE, leaves))]
        edge = edge.grown(*fresh)
        with store.transaction():
            edge.write()
        edge = Edge(edge.epoch, edge.tree, edge.leaves)
    return edge.tree


def _logged(index: int) -> Any:
    from rogatory.node.repositories.custody_log import LoggedEvent

    return LoggedEvent(
        index=index,
        object="",
        action="opened",
        event=b"",
        p256=b"",
        mldsa65=None,
        salt=bytes(32),
        commitment=_entry(index).hex(),
        logged=datetime.now(UTC),  # noqa: TID251 - the edge, where time comes from
    )


def _round(
    counting: _CountingStore, tree: "CompactRange", note: str, seconds: float
) -> dict[str, float]:
    """Proofs at places drawn by chance, as a node makes them; each is verified afterwards."""
    from rogatory.node.custody_log.log import prove

    node = cast("Node", SimpleNamespace(store=counting))
    chance, made = random.Random(tree.size), []  # noqa: S311 - the same places each time
    counting.reads = 0
    started = time.perf_counter()
    while (took := time.perf_counter() - started) < seconds:
        index = chance.randrange(tree.size)
        made.append((index, prove(node, _logged(index), note)))
    _verify(made, tree)
    return {"rate": len(made) / took, "reads": counting.reads / len(made)}


def _verify(made: Sequence[tuple[int, bytes]], tree: "CompactRange") -> None:
    from rogatory.custody.log.proof import parse_proof
    from rogatory.custody.log.tree import leaf_hash, verify_inclusion

    for index, proof in made:
        read = parse_proof(proof)
        verify_inclusion(leaf_hash(_entry(index)), index, tree.size, read.path, tree.root())


def main(folder: str, leaves: str, rounds: str, seconds: str) -> None:
    new_store(Path(folder))
    from rogatory.custody.log.checkpoint import Checkpoint
    from rogatory.seal.notes import NoteSigner
    from rogatory.storage.store import DatabaseStore

    store = DatabaseStore()
    started = time.perf_counter()
    tree = _generate(store, int(leaves))
    took = time.perf_counter() - started
    signer = NoteSigner.generate(f"{'0' * 64}/xb/1", os.urandom)
    note = signer.sign(Checkpoint(signer.name, tree.size, tree.root()).text())
    counting = _CountingStore(store)
    report(
        {
            "made_in_s": took,
            "tile_bytes": (Path(folder) / "books.sqlite3").stat().st_size,
            "rounds": [_round(counting, tree, note, float(seconds)) for _ in range(int(rounds))],
        }
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
