# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about a node's home; the command line prints and judges.

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
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rogatory.bootstrap.doctor.custody_logs import logs
from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.entry_facts import entry_facts
from rogatory.bootstrap.doctor.law_objects import law_objects
from rogatory.bootstrap.doctor.machines import machines
from rogatory.bootstrap.doctor.witnesses import witnesses
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import (
    OTHERS,
    key_reason,
    keys_for_signer,
    missing_keys,
    secret_files,
)
from rogatory.bootstrap.home.logs import receiver_of
from rogatory.bootstrap.home.server_file import server_file
from rogatory.bootstrap.node_toml.settings import ELSEWHERE
from rogatory.bootstrap.ports.object_store import check_objects
from rogatory.bootstrap.ports.register import own_copy
from rogatory.bootstrap.processes.admission import read_admission
from rogatory.bootstrap.processes.supervisor import pid_of
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.node.completeness.record import SETTING, read_recovery
from rogatory.node.failover.refusals import SHOWN_BY_OTHERS
from rogatory.node.witnesses.refusals import WITNESS_SAW_MORE
from rogatory.transport.syslog import receiver_problem
from rogatory.wire.moments import format_moment
from rogatory.wire.words import statement_of

if TYPE_CHECKING:
    from rogatory.storage.diagnosis import Diagnosis
    from rogatory.wire.canonical import Json

LIBRARIES = ("django", "cryptography", "tuf", "gunicorn", "urllib3", "fido2", "django-allauth")

SECONDS_FOR_A_TOOL = 5.0
"""For a program that states its version: one that hangs must not hold up the doctor."""

type InstallationFacts = dict[str, Any]
"""Values under stable names: numbers, texts, moments, reasons and statements; None where a thing could
not be found out."""


def facts(home: Home, now: datetime) -> InstallationFacts:
    """Return all facts, each group independent of the others."""
    return {
        "versions": versions(),
        "clock": clock(now),
        "disk": disk(home),
        "directory": directory(home, now),
        "database": database(home),
        "lines": lines(home),
        "keys": keys(home),
        "processes": processes(home),
        "machines": machines(home),
        "duty": duty(home, now),
        "logs": logs(home),
        "witnesses": witnesses(home, now),
        "recovery": recovery(home),
        "object_store": object_store(home),
        "law_objects": law_objects(home),
        "guards": guards(home),
    }


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
    output = _output(["timedatectl", "show", "--property=NTPSynchronized", "--value"])
    return {"now": format_moment(now), "synchronized": {"yes": True, "no": False}.get(output or "")}


def disk(home: Home) -> InstallationFacts:
    usage = shutil.disk_usage(home.path)
    return {"total": usage.total, "free": usage.free, "encryption": encryption(home.path)}


def encryption(path: Path) -> str:
    """Return what encrypts the disk of a path: `dm-crypt`, a file system's name, or `not found`.

    *Not found* is not *absent*: a virtual machine cannot see how its host keeps its disk.
    """
    source, kind = _mount(path)
    if kind in {"ecryptfs", "fuse.gocryptfs", "fuse.encfs"}:
        return kind
    tree = _output(["lsblk", "--json", "--inverse", "--output", "NAME,TYPE", source])
    if tree is None:
        return "not found"
    return "dm-crypt" if _names_crypt(json.loads(tree).get("blockdevices", [])) else "not found"


def directory(home: Home, now: datetime) -> InstallationFacts:
    """Return the node's copy of the directory: its age in seconds, its version, who is listed."""
    try:
        found = own_copy(home).view(now)
    except RogatoryError as error:
        return {"age": None, "codes": list(error.codes), "problem": statement_of(error)}
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


NO_DATABASE_FACTS: InstallationFacts = {
    "silent": None,
    "check": None,
    "replication": None,
    "server": [],
    "closed": [],
    "waiting": None,
    "oldest": None,
    "tried": None,
}
"""The result of `database` where nothing was read."""


def database(home: Home) -> InstallationFacts:
    """Return the database's own check of itself or why it does not answer, what its server
    promises of commits, and what waits in the queue.
    """
    if not home.database_url and not home.database.exists():
        return NO_DATABASE_FACTS | {"check": "absent", "waiting": 0, "tried": 0}
    if home.database_url:
        if silent := query(home, lambda rows: rows.silence(), None):
            return NO_DATABASE_FACTS | {"silent": silent}
        check, promise = "ok", replication(home)
    else:
        check, promise = query(home, lambda rows: rows.check(), "not migrated"), None
    found = NO_DATABASE_FACTS | {
        "check": check,
        "replication": promise,
        "server": server(home),
        "closed": closed(home),
    }
    jobs = query(home, lambda rows: rows.jobs(), None)
    if jobs is None:
        return found | {"check": "not migrated" if check == "ok" else check}
    waiting, oldest, tried = jobs
    return found | {"waiting": waiting, "oldest": oldest, "tried": tried}


def replication(home: Home) -> InstallationFacts | None:
    """Return what the database's server promises for the case that it is lost; None where there is none."""
    if not home.database_url:
        return None
    return query(home, lambda rows: asdict(rows.replication()), None)


def server(home: Home) -> list[Reason]:
    """Return why the node does not work on the server of its database, with what other States hold beyond it."""
    if not home.database_url:
        return []
    reason = query(home, lambda rows: rows.server_reason(server_file(home).read()), None)
    if reason is None:
        return []
    try:
        read_admission(home)
    except (Refused, FileNotFoundError) as error:
        noted = getattr(error, "reasons", ())
    else:
        noted = ()
    return [reason, *(one for one in noted if one.code in SHOWN_BY_OTHERS)]


def closed(home: Home) -> list[Reason]:
    """Return why a move has closed the node's database: its rows are elsewhere, or on their way."""
    reason = query(home, lambda rows: rows.closed_reason(), None)
    return [] if reason is None else [reason]


def duty(home: Home, now: datetime) -> InstallationFacts:
    """Return how officers are called, until when each authority's rosters go, and how many calls
    wait for an answer since when.
    """
    paging = home.paging
    means = [*(["mail"] if paging.mail else []), *sorted(paging.webhooks)]
    found: InstallationFacts = {"means": means, "rosters": None, "calls": None, "oldest": None}
    rosters = query(home, lambda rows: rows.rosters(), None)
    if rosters is None:
        return found
    calls, oldest = query(home, lambda rows: rows.alerts(), (None, None))
    fields = {
        name: {"ends": format_moment(end), "over": end <= now} for name, end in rosters.items()
    }
    return found | {"rosters": fields, "calls": calls, "oldest": oldest}


def lines(home: Home) -> Sequence[Mapping[str, Any]]:
    """Return the node's notes about the connections to other States' nodes."""
    return query(home, lambda rows: rows.lines(), [])


def keys(home: Home) -> InstallationFacts:
    """Return key files that are missing or that others may read; and whether the home itself is
    closed.
    """
    problems = missing_keys(home, home.processes)
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
    found = {name: pid_of(home, name) for name in ("supervisor", *home.processes)}
    return {
        name: pid if pid and Path(f"/proc/{pid}").exists() else None for name, pid in found.items()
    }


def recovery(home: Home) -> InstallationFacts:
    """Return what keeps the node closed since its database was restored, which witness has seen
    more than is here, and how many messages of ours others build on that are not here.
    """
    found: InstallationFacts = {"missing": None, "seen_more": None, "gone": None}
    return query(home, _recovery, found)


def _recovery(rows: "Diagnosis") -> InstallationFacts:
    under_way, epoch = rows.setting(SETTING), rows.epoch()
    missing = (
        read_recovery(cast("Mapping[str, Json]", under_way)).missing(epoch) if under_way else ()
    )
    ahead = rows.silent_witnesses()
    return {
        "missing": list(missing),
        "seen_more": [state for state, why in ahead if WITNESS_SAW_MORE.id in why.codes],
        "gone": rows.lost_messages(),
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
