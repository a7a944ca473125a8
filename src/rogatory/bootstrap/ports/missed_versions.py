# SPDX-License-Identifier: Apache-2.0
"""The versions of a State's metadata that the node's copy of the directory never had, brought when its key changed."""

from rogatory.bootstrap.home.folder import Home
from rogatory.directory.ceremony.ceremony import role_of
from rogatory.directory.ceremony.metadata import (
    SNAPSHOT_LIMIT,
    TARGETS_LIMIT,
    Snapshot,
    Targets,
    read_metadata,
    size_limit,
)
from rogatory.directory.fetching import METADATA, Fetch
from rogatory.directory.view.cache import Cache
from rogatory.disk.reading import read_file
from rogatory.node.directory.missed_announcements import is_announced


class MissedVersions:
    """Where the missed versions are read from: who signed the newest, from the node's copy; each version itself, by `fetch`."""

    def __init__(self, home: Home, fetch: Fetch) -> None:
        self._cache = Cache(home.directory_cache)
        self._network = home.network
        self._fetch = fetch

    def announce(self, state: str, signers: tuple[str, ...]) -> bool:
        """Decide whether a State announced the keys that signed what is published of it.

        Raises:
            Unreachable: a version did not arrive.
            Refused: the copy is not in its form.
        """
        current = self._cache.current()
        if current is None:
            return False
        generation = self._cache.generation(current.generation)
        accepted, role = generation.accepted().get(state), role_of(state)
        if accepted is None:
            return False
        data = read_file(generation.metadata / "targets.json", limit=TARGETS_LIMIT)
        delegations = read_metadata(Targets, "targets", data).signed.delegations
        data = read_file(generation.metadata / "snapshot.json", limit=SNAPSHOT_LIMIT)
        newest = read_metadata(Snapshot, "snapshot", data).signed.meta[f"{role}.json"].version
        return is_announced(
            state,
            self._network,
            accepted,
            frozenset(signers),
            {} if delegations is None else delegations.keys,
            lambda version: self._version(role, version),
            newest,
        )

    def _version(self, role: str, version: int) -> bytes | None:
        """Return a version; one that is longer than a State's metadata may be is as good as none."""
        chunks = self._fetch(f"{METADATA}{version}.{role}.json")
        if chunks is None:
            return None
        found = bytearray()
        for chunk in chunks:
            found += chunk
            if len(found) > size_limit(role):
                return None
        return bytes(found)
