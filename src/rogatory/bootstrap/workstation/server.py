# SPDX-License-Identifier: Apache-2.0
"""Serving the workstation's pages: one process, threads, 127.0.0.1 and nothing else.

No gunicorn here: its processes are replaced when they die, and the next would let the printed token
in again and know nothing of what was unlocked. This one ends, and so does all that it knew.
"""

import importlib
import logging
import os
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, override
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from rogatory.bootstrap.workstation.door import LOOPBACK, WorkstationDoor
from rogatory.node.viewer.session import ViewerSession

SECONDS_FOR_A_LINE = 30
"""A connection that says nothing for so long is closed; the browser is on this machine."""

MOST_AT_ONCE = 32
"""Requests under way: a page asks for a few; each further one waits."""

SECONDS_BETWEEN_LOOKS = 5
"""How often it is looked whether nobody is here any more."""


@dataclass(frozen=True, slots=True)
class Running:
    """The server of this process."""

    session: ViewerSession
    door: WorkstationDoor


_running: list[Running] = []


def running_workstation() -> Running:
    """Return what the pages ask; a programmer's error before `workstation` was entered."""
    return _running[-1]


class _Handler(WSGIRequestHandler):
    timeout = SECONDS_FOR_A_LINE

    @override
    def log_message(self, *arguments: Any) -> None:
        """Log nothing: a log on the disk would name what was looked at."""

    @override
    def get_environ(self) -> dict[str, Any]:
        # The base passes on os.environ, which could contain SCRIPT_NAME and others.
        given = super().get_environ()
        return {"rogatory.hosts": self.headers.get_all("Host") or [], **given}


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__((LOOPBACK, port), _Handler)

    @override
    def server_bind(self) -> None:
        # The base asks the name service what this machine is called.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])
        self.setup_environ()

    @override
    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with self._places:
            super().process_request_thread(request, client_address)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report nothing: a browser that goes away is no fault; faults of pages are shown by the
        pages.
        """


ServerHandler.server_software = "rogatory"
"""The value of the header Server, instead of which Python this is."""


def beneath(prefix: str, application: Callable[..., Any]) -> Callable[..., Any]:
    """Serve the application under a path; there is nothing anywhere else, and no answer reveals
    more.
    """

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        path = environ.get("PATH_INFO", "")
        hosts = environ.get("rogatory.hosts")
        if not path.startswith(f"{prefix}/") or (hosts is not None and len(hosts) != 1):
            start("404 Not Found", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
            return [b"There is nothing here.\n"]
        return application(
            {**environ, "SCRIPT_NAME": prefix, "PATH_INFO": path[len(prefix) :]}, start
        )

    return answer


@contextmanager
def workstation(
    session: ViewerSession, port: int = 0
) -> Iterator[tuple[WorkstationDoor, Callable[[], None]]]:
    """Provide the pages on a port of loopback (0: any); gives their door, and what serves until
    stopped.

    At the end the keys are forgotten, however it comes.
    """
    with _Server(port) as server:
        door = WorkstationDoor(server.server_port, os.urandom)
        _running.append(Running(session, door))
        os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.workstation"
        server.set_app(
            beneath(
                door.prefix,
                importlib.import_module("rogatory.bootstrap.wsgi.workstation").application,
            )
        )
        # Each refusal would be printed on the terminal; a fault of ours still is, with its trace.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        over = threading.Event()
        watcher = threading.Thread(target=_watch, args=(session, over), daemon=True)
        watcher.start()
        try:
            yield door, server.serve_forever
        finally:
            over.set()
            session.lock()


def _watch(session: ViewerSession, over: threading.Event) -> None:
    """Lock the keys when nobody is here, though nobody asks."""
    while not over.wait(SECONDS_BETWEEN_LOOKS):
        session.lock_if_idle()
