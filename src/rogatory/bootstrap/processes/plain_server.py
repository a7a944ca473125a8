# SPDX-License-Identifier: Apache-2.0
"""A program that serves one port without TLS, behind a web server: of the directory, or of a timestamp authority.

gunicorn serves with threads in one child process, and starts it again if it dies.
"""

import errno
import socket
from collections.abc import Callable
from typing import Any, override

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it ships no types

from rogatory import keep_what_is_loaded
from rogatory.bootstrap import refusals
from rogatory.bootstrap.processes.closing_worker import ClosingWorker
from rogatory.bootstrap.processes.doors import SECONDS_FOR_A_REQUEST, SECONDS_TO_FINISH, OurLogger
from rogatory.errors import Unreachable
from rogatory.transport.bounded_plain_socket import PatientSocket

THREADS = 16
"""Callers served at once; more wait their turn."""


def run_plain_server(name: str, host: str, port: int, load: Callable[[], Any]) -> None:
    """Serve in the foreground until SIGTERM or SIGINT what `load` makes in the child process, a WSGI application.

    Raises:
        Unreachable: the port is taken, or not for this account.
    """
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        is_forbidden = error.errno == errno.EACCES
        code = refusals.SERVICE_PORT_FORBIDDEN if is_forbidden else refusals.SERVICE_PORT_TAKEN
        raise Unreachable(code.because(host=host, port=port)) from error
    _Server(name, host, port, load).run()


class PlainWorker(ClosingWorker):
    """Lets nobody hold a thread by sending little and late."""

    def handle(self, conn: Any) -> Any:
        if not isinstance(conn.sock, PatientSocket):
            conn.sock = PatientSocket.instead_of(conn.sock)
        return super().handle(conn)


class _Server(BaseApplication):  # type: ignore[misc]  # likewise
    def __init__(self, name: str, host: str, port: int, load: Callable[[], Any]) -> None:
        self._name, self._host, self._port, self._load = name, host, port, load
        super().__init__()

    @override
    def load_config(self) -> None:
        host, port = self._host, self._port
        for setting, value in {
            "bind": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"],
            "worker_class": PlainWorker,
            "workers": 1,
            "threads": THREADS,
            "timeout": SECONDS_FOR_A_REQUEST,
            "graceful_timeout": SECONDS_TO_FINISH,
            "logger_class": OurLogger,
            "control_socket_disable": True,
            "forwarded_allow_ips": "",
            "proc_name": self._name,
            "post_worker_init": lambda _worker: keep_what_is_loaded(),
        }.items():
            self.cfg.set(setting, value)

    @override
    def load(self) -> Any:
        return self._load()
