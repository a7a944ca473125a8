# SPDX-License-Identifier: Apache-2.0
"""Mapping[str, Any] for the doctor about processes that run: whether they answer, and with which certificate.

A process that is stopped, or whose threads all hang, is there for the kernel and for nobody else.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rogatory.bootstrap.doctor.facts import processes
from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.kinds import work_kinds
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.home.certificates import read_certificate
from rogatory.bootstrap.home.folder import Home
from rogatory.errors import RogatoryError
from rogatory.wire.words import problem_of, theirs

SECONDS_TO_ANSWER = 10.0
"""A door answers within milliseconds, on a loaded machine within a second."""

LONGEST_STATUS = 16
"""Bytes of an answer that are waited for: `HTTP/1.1 404`."""


def answering(home: Home, look: Look) -> Mapping[str, Any]:
    """Return which processes are stopped, and what each door that runs here answers."""
    running = {name: pid for name, pid in processes(home).items() if pid is not None}
    stopped = [name for name, pid in running.items() if _state(pid) in {"T", "t"}]
    doors = [name for name in ("door", "console", "api") if name in running and look.asks]
    return {"stopped": stopped, "doors": [_look_at(home, name) for name in doors]}


def of_answering(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report the processes that run and do not work."""
    if facts["stopped"]:
        yield work_kinds.PROCESS_STOPPED.found(names=tuple(facts["stopped"]))
    for one in facts["doors"]:
        if one["problem"] is not None:
            yield work_kinds.DOOR_SILENT.found(
                name=one["name"], address=one["address"], problem=one["problem"]
            )
        elif one["other"]:
            yield work_kinds.CERTIFICATE_OLD.found(name=one["name"], path=one["other"])
    if good := tuple(one["name"] for one in facts["doors"] if one["problem"] is None):
        yield work_kinds.DOOR_ANSWERS.found(names=good)


def _look_at(home: Home, name: str) -> Mapping[str, Any]:
    host, port = home.address_of(name)
    certificate = home.certificate_of(name)[0]
    found = {"name": name, "address": f"{host}:{port}", "problem": None, "other": None}
    try:
        served = _ask(host, port, secure=home.is_secure(name))
    except ssl.SSLError as error:
        return found | {"problem": theirs(error.reason or "TLS")}
    except OSError as error:
        return found | {"problem": theirs(error.strerror or type(error).__name__)}
    except ValueError as error:
        return found | {"problem": problem_of(error)}
    return found | {"other": _other(home, served, certificate)}


def _ask(host: str, port: int, *, secure: bool) -> bytes | None:
    """Return the certificate with which a door answers, if it serves TLS.

    Raises:
        OSError: it does not answer.
        ValueError: what answers speaks no HTTP.
    """
    with socket.create_connection((host, port), timeout=SECONDS_TO_ANSWER) as plain:
        if not secure:
            _read_status(plain, host)
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # It is asked for nothing, and given nothing; its certificate is compared below.
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with context.wrap_socket(plain, server_hostname=host) as line:
            served = line.getpeercert(binary_form=True)
            _read_status(line, host)
            return served


def _read_status(line: socket.socket, host: str) -> None:
    line.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    answer = line.recv(LONGEST_STATUS)
    if not answer:
        raise ConnectionResetError(0, "the connection was closed without an answer")
    if not answer.startswith(b"HTTP/"):
        raise ValueError("no HTTP")


def _other(home: Home, served: bytes | None, path: Path) -> str | None:
    """Return the name of the file if a door serves another certificate than the one in it."""
    if served is None:
        return None
    try:
        kept = read_certificate(home, path)
    except (RogatoryError, OSError):
        return None  # it is a finding of its own
    return path.name if kept is not None and kept.der != served else None


def _state(pid: int) -> str:
    """Return the kernel's letter for the state of a process; empty where there is none any more."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[0]
