# SPDX-License-Identifier: Apache-2.0
"""A bundle's copy of the directory, so that a court can ask it years later.

The files are a repository of their own: the whole root chain, the timestamp, snapshot and
targets metadata in force, and of the States named their metadata, entry and register. Any TUF
client reads them, and `as_of.read_view` judges them as of the moment that is proved.
"""

from collections.abc import Iterable
from datetime import datetime

from rogatory.directory.view.as_of import read_view
from rogatory.directory.view.root_chain import ReadMetadata
from rogatory.errors import Refused


def export_metadata(
    read: ReadMetadata, *, network: str, at: datetime, states: Iterable[str]
) -> dict[str, bytes]:
    """Return the files to carry, by repository path, once they were verified as of `at`.

    Raises:
        Refused: the directory does not hold at `at`, or one of the States cannot be relied on.
    """
    files: dict[str, bytes] = {}

    def recording(path: str, limit: int) -> bytes | None:
        data = read(path, limit)
        if data is not None:
            files[path] = data
        return data

    view = read_view(recording, network=network, at=at, states=tuple(states))
    if view.held:
        raise Refused(reason for reasons in view.held.values() for reason in reasons)
    return files
