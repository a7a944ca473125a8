# SPDX-License-Identifier: Apache-2.0
"""The automatic publisher: whatever a State properly signed is visible to all at once.

It holds the online key alone, which signs `snapshot` and `timestamp`, and decides nothing that
a State or the holders of the offline keys have not signed. One process at a time publishes.

Order of writes, and the crash each survives:
  1. target files and versioned metadata: nobody is led to them yet; what is written again
     later replaces them;
  2. the snapshot that names them: likewise, but that no version of a snapshot is ever signed twice.
     A publisher that did, after it was killed here, could be convicted of a split view (`split`);
  3. a new root, if there is one: readers climb to it, and refuse a timestamp that its keys did
     not sign, keeping their copy until the next step is made, or made again;
  4. `timestamp.json`, replaced: from here on it is published.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rogatory.directory import submission_refusals
from rogatory.directory.ceremony.ceremony import check_signed, network_id, role_of
from rogatory.directory.ceremony.keys import DirectoryKey
from rogatory.directory.ceremony.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    Targets,
    Timestamp,
    add_signature,
    meta_file,
    read_any,
    read_metadata,
    size_limit,
    write_metadata,
)
from rogatory.directory.ceremony.network_field import NETWORK_FIELD, refuse_other_network
from rogatory.directory.fetching import METADATA, stored_path
from rogatory.directory.publish.published_parts import (
    all_submission_reasons,
    depositary_reasons,
    held_of,
    is_published,
    refuse_foreign_publisher,
    unsigned_states,
)
from rogatory.directory.publish.repository_folder import (
    TIMESTAMP,
    PublishedVersions,
    RepositoryFolder,
)
from rogatory.directory.publish.targets_succession import targets_reasons
from rogatory.directory.submission.state_role import Submission
from rogatory.directory.submission.submission import submission_reasons
from rogatory.directory.view.depositary_target import depositary_file
from rogatory.directory.view.root_chain import MOST_ROOTS
from rogatory.disk import FolderLock
from rogatory.errors import Refused, refuse_if_any
from rogatory.wire.digests import sha256

TIMESTAMP_LIFE = timedelta(days=1)
"""For so long, at most, may a mirror show a directory from which a revocation is missing."""

SNAPSHOT_LIFE = timedelta(days=7)
"""The timestamp renews it in time; alone it is of no use to a thief for long."""


@dataclass(frozen=True, slots=True)
class Lives:
    """How long what the online key signs is good for; renewed when half of it is over."""

    timestamp: timedelta = TIMESTAMP_LIFE
    snapshot: timedelta = SNAPSHOT_LIFE


class Publisher:
    """Publishes into one repository folder with the online key."""

    def __init__(self, folder: Path, online: DirectoryKey, *, lives: Lives | None = None) -> None:
        self._repository = RepositoryFolder(folder)
        self._online = online
        self._lives = lives or Lives()

    def create(self, root: bytes, targets: bytes, *, at: datetime) -> int:
        """Publish a new network from the first root and the first targets metadata.

        Raises:
            Refused: there is a network in the folder already, a threshold is not met, or the
                root does not list this publisher's key.
        """
        check_signed(root, root)
        check_signed(targets, root)
        refuse_foreign_publisher(root, self._online.keyid)
        first = read_metadata(Targets, "targets", targets)
        refuse_if_any(targets_reasons(None, first.signed, at, network_id(root)))
        self._repository.make()
        with self._locked():
            if self._repository.read(TIMESTAMP, size_limit("timestamp")) is not None:
                folder = str(self._repository.folder)
                raise Refused(submission_refusals.ALREADY_PUBLISHED.because(folder=folder))
            self._repository.write(f"{METADATA}1.root.json", root)
            return self._tick(None, {"targets.json": self._put("targets", targets)}, at)

    def accept(self, submission: Submission, *, at: datetime) -> int:
        """Publish what a State submits, at once; returns the version of the snapshot.

        A submission that is published already is accepted again and changes nothing.

        Raises:
            Refused: with every reason of `submission_reasons`.
        """
        with self._locked():
            published = self._repository.published()
            role = role_of(submission.state)
            if is_published(published, role, submission.metadata):
                return published.snapshot.signed.version
            held = held_of(self._repository, published, submission.state)
            refuse_if_any(
                submission_reasons(
                    published.targets.signed, submission, held, at, self._repository.network()
                )
            )
            return self._tick(published, {f"{role}.json": self._put_state(submission)}, at)

    def publish_targets(
        self,
        targets: bytes,
        submissions: Sequence[Submission] = (),
        *,
        depositary: bytes | None = None,
        at: datetime,
    ) -> int:
        """Publish new targets metadata, and in one tick what States signed with changed keys.

        `depositary` is the depositary's view, where these metadata name another one than before.

        Raises:
            Refused: a threshold is not met, or with every reason of `targets_reasons`, of
                `submission_reasons`, and every State that is left without a valid signature; or
                the depositary's view that is named is not the one given, or not in its form.
        """
        with self._locked():
            published = self._repository.published()
            if is_published(published, "targets", targets) and not submissions:
                return published.snapshot.signed.version
            check_signed(targets, published.root)
            new = read_metadata(Targets, "targets", targets).signed
            refuse_if_any(
                [
                    *targets_reasons(published.targets.signed, new, at, self._repository.network()),
                    *unsigned_states(self._repository, published, new, submissions),
                    *all_submission_reasons(self._repository, published, new, submissions, at),
                    *depositary_reasons(self._repository, new, depositary),
                ]
            )
            self._put_depositary(new, depositary)
            changes = {f"{role_of(one.state)}.json": self._put_state(one) for one in submissions}
            changes["targets.json"] = self._put("targets", targets)
            return self._tick(published, changes, at)

    def publish_root(self, root: bytes, targets: bytes | None = None, *, at: datetime) -> int:
        """Publish the next root; with `targets`, what its targets keys signed, in the same tick.

        What must hold:
          1. It is the next version (or the last once more, after a publisher was killed), and not
             one more than readers climb.
          2. The thresholds of both the root before it and itself signed it.
          3. It lists this publisher's key.
          4. The targets metadata meet its threshold: those published, or the new ones, which must
             be fit to follow them as in `publish_targets`.
          5. It was signed for this network.
        """
        with self._locked():
            published = self._repository.published()
            if root != published.root:
                new = read_metadata(Root, "root", root).signed
                expected = published.root_version + 1
                if new.version != expected:
                    raise Refused(
                        submission_refusals.NOT_NEXT.because(version=new.version, expected=expected)
                    )  # 1
                if expected > MOST_ROOTS:
                    raise Refused(submission_refusals.ROOTS_TOO_MANY.because(limit=MOST_ROOTS))
                check_signed(root, root, published.root)  # 2
                refuse_other_network("root", new, self._repository.network())  # 5
            if targets is None or is_published(published, "targets", targets):
                check_signed(write_metadata(published.targets), root)  # 4
                return self._tick(published, {}, at, root)
            check_signed(targets, root)
            following = read_metadata(Targets, "targets", targets).signed
            refuse_if_any(
                [
                    *targets_reasons(
                        published.targets.signed, following, at, self._repository.network()
                    ),
                    *unsigned_states(self._repository, published, following, ()),
                    *depositary_reasons(self._repository, following, None),
                ]
            )
            refuse_foreign_publisher(root, self._online.keyid)  # 3
            return self._tick(published, {"targets.json": self._put("targets", targets)}, at, root)

    def tick(self, at: datetime) -> int:
        """Sign a new timestamp now; returns the version of the snapshot."""
        with self._locked():
            return self._tick(self._repository.published(), {}, at)

    def tick_if_due(self, at: datetime) -> bool:
        """Sign a new timestamp when half of the last one's life is over, or where that was given a longer one than
        timestamps are to have; whether it did.
        """
        left = self._repository.published().timestamp.signed.expires - at
        if self._lives.timestamp / 2 < left <= self._lives.timestamp:
            return False
        self.tick(at)
        return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder against other publishers; refuses one that holds no repository."""
        if not self._repository.is_made():
            raise Refused(
                submission_refusals.NOT_PUBLISHED.because(folder=str(self._repository.folder))
            )
        with FolderLock(self._repository.folder, wait=True):
            self._repository.clean()
            yield

    def _tick(
        self,
        published: PublishedVersions | None,
        changes: Mapping[str, MetaFile],
        at: datetime,
        root: bytes | None = None,
    ) -> int:
        """Sign what changed into a snapshot if need be, and always into a new timestamp.

        A new `root` gets its name last before the timestamp: only in between may a reader find
        the one without the other, and then keeps what it has.
        """
        now = at.replace(microsecond=0)
        data = root or self._repository.root()
        refuse_foreign_publisher(data, self._online.keyid)
        in_force = read_metadata(Root, "root", data).signed
        network = self._repository.network()
        if published is None or changes or self._is_snapshot_due(published, in_force, now):
            old = published.snapshot.signed if published else None
            snapshot = Snapshot(
                version=max(old.version if old else 0, self._repository.newest_snapshot()) + 1,
                expires=now + self._lives.snapshot,
                meta={**(old.meta if old else {}), **changes},
                unrecognized_fields={NETWORK_FIELD: network},
            )
            meta = self._put("snapshot", self._signed(Metadata(snapshot)))
        else:
            meta = published.timestamp.signed.snapshot_meta
        timestamp = Timestamp(
            version=published.timestamp.signed.version + 1 if published else 1,
            expires=now + self._lives.timestamp,
            snapshot_meta=meta,
            unrecognized_fields={NETWORK_FIELD: network},
        )
        if root is not None:
            self._repository.write(f"{METADATA}{in_force.version}.root.json", root)
        self._repository.write(TIMESTAMP, self._signed(Metadata(timestamp)))
        return meta.version

    def _is_snapshot_due(self, published: PublishedVersions, root: Root, now: datetime) -> bool:
        """Decide whether the last snapshot ends soon, or was signed by a key that no longer may."""
        snapshot = published.snapshot
        if snapshot.signed.expires - now < self._lives.snapshot / 2:
            return True
        signed = root.get_verification_result(
            "snapshot", snapshot.signed_bytes, snapshot.signatures
        )
        return not signed

    def _signed(self, metadata: Metadata[Any]) -> bytes:
        add_signature(metadata, self._online)
        return write_metadata(metadata)

    def _put(self, role: str, data: bytes) -> MetaFile:
        """Write versioned metadata; what the snapshot will say of it."""
        version = read_any(role, data).signed.version
        self._repository.write(f"{METADATA}{version}.{role}.json", data)
        return meta_file(version, data)

    def _put_state(self, submission: Submission) -> MetaFile:
        for path, data in submission.files.items():
            self._repository.write(stored_path(path, sha256(data)), data)
        return self._put(role_of(submission.state), submission.metadata)

    def _put_depositary(self, new: Targets, given: bytes | None) -> None:
        path = depositary_file(new)
        if path is not None and given is not None:
            self._repository.write(path, given)
