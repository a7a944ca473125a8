# SPDX-License-Identifier: Apache-2.0
"""A reader's copy of the directory, shared by the machines of one node: the newest counts, whichever of them brought it.

What is shared is the truth; the folder on each machine has it in the form in which it is read. A refresh begins
with what is shared and is shared before it counts here, unless another machine was faster: then what that one brought
counts, and this refresh leaves nothing. So no machine forgets which keys and versions the others accepted.
"""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from rogatory.directory import refusals
from rogatory.directory.ceremony.metadata import TIMESTAMP_LIMIT
from rogatory.directory.view.cache import Cache, Current, Generation
from rogatory.disk import FolderLock, faults_at, read_file
from rogatory.disk import replace as replace_file
from rogatory.errors import Phrase, Refused, Unreachable
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_

_ACCEPTED = "accepted.json"
_TIMESTAMP = "metadata/timestamp.json"
_ROOTS = "metadata/root_history"

_PATH = re.compile(
    r"accepted\.json|metadata/[a-z0-9][a-z0-9.-]*\.json|metadata/root_history/[0-9]+\.root\.json"
    r"|targets/[0-9a-f]{64}",
    re.ASCII,
)
"""The files of a generation; a link that python-tuf makes beside them is made anew on each machine."""

_PULLED = "pulled"
"""The folder of a generation that is being read from what is shared."""


class SharedCopy(Protocol):
    """The copy of the directory that the machines of a node share."""

    def newest(self, *, at_once: bool = False) -> Current | None:
        """Return which generation counts; what was read within the last second serves unless `at_once`."""
        ...

    def files(self, current: Current) -> Mapping[str, str] | None:
        """Return the files of that generation, path by path with their SHA-256; None if it counts no longer."""
        ...

    def file(self, digest: str) -> bytes | None:
        """Return a file by its SHA-256; None if no generation that counts has it."""
        ...

    def put(
        self, current: Current, files: Mapping[str, bytes], *, anew: bool = False
    ) -> Current | None:
        """Make a generation count in place of the one of `current.revision`; None if that one counts no longer.
        `anew` writes every file, as there may be others under their names.
        """
        ...


class SupersededError(Exception):
    """Another machine shared a copy meanwhile."""


class SharedCache(Cache):
    """The folder of one machine. `check` refuses a generation that does not hold, and `report` hears of it."""

    def __init__(
        self,
        folder: Path,
        shared: SharedCopy,
        check: Callable[[Generation, Current], object],
        report: Callable[[Refused], None],
    ) -> None:
        super().__init__(folder)
        self._shared = shared
        self._check = check
        self._report = report
        self._unusable: int | None = None
        self._holder: int | None = None

    def current(self) -> Current | None:
        """Return what counts; what is shared and newer than the folder's copy is brought into the folder first."""
        here, there = super().current(), self._shared.newest(at_once=self._is_held())
        if here is None or there is None:
            return here if there is None else self._bring(wait=True)
        if _is_same_or_older(there, here) or there.revision == self._unusable:
            return replace(here, revision=there.revision)
        try:
            return self._bring(wait=False)
        except Unreachable:
            # Another process of this machine is at it; what is here serves meanwhile.
            return here

    @contextmanager
    def locked(self) -> Iterator[None]:
        with super().locked():
            self._holder = threading.get_ident()
            try:
                yield
            finally:
                self._holder = None

    def put_current(self, current: Current) -> None:
        """Make a generation count, for all machines first.

        Raises:
            SupersededError: another machine was faster.
        """
        self.make_durable()
        self._share(current)
        self.write_current(current)
        self.remove_older(current)

    def put_refreshed(self, current: Current) -> None:
        """Note for all machines that the generation that counts was current at a moment, or what was confirmed of it.

        Raises:
            SupersededError: another machine was faster.
        """
        self._share(current)
        self.write_current(current)

    def _is_held(self) -> bool:
        return self._holder == threading.get_ident()

    def _share(self, current: Current) -> None:
        files = _files(self.generation(current.generation))
        if self._shared.put(current, files, anew=self._unusable is not None) is None:
            raise SupersededError
        self._unusable = None

    def _bring(self, *, wait: bool) -> Current:
        """Have what is shared in the folder, and return it; what does not hold is not taken.

        Raises:
            Unreachable: another process holds the folder, and this one is not to wait.
            Refused: what is shared does not hold, and there is no copy here.
        """
        if self._is_held():
            return self._brought()
        with faults_at(self.folder):
            (self.folder / "generations").mkdir(parents=True, exist_ok=True)
        with FolderLock(self.folder, wait=wait):
            return self._brought()

    def _brought(self) -> Current:
        while True:
            here, there = super().current(), self._shared.newest(at_once=True)
            assert there is not None
            if here is not None and _is_same_or_older(there, here):
                return replace(here, revision=there.revision)
            files = self._shared.files(there)
            fresh = Generation(self.folder / "generations" / _PULLED)
            try:
                if files is None or not self._fill(fresh, files, there.accepted, here):
                    if self._shared.newest(at_once=True) == there:
                        raise _refused(P_("a file that it names is missing"))
                    continue  # it counts no longer
                self._refuse_older(fresh, here)
                self._check(fresh, there)
                self._keep(fresh, there, here)
            except Refused as error:
                if here is None:
                    raise
                self._report(error)
                self._unusable = there.revision
                return replace(here, revision=there.revision)
            finally:
                shutil.rmtree(fresh.folder, ignore_errors=True)
            return there

    def _fill(
        self, fresh: Generation, files: Mapping[str, str], accepted: str, here: Current | None
    ) -> bool:
        """Write the files of a generation; False if one of them is no longer shared."""
        if files.get(_ACCEPTED) != accepted:
            raise _refused(P_("it has another record of what was accepted"))
        before = None if here is None else self.generation(here.generation)
        fresh.begin(None)
        newest = 0
        for path, digest in files.items():
            if not _PATH.fullmatch(path):
                raise _refused(P_("it names a file that no copy has"))
            place = fresh.folder / path
            data = None if before is None else _unless_absent(before.folder / path)
            if data is None or sha256(data) != digest:
                data = self._shared.file(digest)
            if data is None:
                return False
            if sha256(data) != digest:
                raise _refused(P_("a file has other bytes than it must have"))
            with faults_at(place):
                place.write_bytes(data)
            if path.startswith(_ROOTS):
                newest = max(newest, int(place.name.partition(".")[0]))
        with faults_at(fresh.metadata):
            (fresh.metadata / "root.json").symlink_to(f"root_history/{newest}.root.json")
        return True

    def _refuse_older(self, fresh: Generation, here: Current | None) -> None:
        """Refuse a generation whose timestamp is older than that of the copy here: who writes into the database could
        otherwise bring back what was withdrawn.
        """
        if here is None:
            return
        before = self.generation(here.generation)
        if _timestamp_version(fresh) < _timestamp_version(before):
            raise _refused(P_("it is older than the copy of this machine"))

    def _keep(self, fresh: Generation, there: Current, here: Current | None) -> None:
        place = self.generation(there.generation)
        if here is not None and here.generation == there.generation and _is_alike(fresh, place):
            # What was confirmed, or that it is still current: those who read the copy now go on.
            replace_file(place.folder / _ACCEPTED, (fresh.folder / _ACCEPTED).read_bytes())
        else:
            with faults_at(place.folder):
                shutil.rmtree(place.folder, ignore_errors=True)
                fresh.folder.rename(place.folder)
            self.make_durable()
        self.write_current(there)
        self.remove_older(there)


def _is_alike(one: Generation, other: Generation) -> bool:
    """Decide whether two generations have the same files, apart from what was accepted of them."""
    return _apart(one) == _apart(other)


def _apart(generation: Generation) -> dict[str, bytes]:
    return {path: data for path, data in _files(generation).items() if path != _ACCEPTED}


def _files(generation: Generation) -> dict[str, bytes]:
    folder, found = generation.folder, {}
    with faults_at(folder):
        for place in sorted(folder.rglob("*")):
            path = place.relative_to(folder).as_posix()
            if place.is_file() and not place.is_symlink() and _PATH.fullmatch(path):
                found[path] = place.read_bytes()
    return found


def _refused(problem: Phrase) -> Refused:
    return Refused(refusals.SHARED_COPY.because(problem=problem))


def _is_same_or_older(there: Current, here: Current) -> bool:
    """Decide whether what is shared says nothing newer. A later generation may have an earlier moment: a machine
    whose clock was corrected refreshed it.
    """
    return there == here or (
        there.refreshed < here.refreshed and there.generation <= here.generation
    )


def _unless_absent(place: Path) -> bytes | None:
    return place.read_bytes() if place.is_file() else None


def _timestamp_version(generation: Generation) -> int:
    data = read_file(generation.folder / _TIMESTAMP, limit=TIMESTAMP_LIMIT)
    return int(json.loads(data)["signed"]["version"])
