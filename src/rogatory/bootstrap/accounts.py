# SPDX-License-Identifier: Apache-2.0
"""Accounts as their administrator sees and changes them; each change is noted for the auditor.

An account lets a person in. What he may do stands in the State's register of officers, which no
administrator of a node writes, and what counts between States takes the passkey that the register
lists: with a new secret an administrator could read in an officer's place, never approve. That he
gave one stands in the audit, and the officer finds his own secret changed.
"""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rogatory.bootstrap import refusals
from rogatory.bootstrap.officers import create_officer
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.access_records import AccessKind
from rogatory.node.audit.note import note_access
from rogatory.node.context import Node
from rogatory.node.permissions import ADMINISTRATOR

if TYPE_CHECKING:
    from rogatory.storage.models import Officer

LONGEST_NAME = 200
SECRET_BYTES = 15
"""120 bits, in 24 letters and digits that can be read out."""

_NUMBER = re.compile(r"[a-z]{2}-[0-9]{4,8}\Z")


@dataclass(frozen=True, slots=True)
class Account:
    number: str
    name: str
    is_active: bool
    administers: bool
    factors: tuple[str, ...]
    last_log_in: datetime | None
    waits_for_password: bool
    """The secret that it was made with, or given anew, is still to be changed by its owner."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What a person logs in with once: told once, kept as a hash."""

    number: str
    secret: str


def accounts() -> Sequence[Account]:
    """All accounts, by number."""
    from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # it ships no types

    from rogatory.storage.models import Officer

    factors: dict[int, list[str]] = {}
    for user, kind in Authenticator.objects.order_by("id").values_list("user_id", "type"):
        factors.setdefault(user, []).append(str(kind))
    return [
        Account(
            number=one.number,
            name=one.display_name,
            is_active=one.is_active,
            administers=ADMINISTRATOR in one.roles,
            factors=tuple(factors.get(one.id, ())),
            last_log_in=one.last_login,
            waits_for_password=one.must_change_secret,
        )
        for one in Officer.objects.order_by("number")
    ]


def create(node: Node, by: str, number: str, name: str, *, administers: bool) -> Secret:
    """Make an account with a secret for its first log-in.

    1. The number is one of this State's officers, and no account has it.
    2. The name is not too long.
    """
    wanted, plain = number.strip().lower(), " ".join(name.split())
    reasons: list[Reason] = []
    if not _NUMBER.match(wanted) or wanted[:2].upper() != node.state:  # 1
        reasons.append(refusals.ACCOUNT_NUMBER.because(number=ascii(wanted)[:40], state=node.state))
    elif _row(wanted) is not None:
        reasons.append(refusals.ACCOUNT_EXISTS.because(number=wanted))
    if len(plain) > LONGEST_NAME:  # 2
        reasons.append(refusals.ACCOUNT_NAME.because(limit=LONGEST_NAME))
    refuse_if_any(reasons)
    secret = _secret(node)
    roles = [ADMINISTRATOR] if administers else []
    row = create_officer(wanted, plain, secret, roles)
    _write(row, must_change_secret=True)
    _note(node, by, "account-create", wanted)
    return Secret(wanted, secret)


def deactivate(node: Node, by: str, number: str) -> None:
    """Let nobody in with the account any more; its sessions end with the next page."""
    row = _other(number, by)
    _write(row, is_active=False)
    _note(node, by, "account-deactivate", row.number)


def unlock(node: Node, by: str, number: str) -> None:
    """Let a deactivated account's owner in again. Too many failed log-ins need no unlocking: the log-in
    library holds them off for minutes, and no longer.
    """
    row = _other(number, by)
    _write(row, is_active=True)
    _note(node, by, "account-unlock", row.number)


def reset(node: Node, by: str, number: str) -> Secret:
    """Take all ways to log in from an account, and give it a new secret for one log-in: for who lost
    his passkey or telephone. Its sessions end.
    """
    from allauth.mfa.models import Authenticator

    row, secret = _other(number, by), _secret(node)
    Authenticator.objects.filter(user=row).delete()
    row.set_password(secret)
    _write(row, password=row.password, must_change_secret=True)
    _note(node, by, "account-reset", row.number)
    return Secret(row.number, secret)


def _other(number: str, by: str) -> "Officer":
    """The account of somebody else: whoever changes his own locks himself out, or lets himself in."""
    row = _row(number)
    if row is None:
        raise Refused(refusals.ACCOUNT_UNKNOWN.because(number=ascii(number)[:40]))
    if row.number == by:
        raise Refused(refusals.ACCOUNT_OWN.because(number=by))
    return row


def _row(number: str) -> "Officer | None":
    from rogatory.storage.models import Officer

    return Officer.objects.filter(number=number.strip().lower()).first()


def _write(row: "Officer", **values: Any) -> None:
    type(row).objects.filter(id=row.id).update(**values)


def _secret(node: Node) -> str:
    return base64.b32encode(node.random(SECRET_BYTES)).decode("ascii").lower()


def _note(node: Node, by: str, act: str, number: str) -> None:
    note_access(node, AccessKind.ADMINISTERED, by, act, subject=number)


type Act = Callable[[Node, str, str], Secret | None]

ACTS: dict[str, Act] = {"deactivate": deactivate, "unlock": unlock, "reset": reset}
"""What is done to an account, by name: on the node, by whom, to whose."""
