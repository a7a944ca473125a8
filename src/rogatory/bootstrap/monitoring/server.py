# SPDX-License-Identifier: Apache-2.0
"""The server of the metrics: one address, one page, read anew for each question, at most once in five seconds.

It is a process of its own: whatever is sent to it, the node goes on. It writes nothing and signs nothing.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, override
from urllib.parse import urlsplit

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.monitoring.exposition import CONTENT_TYPE, exposition
from rogatory.bootstrap.monitoring.node_metrics import node_metrics

KEPT_FOR = 5.0
"""Seconds that an answer serves: who asks more often reads the database no more often."""

SECONDS_FOR_A_REQUEST = 10.0
"""A caller that sends nothing for so long is given up."""

PATH = "/metrics"


class MetricsServer(ThreadingHTTPServer):
    """Serves the metrics of a home at an address."""

    daemon_threads = True

    def __init__(self, home: Home, host: str, port: int, kept_for: float = KEPT_FOR) -> None:
        super().__init__((host, port), _Handler)
        self._home, self._kept_for = home, kept_for
        self._lock = threading.Lock()
        self._text, self._at = b"", -kept_for

    def text(self) -> bytes:
        """Return the metrics, of this moment or of a few seconds before."""
        with self._lock:
            if time.monotonic() - self._at >= self._kept_for:
                self._text = exposition(node_metrics(self._home, datetime.now(UTC)))
                self._at = time.monotonic()
            return self._text


class _Handler(BaseHTTPRequestHandler):
    server: MetricsServer
    timeout = SECONDS_FOR_A_REQUEST
    server_version, sys_version = "rogatory", ""

    def do_GET(self) -> None:
        if self.path != PATH:
            self.send_error(404)
            return
        text = self.server.text()
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(text)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: a question every few seconds is no news."""


def metrics_address(listen: str) -> tuple[str, int]:
    """Return host and port of the setting."""
    parts = urlsplit(f"//{listen}")
    return parts.hostname or "127.0.0.1", parts.port or 0


def serve_metrics(home: Home, listen: str, ready: Callable[[int], None]) -> None:
    """Serve the metrics until the process ends; `ready` is given the port once it listens."""
    with MetricsServer(home, *metrics_address(listen)) as server:
        ready(server.server_address[1])
        server.serve_forever()
