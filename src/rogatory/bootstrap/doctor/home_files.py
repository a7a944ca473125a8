# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about the files of a home: who owns them, whether they can be read and written."""

import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.kinds import file_kinds
from rogatory.bootstrap.home.folder import SETTINGS_FILE, Home

MOST_NAMED = 10
"""Files in a finding: a home that was copied by another account has thousands of them."""

ROOT = 0


def home_files(home: Home) -> dict[str, Any]:
    """Return the files that belong to others than the home itself, those that cannot be read, and the folders that
    are missing or cannot be written. Objects and packages are looked at one by one elsewhere.
    """
    owner = home.path.stat().st_uid
    found: dict[str, Any] = {
        "owner": owner,
        "by": os.geteuid(),
        "others": [],
        "unreadable": [],
        "absent": [],
        "read_only": bool(os.statvfs(home.path).f_flag & os.ST_RDONLY),
    }
    for folder in _folders(home):
        if not folder.is_dir():
            found["absent"].append(_name(home, folder))
        elif not os.access(folder, os.W_OK | os.X_OK):
            found["read_only"] = True
    databases = set(_of_database(home))
    for path in _files(home):
        try:
            if path.lstat().st_uid != owner:
                found["others"].append(_name(home, path))
            _try_to_read(path, is_database=path in databases)
        except FileNotFoundError:
            continue  # it was replaced meanwhile
        except OSError as error:
            found["unreadable"].append(
                {"path": _name(home, path), "error": os.strerror(error.errno or 0)}
            )
    return found


def of_home_files(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report what the account of the node cannot use."""
    if facts["by"] not in {ROOT, facts["owner"]}:
        yield file_kinds.OTHER_ACCOUNT.found(by=str(facts["by"]), owner=str(facts["owner"]))
    if facts["others"]:
        names = tuple(facts["others"][:MOST_NAMED])
        yield file_kinds.OTHER_OWNER.found(count=len(facts["others"]), names=names)
    if facts["unreadable"]:
        names = tuple(f"{one['path']} ({one['error']})" for one in facts["unreadable"][:MOST_NAMED])
        yield file_kinds.UNREADABLE.found(count=len(facts["unreadable"]), names=names)
    if facts["absent"]:
        yield file_kinds.FOLDER_ABSENT.found(names=tuple(facts["absent"]))
    if facts["read_only"]:
        yield file_kinds.READ_ONLY.found()
    if not any(facts[name] for name in ("others", "unreadable", "absent", "read_only")):
        yield file_kinds.FILES_USABLE.found()


def _folders(home: Home) -> Iterator[Path]:
    yield from (home.path, home.run, home.logs, home.directory_cache)
    if home.object_store is None:
        yield from (home.objects, home.packages)


def _files(home: Home) -> Iterator[Path]:
    yield home.path / SETTINGS_FILE
    yield from _of_database(home)
    for folder in (*_folders(home), home.path / "keys", home.node_keys, home.authority_keys):
        if folder != home.path:
            yield folder
    for folder in (home.path / "keys", home.directory_cache, home.run):
        if folder.is_dir():
            yield from sorted(folder.rglob("*"))


def _try_to_read(path: Path, *, is_database: bool) -> None:
    if is_database:
        _refuse_unreadable(path)
    elif path.is_file():
        _read_a_byte(path)
    elif path.is_dir():
        next(path.iterdir(), None)


def _of_database(home: Home) -> Iterator[Path]:
    for end in ("", "-wal", "-shm"):
        yield Path(f"{home.database}{end}")


def _refuse_unreadable(path: Path) -> None:
    """Ask the kernel whether a file of the database may be read, without opening it: with any descriptor of it that this
    process closes, it loses SQLite's locks (fcntl(2)), and another may take the file away beneath it.

    Raises:
        OSError: it may not be read, or is not there.
    """
    path.stat()
    if not os.access(path, os.R_OK, effective_ids=True):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)


def _read_a_byte(path: Path) -> None:
    """Read the beginning of a file without waiting: a pipe of the home has nobody at its other end."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        os.read(descriptor, 1)
    finally:
        os.close(descriptor)


def _name(home: Home, path: Path) -> str:
    return str(path.relative_to(home.path))
