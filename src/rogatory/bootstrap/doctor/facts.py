# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about a node's home; the command line prints and judges.

Nothing is changed, and no process of the node need run.
"""

import json
import platform
import shutil
import sqlite3
import ssl
import stat
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rogatory.bootstrap.doctor.custody_logs import logs
from rogatory.bootstrap.doctor.entry_facts import entry_facts
from rogatory.bootstrap.doctor.witnesses import witnesses
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import OTHERS, key_reason, log_key_file, secret_files
from rogatory.bootstrap.home.logs import receiver_of
from rogatory.bootstrap.ports.register import own_copy
from rogatory.bootstrap.processes.supervisor import CHILDREN, pid_of
from rogatory.errors import RogatoryError
from rogatory.node.completeness.record import SETTING, read_recovery
from rogatory.node.witnesses.refusals import WITNESS_SAW_MORE
from rogatory.transport.syslog import problem_of
from rogatory.wire.moments import format_moment
from rogatory.wire.statements import decode
from rogatory.wire.words import statement_of

LIBRARIES = ("django", "cryptography", "tuf", "gunicorn", "urllib3", "fido2", "django-allauth")

SECONDS_FOR_A_TOOL = 5.0

type InstallationFacts = dict[str, Any]
"""JSON values under stable names; None where a thing could not be found out."""


def facts(home: Home, now: datetime) -> InstallationFacts:
    """All facts, each group independent of the others."""
    return {
        "versions": versions(),
        "clock": clock(now),
        "disk": disk(home),
        "directory": directory(home, now),
        "database": database(home),
        "lines": lines(home),
        "keys": keys(home),
        "processes": processes(home),
        "duty": duty(home, now),
        "logs": logs(home),
        "witnesses": witnesses(home, now),
        "recovery": recovery(home),
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
    """The machine's time, and whether the system says that it is kept by a time server."""
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
    """The node's copy of the directory: its age in seconds, its version, who is listed."""
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


def database(home: Home) -> InstallationFacts:
    """Return the database's own check of itself, and what waits in the queue (SQLite)."""
    if home.database_url:
        return {"check": None, "waiting": None, "oldest": None, "tried": None}
    if not home.database.exists():
        return {"check": "absent", "waiting": 0, "oldest": None, "tried": 0}
    address = f"{home.database.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        check = "; ".join(row[0] for row in connection.execute("PRAGMA quick_check(5)"))
        try:
            waiting, oldest, tried = connection.execute(
                "SELECT count(*), min(run_at), count(*) FILTER (WHERE attempts > 2) FROM storage_job"
            ).fetchone()
        except sqlite3.OperationalError:
            return {"check": "not migrated", "waiting": None, "oldest": None, "tried": None}
    return {"check": check, "waiting": waiting, "oldest": oldest, "tried": tried}


def duty(home: Home, now: datetime) -> InstallationFacts:
    """How officers are called, until when each authority's rosters go, and how many calls wait for an
    answer since when (SQLite).
    """
    paging = home.paging
    means = [*(["mail"] if paging.mail else []), *sorted(paging.webhooks)]
    found: InstallationFacts = {"means": means, "rosters": None, "calls": None, "oldest": None}
    if home.database_url or not home.database.exists():
        return found
    address = f"{home.database.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        try:
            rosters = connection.execute(
                "SELECT authority, max(ends) FROM storage_roster GROUP BY authority"
            ).fetchall()
            calls, oldest = connection.execute(
                "SELECT count(*), min(at) FROM storage_page WHERE seen IS NULL"
            ).fetchone()
        except sqlite3.OperationalError:
            return found
    ends = {name: datetime.fromisoformat(f"{end}+00:00") for name, end in rosters}
    fields = {name: {"ends": format_moment(end), "over": end <= now} for name, end in ends.items()}
    return found | {"rosters": fields, "calls": calls, "oldest": oldest}


def lines(home: Home) -> list[InstallationFacts]:
    """Return the node's notes about the connections to other States' nodes (SQLite)."""
    if home.database_url or not home.database.exists():
        return []
    names = ("state", "failures", "silent_since", "skew", "group")
    address = f"{home.database.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        try:
            rows = connection.execute(
                'SELECT state, failures, silent_since, skew, "group" FROM storage_peerline '
                "ORDER BY state"
            ).fetchall()
        except sqlite3.OperationalError:
            return []
    return [dict(zip(names, row, strict=True)) for row in rows]


def keys(home: Home) -> InstallationFacts:
    """Key files that are missing or that others may read; and whether the home itself is closed."""
    needed = [
        home.django_key,
        *(home.node_keys / name for name in ("tls.key", "http.key")),
    ]
    needed += [home.node_keys / "receipts" / "p256.key", log_key_file(home, home.log_epoch)]
    reasons = {path: key_reason(path) for path in {*needed, *secret_files(home)}}
    found = [reason.as_json() for _path, reason in sorted(reasons.items()) if reason]
    mode = stat.S_IMODE(home.path.stat().st_mode)
    return {"problems": found, "home_mode": f"{mode:04o}", "home_closed": not mode & OTHERS}


def processes(home: Home) -> Mapping[str, int | None]:
    """Process ids by name, None for one that does not run."""
    found = {name: pid_of(home, name) for name in ("supervisor", *CHILDREN)}
    return {
        name: pid if pid and Path(f"/proc/{pid}").exists() else None for name, pid in found.items()
    }


def recovery(home: Home) -> InstallationFacts:
    """Return what keeps the node closed since its database was restored, which witness has seen
    more than is here, and how many messages of ours others build on that are not here (SQLite).
    """
    found: InstallationFacts = {"missing": None, "seen_more": None, "gone": None}
    if home.database_url or not home.database.exists():
        return found
    address = f"{home.database.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        try:
            under_way = connection.execute(
                "SELECT value FROM storage_setting WHERE name = ?", [SETTING]
            ).fetchone()
            epoch = connection.execute("SELECT max(id) FROM storage_loghead").fetchone()[0] or 1
            ahead = connection.execute(
                "SELECT state, problem FROM storage_witnesscontact WHERE problem IS NOT NULL "
                "ORDER BY state"
            ).fetchall()
            gone = connection.execute(
                "SELECT count(*) FROM storage_page WHERE id LIKE 'lost/%' AND seen IS NULL"
            ).fetchone()[0]
        except sqlite3.OperationalError:
            return found
    missing = read_recovery(json.loads(under_way[0])).missing(epoch) if under_way else ()
    seen_more = [state for state, why in ahead if WITNESS_SAW_MORE.id in decode(why).codes]
    return {"missing": list(missing), "seen_more": seen_more, "gone": gone}


def guards(home: Home, *, asks: bool = True) -> InstallationFacts:
    """Return which of the State's own services guard the node: a machine for its logs (and, if it
    is asked, why it takes nothing now), a scanner for uploads, a list of stolen passwords.
    """
    return {
        "exercise": home.exercise,
        "syslog": home.syslog.host if home.syslog else None,
        "syslog_problem": problem_of(receiver_of(home, home.syslog))
        if home.syslog and asks
        else None,
        "scanner": bool(home.scanner),
        "passwords": bool(home.passwords),
    }


def _mount(path: Path) -> tuple[str, str]:
    """Device and kind of the file system that holds a path."""
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
