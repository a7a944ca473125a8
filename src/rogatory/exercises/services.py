# SPDX-License-Identifier: Apache-2.0
"""Services that the States of an exercise share: the directory's server and one timestamp
authority.

    python -m rogatory.exercises.services NETWORK DIRECTORY_PORT TIMESTAMP_PORT STATE PARENT

Both listen on loopback. The publisher signs a new timestamp in time, as long as this runs.
"""

import os
import signal
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from types import FrameType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.bootstrap.processes.lifeline import end_with_parent
from rogatory.directory.publish.publisher import Publisher
from rogatory.exercises.federation import Federation
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.transport.directory_application import directory_application
from rogatory.transport.timestamp_application import TimestampApplication

LOOPBACK = "127.0.0.1"

SECONDS_BETWEEN_TICKS = 60
"""How often the publisher looks whether its timestamp needs renewing."""


class QuietHandler(WSGIRequestHandler):
    timeout = 30
    """Seconds: a client that says nothing must not hold a thread for ever."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        del format, args


class ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


def serve(application: Any, port: int) -> ThreadedServer:
    """Serve a WSGI application on a loopback port, from a thread of its own."""
    server = ThreadedServer((LOOPBACK, port), QuietHandler)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main(network: str, directory_port: str, timestamp_port: str, state: str, parent: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(int(parent), signal.SIGTERM)
    federation, clock, stop = Federation(Path(network)), SystemClock(), threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    publisher = Publisher(federation.repository, federation.online_key())
    keys = federation.state(state)
    authority = TimestampAuthority((keys / "tsa.key").read_bytes(), (keys / "tsa.pem").read_bytes())
    serve(directory_application(federation.repository, publisher, clock), int(directory_port))
    serve(TimestampApplication(authority, clock, os.urandom), int(timestamp_port))
    publisher.tick_if_due(clock.now())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not stop.wait(SECONDS_BETWEEN_TICKS):
        publisher.tick_if_due(clock.now())


if __name__ == "__main__":
    main(*sys.argv[1:])
