# SPDX-License-Identifier: Apache-2.0
"""A worker of a real home that fetches one package: `fetching_child.py HOME SEAL STATE THREAD`.

As the node's own worker, but that its lease is short, so that a test which kills it many times
need not wait out twenty seconds each time. Ends when the package is whole.
"""

import os
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ["ROGATORY_HOME"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.worker"

import django

django.setup()

from rogatory.bootstrap.home.folder import read_home  # noqa: E402 - Django is set up before models
from rogatory.bootstrap.node import build_node  # noqa: E402
from rogatory.node.worker.work import run  # noqa: E402
from rogatory.storage.queue.jobs import DatabaseQueue  # noqa: E402

LEASE = timedelta(seconds=2)


def main(home, seal, state, thread):
    node = build_node(read_home(Path(home)))
    node = replace(node, queue=DatabaseQueue(lease=LEASE))
    wanted = {"seal": seal, "state": state, "thread": thread}
    with node.store.transaction():
        node.queue.enqueue("fetch", f"fetch/{seal}", wanted, node.clock.now())
    name = f"child-{os.getpid()}"
    while not ((record := node.store.package(seal)) and record.complete):
        for job in node.queue.lease(name, 1, node.clock.now()):
            if job.kind == "fetch":
                run(node, job)
        time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
