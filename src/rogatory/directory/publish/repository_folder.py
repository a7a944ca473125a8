# SPDX-License-Identifier: Apache-2.0
"""The static folder that readers copy or fetch from: `metadata/` and `targets/`.

`timestamp.json` alone says what is published; every other file has a version or a digest in
its name and lies there before the timestamp that leads to it. So a reader sees the state before
or the state after, and a publisher killed at any point finds its last state again.
"""

from dataclasses import dataclass
from pathlib import Path

from rogatory.directory import refusals, submission_refusals
from rogatory.directory.ceremony.ceremony import network_id
from rogatory.directory.ceremony.metadata import (
    Metadata,
    Root,
    Snapshot,
    Targets,
    Timestamp,
    read_metadata,
    size_limit,
)
from rogatory.directory.fetching import METADATA, TARGETS
from rogatory.directory.tuf_refusals import tuf_refusals
from rogatory.directory.view.root_chain import ReadMetadata
from rogatory.disk import faults_at, read_file, remove_leftovers, replace
from rogatory.disk.refusals import MISSING
from rogatory.errors import Refused

TIMESTAMP = f"{METADATA}timestamp.json"


@dataclass(frozen=True, slots=True)
class PublishedVersions:
    """The versions to which the folder's timestamp leads."""

    root: bytes
    timestamp: Metadata[Timestamp]
    snapshot: Metadata[Snapshot]
    targets: Metadata[Targets]

    @property
    def root_version(self) -> int:
        return read_metadata(Root, "root", self.root).signed.version


class RepositoryFolder:
    """Files of a repository by their relative path, each whole and durable or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        for name in (METADATA, f"{TARGETS}states"):
            path = self.folder / name
            with faults_at(path):
                path.mkdir(parents=True, exist_ok=True)

    def is_made(self) -> bool:
        return (self.folder / TARGETS / "states").is_dir()

    def is_published(self) -> bool:
        return self.read(TIMESTAMP, size_limit("timestamp")) is not None

    def clean(self) -> None:
        """Remove what a killed publisher left under temporary names."""
        for name in (METADATA, f"{TARGETS}states"):
            remove_leftovers(self.folder / name)

    def newest_snapshot(self) -> int:
        """Return the highest version of a snapshot that lies here, whether published or not."""
        with faults_at(self.folder / METADATA):
            names = [path.name for path in (self.folder / METADATA).glob("*.snapshot.json")]
        numbers = [name.partition(".")[0] for name in names]
        return max((int(one) for one in numbers if one.isascii() and one.isdigit()), default=0)

    def write(self, path: str, data: bytes) -> None:
        replace(self.folder / path, data)

    def read(self, path: str, limit: int) -> bytes | None:
        return read_beneath(self.folder)(path, limit)

    def published(self) -> PublishedVersions:
        """Return the published state; refuses (`directory-not-published`) where there is none."""
        data = self.read(TIMESTAMP, size_limit("timestamp"))
        if data is None:
            raise Refused(submission_refusals.NOT_PUBLISHED.because(folder=str(self.folder)))
        timestamp = read_metadata(Timestamp, "timestamp", data)
        meta = timestamp.signed.snapshot_meta
        data = self.present(f"{METADATA}{meta.version}.snapshot.json", size_limit("snapshot"))
        with tuf_refusals():
            meta.verify_length_and_hashes(data)
        snapshot = read_metadata(Snapshot, "snapshot", data)
        version = snapshot.signed.meta["targets.json"].version
        targets = self.present(f"{METADATA}{version}.targets.json", size_limit("targets"))
        return PublishedVersions(
            self.root(), timestamp, snapshot, read_metadata(Targets, "targets", targets)
        )

    def network(self) -> str:
        """Return the network whose directory this is."""
        return network_id(self.present(f"{METADATA}1.root.json", size_limit("root")))

    def root(self) -> bytes:
        """Return the last root of the chain in the folder."""
        version = 1
        data = self.present(f"{METADATA}1.root.json", size_limit("root"))
        while following := self.read(f"{METADATA}{version + 1}.root.json", size_limit("root")):
            data, version = following, version + 1
        return data

    def present(self, path: str, limit: int) -> bytes:
        """Return a file that must be there."""
        data = self.read(path, limit)
        if data is None:
            raise Refused(refusals.INCOMPLETE.because(name=path))
        return data


def read_beneath(folder: Path) -> ReadMetadata:
    """Return a `ReadMetadata` over a folder that this machine itself wrote (paths are not looked
    at).
    """

    def read(path: str, limit: int) -> bytes | None:
        try:
            return read_file(folder / path, limit=limit)
        except Refused as error:
            if error.codes == (MISSING.id,):
                return None
            raise

    return read
