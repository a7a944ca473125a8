# SPDX-License-Identifier: Apache-2.0
"""The port `Register`: this node's copy of the directory, in its home."""

import logging
from collections.abc import Sequence
from datetime import datetime

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.ports.missed_versions import MissedVersions
from rogatory.directory.ceremony.metadata import STATE_LIMIT
from rogatory.directory.fetching import Fetch
from rogatory.directory.refusals import CLOCK, NO_COPY
from rogatory.directory.view.cache import Cache
from rogatory.directory.view.client import Directory
from rogatory.directory.view.shared_cache import SharedCopy
from rogatory.directory.view.view import DirectoryView
from rogatory.disk.reading import read_file
from rogatory.errors import Refused, RogatoryError
from rogatory.node.ports import Clock
from rogatory.wire.moments import format_moment

LARGEST_ROOT = 512 << 10
"""The most that a client of the directory reads of a root."""

_log = logging.getLogger(__name__)


class HomeRegister:
    """Several processes share the copy: one refreshes, all see it at their next look. So do several machines with one
    database.
    """

    def __init__(self, directory: Directory, clock: Clock, missed: MissedVersions) -> None:
        self._directory = directory
        self._clock = clock
        self._missed = missed

    def view(self) -> DirectoryView:
        return self._directory.view(self._clock.now())

    def refresh(self, at: datetime) -> DirectoryView:
        ahead = self._ahead(at)
        view = self._directory.refresh(at)
        if ahead:
            _log.warning(
                "the copy of the directory was as of %s, later than this clock; now it is as of %s",
                ahead,
                format_moment(view.read_as_of),
            )
        for state, signers in view.unconfirmed.items():
            view = self._with_announced(view, state, signers, at)
        return view

    def _with_announced(
        self, view: DirectoryView, state: str, signers: tuple[str, ...], at: datetime
    ) -> DirectoryView:
        """Return the view with a State's changed key accepted, if the State announced it in versions that were missed."""
        try:
            if not self._missed.announce(state, signers):
                return view
            accepted = self._directory.confirm_state_key(state, signers, at)
        except RogatoryError as error:
            _log.warning("whether %s announced its key is not known: %s", state, error)
            return view
        _log.warning(
            "%s announced its key in versions that this node had missed: %s", state, signers
        )
        return accepted

    def _ahead(self, at: datetime) -> str:
        """Return the moment of the copy's last refresh if it is in the future, as a clock that ran fast left it."""
        try:
            self._directory.view(at)
        except RogatoryError as error:
            found = [reason.fields["refreshed"] for reason in error.reasons if reason.code == CLOCK]
            return str(found[0]) if found else ""
        return ""

    def confirm_state_key(self, state: str, keyids: Sequence[str], by: str, at: datetime) -> None:
        """Accept these keys for a held State; one that came meanwhile was compared by nobody."""
        self._directory.confirm_state_key(state, keyids, at)
        _log.warning("%s confirmed the new key of %s: %s", by, state, keyids)


def open_register(
    home: Home, clock: Clock, fetch: Fetch, shared: SharedCopy | None = None
) -> HomeRegister:
    """Return the register of a home; `shared` is what the machines share whose homes have one database."""
    return HomeRegister(_directory(home, fetch, shared), clock, MissedVersions(home, fetch))


def published_metadata(home: Home) -> bytes:
    """Return the metadata of the node's own State in its copy of the directory.

    Raises:
        Refused: there is no copy, or the State has published nothing.
    """
    cache = Cache(home.directory_cache)
    current = cache.current()
    if current is None:
        raise Refused(NO_COPY.because())
    path = cache.generation(current.generation).metadata / f"{home.state.lower()}.json"
    return read_file(path, limit=STATE_LIMIT)


def own_copy(home: Home) -> Directory:
    """Return the node's copy as it is, for who only looks: it fetches nothing."""
    return _directory(home, lambda _path: None)


def _directory(home: Home, fetch: Fetch, shared: SharedCopy | None = None) -> Directory:
    first_root = read_file(home.first_root, limit=LARGEST_ROOT)
    return Directory(
        home.directory_cache,
        first_root,
        fetch,
        grace=home.directory_grace,
        shared=shared,
        report=lambda refused: _log.error("the shared copy is not used: %s", refused),
    )
