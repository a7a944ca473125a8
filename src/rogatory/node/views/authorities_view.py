# SPDX-License-Identifier: Apache-2.0
"""This State's authorities by its own entry and its register: what they take, who works there, and
until when their certificates hold. It shows no case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.entry.period import Period
from rogatory.directory.entry.register import OfficerRecord
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.views.network_view import Power, powers_of


@dataclass(frozen=True, slots=True)
class AuthorityOfficer:
    number: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnAuthority:
    """An authority. The moments are those at which the first of what is in force now ends; None where
    nothing is, and then it can sign, or be sealed to, no longer.
    """

    authority: str
    powers: tuple[Power, ...]
    officers: tuple[AuthorityOfficer, ...]
    signs_until: datetime | None
    sealed_to_until: datetime | None


def authorities_view(node: Node) -> Sequence[OwnAuthority]:
    """Return the authorities in the order of the entry; none while the directory cannot be relied
    on.
    """
    now = node.clock.now()
    try:
        view = node.register.view()
        entry, officers = view.entry(node.state), view.register(node.state).officers
    except Refused:
        return ()
    return [
        OwnAuthority(
            authority=record.id,
            powers=powers_of(record, entry.kinds),
            officers=tuple(_officers(officers, record.id, now)),
            signs_until=_first_end(
                (
                    one.period
                    for one in entry.certificates
                    if one.use == "authority" and one.holder == record.id
                ),
                now,
            ),
            sealed_to_until=_first_end(
                (one.period for one in entry.recipients if one.authority == record.id), now
            ),
        )
        for record in entry.authorities
    ]


def _officers(
    records: Iterable[OfficerRecord], authority: str, now: datetime
) -> Iterator[AuthorityOfficer]:
    """Yield each once, however many passkeys he has, with the roles of all of his records."""
    roles: dict[str, set[str]] = {}
    for record in records:
        if authority in record.authorities and record.period.covers(now):
            roles.setdefault(record.number, set()).update(record.roles)
    for number in sorted(roles):
        yield AuthorityOfficer(number, tuple(sorted(roles[number])))


def _first_end(periods: Iterable[Period], now: datetime) -> datetime | None:
    return min((one.until for one in periods if one.covers(now)), default=None)
