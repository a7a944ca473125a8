# SPDX-License-Identifier: Apache-2.0
"""Reading the directory as of a moment, from files: a short walk over `tuf.api`.

The files are those of a repository (`metadata/timestamp.json`, `metadata/7.snapshot.json`,
`targets/states/<sha256>.xa.json`), wherever they lie: in a node's cache, in a bundle judged
years later, on a stick. The walk fetches nothing, remembers nothing and reads no clock; that
nothing older is shown than was seen before is the client's to see to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from rogatory.directory import refusals, submission_refusals
from rogatory.directory.ceremony.ceremony import role_of
from rogatory.directory.ceremony.metadata import (
    Key,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    Targets,
    Timestamp,
    read_any,
    read_metadata,
    size_limit,
)
from rogatory.directory.ceremony.network_field import refuse_other_network
from rogatory.directory.entry.entry import state_paths
from rogatory.directory.fetching import METADATA, stored_path
from rogatory.directory.submission.acceptance import (
    delegated_states,
    parse_pair,
    read_pair,
    role_reasons,
)
from rogatory.directory.tuf_refusals import tuf_refusals
from rogatory.directory.view.depositary_target import read_depositary, target_reasons
from rogatory.directory.view.published_snapshot import PublishedSnapshot, published_snapshot
from rogatory.directory.view.root_chain import (
    REMEMBERED_METADATA,
    ReadMetadata,
    present_file,
    walk_roots,
)
from rogatory.directory.view.view import DirectoryView, Edition, ListedState
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_, FilledText

AS_PUBLISHED = datetime.min.replace(tzinfo=UTC)
"""The moment for reading a copy as it was published: nothing has expired then. What a copy of any
age says of a key *against* it counts; what it says in a key's favour is bounded by periods."""


@dataclass(frozen=True, slots=True)
class TopLevel:
    """The verified metadata above the States."""

    network: str
    root: Root
    timestamp: Timestamp
    snapshot: Snapshot
    targets: Targets
    published: PublishedSnapshot


def read_view(
    read: ReadMetadata, *, network: str, at: datetime, states: Iterable[str] | None = None
) -> DirectoryView:
    """Return the directory of these files as of a moment; `states` reads those alone, and nothing
    of the depositary's.

    A State whose part cannot be relied on is held, with its reasons, and stops no other.

    Raises:
        Refused: the metadata above the States do not hold at `at` (see `read_top_level`).
    """
    top = read_top_level(read, network=network, at=at)
    found: dict[str, ListedState] = {}
    held: dict[str, tuple[Reason, ...]] = {}
    for state in published_states(top) if states is None else states:
        try:
            found[state] = read_listed(top, read, state, read_role(top, read, state, at))
        except Refused as error:
            held[state] = error.reasons
    stated, reasons = read_depositary(top.targets, read) if states is None else (None, ())
    return DirectoryView(
        network,
        top.snapshot.version,
        at,
        found,
        held,
        depositary=stated,
        depositary_held=reasons,
        published=top.published,
        edition=edition_of(top),
    )


def edition_of(top: TopLevel) -> Edition:
    """Return which versions were read, and when each stops being current."""
    return Edition(
        root=top.root.version,
        root_expires=top.root.expires,
        timestamp=top.timestamp.version,
        timestamp_expires=top.timestamp.expires,
        snapshot=top.snapshot.version,
        snapshot_expires=top.snapshot.expires,
        targets=top.targets.version,
        targets_expires=top.targets.expires,
    )


def read_top_level(read: ReadMetadata, *, network: str, at: datetime) -> TopLevel:
    """Return the metadata above the States, as of `at`.

    What must hold:
      1. The first root is the network's: its SHA-256 is the network's name.
      2. Each next root has the next version and is signed by the thresholds of both the root
         before it and itself. They are at most `MOST_ROOTS`. The last one has not expired.
      3. The timestamp is signed by the root's key for it and has not expired.
      4. The snapshot is the one the timestamp names (version, length, digest), signed, and has
         not expired.
      5. So is the targets metadata, which the snapshot names.
      6. Each was signed for this network (`network_field`), roots after the first included.
      7. The targets metadata name the depositary's view, if at all, in its form.
    """
    walked = walk_roots(read, network)  # 1, 2
    root, signed_by = walked[-1]
    if root.is_expired(at):
        raise _expired("root", root.expires)
    timestamp = _verified(Timestamp, read, signed_by, "timestamp", None, at)  # 3
    snapshot = _verified(Snapshot, read, signed_by, "snapshot", timestamp.snapshot_meta, at)  # 4
    named = snapshot.meta.get("targets.json")
    if named is None:
        raise Refused(refusals.MALFORMED.because(problem=P_("the snapshot names no targets")))
    targets = _verified(Targets, read, signed_by, "targets", named, at)  # 5
    for signed in (timestamp, snapshot, targets):
        refuse_other_network(signed.type, signed, network)  # 6
    refuse_if_any(target_reasons(targets))  # 7
    data = present_file(read, f"{METADATA}{snapshot.version}.snapshot.json", "snapshot")
    return TopLevel(
        network,
        root,
        timestamp,
        snapshot,
        targets,
        published_snapshot(data, tuple(one for one, _ in walked)),
    )


def published_states(top: TopLevel) -> tuple[str, ...]:
    """Return the delegated States that have signed something."""
    return tuple(
        state
        for state in delegated_states(top.targets)
        if f"{state.lower()}.json" in top.snapshot.meta
    )


def role_file(top: TopLevel, state: str) -> tuple[str, MetaFile]:
    """Return where a State's metadata lies, and what the snapshot says of it."""
    role = role_of(state)
    meta = top.snapshot.meta.get(f"{role}.json")
    if meta is None:
        raise Refused(refusals.STATE_NOT_LISTED.because(state=state))
    return f"{METADATA}{meta.version}.{role}.json", meta


def read_role(top: TopLevel, read: ReadMetadata, state: str, at: datetime) -> Metadata[Targets]:
    """Return a State's metadata, verified against delegation and snapshot; refuses with all
    reasons.
    """
    path, meta = role_file(top, state)
    role = role_of(state)
    if meta.length is not None and meta.length > size_limit(role):
        raise Refused(
            submission_refusals.METADATA_TOO_LARGE.because(
                role=role, size=meta.length, limit=size_limit(role)
            )
        )
    data = present_file(read, path, role)
    with tuf_refusals():
        meta.verify_length_and_hashes(data)
    metadata = read_metadata(Targets, role, data)
    reasons = role_reasons(top.targets, state, metadata, at, top.network)
    if metadata.signed.version != meta.version:
        problem = FilledText(
            P_("{role} has version {version}, not {listed}"),
            role=role,
            version=metadata.signed.version,
            listed=meta.version,
        )
        reasons.append(refusals.MIXED.because(problem=problem))
    refuse_if_any(reasons)
    return metadata


def target_files(metadata: Metadata[Targets]) -> dict[str, str]:
    """Return where the files of a State's verified metadata lie, by target path."""
    return {
        path: stored_path(path, target.hashes["sha256"])
        for path, target in metadata.signed.targets.items()
    }


def signers(top: TopLevel, state: str, metadata: Metadata[Targets]) -> dict[str, Key]:
    """Return the State's delegated keys that signed its metadata, by key id."""
    role = role_of(state)
    return top.targets.get_verification_result(
        role, metadata.signed_bytes, metadata.signatures
    ).signed


def read_listed(
    top: TopLevel,
    read: ReadMetadata,
    state: str,
    metadata: Metadata[Targets],
    accepted: tuple[str, str] | None = None,
) -> ListedState:
    """Return the entry and register that verified metadata name; refuses with all reasons.

    `accepted` are the digests of a pair whose keys this reader has judged before: what a key is
    does not change, and two hundred States' keys take a second.
    """
    files: dict[str, bytes] = {}
    for path, stored in target_files(metadata).items():
        data = read(stored, LARGEST_DOCUMENT)
        if data is None:
            raise Refused(refusals.INCOMPLETE.because(name=stored))
        with tuf_refusals():
            metadata.signed.targets[path].verify_length_and_hashes(data)
        files[path] = data
    entry_bytes, register_bytes = (files[path] for path in state_paths(state))
    if (sha256(entry_bytes), sha256(register_bytes)) == accepted:
        entry, register = parse_pair(entry_bytes, register_bytes)
    else:
        entry, register = read_pair(state, entry_bytes, register_bytes)
    keyids = tuple(sorted(signers(top, state, metadata)))
    return ListedState(entry, register, entry_bytes, register_bytes, keyids)


def _verified[T: (Timestamp, Snapshot, Targets)](
    kind: type[T], read: ReadMetadata, root: bytes, role: str, meta: MetaFile | None, at: datetime
) -> T:
    name = f"{role}.json" if meta is None else f"{meta.version}.{role}.json"
    data = present_file(read, METADATA + name, role)
    if meta is not None:
        with tuf_refusals():
            meta.verify_length_and_hashes(data)
    found = _signed_under(root, role, data)
    if not isinstance(found, kind):
        found = read_metadata(kind, role, data).signed  # refuses it
    if meta is not None and found.version != meta.version:
        problem = FilledText(
            P_("{role} has version {version}, not {listed}"),
            role=role,
            version=found.version,
            listed=meta.version,
        )
        raise Refused(refusals.MIXED.because(problem=problem))
    if found.is_expired(at):
        raise _expired(role, found.expires)
    return found


@lru_cache(maxsize=REMEMBERED_METADATA)
def _signed_under(root: bytes, role: str, data: bytes) -> Any:
    """Return metadata, of whatever type, that the root's keys for the role signed. Nobody may change them."""
    metadata = read_any(role, data)
    with tuf_refusals():
        read_metadata(Root, "root", root).signed.verify_delegate(
            role, metadata.signed_bytes, metadata.signatures
        )
    return metadata.signed


def _expired(role: str, expires: datetime) -> Refused:
    problem = FilledText(
        P_("{role} expired at {expires}"), role=role, expires=format_moment(expires)
    )
    return Refused(refusals.EXPIRED.because(problem=problem))
