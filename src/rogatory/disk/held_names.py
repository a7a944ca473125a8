# SPDX-License-Identifier: Apache-2.0
"""Names that a file system cannot hold, and the ones under which it holds them.

Some hold 143 bytes (encrypting ones), some only names of an old character set. A component that
is refused is stored as `~` and 16 hexadecimal digits of the SHA-256 of its path, with a short
plain suffix where it had one; what maps them is a table from path to name on disk.
"""

import errno
import hashlib
import re
from collections.abc import Mapping

from rogatory.disk.beneath import Beneath
from rogatory.disk.paths import parts_beneath
from rogatory.disk.refusals import NAME
from rogatory.errors import Refused

_SUFFIX = re.compile(rb"\.[A-Za-z0-9]{1,8}\Z")


class HeldNames:
    """Paths whose last component lies on disk under another name. Empty where all names fit."""

    def __init__(self, names: Mapping[bytes, bytes] | None = None) -> None:
        self._held = dict(names or {})
        self._known = {
            (path.rpartition(b"/")[0], held): path.rpartition(b"/")[2]
            for path, held in self._held.items()
        }

    def __len__(self) -> int:
        return len(self._held)

    @property
    def names(self) -> Mapping[bytes, bytes]:
        return self._held

    def held(self, path: bytes) -> bytes:
        """Return the last component as it is on disk."""
        return self._held.get(path) or path.rpartition(b"/")[2]

    def known(self, folder: bytes, name: bytes) -> bytes:
        """Return the true name of a name found in a folder (of that true path, without a slash)."""
        return self._known.get((folder, name), name)

    def place(self, path: bytes) -> bytes:
        """Return the whole path as it is on disk."""
        if not self._held:
            return path
        parts = path.split(b"/")
        return b"/".join(self.held(b"/".join(parts[: end + 1])) for end in range(len(parts)))

    def create(self, beneath: Beneath, path: bytes, *, secret: bool = False) -> int:
        """Return it as `Beneath.create`; components that the disk refuses get other names.

        Raises:
            Refused: also the other name is refused, or something else is wrong.
        """
        try:
            return beneath.create(self.place(path), secret=secret)
        except (Refused, OSError) as error:
            if not _is_about_the_name(error):
                raise
        self._fit_folders(beneath, path)
        try:
            return beneath.create(self.place(path), secret=secret)
        except (Refused, OSError) as error:
            if not _is_about_the_name(error):
                raise
        self._hold(path)
        return beneath.create(self.place(path), secret=secret)

    def _fit_folders(self, beneath: Beneath, path: bytes) -> None:
        parts = parts_beneath(path)
        for end in range(1, len(parts)):
            folder = b"/".join(parts[:end])
            try:
                beneath.make_folder(self.place(folder))
            except (Refused, OSError) as error:
                if not _is_about_the_name(error) or folder in self._held:
                    raise
                self._hold(folder)
                beneath.make_folder(self.place(folder))

    def _hold(self, path: bytes) -> None:
        folder, _, name = path.rpartition(b"/")
        suffix = _SUFFIX.search(name)
        digest = hashlib.sha256(path).hexdigest()[:16].encode()
        held = b"~" + digest + (suffix[0] if suffix else b"")
        self._held[path] = held
        self._known[folder, held] = name


def _is_about_the_name(error: Refused | OSError) -> bool:
    if isinstance(error, Refused):
        return error.codes == (NAME.id,)
    # What some file systems say of a character that they do not know.
    return error.errno == errno.EINVAL
