# SPDX-License-Identifier: Apache-2.0
"""Bringing a directory elsewhere in the order in which it was published.

Order of writes, and the crash each survives:
  1. targets, the States' metadata, targets metadata, snapshots: nobody is led to them yet;
  2. roots, in their order: a reader climbs them and keeps its copy until the timestamp fits;
  3. `timestamp.json`, replaced: from here on the copy says what the original says.
The timestamp is read first, so that what is copied is at least what it leads to.
"""

from collections.abc import Iterator
from pathlib import Path

from rogatory.directory import submission_refusals
from rogatory.directory.ceremony.metadata import TARGETS_LIMIT, size_limit
from rogatory.directory.fetching import METADATA, TARGETS
from rogatory.directory.publish.repository_folder import TIMESTAMP, RepositoryFolder
from rogatory.disk import faults_at, read_file, replace
from rogatory.errors import Refused

_ROOT = ".root.json"


def copy_repository(source: Path, target: Path) -> tuple[str, ...]:
    """Copy what the target lacks or has otherwise; returns the paths copied, in order.

    Raises:
        Refused: there is no directory in the source, or the target is of another network.
        Unreachable: a disk is full or fails; the copy says what it said before.
    """
    original = RepositoryFolder(source)
    timestamp = original.read(TIMESTAMP, size_limit("timestamp"))
    if timestamp is None:
        raise Refused(submission_refusals.NOT_PUBLISHED.because(folder=str(source)))
    copy = RepositoryFolder(target)
    _refuse_other_network(original, copy)
    copy.make()
    copy.clean()
    copied = [path for path in _paths(source) if _copy(source, target, path)]
    if copy.read(TIMESTAMP, size_limit("timestamp")) != timestamp:
        replace(target / TIMESTAMP, timestamp)
        copied.append(TIMESTAMP)
    return tuple(copied)


def _refuse_other_network(original: RepositoryFolder, copy: RepositoryFolder) -> None:
    first = f"{METADATA}1.root.json"
    there = copy.read(first, size_limit("root"))
    if there is not None and there != original.read(first, size_limit("root")):
        raise Refused(submission_refusals.ANOTHER_DIRECTORY.because(folder=str(copy.folder)))


def _paths(source: Path) -> Iterator[str]:
    """Yield every file but the timestamp: targets, versioned metadata, and the roots last, in
    order.
    """
    with faults_at(source):
        names = [path.name for path in (source / METADATA).iterdir() if path.suffix == ".json"]
        targets = [
            path.relative_to(source).as_posix()
            for path in sorted((source / TARGETS).rglob("*.json"))
            if path.is_file()
        ]
    roots = sorted(
        (name for name in names if name.endswith(_ROOT)),
        key=lambda name: int(name.removesuffix(_ROOT)) if name.removesuffix(_ROOT).isdigit() else 0,
    )
    rest = sorted(set(names) - set(roots) - {TIMESTAMP.removeprefix(METADATA)})
    yield from targets
    yield from (METADATA + name for name in (*rest, *roots))


def _copy(source: Path, target: Path, path: str) -> bool:
    data = read_file(source / path, limit=TARGETS_LIMIT)
    there = RepositoryFolder(target).read(path, TARGETS_LIMIT)
    if there == data:
        return False
    replace(target / path, data)
    return True
