# SPDX-License-Identifier: Apache-2.0
"""In what condition a directory is: who may speak for what, until when, and what comes due.

The keepers of a directory are warned early: a root that expires stops every node at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.directory import refusals
from rogatory.directory.ceremony.ceremony import role_of
from rogatory.directory.submission.acceptance import delegated_states
from rogatory.directory.view.as_of import (
    TopLevel,
    published_states,
    read_listed,
    read_role,
    read_top_level,
    signers,
)
from rogatory.directory.view.depositary_target import read_depositary
from rogatory.directory.view.entry_warnings import ANNOUNCE_BEFORE
from rogatory.directory.view.root_chain import ReadMetadata
from rogatory.errors import Reason, Refused
from rogatory.wire.moments import format_moment

WARN_BEFORE = {
    "root": timedelta(days=90),
    "targets": ANNOUNCE_BEFORE,
    "snapshot": timedelta(days=2),
    "timestamp": timedelta(hours=6),
}
"""How long before its end a role's metadata are spoken of: what it takes to bring the holders
together; for the publisher's, what says that it has not renewed them in time."""

WARN_STATE_BEFORE = timedelta(days=30)
"""How long before their end a State's own metadata are announced: its people sign alone,
without a ceremony.
"""


@dataclass(frozen=True, slots=True)
class RoleCondition:
    """A top-level role."""

    role: str
    version: int
    threshold: int
    keyids: tuple[str, ...]
    expires: datetime


@dataclass(frozen=True, slots=True)
class StateCondition:
    """A State that is enrolled. Without a version it has submitted nothing yet."""

    state: str
    keyids: tuple[str, ...]
    version: int | None = None
    expires: datetime | None = None
    signed_by: tuple[str, ...] = ()
    held: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    network: str
    at: datetime
    snapshot: int
    roles: tuple[RoleCondition, ...]
    states: tuple[StateCondition, ...]
    depositary_as_of: str | None
    failing: tuple[Reason, ...]
    """Present faults: States that readers hold, a depositary's view that is not read."""
    warnings: tuple[Reason, ...]
    """Faults that will come one day, and what rests on a single key."""


def condition(read: ReadMetadata, network: str, at: datetime) -> Condition:
    """Return the condition of the directory in these files, as of `at`.

    Raises:
        Refused: the metadata above the States do not hold at `at`, so that no reader takes it.
    """
    top = read_top_level(read, network=network, at=at)
    roles = tuple(_roles(top))
    states = tuple(_state(top, read, state, at) for state in delegated_states(top.targets))
    stated, depositary_reasons = read_depositary(top.targets, read)
    held = tuple(reason for state in states for reason in state.held)
    return Condition(
        network=network,
        at=at,
        snapshot=top.snapshot.version,
        roles=roles,
        states=states,
        depositary_as_of=stated.as_of if stated else None,
        failing=held + depositary_reasons,
        warnings=(*_role_warnings(roles, at), *_state_warnings(states, at)),
    )


def _roles(top: TopLevel) -> Iterator[RoleCondition]:
    for signed in (top.root, top.targets, top.snapshot, top.timestamp):
        role = top.root.roles[signed.type]
        yield RoleCondition(
            signed.type, signed.version, role.threshold, tuple(role.keyids), signed.expires
        )


def _state(top: TopLevel, read: ReadMetadata, state: str, at: datetime) -> StateCondition:
    roles = (top.targets.delegations and top.targets.delegations.roles) or {}
    found = roles.get(state.lower())
    keyids = tuple(found.keyids) if found is not None else ()
    if state not in published_states(top):
        return StateCondition(state, keyids)
    try:
        metadata = read_role(top, read, state, at)
        read_listed(top, read, state, metadata)
    except Refused as error:
        return StateCondition(state, keyids, held=error.reasons)
    return StateCondition(
        state,
        keyids,
        metadata.signed.version,
        metadata.signed.expires,
        tuple(sorted(signers(top, state, metadata))),
    )


def _role_warnings(roles: tuple[RoleCondition, ...], at: datetime) -> Iterator[Reason]:
    for role in roles:
        if role.expires - at < WARN_BEFORE[role.role]:
            yield refusals.ENDS_SOON.because(role=role.role, expires=format_moment(role.expires))
        if role.role in {"root", "targets"} and len(role.keyids) <= role.threshold:
            yield refusals.NO_SPARE.because(
                role=role.role, count=len(role.keyids), threshold=role.threshold
            )


def _state_warnings(states: tuple[StateCondition, ...], at: datetime) -> Iterator[Reason]:
    for one in states:
        if one.version is None and not one.held:
            yield refusals.SILENT.because(state=one.state)
        if one.expires is not None and one.expires - at < WARN_STATE_BEFORE:
            yield refusals.ENDS_SOON.because(
                role=role_of(one.state), expires=format_moment(one.expires)
            )
