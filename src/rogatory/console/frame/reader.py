# SPDX-License-Identifier: Apache-2.0
"""The reader of a page, and what the State's register permits there."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from rogatory.console.frame.this_node import this_node
from rogatory.errors import Reason, Refused
from rogatory.node.permissions import ADMINISTRATOR, Permission, allows


@dataclass(frozen=True, slots=True)
class Reader:
    """`directory_problem` explains why the register could not be asked; the account's own copy of
    roles then lets its officer read (a desk that goes blind helps nobody), while the node lets
    nobody act.
    """

    number: str
    roles: frozenset[str]
    authorities: tuple[str, ...]
    directory_problem: tuple[Reason, ...] = field(default=())

    def may(self, permission: Permission) -> bool:
        return allows(permission, self.roles)

    @property
    def reads_cases(self) -> bool:
        return self.may(Permission.READ_THREAD)

    @property
    def drafts(self) -> bool:
        return self.may(Permission.DRAFT_MESSAGE)

    @property
    def answers_calls(self) -> bool:
        return self.may(Permission.ACKNOWLEDGE_PAGE)


def reader_of(request: HttpRequest) -> Reader:
    """Return the reader of a request by a person who is logged in; read once a request."""
    found: Reader | None = getattr(request, "rogatory_reader", None)
    if found is None:
        found = _read(request.user)
        request.rogatory_reader = found  # type: ignore[attr-defined]  # once a request
    return found


def _read(account: Any) -> Reader:
    node = this_node()
    number = str(account.number)
    if ADMINISTRATOR in account.roles:
        return Reader(number, frozenset({ADMINISTRATOR}), ())
    try:
        view = node.register.view()
    except Refused as error:
        return Reader(number, frozenset(account.roles), tuple(account.authorities), error.reasons)
    try:
        record = view.officer(number, node.clock.now())
    except Refused:
        return Reader(number, frozenset(), ())
    return Reader(number, frozenset(record.roles), record.authorities)
