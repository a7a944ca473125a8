# SPDX-License-Identifier: Apache-2.0
"""The metadata that a holder is asked to sign: read from themselves, and compared with what counts
now.

A holder signs on a machine of his own what somebody else prepared. He must see all of it: who
gains a key, who loses one, which State is enrolled; and metadata that say anything that cannot
be shown to him are refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rogatory.directory import submission_refusals
from rogatory.directory.ceremony import refusals
from rogatory.directory.ceremony.ceremony import delegation, network_id
from rogatory.directory.ceremony.metadata import Metadata, Root, Targets, read_any
from rogatory.directory.ceremony.network_field import NETWORK_FIELD, named_network, network_reasons
from rogatory.directory.submission.acceptance import few_names
from rogatory.directory.view.depositary_target import DEPOSITARY
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText


@dataclass(frozen=True, slots=True)
class RoleChange:
    """The keys of one role: of a top-level role in a root, of a State in targets metadata."""

    role: str
    threshold: int
    threshold_before: int | None
    """None: the role is new."""
    kept: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_change(self) -> bool:
        return bool(self.added or self.removed) or self.threshold != self.threshold_before


@dataclass(frozen=True, slots=True)
class MetadataProposal:
    """Root or targets metadata as a holder is shown them."""

    kind: str
    version: int
    before: int | None
    """The version that counts now; None where nothing does yet."""
    expires: datetime
    network: str | None
    """For which network they are; None where it has no name yet."""
    digest: str
    """SHA-256 of what is signed: equal on every holder's screen, regardless of who signed
    already."""
    roles: tuple[RoleChange, ...]
    depositary: str | None
    """SHA-256 of the depositary's view, where the metadata name one."""
    depositary_changes: bool
    signed_by: tuple[str, ...]
    """Key ids of the signatures that are there; `standing` says which hold."""


def read_proposal(
    data: bytes, before: bytes | None, network: str | None = None
) -> MetadataProposal:
    """Return the metadata in these bytes beside those that count now in `network`; without it, in
    the network that `before` belongs to.

    What must hold:
      1. It is root or targets metadata, and `before`, if given, is of the same kind.
      2. A root is the next version; targets metadata have a higher one; a first one is version 1.
      3. It says nothing but what a proposal shows: no field of another form, no key without a
         role, every State delegated in the one form, no target but the depositary's.
      4. It is for the network of what counts now.

    Raises:
        Refused: with every reason why it is not fit to be signed.
    """
    metadata = read_any("targets", data)
    former = read_any("targets", before) if before is not None else None
    signed = metadata.signed
    if not isinstance(signed, Root | Targets):
        raise Refused(refusals.NOT_SIGNED_OFFLINE.because(role=ascii(signed.type)[:40]))  # 1
    if former is not None and type(former.signed) is not type(signed):
        raise Refused(
            submission_refusals.METADATA_MALFORMED.because(
                role=signed.type,
                problem=FilledText(P_("it is compared with {type}"), type=former.signed.type),
            )
        )
    wanted = network or _network_of(former, before)
    refuse_if_any(
        [
            *_version_reasons(metadata, former),  # 2
            *_unshown(signed),  # 3
            *(network_reasons(signed.type, signed, wanted) if wanted else ()),  # 4
        ]
    )
    old = former.signed if former is not None else None
    named, named_before = _depositary(signed), _depositary(old)
    return MetadataProposal(
        kind=signed.type,
        version=signed.version,
        before=None if old is None else old.version,
        expires=signed.expires,
        network=named_network(signed),
        digest=sha256(metadata.signed_bytes),
        roles=tuple(_changes(_roles(old), _roles(signed))),
        depositary=named,
        depositary_changes=named != named_before,
        signed_by=tuple(sorted(metadata.signatures)),
    )


def _network_of(former: Metadata[Any] | None, before: bytes | None) -> str | None:
    """Return the network of what counts now, where the metadata name it."""
    if former is None or before is None:
        return None
    if isinstance(former.signed, Root) and former.signed.version == 1:
        return network_id(before)
    return named_network(former.signed)


def _version_reasons(metadata: Metadata[Any], former: Metadata[Any] | None) -> Iterator[Reason]:
    version, kind = metadata.signed.version, metadata.signed.type
    held = former.signed.version if former is not None else 0
    if former is None or kind == "root":
        if version != held + 1:
            yield refusals.NOT_NEXT_OF.because(role=kind, version=version, expected=held + 1)
    elif version <= held:
        yield submission_refusals.NOT_NEWER.because(role=kind, version=version, held=held)


def _unshown(signed: Root | Targets) -> Iterator[Reason]:
    """Yield what the metadata say beyond what a proposal shows."""
    odd = set(signed.unrecognized_fields) - {NETWORK_FIELD}
    if isinstance(signed, Root):
        if not signed.consistent_snapshot:
            odd.add("consistent_snapshot")
        used = {keyid for role in signed.roles.values() for keyid in role.keyids}
        odd |= {role for role, one in signed.roles.items() if one.unrecognized_fields}
        known = set(signed.keys)
    else:
        delegations = signed.delegations
        roles = (delegations.roles if delegations else None) or {}
        odd |= set(signed.targets) - {DEPOSITARY}
        odd |= {role for role, one in roles.items() if not _is_state(role, one)}
        if delegations is None or delegations.unrecognized_fields or delegations.succinct_roles:
            odd.add("delegations")
        used = {keyid for one in roles.values() for keyid in one.keyids}
        known = set(delegations.keys) if delegations else set()
    odd |= known ^ used
    if odd:
        yield refusals.UNSHOWN.because(role=signed.type, found=few_names(odd))


def _is_state(role: str, found: Any) -> bool:
    try:
        return bool(found == delegation(role.upper(), found.keyids))
    except Refused:
        return False


def _roles(signed: Root | Targets | None) -> Mapping[str, Any]:
    if isinstance(signed, Root):
        return signed.roles
    if isinstance(signed, Targets) and signed.delegations is not None:
        return signed.delegations.roles or {}
    return {}


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[RoleChange]:
    for name in sorted({*old, *new}):
        before = set(old[name].keyids) if name in old else set()
        after = set(new[name].keyids) if name in new else set()
        yield RoleChange(
            name,
            new[name].threshold if name in new else 0,
            old[name].threshold if name in old else None,
            tuple(sorted(before & after)),
            tuple(sorted(after - before)),
            tuple(sorted(before - after)),
        )


def _depositary(signed: Root | Targets | None) -> str | None:
    if not isinstance(signed, Targets) or DEPOSITARY not in signed.targets:
        return None
    return signed.targets[DEPOSITARY].hashes.get("sha256")
