# SPDX-License-Identifier: Apache-2.0
"""Accounts as their administrator sees and changes them; each change is noted for the auditor.

An account lets a person in. An officer's permissions are in the State's register of officers, which
no administrator of a node writes, and what counts between States takes the passkey that the
register lists: with a new secret an administrator could read in an officer's place, never approve.
So two of them give one to an officer who lost every way to log in: each verifies separately who
asks, and both have accounts that the operator made at the machine, not ones that an administrator
made to be the second. Each statement is in the audit, and the officer finds the secret changed.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rogatory.bootstrap import refusals
from rogatory.bootstrap.accounts.officers import create_officer
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.audit.note import note_access
from rogatory.node.context import Node
from rogatory.node.permissions import ADMINISTRATOR
from rogatory.node.repositories.audit import AccessKind
from rogatory.wire.identifiers import OFFICER_FORM

if TYPE_CHECKING:
    from rogatory.storage.officers.accounts import Officer

LONGEST_NAME = 200
"""Characters of an account's name: it is read in a list, where a longer one would push the
others away.
"""

SECRET_BYTES = 15
"""120 bits, in 24 letters and digits that can be read out."""

SECRET_LASTS = timedelta(days=3)
"""A weekend and a day: a letter with a secret that lies about longer lets nobody in."""

RESET_WAITS = timedelta(hours=24)
"""For the second administrator; what one of them saw yesterday is proved anew."""


class IdentityProof(StrEnum):
    """How an administrator proved who asks for new ways to log in."""

    FACE = "face"
    NUMBER = "number"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class OfficerAccount:
    number: str
    name: str
    is_active: bool
    administers: bool
    factors: tuple[str, ...]
    last_log_in: datetime | None
    waits_for_password: bool
    """The secret that it was made with, or given anew, is still to be changed by its owner."""
    secret_until: datetime | None
    reset: "RequestedReset | None"
    needs_two: bool
    """Two administrators give it ways to log in: the register lists it, or somebody has come in with it."""


@dataclass(frozen=True, slots=True)
class RequestedReset:
    """The statement of one administrator, until a second one confirms it."""

    by: str
    proof: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """The secret with which a person logs in once: shown once, kept as a hash."""

    number: str
    secret: str
    until: datetime


def accounts(node: Node) -> Sequence[OfficerAccount]:
    """Return all accounts, by number."""
    from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # it ships no types

    from rogatory.storage.officers.accounts import Officer

    resets, listed = _requested_resets(), listed_officers(node)
    factors: dict[int, list[str]] = {}
    for user, kind in Authenticator.objects.order_by("id").values_list("user_id", "type"):
        factors.setdefault(user, []).append(str(kind))
    return [
        OfficerAccount(
            number=one.number,
            name=one.display_name,
            is_active=one.is_active,
            administers=ADMINISTRATOR in one.roles,
            factors=tuple(factors.get(one.id, ())),
            last_log_in=one.last_login,
            waits_for_password=one.must_change_secret,
            secret_until=one.secret_until,
            reset=resets.get(one.number),
            needs_two=_is_listed(listed, one.number)
            or not one.must_change_secret
            or one.id in factors,
        )
        for one in Officer.objects.order_by("number")
    ]


def listed_officers(node: Node) -> frozenset[str] | None:
    """Return the numbers that the State's register lists now; None while the directory cannot be read."""
    try:
        officers = node.register.view().register(node.state).officers
    except Refused:
        return None
    now = node.clock.now()
    return frozenset(one.number for one in officers if one.period.covers(now))


def _is_listed(listed: frozenset[str] | None, number: str) -> bool:
    """Decide whether a number counts as one of the register's: each one does while the register
    cannot be read.
    """
    return listed is None or number in listed


def is_let_in_by_one(node: Node, row: "Officer") -> bool:
    """Decide whether one administrator alone let somebody in with a number that the register lists.

    A passkey of the account that the register lists shows whose it is: the keeper of the register compared
    it with its officer.
    """
    if not row.let_in_by or row.vouched_by:
        return False
    return _is_listed(listed_officers(node), row.number)


def create(node: Node, by: str, number: str, name: str, *, administers: bool) -> Secret | None:
    """Make an account, with a secret for its first log-in if the register does not list the number; else two
    administrators give it one (`reset`).

    1. The number is one of this State's officers, and no account has it.
    2. The name is not too long.
    """
    wanted, plain = number.strip().lower(), " ".join(name.split())
    reasons: list[Reason] = []
    if not OFFICER_FORM.match(wanted) or wanted[:2].upper() != node.state:  # 1
        reasons.append(refusals.ACCOUNT_NUMBER.because(number=ascii(wanted)[:40], state=node.state))
    elif _row(wanted) is not None:
        reasons.append(refusals.ACCOUNT_EXISTS.because(number=wanted))
    if len(plain) > LONGEST_NAME:  # 2
        reasons.append(refusals.ACCOUNT_NAME.because(limit=LONGEST_NAME))
    refuse_if_any(reasons)
    two = _is_listed(listed_officers(node), wanted)
    secret = None if two else _secret(node)
    roles = [ADMINISTRATOR] if administers else []
    row = create_officer(wanted, plain, secret, roles)
    until = None if two else _now() + SECRET_LASTS
    _write(row, must_change_secret=True, secret_until=until, let_in_by=by)
    _note(node, by, "account-create", wanted)
    return None if secret is None or until is None else Secret(wanted, secret, until)


def deactivate(node: Node, by: str, number: str) -> None:
    """Let nobody in with the account any more; its sessions end with the next page."""
    row = _other(number, by)
    _write(row, is_active=False)
    _note(node, by, "account-deactivate", row.number)


def reactivate(node: Node, by: str, number: str) -> None:
    """Let a deactivated account's owner in again. Too many failed log-ins need no unlocking: the log-in
    library holds them off for minutes, and no longer.
    """
    row = _other(number, by)
    _write(row, is_active=True)
    _note(node, by, "account-unlock", row.number)


def renew(node: Node, by: str, number: str) -> Secret:
    """Give a new first secret to an account that nobody has come in with yet, of a number that the register
    does not list.
    """
    row = _other(number, by)
    listed = _is_listed(listed_officers(node), row.number)
    if listed or not row.must_change_secret or _has_factors(row):
        raise Refused(refusals.ACCOUNT_TWO.because(number=row.number))
    return _new_secret(node, by, row, "account-renew")


def reset(node: Node, by: str, number: str, proof: str) -> Secret | None:
    """Take all ways to log in from the account of who lost them, and give it a new secret for one log-in;
    its sessions end. The first administrator's word waits, the second one's counts.

    1. How it was proved who asks is said.
    2. This administrator counts as one of two.
    3. He is not the one who asked.
    """
    from rogatory.storage.officers.accounts import AccountReset

    row = _other(number, by)
    reasons: list[Reason] = []
    if proof not in set(IdentityProof):  # 1
        reasons.append(refusals.ACCOUNT_PROOF.because())
    if not _counts(by):  # 2
        reasons.append(refusals.ACCOUNT_NOT_COUNTED.because(officer=by))
    reset_requested = _requested_resets().get(row.number)
    if reset_requested is not None and reset_requested.by == by:  # 3
        reasons.append(refusals.ACCOUNT_RESET_SECOND.because(officer=by, number=row.number))
    refuse_if_any(reasons)
    if reset_requested is None:
        facts = {"asked_by": by, "proof": proof, "asked": _now()}
        AccountReset.objects.update_or_create(number=row.number, defaults=facts)
        _note(node, by, "account-reset-ask", f"{row.number} {proof}")
        return None
    return _new_secret(node, by, row, "account-reset", f" {proof}", reset_requested.by)


def withdraw(node: Node, by: str, number: str) -> None:
    """Let a reset that was asked for come to nothing; any administrator stops what he doubts."""
    from rogatory.storage.officers.accounts import AccountReset

    row = _row(number)
    if row is None or row.number not in _requested_resets():
        raise Refused(refusals.ACCOUNT_RESET_NONE.because(number=ascii(number)[:40]))
    AccountReset.objects.filter(number=row.number).delete()
    _note(node, by, "account-reset-withdraw", row.number)


def _new_secret(
    node: Node, by: str, row: "Officer", act: str, purpose: str = "", vouched_by: str = ""
) -> Secret:
    from allauth.mfa.models import Authenticator
    from django.db import transaction

    from rogatory.storage.officers.accounts import AccountReset

    secret, until = _secret(node), _now() + SECRET_LASTS
    row.set_password(secret)
    with transaction.atomic():
        Authenticator.objects.filter(user=row).delete()
        AccountReset.objects.filter(number=row.number).delete()
        _write(
            row,
            password=row.password,
            must_change_secret=True,
            secret_until=until,
            let_in_by=by,
            vouched_by=vouched_by,
        )
    _note(node, by, act, f"{row.number}{purpose}")
    return Secret(row.number, secret, until)


def _requested_resets() -> dict[str, RequestedReset]:
    from rogatory.storage.officers.accounts import AccountReset

    since = _now() - RESET_WAITS
    return {
        one.number: RequestedReset(one.asked_by, one.proof, one.asked + RESET_WAITS)
        for one in AccountReset.objects.filter(asked__gt=since)
    }


def _counts(by: str) -> bool:
    """Decide whether the operator made this administrator's account, at the machine."""
    row = _row(by)
    return row is not None and row.let_in_by == ""


def _has_factors(row: "Officer") -> bool:
    from allauth.mfa.models import Authenticator

    return bool(Authenticator.objects.filter(user=row).exists())


def _now() -> datetime:
    """Return the clock that the log-in library goes by, too."""
    from django.utils import timezone

    return timezone.now()


def _other(number: str, by: str) -> "Officer":
    """Return the account of somebody else: an administrator who changed their own could lock
    themselves out, or let themselves in.
    """
    row = _row(number)
    if row is None:
        raise Refused(refusals.ACCOUNT_UNKNOWN.because(number=ascii(number)[:40]))
    if row.number == by:
        raise Refused(refusals.ACCOUNT_OWN.because(number=by))
    return row


def _row(number: str) -> "Officer | None":
    from rogatory.storage.officers.accounts import Officer

    return Officer.objects.filter(number=number.strip().lower()).first()


def _write(row: "Officer", **values: Any) -> None:
    type(row).objects.filter(id=row.id).update(**values)


def _secret(node: Node) -> str:
    return base64.b32encode(node.random(SECRET_BYTES)).decode("ascii").lower()


def _note(node: Node, by: str, act: str, number: str) -> None:
    note_access(node, AccessKind.ADMINISTERED, by, act, subject=number)


type AccountAct = Callable[[Node, str, str], Secret | None]

ACTS: dict[str, AccountAct] = {
    "deactivate": deactivate,
    "reactivate": reactivate,
    "renew": renew,
    "withdraw": withdraw,
}
"""Acts on an account, by name: on the node, by whom, to whose. A reset takes a proof as well."""
