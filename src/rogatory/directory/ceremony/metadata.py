# SPDX-License-Identifier: Apache-2.0
"""TUF metadata as bytes: written compactly, read within limits, signed by one holder at a time."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (  # type: ignore[attr-defined] # it names no exports
    DelegatedRole,
    Delegations,
    Key,
    Metadata,
    MetaFile,
    Role,
    Root,
    Signed,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from rogatory.directory import submission_refusals
from rogatory.directory.ceremony.keys import OTHER_FORM, DirectoryKey, is_in_form
from rogatory.errors import Phrase, Refused
from rogatory.wire.canonical import LARGEST_INTEGER
from rogatory.wire.words import P_, FilledText

__all__ = [
    "DelegatedRole",
    "Delegations",
    "Key",
    "MetaFile",
    "Metadata",
    "Root",
    "Snapshot",
    "TargetFile",
    "Targets",
    "Timestamp",
    "add_signature",
    "meta_file",
    "read_any",
    "read_metadata",
    "size_limit",
    "target_file",
    "write_metadata",
]

ROOT_LIMIT = 512_000
"""Bytes of a root: some tens of ML-DSA keys and signatures. More is an endless file."""

TIMESTAMP_LIMIT = 16_384
"""Bytes of a timestamp, which is asked for all day long and has no digest before it is read."""

SNAPSHOT_LIMIT = 2_000_000
"""Bytes of a snapshot: ten times what all States of the world need."""

TARGETS_LIMIT = 5_000_000
"""Bytes of the targets metadata: every State's ML-DSA key, eight times over."""

STATE_LIMIT = 128_000
"""Bytes of a State's metadata: two targets and a handful of ML-DSA signatures."""

FIRST_YEAR = 1970
"""Of an expiry: the library writes a year of fewer than four digits in another way than it reads it."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_COMPACT = JSONSerializer(compact=True, validate=False)
_LIMITS = {
    "root": ROOT_LIMIT,
    "timestamp": TIMESTAMP_LIMIT,
    "snapshot": SNAPSHOT_LIMIT,
    "targets": TARGETS_LIMIT,
}


def size_limit(role: str) -> int:
    """Return how many bytes of a role's metadata are read at most."""
    return _LIMITS.get(role, STATE_LIMIT)


def read_metadata[T: (Root, Timestamp, Snapshot, Targets)](
    kind: type[T], role: str, data: bytes, *, named_in_full: bool = True
) -> Metadata[T]:
    """Return the metadata of these bytes, unverified. Files in it are `named_in_full`, unless all that is
    asked is who signed it.

    Raises:
        Refused: there are too many bytes, or they are not metadata of that type.
    """
    metadata = read_any(role, data, named_in_full=named_in_full)
    if not isinstance(metadata.signed, kind):
        raise _malformed(
            role, FilledText(P_("it is of the type {type}"), type=metadata.signed.type)
        )
    return metadata


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name occurs twice in an object")
    return found


def read_any(role: str, data: bytes, *, named_in_full: bool = True) -> Metadata[Any]:
    """Return it as `read_metadata`, of whatever type it says it is; `role` sets the limit."""
    if len(data) > size_limit(role):
        raise Refused(
            submission_refusals.METADATA_TOO_LARGE.because(
                role=role, size=len(data), limit=size_limit(role)
            )
        )
    try:
        written = json.loads(data, object_pairs_hook=_each_name_once)
        metadata: Metadata[Any] = Metadata.from_bytes(data)
        # What cannot be written canonically (a fraction, say) has no bytes that could be signed.
        _ = metadata.signed_bytes
    except (RepositoryError, ValueError, RecursionError) as error:
        raise _malformed(role, P_("it is not TUF metadata")) from error
    if metadata.signed.expires.year < FIRST_YEAR:
        raise _malformed(role, P_("it is not TUF metadata"))
    if metadata.unrecognized_fields or metadata.to_dict() != written:
        # Nobody signed them; or the library puts a value of its own for one that is null.
        raise _malformed(role, P_("it is not TUF metadata"))
    if not all(isinstance(name, str) for name in _names(metadata)):
        raise _malformed(role, P_("a key id or signature in it is no text"))
    counts = list(_counts(metadata.signed))
    if any(isinstance(count, bool) or (count or 0) > LARGEST_INTEGER for count in counts):
        raise _malformed(role, P_("a number in it is no integer"))
    if named_in_full and not all(map(_is_named_in_full, _files_named(metadata.signed))):
        raise _malformed(role, P_("it is not TUF metadata"))
    if isinstance(metadata.signed, Targets) and not _is_delegating(metadata.signed):
        raise _malformed(role, P_("it is not TUF metadata"))
    if isinstance(metadata.signed, Root):
        _refuse_holders_twice(role, metadata.signed)
    return metadata


def _files_named(signed: Signed) -> Iterable[MetaFile]:
    """Return what snapshot and timestamp say of files."""
    if isinstance(signed, Timestamp):
        return (signed.snapshot_meta,)
    return signed.meta.values() if isinstance(signed, Snapshot) else ()


def _is_named_in_full(file: MetaFile) -> bool:
    """Decide whether a file is named with version, length and SHA-256, and nothing more (18.1)."""
    hashes = file.hashes or {}
    return (
        not file.unrecognized_fields
        and hashes.keys() == {"sha256"}
        and _DIGEST.fullmatch(str(hashes["sha256"])) is not None
        and file.version <= LARGEST_INTEGER
        and file.length is not None
        and file.length <= LARGEST_INTEGER
    )


def _is_delegating(targets: Targets) -> bool:
    """Decide whether delegations have the members that a reader of TUF looks at, of their types."""
    delegations = targets.delegations
    if delegations is None:
        return True
    if delegations.unrecognized_fields or delegations.roles is None:
        return False
    return all(
        isinstance(role.to_dict().get("terminating"), bool) and role.paths is not None
        for role in delegations.roles.values()
    )


def _refuse_holders_twice(role: str, root: Root) -> None:
    """Refuse a root in which one key has two ids: its holder would meet a threshold alone."""
    for each in root.roles.values():
        keys = [root.keys[keyid] for keyid in each.keyids if keyid in root.keys]
        if not all(map(is_in_form, keys)):
            raise _malformed(role, OTHER_FORM)
        if len({key.keyval["public"] for key in keys}) < len(keys):
            raise _malformed(role, P_("one key is listed in it under two key ids"))


def _names(metadata: Metadata[Any]) -> Iterator[object]:
    """Yield what python-tuf takes for texts without looking: key ids, signatures, names of fields."""
    for keyid, signature in metadata.signatures.items():
        yield from (keyid, signature.signature)
    signed = metadata.signed
    roles: Mapping[str, Any] = {}
    if isinstance(signed, Root):
        roles = signed.roles
    elif isinstance(signed, Targets) and signed.delegations is not None:
        roles = signed.delegations.roles or {}
    for name, role in roles.items():
        yield name
        yield from role.keyids


def _counts(signed: Signed) -> Iterator[int | None]:
    """Yield the versions, thresholds and lengths, among which python-tuf takes `true` for 1."""
    yield signed.version
    roles: Mapping[str, Role] = {}
    if isinstance(signed, Root):
        roles = signed.roles
    elif isinstance(signed, Targets):
        roles = (signed.delegations and signed.delegations.roles) or {}
        yield from (target.length for target in signed.targets.values())
    yield from (role.threshold for role in roles.values())
    for file in _files_named(signed):
        yield from (file.version, file.length)


def write_metadata(metadata: Metadata[Any]) -> bytes:
    return metadata.to_bytes(_COMPACT)


def add_signature(metadata: Metadata[Any], key: DirectoryKey) -> None:
    """Sign once more, keeping the signatures that are there."""
    metadata.sign(key.signer, append=True)


def meta_file(version: int, data: bytes) -> MetaFile:
    """Return what snapshot and timestamp say of a file: version, length and SHA-256."""
    return MetaFile.from_data(version, data, ["sha256"])


def target_file(path: str, data: bytes) -> TargetFile:
    """Return what a State's metadata says of a target: length and SHA-256."""
    return TargetFile.from_data(path, data, ["sha256"])


def _malformed(role: str, problem: Phrase) -> Refused:
    return Refused(submission_refusals.METADATA_MALFORMED.because(role=role, problem=problem))
