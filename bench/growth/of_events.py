# SPDX-License-Identifier: Apache-2.0
"""A custody log with ever more events: appending, its root, proofs, reading, its database and memory.

python -m bench.growth.of_events FOLDER MOST LOOKS     (a child: see `bench.child`)
"""

import os
import random
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from bench.child import new_store, report
from bench.growth.curves import sizes_to
from bench.growth.timing import memory_mib, middle_ms
from bench.studies.appending import BATCH, Appending

if TYPE_CHECKING:
    from rogatory.node.context import Node

PAGE = 100
"""Events that a page of the log shows."""


def batches_of(size: int, looks: int) -> int:
    return max(1, min(looks, size // (10 * BATCH)))


def main(folder: str, most: str, looks: str) -> None:
    new_store(Path(folder))
    from rogatory.custody.log.checkpoint import Checkpoint
    from rogatory.node.custody_log.log import prove
    from rogatory.seal.notes import NoteSigner
    from rogatory.storage.store import DatabaseStore

    store = DatabaseStore()
    appending, chance, found = Appending(store), random.Random(1), {}  # noqa: S311 - the same places each time
    signer = NoteSigner.generate(f"{'0' * 64}/xb/1", os.urandom)
    node = cast("Node", SimpleNamespace(store=store))
    database = next(Path(folder).glob("books.sqlite3"))
    for size in sizes_to(int(most)):
        started = time.perf_counter()
        while appending.size < size:
            appending.batch()
        filled = time.perf_counter() - started

        tree = store.log_tree(appending.size)
        note = signer.sign(Checkpoint(signer.name, tree.size, tree.root()).text())

        def prove_one(note: str = note, size: int = tree.size) -> None:
            (event,) = store.events_since(chance.randrange(size), 1)
            prove(node, event, note)

        found[size] = {
            "append_ms": middle_ms(appending.one, int(looks)),
            "root_ms": middle_ms(lambda: store.log_tree(appending.size).root(), int(looks)),
            "prove_ms": middle_ms(prove_one, int(looks)),
            "read_page_ms": middle_ms(
                lambda: list(store.events_since(appending.size // 2, PAGE)), int(looks)
            ),
            # Last, and of a tenth of the log at most: it would soon be as long as the next size.
            "append_batch_ms": middle_ms(appending.batch, batches_of(size, int(looks))) / BATCH,
            "memory_MiB": memory_mib(),
            "database_MiB": database.stat().st_size / 2**20,
            "filled_s": filled,
        }
    report({str(size): figures for size, figures in found.items()})


if __name__ == "__main__":
    main(*sys.argv[1:])
