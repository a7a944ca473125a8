# SPDX-License-Identifier: Apache-2.0
"""Reading the directory as of a moment, from files: a short walk over `tuf.api`.

The files are those of a repository (`metadata/timestamp.json`, `metadata/7.snapshot.json`,
`targets/states/<sha256>.xa.json`), wherever they lie: in a node's cache, in a bundle judged
years later, on a stick. The walk fetches nothing, remembers nothing and reads no clock; that
nothing older is shown than was seen before is the client's to see to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from rogatory.directory import refusals, submission_refusals
from rogatory.directory.ceremony.ceremony import network_id, role_of
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
from rogatory.directory.view.view import DirectoryView, Edition, ListedState
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_, FilledText

type ReadMetadata = Callable[[str, int], bytes | None]
"""The bytes of a repository file, at most so many, or None if it is not there."""

MOST_ROOTS = 1024
"""A root chain longer than any network's life is made to keep its reader busy."""


REMEMBERED_METADATA = 32
"""Roots, and other metadata above the States, that are verified once: a verification reads a directory as of several
moments, and of the same bytes under the same root nothing but the expiry is another."""


class RootVerdict(NamedTuple):
    """The verdict whether a reader's roots vouch for a chain; if not, which are missing between
    them.
    """

    vouched: bool
    last: int
    given: int | None


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
    walked = _walk_roots(read, network)  # 1, 2
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
    data = _present(read, f"{METADATA}{snapshot.version}.snapshot.json", "snapshot")
    return TopLevel(
        network,
        root,
        timestamp,
        snapshot,
        targets,
        published_snapshot(data, tuple(one for one, _ in walked)),
    )


def read_root(read: ReadMetadata, network: str) -> Root:
    """Return the last root of the chain that begins with the network's first; expiry is not judged."""
    return read_roots(read, network)[-1]


def read_roots(read: ReadMetadata, network: str) -> tuple[Root, ...]:
    """Return the chain of roots that begins with the network's first; expiry is not judged."""
    return tuple(root for root, _ in _walk_roots(read, network))


def walked_roots(read: ReadMetadata, network: str) -> tuple[bytes, ...]:
    """Return the bytes of that chain, the first root first. No other root in the folder has any
    say.
    """
    return tuple(data for _, data in _walk_roots(read, network))


def _walk_roots(read: ReadMetadata, network: str) -> list[tuple[Root, bytes]]:
    first = _present(read, f"{METADATA}1.root.json", "root")
    if network_id(first) != network:
        raise Refused(refusals.OTHER_NETWORK.because(found=network_id(first), expected=network))
    roots = [(_next_root(None, first, 1), first)]
    while (data := _next_file(read, len(roots))) is not None:
        if len(roots) == MOST_ROOTS:
            raise Refused(submission_refusals.ROOTS_TOO_MANY.because(limit=MOST_ROOTS))
        root = _next_root(roots[-1][1], data, len(roots) + 1)
        refuse_other_network("root", root, network)
        roots.append((root, data))
    return roots


def root_version(data: bytes) -> int:
    """Return the version of a root, of which nothing is verified."""
    return read_metadata(Root, "root", data).signed.version


def vouched_roots(chain: tuple[bytes, ...], roots: Iterable[bytes], network: str) -> RootVerdict:
    """Decide whether a chain of roots that was walked is the one that a reader's roots are of.

    1. A root whose version the chain reaches is the chain's, byte for byte.
    2. A newer one says nothing of the chain by following it: the maker of a chain can name the true
       holders' keys in it, which everybody knows, and the true root then follows. It vouches for
       the chain if the threshold of holders that it names has signed the chain's last root.
    3. A newer one names this network, and one that is the next follows the chain's last.

    Raises:
        Refused: a root cannot be read, or differs (1, 3).
    """
    last = read_metadata(Root, "root", chain[-1])
    vouched = False
    newer: list[int] = []
    for data in roots:
        given = read_metadata(Root, "root", data)
        version = given.signed.version
        if version <= len(chain):
            if chain[version - 1] != data:
                raise Refused(refusals.ROOT_OTHER.because(version=version))
            vouched = True
            continue
        refuse_other_network("root", given.signed, network)
        if version == len(chain) + 1:
            try:
                _next_root(chain[-1], data, version)
            except Refused as error:
                raise Refused(refusals.ROOT_OTHER.because(version=version)) from error
        try:
            with tuf_refusals():
                given.signed.verify_delegate("root", last.signed_bytes, last.signatures)
        except Refused:
            newer.append(version)
            continue
        vouched = True
    return RootVerdict(vouched, len(chain), min(newer, default=None))


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
    data = _present(read, path, role)
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


def _next_file(read: ReadMetadata, version: int) -> bytes | None:
    return read(f"{METADATA}{version + 1}.root.json", size_limit("root"))


@lru_cache(maxsize=REMEMBERED_METADATA)
def _next_root(before: bytes | None, data: bytes, version: int) -> Root:
    """Return a root that follows the one in the bytes `before`, or the first one. Nobody may change it."""
    metadata = read_metadata(Root, "root", data)
    delegating = metadata if before is None else read_metadata(Root, "root", before)
    if metadata.signed.version != version:
        raise Refused(
            submission_refusals.NOT_NEXT.because(version=metadata.signed.version, expected=version)
        )
    with tuf_refusals():
        for delegator in (delegating.signed, metadata.signed):
            delegator.verify_delegate("root", metadata.signed_bytes, metadata.signatures)
    return metadata.signed


def _verified[T: (Timestamp, Snapshot, Targets)](
    kind: type[T], read: ReadMetadata, root: bytes, role: str, meta: MetaFile | None, at: datetime
) -> T:
    name = f"{role}.json" if meta is None else f"{meta.version}.{role}.json"
    data = _present(read, METADATA + name, role)
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


def _present(read: ReadMetadata, path: str, role: str) -> bytes:
    data = read(path, size_limit(role))
    if data is None:
        raise Refused(refusals.INCOMPLETE.because(name=path))
    return data


def _expired(role: str, expires: datetime) -> Refused:
    problem = FilledText(
        P_("{role} expired at {expires}"), role=role, expires=format_moment(expires)
    )
    return Refused(refusals.EXPIRED.because(problem=problem))
