# SPDX-License-Identifier: Apache-2.0
"""How bytes of the directory arrive: a function that the caller gives.

    fetch("metadata/timestamp.json") -> the bytes in chunks, or None if there is no such file

It raises `Unreachable` when it cannot say. Who calls it bounds the bytes, so it may hand on
whatever comes; who gives it bounds the time.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface  # type: ignore[attr-defined] # it names no exports

from rogatory.errors import Unreachable

type Fetch = Callable[[str], Iterable[bytes] | None]

METADATA = "metadata/"
TARGETS = "targets/"


def stored_path(path: str, digest: str) -> str:
    """Return where a target lies in a repository with consistent snapshots (TUF 6.2)."""
    folder, _, name = path.rpartition("/")
    return f"{TARGETS}{folder}{'/' if folder else ''}{digest}.{name}"


_NOT_FOUND: Final = 404


class TufFetcher(FetcherInterface):
    """A `Fetch` as python-tuf wants it; its "URLs" are our relative paths.

    It remembers why the line failed, since python-tuf hands on a sentence only.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch_path = fetch
        self.failure: Unreachable | None = None

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            chunks = self._fetch_path(url)
            if chunks is None:
                raise DownloadHTTPError(f"there is no {url}", _NOT_FOUND)
            yield from chunks
        except Unreachable as error:
            self.failure = error
            raise DownloadError(f"{url} did not arrive") from error
