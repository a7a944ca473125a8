# SPDX-License-Identifier: Apache-2.0
"""Folders that are there whole and durable, or not there at all.

What is made goes to `<name>.partial` beside the target and is renamed when everything holds.
"""

import fcntl
import os
import shutil
from types import TracebackType
from typing import Self

from rogatory.disk import kernel, refusals
from rogatory.disk.durable import sync_tree
from rogatory.disk.faults import faults_at
from rogatory.disk.paths import Location, folder_and_name, shown, within
from rogatory.disk.temporary import OPEN_FOLDER
from rogatory.errors import Refused

SUFFIX = b".partial"


class PartialFolder:
    """A folder in the making: `with PartialFolder(target) as partial: ... partial.path ...`.

    At the end of the block it is made durable and gets its name, unless an exception passes:
    then it is removed. Refuses a target that exists, at the beginning and again at the end; a
    `.partial` that another process works in; and one that a killed run left, unless
    `remove_leftover` says that nothing in it is wanted. `private` keeps other users out from
    the first moment, as evidence in the clear demands.

    `take_up` goes on in the `.partial` that a run left, and refuses where there is none. With
    `replace` the target must be there, and the new folder changes places with it at once; what
    it replaced is removed then. Set `keep` for what is made to stay where the block fails.
    """

    def __init__(
        self,
        target: Location,
        *,
        private: bool = False,
        remove_leftover: bool = False,
        take_up: bool = False,
        replace: bool = False,
    ) -> None:
        folder, self._name = folder_and_name(os.fsencode(target).rstrip(b"/") or b"/")
        self._folder = folder
        self.target = within(folder, self._name)
        self.path = self.target + SUFFIX
        self._mode = 0o700 if private else 0o777
        self._remove_leftover = remove_leftover
        self._take_up = take_up
        self._replace = replace
        self.keep = False

    @property
    def fd(self) -> int:
        """The folder in the making, open since before anything was written."""
        return self._fd

    def __enter__(self) -> Self:
        with faults_at(self._folder):
            self._parent = os.open(self._folder, OPEN_FOLDER)
        try:
            self._refuse_taken()
            self._fd = self._make()
        except BaseException:
            os.close(self._parent)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        done = False
        try:
            if kind is None:
                sync_tree(self.path, self._fd)
                self._publish()
                done = True
        finally:
            if not done and not self.keep:
                self._remove()
            os.close(self._fd)
            os.close(self._parent)

    def _refuse_taken(self) -> None:
        if self._replace:
            if not os.path.lexists(self.target):
                raise Refused(refusals.MISSING.because(path=shown(self.target)))
        elif os.path.lexists(self.target):
            raise Refused(refusals.EXISTS.because(path=shown(self.target)))

    def _make(self) -> int:
        """Return the new folder, open and locked."""
        name = self._name + SUFFIX
        if self._take_up:
            return self._leftover(name)
        with faults_at(self.path):
            try:
                os.mkdir(name, self._mode, dir_fd=self._parent)
            except FileExistsError:
                self._settle_leftover(name)
                os.mkdir(name, self._mode, dir_fd=self._parent)
            fd = os.open(name, OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=self._parent)
            # Another that settles leftovers can take it for one only in this instant.
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return fd

    def _leftover(self, name: bytes) -> int:
        """Return the folder of a run that did not end, open and locked; refuses if it is
        somebody's.
        """
        try:
            fd = os.open(name, OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=self._parent)
        except FileNotFoundError as error:
            raise Refused(refusals.NOTHING_UNFINISHED.because(path=shown(self.path))) from error
        try:
            with faults_at(self.path):
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException:
            os.close(fd)
            raise
        return fd

    def _settle_leftover(self, name: bytes) -> None:
        """Remove the folder of a run that did not end; refuses unless allowed and nobody's."""
        fd = os.open(name, OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=self._parent)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not self._remove_leftover:
                raise Refused(refusals.UNFINISHED.because(path=shown(self.path)))
            shutil.rmtree(name, dir_fd=self._parent)
        finally:
            os.close(fd)

    def _publish(self) -> None:
        if self._replace:
            self._put_in_place()
            return
        with faults_at(self.target):
            try:
                kernel.rename_new(self._parent, self._name + SUFFIX, self._name)
            except OSError as error:
                if error.errno not in kernel.UNSUPPORTED:
                    raise
                # What appears between these two lines can only be an empty folder, or it stays.
                self._refuse_taken()
                os.rename(
                    self._name + SUFFIX,
                    self._name,
                    src_dir_fd=self._parent,
                    dst_dir_fd=self._parent,
                )
            os.fsync(self._parent)

    def _put_in_place(self) -> None:
        with faults_at(self.target):
            try:
                kernel.exchange(self._parent, self._name + SUFFIX, self._name)
            except OSError as error:
                if error.errno not in kernel.UNSUPPORTED:
                    raise
                raise Refused(refusals.EXCHANGE.because(path=shown(self.target))) from error
            # Whatever fails from here on, neither of the two is to be removed.
            self.keep = True
            os.fsync(self._parent)
        # Under the `.partial` name is now what was there before.
        self._remove()

    def _remove(self) -> None:
        # What went wrong before is what the caller must hear; a rest is reported by the next run.
        shutil.rmtree(self._name + SUFFIX, dir_fd=self._parent, ignore_errors=True)
