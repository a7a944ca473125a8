# SPDX-License-Identifier: Apache-2.0
"""The directory's own server and publisher, as one long-running program.

It serves the folder, takes what States submit, publishes at once, signs a new timestamp in time,
and brings every change to its copies. gunicorn serves with threads in one child process, which
holds the key; a second thread in it keeps the beat, so that a child that dies is started again with
both. Killed at any point, it continues from the state of its folder (`directory.publisher`).
"""

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.bootstrap.processes.plain_server import run_plain_server
from rogatory.directory.ceremony.keys import DirectoryKey
from rogatory.directory.publish.copying import copy_repository
from rogatory.directory.publish.publisher import Lives, Publisher
from rogatory.errors import RogatoryError
from rogatory.node.ports import Clock
from rogatory.transport.directory_application import directory_application

SECONDS_BETWEEN_LOOKS = 20.0
"""How often the beat looks whether a timestamp is due and whether a copy lags behind."""

_HALT = 4
"""gunicorn's own exit status for an application that cannot be loaded: it starts no other."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DirectoryServer:
    """A server of folders; with `open_key` it publishes, too."""

    repository: Path
    host: str
    port: int
    open_key: Callable[[], DirectoryKey] | None = None
    copies: Sequence[Path] = ()
    lives: Lives = field(default_factory=Lives)


def run_directory_server(server: DirectoryServer) -> None:
    """Serve in the foreground until SIGTERM or SIGINT.

    Raises:
        Unreachable: the port is taken.
    """
    run_plain_server("rogatory directory", server.host, server.port, lambda: _application(server))


class Beat:
    """Keeps the timestamp fresh and the copies equal; `wake` has it look at once."""

    def __init__(self, publisher: Publisher, server: DirectoryServer, clock: Clock) -> None:
        self._publisher, self._server, self._clock = publisher, server, clock
        self._due = threading.Event()

    def wake(self) -> None:
        self._due.set()

    def run(self) -> None:
        """Run for ever, in a thread of its own; failures are logged and tried again."""
        while True:
            self.look()
            self._due.wait(SECONDS_BETWEEN_LOOKS)
            self._due.clear()

    def look(self) -> None:
        """Sign a timestamp if it is due, and bring what the copies lack to them."""
        self._try("the timestamp", lambda: self._publisher.tick_if_due(self._clock.now()))
        for copy in self._server.copies:
            self._try(
                f"the copy in {copy}", partial(copy_repository, self._server.repository, copy)
            )

    @staticmethod
    def _try(what: str, act: Callable[[], object]) -> None:
        try:
            act()
        except RogatoryError as error:
            _log.error("%s could not be renewed: %s", what, error)
        except Exception:  # noqa: BLE001 - whatever it is, the beat must go on
            # A day without a timestamp, and every reader stops.
            _log.exception("%s could not be renewed", what)


def _application(server: DirectoryServer) -> Any:
    """Open the key in the child, since a token's session does not outlive a fork."""
    clock = SystemClock()
    if server.open_key is None:
        return directory_application(server.repository, None, clock)
    try:
        publisher = Publisher(server.repository, server.open_key(), lives=server.lives)
        publisher.tick_if_due(clock.now())
    except RogatoryError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(_HALT)
    beat = Beat(publisher, server, clock)
    threading.Thread(target=beat.run, daemon=True, name="beat").start()
    return directory_application(server.repository, publisher, clock, published=beat.wake)
