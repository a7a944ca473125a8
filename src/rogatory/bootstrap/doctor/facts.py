# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about a node's home and its machine; `examination` has the order and survives what fails.

Nothing is changed, and no process of the node need run.
"""

import json
import os
import platform
import shutil
import sqlite3
import ssl
import stat
import subprocess
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rogatory.bootstrap.doctor.entry_facts import entry_facts
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import (
    OTHERS,
    key_reason,
    keys_for_signer,
    missing_keys,
    secret_files,
)
from rogatory.bootstrap.home.logs import receiver_of
from rogatory.bootstrap.node_toml.settings import ELSEWHERE
from rogatory.bootstrap.ports.clock import is_time_kept
from rogatory.bootstrap.ports.object_store import check_objects
from rogatory.bootstrap.ports.register import own_copy
from rogatory.bootstrap.processes.supervisor import pid_of
from rogatory.errors import RogatoryError
from rogatory.transport.syslog import receiver_problem
from rogatory.wire.moments import format_moment
from rogatory.wire.words import problem_of, statement_of

LIBRARIES = ("django", "cryptography", "tuf", "gunicorn", "urllib3", "fido2", "django-allauth")

SECONDS_FOR_A_TOOL = 5.0
"""For a program that states its version: one that hangs must not hold up the doctor."""

type InstallationFacts = dict[str, Any]
"""Values under stable names: numbers, texts, moments, reasons and statements; None where a thing could
not be found out."""


def versions() -> InstallationFacts:
    found: InstallationFacts = {
        "rogatory": _version("rogatory"),
        "python": platform.python_version(),
        "openssl": ssl.OPENSSL_VERSION,
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()}",
    }
    return found | {name: _version(name) for name in LIBRARIES}


def clock(now: datetime) -> InstallationFacts:
    """Return the machine's time, and whether the system says that it is kept by a time server."""
    return {"now": format_moment(now), "synchronized": is_time_kept()}


def disk(home: Home) -> InstallationFacts:
    """Return the space of the disk on which the home is, and the files that it can still have."""
    usage, system = shutil.disk_usage(home.path), os.statvfs(home.path)
    return {
        "total": usage.total,
        "free": usage.free,
        "inodes": system.f_files,
        "inodes_free": system.f_favail,
        "encryption": encryption(home.path),
    }


def encryption(path: Path) -> str:
    """Return what encrypts the disk of a path: `dm-crypt`, a file system's name, or `not found`.

    *Not found* is not *absent*: a virtual machine cannot see how its host keeps its disk.
    """
    try:
        source, kind = _mount(path)
    except (OSError, ValueError):
        return "not found"
    if kind in {"ecryptfs", "fuse.gocryptfs", "fuse.encfs"}:
        return kind
    tree = _output(["lsblk", "--json", "--inverse", "--output", "NAME,TYPE", source])
    if tree is None:
        return "not found"
    try:
        devices = json.loads(tree).get("blockdevices", [])
    except ValueError:
        return "not found"
    return "dm-crypt" if _names_crypt(devices) else "not found"


def directory(home: Home, now: datetime) -> InstallationFacts:
    """Return the node's copy of the directory: its age in seconds, its version, who is listed."""
    try:
        found = own_copy(home).view(now)
    except RogatoryError as error:
        return {"age": None, "codes": list(error.codes), "problem": statement_of(error)}
    except Exception as error:  # noqa: BLE001 - files that somebody damaged make no view, whatever the error
        return {"age": None, "codes": [], "problem": problem_of(error)}
    return {
        "age": found.age(now),
        "state": home.state,
        "version": found.snapshot_version,
        "states": list(found.states),
        "held": sorted(found.held),
        "grace": home.directory_grace.total_seconds(),
        "codes": [],
        "problem": None,
    } | entry_facts(found, home.state, now)


def keys(home: Home) -> InstallationFacts:
    """Return key files that are missing or that others may read; and whether the home itself is
    closed.
    """
    problems = missing_keys(home, home.running_processes)
    readable = [reason for path in secret_files(home) if (reason := key_reason(path))]
    problems += [reason for reason in readable if reason not in problems]
    mode = stat.S_IMODE(home.path.stat().st_mode)
    spare = keys_for_signer(home) if home.signer == ELSEWHERE else []
    return {
        "problems": problems,
        "home_mode": f"{mode:04o}",
        "home_closed": not mode & OTHERS,
        "spare": [str(path.relative_to(home.path)) for path in spare],
    }


def processes(home: Home) -> Mapping[str, int | None]:
    """Process ids by name, None for one that does not run."""
    found = {name: pid_of(home, name) for name in ("supervisor", *home.running_processes)}
    return {
        name: pid if pid and Path(f"/proc/{pid}").exists() else None for name, pid in found.items()
    }


def object_store(home: Home, *, asks: bool = True) -> InstallationFacts:
    """Return the bucket of the node's objects, if they are in one, and why they cannot be relied on there:
    the check writes an object of its own and removes it. Nothing else is changed.
    """
    table = home.object_store
    found: InstallationFacts = {"bucket": table and table.bucket, "checked": asks, "problems": []}
    if table is not None and asks:
        try:
            check_objects(home, os.urandom)
        except RogatoryError as error:
            found["problems"] = list(error.reasons)
    return found


def guards(home: Home, *, asks: bool = True) -> InstallationFacts:
    """Return which of the State's own services guard the node: a machine for its logs (and, if it
    is asked, why it takes nothing now), a scanner for uploads, a list of stolen passwords.
    """
    return {
        "exercise": home.exercise,
        "syslog": home.syslog.host if home.syslog else None,
        "syslog_problem": receiver_problem(receiver_of(home, home.syslog))
        if home.syslog and asks
        else None,
        "scanner": bool(home.scanner),
        "passwords": bool(home.passwords),
    }


def _mount(path: Path) -> tuple[str, str]:
    """Return device and kind of the file system that holds a path."""
    best = ("", "", "")
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        source, point, kind, *_rest = line.split(" ")
        point = point.encode().decode("unicode_escape")
        if path.is_relative_to(point) and len(point) >= len(best[1]):
            best = (source, point, kind)
    return best[0], best[2]


def _names_crypt(devices: list[Mapping[str, Any]]) -> bool:
    return any(
        device.get("type") == "crypt" or _names_crypt(device.get("children", []))
        for device in devices
    )


def _output(command: list[str]) -> str | None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS_FOR_A_TOOL, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
