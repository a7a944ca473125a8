# SPDX-License-Identifier: Apache-2.0
"""Directories that change hands: root keys that are retired, and the fork that retired keys make."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from casts.court.bundle_case import Case, found_case
from rogatory.directory.ceremony import ceremony
from rogatory.directory.ceremony.keys import DirectoryKey, parse_public
from rogatory.directory.ceremony.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    Timestamp,
    add_signature,
    meta_file,
    read_metadata,
    write_metadata,
)
from rogatory.directory.ceremony.network_field import NETWORK_FIELD
from rogatory.directory.fetching import METADATA
from rogatory.directory.publish.publisher import SNAPSHOT_LIFE, TIMESTAMP_LIFE, Publisher
from rogatory.directory.publish.repository_folder import TIMESTAMP, RepositoryFolder
from rogatory.exercises.federation import Federation, keep_directory_key, load_directory_key
from rogatory.exercises.founding import HOLDERS

RETIRED = ("root-1", "root-2")
"""Two of the three root keys of the first root; the second root has others in their place."""


def replace_root_keys(case: Case) -> None:
    """Publish a second root, in which two new keys replace two of the first, and read it everywhere."""
    secretariat, at = case.federation.folder / "secretariat", case.clock()
    retired = retired_keys(case)
    new = [keep_directory_key(secretariat, name) for name in ("root-4", "root-5")]
    root = ceremony.rotate_root(
        case.federation.first_root,
        add=[key.public for key in new],
        revoke=[key.keyid for key in retired],
        at=at,
    )
    for key in (*retired, *new):
        root = ceremony.sign(root, key)
    Publisher(case.federation.repository, case.federation.online_key()).publish_root(root, at=at)
    for node in case.exchange.nodes.values():
        node.register.refresh(case.clock.now())


def next_version(case: Case, code: str) -> int:
    """Return the version of the next metadata that a State may publish."""
    published = (case.federation.repository / METADATA).glob(f"*.{code.lower()}.json")
    return 1 + max(int(path.name.partition(".")[0]) for path in published)


def retired_keys(case: Case) -> list[DirectoryKey]:
    """The keys that the second root replaced."""
    secretariat = case.federation.folder / "secretariat"
    return [load_directory_key(secretariat, name) for name in RETIRED]


def third_root(case: Case) -> bytes:
    """A root after the second, as the holders of the retired keys alone can sign it."""
    second = (case.federation.repository / METADATA / "2.root.json").read_bytes()
    root = ceremony.rotate_root(
        second, add=[key.public for key in retired_keys(case)], at=case.clock.now()
    )
    for key in retired_keys(case):
        root = ceremony.sign(root, key)
    return root


def found_fork(case: Case, folder: Path) -> Case:
    """Found a network under the first root of a case, with another second root signed by retired keys.

    All States of it have the same names; their keys, and every key of the directory, are the forger's.
    """

    def directory(federation: Federation, states: Sequence[str], at: datetime) -> Publisher:
        return _fork_directory(case, federation, states, at)

    return found_case(folder, directory)


def _fork_directory(
    case: Case, federation: Federation, states: Sequence[str], at: datetime
) -> Publisher:
    secretariat, first = federation.folder / "secretariat", case.federation.first_root
    own = {
        role: [keep_directory_key(secretariat, f"{role}-{n}") for n in range(1, HOLDERS + 1)]
        for role in ("root", "targets")
    }
    online = keep_directory_key(secretariat, "online")
    second = _second_root(first, {**own, "snapshot": [online], "timestamp": [online]}, at)
    for key in (*retired_keys(case), *own["root"][: ceremony.THRESHOLD]):
        second = ceremony.sign(second, key)
    network, targets = ceremony.network_id(first), ceremony.first_targets(at=at)
    for state in states:
        key = keep_directory_key(federation.state(state), "directory")
        targets = ceremony.enrol(targets, state, [key.public], at=at, network=network)
    for holder in own["targets"][: ceremony.THRESHOLD]:
        targets = ceremony.sign(targets, holder)
    repository = RepositoryFolder(federation.repository)
    repository.make()
    repository.write(f"{METADATA}1.root.json", first)
    repository.write(f"{METADATA}2.root.json", second)
    version = len(states) + 1
    repository.write(f"{METADATA}{version}.targets.json", targets)
    _first_snapshot(repository, meta_file(version, targets), network, online, at)
    return Publisher(federation.repository, online)


def _second_root(first: bytes, keys: dict[str, list[DirectoryKey]], at: datetime) -> bytes:
    """The next root, unsigned, in which every role has these keys alone."""
    metadata: Metadata[Root] = read_metadata(Root, "root", first)
    for role, new in keys.items():
        for keyid in list(metadata.signed.roles[role].keyids):
            metadata.signed.revoke_key(keyid, role)
        for key in new:
            metadata.signed.add_key(parse_public(key.public), role)
    return ceremony.next_root(metadata, first, at + ceremony.ROOT_LIFE)


def _first_snapshot(
    repository: RepositoryFolder,
    targets: MetaFile,
    network: str,
    online: DirectoryKey,
    at: datetime,
) -> None:
    def signed(metadata: Metadata[Snapshot] | Metadata[Timestamp]) -> bytes:
        add_signature(metadata, online)
        return write_metadata(metadata)

    now, named = at.replace(microsecond=0), {NETWORK_FIELD: network}
    snapshot = signed(
        Metadata(
            Snapshot(
                version=1,
                expires=now + SNAPSHOT_LIFE,
                meta={"targets.json": targets},
                unrecognized_fields=named,
            )
        )
    )
    repository.write(f"{METADATA}1.snapshot.json", snapshot)
    timestamp = Timestamp(
        version=1,
        expires=now + TIMESTAMP_LIFE,
        snapshot_meta=meta_file(1, snapshot),
        unrecognized_fields=dict(named),
    )
    repository.write(TIMESTAMP, signed(Metadata(timestamp)))
