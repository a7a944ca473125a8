# SPDX-License-Identifier: Apache-2.0
"""A timestamp authority as a long-running program: the keys that `rogatory keys issue tsa` made, served on one port.

Each answered request and each change between giving and refusing is a line of JSON on standard error.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.log_lines import JsonLines
from rogatory.bootstrap.ports.clock import SystemClock, is_time_kept
from rogatory.bootstrap.processes.plain_server import run_plain_server
from rogatory.disk import read_file
from rogatory.errors import Refused
from rogatory.seal.certificates.chains import period_reasons
from rogatory.seal.certificates.reading import load_der
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.transport.timestamp_application import TimestampApplication

KEY, CERTIFICATE = "p256.key", "p256.pem"
"""The files that `rogatory keys issue tsa` writes."""

LARGEST_FILE = 64 << 10
"""Bytes of key or certificate; each has less than two thousand."""

SECONDS_BETWEEN_LOOKS = 30.0
"""How often the system is asked whether a time server keeps its clock: a wrong clock is noticed within this time."""


@dataclass(frozen=True, slots=True)
class TimestampServer:
    authority: TimestampAuthority
    host: str
    port: int


def read_authority(folder: Path) -> TimestampAuthority:
    """Read the authority whose keys are in a folder.

    Raises:
        Refused: a file is missing or cannot be read, they do not belong together, are for another use, or are out of their period.
    """
    missing = [name for name in (KEY, CERTIFICATE) if not (folder / name).is_file()]
    if missing:
        raise Refused(
            refusals.TIMESTAMP_KEYS_MISSING.because(folder=str(folder), names=", ".join(missing))
        )
    key, certificate = (read_file(folder / name, limit=LARGEST_FILE) for name in (KEY, CERTIFICATE))
    authority = TimestampAuthority(key, certificate)
    if reasons := list(period_reasons(load_der(authority.certificate), SystemClock().now())):
        raise Refused(reasons)
    return authority


def run_timestamp_server(server: TimestampServer) -> None:
    """Serve in the foreground until SIGTERM or SIGINT.

    Raises:
        Unreachable: the port is taken, or not for this account.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines("timestamps"))
    logging.basicConfig(handlers=[handler], level=logging.INFO)

    def application() -> TimestampApplication:
        keeping = TimeKeeping(is_time_kept)
        threading.Thread(target=keeping.run, daemon=True, name="time keeping").start()
        return TimestampApplication(
            server.authority, SystemClock(), os.urandom, is_time_kept=keeping.state
        )

    run_plain_server("rogatory timestamps", server.host, server.port, application)


class TimeKeeping:
    """The newest answer of the system to whether a time server keeps its clock; nobody waits for it."""

    def __init__(self, ask: Callable[[], bool | None]) -> None:
        self._ask = ask
        self._state = ask()

    def state(self) -> bool | None:
        return self._state

    def run(self) -> None:
        """Run for ever, in a thread of its own."""
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            self._state = self._ask()
