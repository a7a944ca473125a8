# SPDX-License-Identifier: Apache-2.0
"""Passkeys on their way into the register: made at the console, asked for, listed, ended.

A passkey that lets its officer in approves nothing before the State's register lists it. The node can
ask for that and see what became of it; who lists it is the keeper of the register, with the State key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from rogatory.directory.draft.enrolment import Enrolment
from rogatory.directory.entry.register import OfficerRecord
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.officers import approval_refusals
from rogatory.node.permissions import Permission, allows
from rogatory.seal.approvals import is_approval_key


class PasskeyStage(StrEnum):
    """How far a passkey has come."""

    MADE = "made"
    REQUESTED = "asked"
    LISTED = "listed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Passkey:
    """The public half of one that was made at this console, and when it was asked to be listed."""

    credential: bytes
    key: bytes
    relying_party: bytes
    """SHA-256 of the relying party's name, as the authenticator gives it."""
    requested: datetime | None = None


@dataclass(frozen=True, slots=True)
class PasskeyStatus:
    """The register's status of a passkey. `approves`: it is listed now, in a role that approves."""

    step: PasskeyStage
    since: datetime | None = None
    until: datetime | None = None
    roles: tuple[str, ...] = ()
    approves: bool = False


def passkey_status(node: Node, number: str, passkey: Passkey) -> PasskeyStatus:
    """Return how far an officer's passkey has come, by the register as this node has it."""
    status = PasskeyStatus(
        PasskeyStage.REQUESTED if passkey.requested else PasskeyStage.MADE, since=passkey.requested
    )
    try:
        view = node.register.view()
        rows = _listed(view, number, passkey)
    except Refused:
        return status
    if not rows:
        return status
    at, newest = node.clock.now(), rows[-1]
    ended = newest.period.ended
    until = newest.period.until if ended is None else min(ended.at, newest.period.until)
    if until <= at:
        return PasskeyStatus(PasskeyStage.ENDED, since=until, roles=newest.roles)
    return PasskeyStatus(
        PasskeyStage.LISTED,
        since=rows[0].period.start,
        until=until,
        roles=newest.roles,
        approves=newest.period.covers(at)
        and allows(Permission.APPROVE_MESSAGE, frozenset(newest.roles)),
    )


def enrolment_of(node: Node, number: str, passkey: Passkey) -> Enrolment:
    """Return what the officer hands to the keeper of the register.

    1. The passkey was made for the relying party that the State's entry lists.
    2. Its key is of a kind that approvals are checked with.

    Raises:
        Refused: with both reasons; or the register cannot be read.
    """
    return enrolment(passkey, number, node.register.view().entry(node.state).relying_party.id)


def enrolment(passkey: Passkey, number: str, party: str) -> Enrolment:
    """Return the same for an entry that is known."""
    refuse_if_any(list(_against(passkey, party)))
    return Enrolment(number[:2].upper(), number, party, passkey.credential, passkey.key)


def approving_records(node: Node, number: str, authority: str) -> tuple[OfficerRecord, ...]:
    """Return the officer's records in force by which he approves for the authority: any of their
    passkeys may sign.
    """
    try:
        found = node.register.view().officer_records(number, node.clock.now())
    except Refused:
        return ()
    return tuple(
        one
        for one in found
        if authority in one.authorities and allows(Permission.APPROVE_MESSAGE, frozenset(one.roles))
    )


def _against(passkey: Passkey, party: str) -> Iterator[Reason]:
    if passkey.relying_party != sha256(party.encode()).digest():  # 1
        yield approval_refusals.PASSKEY_ELSEWHERE.because(relying_party=party)
    if not is_approval_key(passkey.key):  # 2
        yield approval_refusals.PASSKEY_KIND.because()


def _listed(view: DirectoryView, number: str, passkey: Passkey) -> list[OfficerRecord]:
    """Return every record of the credential under that number, by when it begins."""
    found = [
        one
        for one in view.register(number[:2].upper()).officers
        if (one.number, one.credential, one.key) == (number, passkey.credential, passkey.key)
    ]
    return sorted(found, key=lambda one: one.period.start)
