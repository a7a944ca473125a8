# SPDX-License-Identifier: Apache-2.0
"""Keys that a running process reads anew when their files were replaced: a renewal needs no restart.

Files are replaced one after the other. What does not fit together is not taken: the keys of before serve until
everything fits, and the log says so.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import override

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import authority_keys, http_key, receipts_keys
from rogatory.errors import RogatoryError
from rogatory.seal.signatures import Signatures, SigningKeys
from rogatory.transport.http_signatures import LineKey, line_key

_log = logging.getLogger(__name__)

type FileStamp = tuple[tuple[str, int, int, int], ...]


def stamp_of(files: Iterable[Path]) -> FileStamp:
    """Return what changes when one of these files is replaced, added or removed."""
    found = []
    for path in files:
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((str(path), state.st_ino, state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))


class Reloaded[T]:
    """A value read from files, and read again once they were replaced."""

    def __init__(
        self, what: str, files: Callable[[], Iterable[Path]], read: Callable[[], T]
    ) -> None:
        """Read it; refuses as `read` does."""
        self._what = what
        self._files = files
        self._read = read
        self._lock = threading.Lock()
        self._stamp = stamp_of(files())
        self._tried = self._stamp
        self._value = read()

    def current(self) -> T:
        """Return the value as the files have it now; the last good one while they do not fit together."""
        stamp = stamp_of(self._files())
        if stamp == self._stamp:
            return self._value
        with self._lock:
            if stamp != self._stamp:
                self._take(stamp)
        return self._value

    def _take(self, stamp: FileStamp) -> None:
        try:
            self._value, self._stamp = self._read(), stamp
        except (RogatoryError, OSError, ValueError) as error:
            if stamp != self._tried:
                _log.warning("%s: the files were changed and are not used: %s", self._what, error)
            self._tried = stamp
            return
        _log.warning("%s: read anew, and in use from now on", self._what)


class ReloadedKeys:
    """The signing keys of the node itself, for receipts."""

    def __init__(self, home: Home) -> None:
        folder = home.node_keys / "receipts"
        self._keys = Reloaded("the keys for receipts", folder.iterdir, lambda: receipts_keys(home))

    def sign(self, data: bytes, at: datetime) -> Signatures:
        return self._keys.current().sign(data, at)


class ReloadedAuthorities(Mapping[str, SigningKeys]):
    """The signing keys of the authorities, by their names: those that are in the home at each look."""

    def __init__(self, home: Home) -> None:
        folder = home.authority_keys
        self._keys = Reloaded(
            "the keys of the authorities",
            lambda: folder.glob("[!.]*/*"),
            lambda: authority_keys(home),
        )

    @override
    def __getitem__(self, authority: str) -> SigningKeys:
        return self._keys.current()[authority]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._keys.current())

    @override
    def __len__(self) -> int:
        return len(self._keys.current())


def reloaded_line_key(home: Home) -> LineKey:
    """Return the key that signs requests on the line."""
    folder, name = home.node_keys, home.state.lower()
    keys = Reloaded(
        "the key for requests",
        lambda: (folder / "http.key", folder / "http.pem"),
        lambda: line_key(name, http_key(home).private_pem),
    )
    return LineKey(name, lambda message: keys.current().sign(message))
