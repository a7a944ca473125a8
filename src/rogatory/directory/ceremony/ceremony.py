# SPDX-License-Identifier: Apache-2.0
"""The ceremonies of the key holders: the first root, enrolling States, changing keys.

Each step takes and gives bytes, so that it can be carried from one holder's machine to the
next: a step makes the next version unsigned, each holder adds a signature with `sign`, and
`check_signed` (or the publisher) says whether the threshold is met. `root` and `targets` are
each two of three offline keys by default; one online key, the publisher's, signs `snapshot`
and `timestamp`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from rogatory.directory.ceremony import refusals
from rogatory.directory.ceremony.keys import DirectoryKey, parse_public
from rogatory.directory.ceremony.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    Root,
    Targets,
    add_signature,
    read_any,
    read_metadata,
    write_metadata,
)
from rogatory.directory.ceremony.network_field import name_network, named_network
from rogatory.directory.entry.entry import state_paths
from rogatory.errors import Refused, refuse_if_any
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_state

THRESHOLD = 2
"""One stolen or coerced key must not be able to say whose key speaks for a State."""

LEAST_KEYS = 3
"""With one key lost the threshold must still be met, or the network ends with it."""

ROOT_LIFE = timedelta(days=730)
"""A root that nobody can renew is no root: two years bring the holders together in time."""

TARGETS_LIFE = timedelta(days=365)
"""How long a delegation may be shown by who withholds its change, at the very most."""


def network_id(first_root: bytes) -> str:
    """Return what names the network in every signed object: SHA-256 of the bytes of 1.root.json."""
    return sha256(first_root)


def first_root(
    *,
    root: Sequence[bytes],
    targets: Sequence[bytes],
    online: bytes,
    at: datetime,
    threshold: int = THRESHOLD,
    targets_threshold: int | None = None,
    life: timedelta = ROOT_LIFE,
) -> bytes:
    """Return version 1 of the root, unsigned, from the holders' public keys.

    `threshold` is the root's, and that of targets unless another is given.

    Raises:
        Refused: a key cannot be read, or a role has too few different keys.
    """
    metadata = Metadata(Root(version=1, expires=_second(at + life), consistent_snapshot=True))
    set_keys(metadata.signed, "root", root, threshold)
    set_keys(metadata.signed, "targets", targets, targets_threshold or threshold)
    for role in ("snapshot", "timestamp"):
        metadata.signed.add_key(parse_public(online), role)
    return write_metadata(metadata)


def first_targets(*, at: datetime, life: timedelta = TARGETS_LIFE) -> bytes:
    """Return version 1 of the targets metadata, unsigned: no State is enrolled yet."""
    signed = Targets(version=1, expires=_second(at + life), delegations=Delegations({}, {}))
    return write_metadata(Metadata(signed))


def enrol(
    targets: bytes,
    state: str,
    keys: Sequence[bytes],
    *,
    at: datetime,
    network: str | None = None,
    life: timedelta = TARGETS_LIFE,
) -> bytes:
    """Return the next targets metadata, unsigned, with one more State; see `enrol_all`."""
    return enrol_all(targets, {state: keys}, at=at, network=network, life=life)


def enrol_all(
    targets: bytes,
    states: Mapping[str, Sequence[bytes]],
    *,
    at: datetime,
    network: str | None = None,
    life: timedelta = TARGETS_LIFE,
) -> bytes:
    """Return the next targets metadata, unsigned, in which each State's keys speak for it.

    `network` is named in them; the first targets metadata, which were signed before the network had
    a name, do not hand it on. The role is the State's code in lower case, with exactly the State's two paths, terminating:
    what it does not say, nobody else may say. Any one of its keys signs for it.

    Raises:
        Refused: a State is enrolled already (a role name is never used twice), or has no key.
    """
    metadata = read_metadata(Targets, "targets", targets)
    delegations = metadata.signed.delegations or Delegations({}, {})
    metadata.signed.delegations = delegations
    for state, keys in states.items():
        role = role_of(state)
        if delegations.roles is None or role in delegations.roles:
            raise Refused(refusals.STATE_ENROLLED.because(state=state))
        if not keys:
            raise Refused(refusals.LAST_KEY.because(state=state))
        delegations.roles[role] = delegation(state)
        for key in keys:
            metadata.signed.add_key(parse_public(key), role)
    return next_version(metadata, at + life, network)


def change_state_keys(
    targets: bytes,
    state: str,
    *,
    add: Sequence[bytes] = (),
    revoke: Sequence[str] = (),
    at: datetime,
    network: str | None = None,
    life: timedelta = TARGETS_LIFE,
) -> bytes:
    """Return the next targets metadata, unsigned, with keys of a State added and revoked (by key
    id).

    Raises:
        Refused: the State is not enrolled, or would be left without a key.
    """
    metadata = read_metadata(Targets, "targets", targets)
    role = role_of(state)
    roles = metadata.signed.delegations and metadata.signed.delegations.roles
    if not roles or role not in roles:
        raise Refused(refusals.STATE_NOT_ENROLLED.because(state=state))
    for key in add:
        metadata.signed.add_key(parse_public(key), role)
    for keyid in revoke:
        _known(keyid, roles[role].keyids, role)
        metadata.signed.revoke_key(keyid, role)
    if not roles[role].keyids:
        raise Refused(refusals.LAST_KEY.because(state=state))
    return next_version(metadata, at + life, network)


def renew_targets(
    targets: bytes, *, at: datetime, network: str | None = None, life: timedelta = TARGETS_LIFE
) -> bytes:
    """Return the next targets metadata, unsigned, the same but for its version and expiry."""
    return next_version(read_metadata(Targets, "targets", targets), at + life, network)


def rotate_root(
    root: bytes,
    *,
    role: str = "root",
    add: Sequence[bytes] = (),
    revoke: Sequence[str] = (),
    at: datetime,
    life: timedelta = ROOT_LIFE,
) -> bytes:
    """Return the next root, unsigned, with keys of a top-level role added and revoked (by key id).

    It counts once a threshold of the old root's keys and one of its own have signed it.

    Raises:
        Refused: a key id is not of the role, or too few keys would be left.
    """
    metadata = read_metadata(Root, "root", root)
    for key in add:
        metadata.signed.add_key(parse_public(key), role)
    for keyid in revoke:
        _known(keyid, metadata.signed.roles[role].keyids, role)
        metadata.signed.revoke_key(keyid, role)
    left, threshold = len(metadata.signed.roles[role].keyids), metadata.signed.roles[role].threshold
    least = threshold + 1 if threshold > 1 else threshold
    if left < least:
        raise _too_few(role, left, threshold, least)
    return next_root(metadata, root, at + life)


def sign(metadata: bytes, key: DirectoryKey) -> bytes:
    """Return the same metadata with one holder's signature added; signing twice changes nothing."""
    found = read_any("targets", metadata)
    add_signature(found, key)
    return write_metadata(found)


def check_signed(metadata: bytes, root: bytes, previous_root: bytes | None = None) -> None:
    """Refuse root or targets metadata that the thresholds of `root` have not yet signed.

    For a root, `root` is itself, and `previous_root` must be given unless it is the first.
    """
    found = read_any("targets", metadata)
    reasons = []
    for name, delegator in (("the root before it", previous_root), ("the root", root)):
        if delegator is None:
            continue
        signed = read_metadata(Root, "root", delegator).signed
        result = signed.get_verification_result(
            found.signed.type, found.signed_bytes, found.signatures
        )
        if not result:
            reasons.append(
                refusals.BELOW_THRESHOLD.because(
                    role=found.signed.type,
                    signed=len(result.signed),
                    threshold=result.threshold,
                    of=name,
                )
            )
    refuse_if_any(reasons)


def role_of(state: str) -> str:
    """Return the name of a State's role: its code in lower case."""
    return parse_state(state).lower()


def delegation(state: str, keyids: Sequence[str] = ()) -> DelegatedRole:
    """Return how every State is delegated: one key of its own, exactly its paths, nobody after it."""
    return DelegatedRole(
        role_of(state), list(keyids), 1, terminating=True, paths=list(state_paths(state))
    )


def set_keys(root: Root, role: str, keys: Sequence[bytes], threshold: int) -> None:
    """Give a role of the root these keys; refuses too few of them for the threshold and a spare."""
    found = {key.keyid: key for key in map(parse_public, keys)}
    least = max(LEAST_KEYS, threshold + 1)
    if threshold < THRESHOLD:
        raise Refused(
            refusals.THRESHOLD_LOW.because(role=role, threshold=threshold, least=THRESHOLD)
        )
    if len(found) < least:
        raise _too_few(role, len(found), threshold, least)
    for key in found.values():
        root.add_key(key, role)
    root.roles[role].threshold = threshold


def _too_few(role: str, count: int, threshold: int, least: int) -> Refused:
    return Refused(
        refusals.TOO_FEW_KEYS.because(role=role, count=count, threshold=threshold, least=least)
    )


def _known(keyid: str, keyids: Sequence[str], role: str) -> None:
    if keyid not in keyids:
        raise Refused(refusals.FOREIGN_KEY.because(keyid=ascii(keyid)[:80], role=role))


def next_root(metadata: Metadata[Root], before: bytes, expires: datetime) -> bytes:
    """Return the next root, unsigned, for the network of the root `before`, from which it was made."""
    network = named_network(metadata.signed) or network_id(before)
    return next_version(metadata, expires, network)


def next_version(metadata: Metadata[Any], expires: datetime, network: str | None = None) -> bytes:
    """Return the metadata with the next version and a new expiry, and without any signature."""
    if network is not None:
        name_network(metadata.signed, network)
    metadata.signed.version += 1
    metadata.signed.expires = _second(expires)
    metadata.signatures.clear()
    return write_metadata(metadata)


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
