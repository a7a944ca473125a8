# SPDX-License-Identifier: Apache-2.0
"""Signatures that are given on several machines: added, brought together, counted.

Each holder signs a copy and hands it back; the copies are combined, and their standing says
who is still missing. Nothing here decides that a threshold is enough: the publisher does, by
`ceremony.check_signed`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from securesystemslib.exceptions import UnverifiedSignatureError

from rogatory.directory.ceremony import refusals
from rogatory.directory.ceremony.keys import DirectoryKey
from rogatory.directory.ceremony.metadata import (
    Key,
    Metadata,
    Root,
    Targets,
    read_any,
    read_metadata,
    write_metadata,
)
from rogatory.errors import Refused
from rogatory.wire.digests import sha256


@dataclass(frozen=True, slots=True)
class RoleSignatures:
    """How many holders of one role have signed, by key id."""

    by: str
    """The role whose keys are asked: `root 2`, or `root 1` for those of the root before it."""
    threshold: int
    signed: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        return len(self.signed) >= self.threshold


def would_count(metadata: bytes, key: DirectoryKey, roots: Sequence[bytes]) -> bool:
    """Decide whether a signature by this key would count for anything; `roots` as in `standings`."""
    found = read_any("targets", metadata)
    kind = found.signed.type
    return any(key.keyid in root.roles[kind].keyids for _name, root in _delegators(found, roots))


def combine(copies: Sequence[bytes], roots: Sequence[bytes]) -> bytes:
    """Return one copy with every signature of all of them; `roots` as in `standings`.

    A signature that does not hold is left out, so that it hides no other by the same key.

    Raises:
        Refused: they do not say the same, so that signatures of one do not count for another.
    """
    first = read_any("targets", copies[0])
    keys = {
        keyid: root.keys[keyid]
        for _name, root in _delegators(first, roots)
        for keyid in root.roles[first.signed.type].keyids
    }
    whole = Metadata(first.signed)
    for data in copies:
        other = read_any("targets", data)
        if other.signed_bytes != first.signed_bytes:
            raise Refused(
                refusals.COPIES_DIFFER.because(
                    first=sha256(first.signed_bytes)[:16], other=sha256(other.signed_bytes)[:16]
                )
            )
        for keyid, signature in other.signatures.items():
            if keyid not in keys or _holds(other, keys[keyid]):
                whole.signatures[keyid] = signature
    return write_metadata(whole)


def standings(metadata: bytes, roots: Sequence[bytes]) -> tuple[RoleSignatures, ...]:
    """Return how many have signed, by each root that is asked.

    `roots` is the root that counts now, or none before the first. Targets metadata are judged
    by it; a root by it and by itself. First targets metadata are judged by the first root, which
    may itself be unsigned yet.
    """
    found = read_any("targets", metadata)
    return tuple(_standing(found, name, root) for name, root in _delegators(found, roots))


def _delegators(
    found: Metadata[Root] | Metadata[Targets], roots: Sequence[bytes]
) -> Iterator[tuple[str, Root]]:
    for data in roots:
        root = read_metadata(Root, "root", data).signed
        yield f"root {root.version}", root
    if isinstance(found.signed, Root):
        yield f"root {found.signed.version}", found.signed


def _standing(found: Metadata[Root] | Metadata[Targets], name: str, root: Root) -> RoleSignatures:
    role = root.roles[found.signed.type]
    signed = [keyid for keyid in role.keyids if _holds(found, root.keys[keyid])]
    missing = [keyid for keyid in role.keyids if keyid not in signed]
    return RoleSignatures(name, role.threshold, tuple(sorted(signed)), tuple(sorted(missing)))


def _holds(found: Metadata[Root] | Metadata[Targets], key: Key) -> bool:
    signature = found.signatures.get(key.keyid)
    if signature is None:
        return False
    try:
        key.verify_signature(signature, found.signed_bytes)
    except UnverifiedSignatureError:
        return False
    return True
