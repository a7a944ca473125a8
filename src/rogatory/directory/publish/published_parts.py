# SPDX-License-Identifier: Apache-2.0
"""The publisher's checks of its own folder before it publishes something else."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rogatory.directory import submission_refusals
from rogatory.directory.ceremony.ceremony import role_of
from rogatory.directory.ceremony.metadata import Root, Targets, meta_file, read_metadata, size_limit
from rogatory.directory.entry.entry import state_paths
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import parse_register
from rogatory.directory.fetching import METADATA, stored_path
from rogatory.directory.publish.repository_folder import PublishedVersions, RepositoryFolder
from rogatory.directory.submission.acceptance import delegated_states
from rogatory.directory.submission.state_role import Submission
from rogatory.directory.submission.submission import Held, submission_reasons
from rogatory.directory.view.depositary_target import read_depositary
from rogatory.errors import Reason, Refused
from rogatory.wire.canonical import LARGEST_DOCUMENT


def refuse_foreign_publisher(root: bytes, keyid: str) -> None:
    """Refuse a key that the root does not list for snapshot and timestamp."""
    roles = read_metadata(Root, "root", root).signed.roles
    if any(keyid not in roles[role].keyids for role in ("snapshot", "timestamp")):
        raise Refused(submission_refusals.ONLINE_KEY_FOREIGN.because())


def is_published(published: PublishedVersions, role: str, data: bytes) -> bool:
    """Decide whether these very bytes are what is published of a role."""
    meta = published.snapshot.signed.meta.get(f"{role}.json")
    return meta is not None and meta.hashes == meta_file(1, data).hashes


def held_of(repository: RepositoryFolder, published: PublishedVersions, state: str) -> Held | None:
    """Return what is published of a State, from the folder that this publisher wrote."""
    role = role_of(state)
    meta = published.snapshot.signed.meta.get(f"{role}.json")
    if meta is None:
        return None
    data = repository.present(f"{METADATA}{meta.version}.{role}.json", size_limit(role))
    targets = read_metadata(Targets, role, data).signed.targets
    files = [
        repository.present(stored_path(path, targets[path].hashes["sha256"]), LARGEST_DOCUMENT)
        for path in state_paths(state)
    ]
    return Held(meta.version, parse_entry(files[0]), parse_register(files[1]))


def all_submission_reasons(
    repository: RepositoryFolder,
    published: PublishedVersions,
    new: Targets,
    submissions: Sequence[Submission],
    at: datetime,
) -> Iterator[Reason]:
    """Yield why any of what States signed must not be published with these targets metadata."""
    for submission in submissions:
        held = held_of(repository, published, submission.state)
        yield from submission_reasons(new, submission, held, at, repository.network())


def unsigned_states(
    repository: RepositoryFolder,
    published: PublishedVersions,
    new: Targets,
    submissions: Sequence[Submission],
) -> Iterator[Reason]:
    """Yield the States whose published metadata the new delegations would leave unsigned."""
    states = set(delegated_states(new)) - {submission.state for submission in submissions}
    for role in sorted(role_of(state) for state in states):
        meta = published.snapshot.signed.meta.get(f"{role}.json")
        if meta is None:
            continue
        data = repository.present(f"{METADATA}{meta.version}.{role}.json", size_limit(role))
        signed = read_metadata(Targets, role, data)
        if not new.get_verification_result(role, signed.signed_bytes, signed.signatures):
            yield submission_refusals.MUST_RESIGN.because(role=role)


def depositary_reasons(
    repository: RepositoryFolder, new: Targets, given: bytes | None
) -> tuple[Reason, ...]:
    """Return why the depositary's view that the metadata name cannot be published with them."""

    def read(path: str, limit: int) -> bytes | None:
        return repository.read(path, limit) if given is None else given[: limit + 1]

    return read_depositary(new, read)[1]
