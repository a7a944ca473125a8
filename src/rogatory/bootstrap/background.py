# SPDX-License-Identifier: Apache-2.0
"""A node in the background, for exercises, demos and tests: started, waited for, stopped, killed.

with running_node(home) as node: ...
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home import Home
from rogatory.bootstrap.processes import clean_environment
from rogatory.errors import Unreachable

SECONDS_TO_START = 30.0


@dataclass(frozen=True, slots=True)
class RunningNode:
    """A supervisor that this process started; it ends with this process."""

    home: Home
    process: subprocess.Popen[bytes]

    def stop(self) -> int:
        """End the node in order; returns its exit status."""
        self.process.terminate()
        return self.process.wait()

    def kill(self) -> None:
        """Kill the supervisor without notice (SIGKILL); its processes end by themselves."""
        self.process.kill()
        self.process.wait()


def start_node(home: Home, *, wait: bool = True) -> RunningNode:
    """Start a node; when this returns it answers at both doors and its worker works.

    Call it from the thread that lives as long as the node should: the node ends with it.

    Raises:
        Unreachable: it did not come up; the reason stands in the home's logs.
    """
    ready = home.run / "worker.ready"
    ready.unlink(missing_ok=True)
    with (home.logs / "supervisor.err").open("wb") as errors:
        process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-m",
                "rogatory.bootstrap.supervise",
                str(home.path),
                str(os.getpid()),
            ],
            env=clean_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
        )
    node = RunningNode(home, process)
    if wait:
        wait_until_ready(node)
    return node


@contextlib.contextmanager
def running_node(home: Home) -> Iterator[RunningNode]:
    """A node that runs as long as the block."""
    node = start_node(home)
    try:
        yield node
    finally:
        node.stop()


def wait_until_ready(node: RunningNode, seconds: float = SECONDS_TO_START) -> None:
    """Return once both doors accept connections and the worker has begun."""
    until = time.monotonic() + seconds
    while not _is_ready(node.home):
        if node.process.poll() is not None or time.monotonic() > until:
            node.kill()
            raise Unreachable(
                refusals.NODE_NOT_UP.because(path=str(node.home.path), logs=str(node.home.logs))
            )
        time.sleep(0.05)


def _is_ready(home: Home) -> bool:
    if not (home.run / "worker.ready").exists():
        return False
    return all(_accepts(*home.address(url)) for url in (home.node_url, home.console_url))


def _accepts(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
