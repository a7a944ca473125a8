# SPDX-License-Identifier: Apache-2.0
"""A node with ever more requests: its pages, its reads and writes, its database and its memory.

python -m bench.growth.of_requests NETWORK MOST LOOKS     (a child: see `bench.child`)
"""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.child import report
from bench.growth.curves import sizes_to
from bench.growth.timing import memory_mib, middle_ms
from bench.studies.filling import Filling
from bench.studies.pages import addresses, begin_with_one, logged_in, look

if TYPE_CHECKING:
    from rogatory.node.context import Node

WORKER = "growth"


def _acts(node: "Node", thread: str) -> Mapping[str, Callable[[], Any]]:
    """Return what a node does for each message or look, without its pages."""
    from rogatory.node.queue.end_job import done

    def work_once() -> None:
        at = node.clock.now()
        with node.store.transaction():
            node.queue.enqueue("growth", "growth", {}, at)
        for job in node.queue.lease(WORKER, 1, node.clock.now()):
            with done(node, job):
                pass

    return {
        "undelivered": node.store.undelivered_counts,
        "transcript": lambda: node.store.transcript(thread),
        "job": work_once,
        "next_due": node.queue.next_due,
        "troubled_jobs": lambda: node.queue.troubled(50),
    }


def _look_through(node: "Node") -> float:
    """Return the seconds in which all rows are looked through for the names of objects, as once a day."""
    started = time.perf_counter()
    named = node.store.named_among(frozenset(node.objects.digests()), ended_after=node.clock.now())
    assert named
    return time.perf_counter() - started


def main(network: str, most: str, looks: str) -> None:
    thread, database = begin_with_one(Path(network))
    from rogatory.bootstrap.node import running_node

    node, client, found = running_node(), logged_in(), {}
    filling = Filling(thread, datetime.now(UTC))  # noqa: TID251 - the edge, where time comes from
    acts = _acts(node, thread)
    for size in sizes_to(int(most)):
        started = time.perf_counter()
        filling.reach(size)
        filled = time.perf_counter() - started
        figures = {
            f"page_{name}_ms": middle_ms(lambda at=at: look(client, at), int(looks))  # type: ignore[misc]  # bound at once
            for name, at in addresses(thread).items()
        }
        figures |= {f"{name}_ms": middle_ms(act, int(looks)) for name, act in acts.items()}
        figures["rows_looked_through_s"] = _look_through(node)
        figures["memory_MiB"] = memory_mib()
        figures["database_MiB"] = database.stat().st_size / 2**20
        figures["filled_s"] = filled
        found[size] = figures
    report({str(size): figures for size, figures in found.items()})


if __name__ == "__main__":
    main(*sys.argv[1:])
