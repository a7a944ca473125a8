# SPDX-License-Identifier: Apache-2.0
"""Serving the doors: gunicorn with threads, TLS 1.3 under one cached context.

Python's ssl agrees the hybrid X25519MLKEM768 by itself where OpenSSL has it; gunicorn would
build a context for every connection, which costs more than the handshake.
"""

import importlib
import logging
import os
import signal
import ssl
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, override

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # likewise
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]  # it ships no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # likewise

from rogatory import keep_what_is_loaded
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.server_file import server_file
from rogatory.bootstrap.ports.reloaded_keys import Reloaded
from rogatory.bootstrap.processes.closing_worker import ClosingWorker
from rogatory.bootstrap.processes.lifeline import end_with_parent
from rogatory.bootstrap.processes.patient_worker import PatientWorker
from rogatory.bootstrap.processes.process_measures import begin_measuring
from rogatory.bootstrap.processes.supervisor import ready_file
from rogatory.bootstrap.processes.tracing import begin_tracing
from rogatory.errors import Reason
from rogatory.node.peer_health.knock import ask_to_knock
from rogatory.transport.client_address import with_client_address
from rogatory.transport.tls import server_context

if TYPE_CHECKING:
    from rogatory.bootstrap.processes.registration import ProcessRegistration

KEEP_ALIVE_SECONDS = 30
"""A peer sends segment after segment: with gunicorn's two seconds each would need a handshake."""

SECONDS_FOR_A_REQUEST = 120
"""A thread that gave no sign for so long has its process replaced."""

SECONDS_TO_FINISH = 10
"""The time that a request under way is given when the node stops."""

FENCED = Arbiter.WORKER_BOOT_ERROR
"""The exit status of a door's process for which gunicorn starts no other one, and ends."""

_log = logging.getLogger(__name__)

APPLICATIONS = {
    "door": "rogatory.bootstrap.wsgi.door",
    "console": "rogatory.bootstrap.wsgi.console",
    "api": "rogatory.bootstrap.wsgi.systems",
}


class OurLogger(Logger):  # type: ignore[misc]  # likewise
    """Hands gunicorn's records to the process's own log."""

    @override
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers = []
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class NodeDoor(BaseApplication):  # type: ignore[misc]  # likewise
    """One door, `door`, `console` or `api`, of a home."""

    def __init__(
        self,
        home: Home,
        name: str,
        fenced: Callable[[Home, Sequence[Reason], int], None],
    ) -> None:
        """Make a door; `fenced` ends a process of it that may write nothing any more."""
        self._home = home
        self._name = name
        self._fenced = fenced
        self._registration: ProcessRegistration | None = None
        self._end_tracing: Callable[[], None] = lambda: None
        super().__init__()

    @override
    def load_config(self) -> None:
        for setting, value in door_settings(self._home, self._name).items():
            self.cfg.set(setting, value)
        self.cfg.set("worker_exit", self._end_registration)

    @override
    def load(self) -> Any:
        application = importlib.import_module(APPLICATIONS[self._name]).application
        from rogatory.bootstrap.home.migrations import refuse_other_tables
        from rogatory.bootstrap.processes.registration import ProcessRegistration
        from rogatory.storage.failover.guard import ServerGuard, unchecked
        from rogatory.storage.transactions.fence import know_fence

        ServerGuard(server_file(self._home)).install()
        with unchecked():
            refuse_other_tables()
            know_fence()
            if self._name == "door":
                self._notice_loss()
        self._registration = ProcessRegistration(
            self._home, self._name, lambda reasons: self._fenced(self._home, reasons, FENCED)
        )
        self._registration.begin()
        begin_measuring(self._home, self._name)
        self._end_tracing = begin_tracing(self._home, self._name)
        return with_client_address(application, self._home.proxies)

    def _end_registration(self, _arbiter: Any, _worker: Any) -> None:
        if self._registration is not None:
            self._registration.end()
        self._end_tracing()

    @staticmethod
    def _notice_loss() -> None:
        """Look for a loss of nonces before the first request, which is older than a loss that it shows."""
        from rogatory.bootstrap.node import running_node

        node = running_node()
        with node.store.relaxed_transaction():
            node.store.notice_loss(node.clock.now())


def door_settings(home: Home, name: str) -> dict[str, Any]:
    """Return gunicorn's settings."""
    host, port = home.address_of(name)
    settings: dict[str, Any] = {
        "bind": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"],
        "worker_class": ClosingWorker,
        "workers": _processes_of(home)[name],
        "threads": home.door_threads,
        "keepalive": KEEP_ALIVE_SECONDS,
        "timeout": SECONDS_FOR_A_REQUEST,
        "graceful_timeout": SECONDS_TO_FINISH,
        "logger_class": OurLogger,
        "control_socket_disable": True,
        "forwarded_allow_ips": "",
        "worker_tmp_dir": str(home.run),
        "proc_name": f"rogatory {name}",
        "pre_fork": _remember_master,
        "post_fork": _end_with_master,
        "post_worker_init": lambda _worker: _begin_work(home, name),
    }
    if home.is_secure(name):
        certificate, key = home.certificate_of(name)
        settings |= {
            "worker_class": PatientWorker.behind(home.proxies),
            "certfile": str(certificate),
            "keyfile": str(key),
            "ssl_context": cached_context(certificate, key),
        }
    return settings


def _processes_of(home: Home) -> Mapping[str, int]:
    """Return how many processes each door has; the API one: it counts in its memory how often a token is used."""
    return {"door": home.door_processes, "console": home.console_processes, "api": 1}


def cached_context(certificate: Path, key: Path) -> Callable[[Any, Any], ssl.SSLContext]:
    """Return what gunicorn's `ssl_context` hook is set to: one context, made once a process, and anew when the
    certificate was replaced.
    """
    made: list[Reloaded[ssl.SSLContext]] = []

    def context(_config: Any, _default: Any) -> ssl.SSLContext:
        if not made:
            made.append(
                Reloaded(
                    f"the certificate {certificate.name}",
                    lambda: (certificate, key),
                    lambda: server_context(certificate, key),
                )
            )
        return made[0].current()

    return context


def _begin_work(home: Home, name: str) -> None:
    keep_what_is_loaded()
    ready_file(home, name).touch()
    if name == "door":
        _knock()


def _knock() -> None:
    """Have the other nodes hear that this door serves, as far as the database can be asked now."""
    from django.db import Error

    from rogatory.bootstrap.node import running_node

    try:
        ask_to_knock(running_node())
    except Error:
        _log.warning("the other nodes do not hear that the door is open", exc_info=True)


def _remember_master(_arbiter: Any, worker: Any) -> None:
    worker.rogatory_master = os.getpid()


def _end_with_master(_arbiter: Any, worker: Any) -> None:
    # At once: the next master needs the port, and a peer repeats what it got no answer to. A signal that
    # the worker handles itself would wait for its threads, of which one may hang for ever.
    end_with_parent(worker.rogatory_master, signal.SIGKILL)
