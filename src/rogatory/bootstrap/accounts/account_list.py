# SPDX-License-Identifier: Apache-2.0
"""Accounts from a list that an operator writes: read with everything that is wrong, and opened all or none.

    [{"number": "xb-0001", "display_name": "A. Amara", "password": "…", "roles": ["duty"],
      "authorities": ["xb/contact-point"], "language": "fr"}, …]

`number` alone is needed. Without a password only a passkey or the log-in service lets the person in. `roles` and
`authorities` are what the console shows while the directory cannot be read: permissions are in the State's register.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.accounts.officers import create_officer, set_up
from rogatory.bootstrap.home.folder import read_home
from rogatory.directory.entry.fields import AUTHORITY, distinct, line, read_fields
from rogatory.directory.entry.register import NUMBER, ROLES
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.permissions import ADMINISTRATOR
from rogatory.wire.fields import Fields
from rogatory.wire.forms import ListOf, Nullable, OneOf, Record
from rogatory.wire.words import P_, FilledText, Theirs

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh-hans")

LONGEST_LIST = 1 << 20
"""Bytes: some thousand accounts."""

LONGEST_PASSWORD = 1000
"""Characters: hashing a longer one would keep the command for long."""


@dataclass(frozen=True, slots=True)
class WantedAccount:
    number: str
    display_name: str = ""
    password: str | None = None
    roles: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    language: str = "en"


def read_accounts(data: bytes) -> tuple[WantedAccount, ...]:
    """Return the accounts that a list asks for.

    Raises:
        Refused: it is no JSON, or with every field that is missing, unknown or malformed.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        problem = Theirs(str(error).split("\n", maxsplit=1)[0][:120])
        raise Refused(refusals.ACCOUNT_LIST.because(problem=problem)) from error
    return read_fields({"accounts": value}, FilledText(P_("list of accounts")), _read)


def open_accounts(home: Path, wanted: Sequence[WantedAccount]) -> list[str]:
    """Open these accounts, or bring those of the same numbers up to date; returns their numbers.

    What must hold, of all, or none is opened:
      1. The number is of this State, and is there once.
      2. The authorities are of this State.
      3. The password is none that others would guess.
    """
    state = read_home(home).state
    set_up(home)
    from django.db import transaction

    refuse_if_any([*_reasons(wanted, state), *_password_reasons(wanted)])
    with transaction.atomic():
        return [
            create_officer(
                one.number, one.display_name, one.password, one.roles, one.authorities, one.language
            ).number
            for one in wanted
        ]


def _read(of: Fields) -> tuple[WantedAccount, ...]:
    return of.read("accounts", ListOf(Record(_account), least=1))


def _account(of: Fields) -> WantedAccount:
    roles = OneOf((*ROLES, ADMINISTRATOR))
    return WantedAccount(
        of.read("number", NUMBER),
        of.optional("display_name", line(200), ""),
        of.optional("password", Nullable(line(LONGEST_PASSWORD)), None),
        of.optional("roles", distinct(roles), ()),
        of.optional("authorities", distinct(AUTHORITY), ()),
        of.optional("language", OneOf(LANGUAGES), "en"),
    )


def _reasons(wanted: Sequence[WantedAccount], state: str) -> Iterator[Reason]:
    numbers = [one.number for one in wanted]
    for number in dict.fromkeys(numbers):
        if number[:2].upper() != state:
            yield refusals.ACCOUNT_NUMBER.because(number=number, state=state)  # 1
        if numbers.count(number) > 1:
            yield refusals.ACCOUNT_TWICE.because(number=number)  # 1
    foreign = (name for one in wanted for name in one.authorities if name[:2].upper() != state)
    for authority in dict.fromkeys(foreign):
        yield refusals.ACCOUNT_AUTHORITY.because(authority=authority, state=state)  # 2


def _password_reasons(wanted: Sequence[WantedAccount]) -> Iterator[Reason]:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from rogatory.storage.officers.accounts import Officer

    for one in wanted:
        if one.password is None:
            continue
        try:
            person = Officer(number=one.number, display_name=one.display_name)
            validate_password(one.password, person)
        except ValidationError as error:
            problem = Theirs(" ".join(error.messages)[:300])
            yield refusals.ACCOUNT_PASSWORD.because(number=one.number, problem=problem)  # 3
