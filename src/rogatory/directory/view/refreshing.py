# SPDX-License-Identifier: Apache-2.0
"""Bringing what changed of the directory into the generation of a cache that is being made.

python-tuf's client brings root, timestamp, snapshot and targets, and with them refuses rollback,
freeze and mix and match. The States' parts are brought here, so that one State's broken part is
left to judging and stops no other.
"""

from datetime import datetime

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.ngclient import (  # type: ignore[attr-defined] # it names no exports
    Updater,
    UpdaterConfig,
)

from rogatory.directory.ceremony.ceremony import network_id, role_of
from rogatory.directory.ceremony.metadata import (
    ROOT_LIMIT,
    SNAPSHOT_LIMIT,
    TARGETS_LIMIT,
    TIMESTAMP_LIMIT,
    MetaFile,
    TargetFile,
    size_limit,
)
from rogatory.directory.fetching import METADATA, TufFetcher, stored_path
from rogatory.directory.tuf_refusals import coded
from rogatory.directory.view.as_of import (
    TopLevel,
    published_states,
    read_role,
    read_top_level,
    role_file,
    target_files,
)
from rogatory.directory.view.cache import Generation
from rogatory.directory.view.depositary_target import DEPOSITARY, target_reasons
from rogatory.directory.view.root_chain import MOST_ROOTS
from rogatory.disk import faults_at
from rogatory.errors import Refused
from rogatory.wire.canonical import LARGEST_DOCUMENT

_CONFIG = UpdaterConfig(
    max_root_rotations=MOST_ROOTS,
    root_max_length=ROOT_LIMIT,
    timestamp_max_length=TIMESTAMP_LIMIT,
    snapshot_max_length=SNAPSHOT_LIMIT,
    targets_max_length=TARGETS_LIMIT,
)


def bring(
    fresh: Generation,
    before: Generation | None,
    first_root: bytes,
    fetcher: TufFetcher,
    at: datetime,
) -> None:
    """Have everything that the directory's timestamp leads to, as of `at`, in `fresh`.

    Raises:
        Unreachable: something did not arrive.
        Refused: the metadata above the States are refused, or a file is not the one named.
    """
    try:
        _bring_top_level(fresh, first_root, fetcher, at)
        top = read_top_level(fresh.read, network=network_id(first_root), at=at)
        _bring_depositary(top, fresh, before, fetcher)
        for state in published_states(top):
            _bring_state(top, fresh, before, state, fetcher, at)
    except (RepositoryError, DownloadError) as error:
        raise fetcher.failure or coded(error) from error


def _bring_top_level(
    fresh: Generation, first_root: bytes, fetcher: TufFetcher, at: datetime
) -> None:
    with faults_at(fresh.folder):
        updater = Updater(
            str(fresh.metadata),
            METADATA,
            fetcher=fetcher,
            config=_CONFIG,
            bootstrap=first_root,
        )
        # python-tuf reads the clock itself; ours is an argument. It has no public way to receive
        # it.
        updater._trusted_set.reference_time = at  # noqa: SLF001 - see above; a test holds it
        updater.refresh()


def _bring_depositary(
    top: TopLevel, fresh: Generation, before: Generation | None, fetcher: TufFetcher
) -> None:
    """Bring the depositary's view, if one is named in its form; the rest is left to judging."""
    named = top.targets.targets.get(DEPOSITARY)
    if named is not None and not any(target_reasons(top.targets)):
        stored = stored_path(DEPOSITARY, named.hashes["sha256"])
        _bring_file(stored, named, named.length, fresh, before, fetcher)


def _bring_state(
    top: TopLevel,
    fresh: Generation,
    before: Generation | None,
    state: str,
    fetcher: TufFetcher,
    at: datetime,
) -> None:
    """Bring a State's part as far as it may be relied on; the rest is left to judging."""
    try:
        path, meta = role_file(top, state)
        limit = size_limit(role_of(state))
    except Refused:
        return
    if meta.length is None or meta.length <= limit:
        _bring_file(path, meta, meta.length or limit, fresh, None, fetcher)
    try:
        metadata = read_role(top, fresh.read, state, at)
    except Refused:
        return
    for target_path, stored in target_files(metadata).items():
        target = metadata.signed.targets[target_path]
        _bring_file(stored, target, target.length, fresh, before, fetcher)


def _bring_file(
    path: str,
    expected: MetaFile | TargetFile,
    limit: int,
    fresh: Generation,
    before: Generation | None,
    fetcher: TufFetcher,
) -> None:
    """Have a file as it is expected, from the last copy or from afar."""
    if before is not None:
        fresh.adopt(before, path)
    data = fresh.read(path, LARGEST_DOCUMENT)
    if data is not None and _is_expected(expected, data):
        return
    data = fetcher.download_bytes(path, limit)
    expected.verify_length_and_hashes(data)
    fresh.write(path, data)


def _is_expected(expected: MetaFile | TargetFile, data: bytes) -> bool:
    if expected.hashes is None:
        # TUF lets a snapshot name a version alone; then only a file just fetched can be of it.
        return False
    try:
        expected.verify_length_and_hashes(data)
    except RepositoryError:
        return False
    return True
