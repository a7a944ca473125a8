# SPDX-License-Identifier: Apache-2.0
"""A node in the background, for exercises, demos and tests: started, waited for, stopped, killed.

with running_node(home) as node: ...
"""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.processes.forking import FIRST, Forked
from rogatory.bootstrap.processes.loaded import loaded_process
from rogatory.bootstrap.processes.supervisor import (
    CHILDREN,
    clean_environment,
    is_ready,
    ready_file,
)
from rogatory.errors import Unreachable

SECONDS_TO_START = 180.0
"""A loaded machine takes seconds to start a node's processes; longer than this, one hangs."""


@dataclass(frozen=True, slots=True)
class RunningNode:
    """A supervisor that this process started; it ends with this process (see `loaded`)."""

    home: Home
    process: Forked
    names: tuple[str, ...]

    def stop(self) -> int:
        """End the node in order; returns its exit status."""
        self.process.terminate()
        return self.process.wait()

    def kill(self) -> None:
        """Kill the supervisor without notice (SIGKILL); its processes end by themselves."""
        self.process.kill()
        self.process.wait()

    def is_ready(self) -> bool:
        """Decide whether every process of it has begun its work."""
        return all(is_ready(self.home, name) for name in self.names)


def start_node(home: Home, *, names: Sequence[str] = CHILDREN, wait: bool = True) -> RunningNode:
    """Start a node; when this returns its doors answer and its worker works.

    `names` leaves processes out: an exercise with twenty States needs no twenty consoles.

    Raises:
        Unreachable: it did not come up; the reason is in the home's logs.
    """
    for name in names:
        ready_file(home, name).unlink(missing_ok=True)
    parent = loaded_process()
    command = [*FIRST, "-m", "rogatory.bootstrap.processes.supervise"]
    errors = home.logs / "supervisor.err"
    with errors.open("wb") as log, Path(os.devnull).open("rb") as nothing:
        process = parent.start(
            [*command, str(home.path), str(parent.pid), *names],
            environment=clean_environment(home),
            folder=Path.cwd(),
            descriptors=(nothing.fileno(), log.fileno(), log.fileno()),
        )
    node = RunningNode(home, process, tuple(names))
    if wait:
        wait_until_ready(node)
    return node


@contextlib.contextmanager
def background_node(home: Home, names: Sequence[str] = CHILDREN) -> Iterator[RunningNode]:
    """Provide a node that runs as long as the block."""
    node = start_node(home, names=names)
    try:
        yield node
    finally:
        node.stop()


def wait_until_ready(node: RunningNode, seconds: float = SECONDS_TO_START) -> None:
    """Return once the node is ready; end it and raise `Unreachable` if it does not become so."""
    until = time.monotonic() + seconds
    while not node.is_ready():
        if node.process.poll() is not None or time.monotonic() > until:
            node.kill()
            raise Unreachable(
                refusals.NODE_NOT_UP.because(path=str(node.home.path), logs=str(node.home.logs))
            )
        time.sleep(0.05)
