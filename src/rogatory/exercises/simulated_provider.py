# SPDX-License-Identifier: Apache-2.0
"""A provider for tests and exercises: it checks an order as a provider does, and gives invented records or none.

The same order gives the same return. It never has a number of its own to call: the emergency desk calls the one that the check proves.
"""

import csv
import io
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

from rogatory.node.case_files.orders import OrderKind, ProviderReply
from rogatory.node.provider_orders.check import check_order
from rogatory.node.provider_orders.document import AccountKind, OrderDocument, OrderedAccount
from rogatory.node.provider_orders.layout import FolderPlace
from rogatory.node.provider_orders.order_verification import OrderVerification
from rogatory.node.workstation.verification.trust import Trusted
from rogatory.wire.moments import format_moment

DAY = timedelta(days=1)
USUAL, AT_THE_DESK, LATE = 2 * DAY, timedelta(hours=1), 5 * DAY
"""After how long the provider answers: usually, at the emergency desk, and after the due date where it is slow."""

MOST_DAYS = 3660
"""Days of records of one account: an order of centuries would fill the disk."""

_COLUMNS: Mapping[AccountKind, str] = {
    AccountKind.ACCOUNT: "account",
    AccountKind.EMAIL: "email",
    AccountKind.TELEPHONE: "phone",
}
"""The column of each kind of account that it keeps; it knows no user of an address, a device or anything else."""

_OTHER = OrderedAccount(AccountKind.EMAIL, "another.customer@mail.example")


class ProviderConduct(StrEnum):
    """How a simulated provider behaves."""

    OBEDIENT = "obedient"
    SLOW = "slow"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class SimulatedProvider:
    """A provider with a name, the days for which it keeps records, and a way to behave.

    `emergency` answers at its emergency desk, which calls back first.
    """

    name: str
    trusted: Trusted | None
    retention: timedelta = 180 * DAY
    conduct: ProviderConduct = ProviderConduct.OBEDIENT
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """The answer of a provider: when, which, in its words, and the files of a return by their names."""

    at: datetime
    reply: ProviderReply
    words: str
    files: Mapping[str, bytes]


def answer_order(
    provider: SimulatedProvider,
    folder: FolderPlace,
    received: datetime,
    *,
    preserved: datetime | None = None,
) -> ProviderAnswer:
    """Return the answer to an order that arrives at a moment. `preserved` is when an earlier order preserved the data.

    1. An order of which a check fails, or that names another provider, is declined.
    2. One that is not proved, and at the emergency desk one without a number to call, is answered with a question.
    3. A preservation is confirmed. Any other order is answered with the records that it still keeps.
    """
    found = check_order(folder, trusted=provider.trusted, now=received)
    refused = _refused(provider, found)
    order = found.order
    if refused is not None or order is None:
        reply, words = refused or (ProviderReply.DECLINED, "The order cannot be read.")
        return ProviderAnswer(received + AT_THE_DESK, reply, words, {})
    at = _answered(provider, order, received)
    if order.kind is OrderKind.PRESERVATION:
        until = format_moment(order.ends)
        return ProviderAnswer(at, ProviderReply.COMPLIED, f"Preserved until {until}.", {})
    kept_from = (preserved or received) - provider.retention
    files = dict(_files(provider, order, kept_from, received))
    unknown = [one.value for one in order.accounts if one.kind not in _COLUMNS]
    lost = order.data_from is not None and order.data_from < kept_from
    if not unknown and not lost:
        return ProviderAnswer(at, ProviderReply.COMPLIED, "The records are attached.", files)
    reasons = [f"No user is known by {one}." for one in unknown]
    reasons += [f"Records from before {format_moment(kept_from)} were deleted."] if lost else []
    return ProviderAnswer(at, ProviderReply.IN_PART, " ".join(reasons), files)


def _refused(
    provider: SimulatedProvider, found: OrderVerification
) -> tuple[ProviderReply, str] | None:
    if found.failing:
        codes = ", ".join(dict.fromkeys(one.code.id for one in found.failing))
        return ProviderReply.DECLINED, f"The order does not hold: {codes}."
    if found.order is not None and found.order.provider != provider.name:
        return ProviderReply.DECLINED, f"The order names {found.order.provider}."
    if found.outcome != "holds":
        return ProviderReply.QUESTION, "The order is not proved. Who can confirm it?"
    if provider.emergency and not found.call_back.numbers:
        return ProviderReply.QUESTION, "No number to call back is proved. Send the State's card."
    return None


def _answered(provider: SimulatedProvider, order: OrderDocument, received: datetime) -> datetime:
    if provider.conduct is ProviderConduct.SLOW:
        return max(received + USUAL, order.due or received) + LATE
    return received + (AT_THE_DESK if provider.emergency else USUAL)


def _files(
    provider: SimulatedProvider, order: OrderDocument, kept_from: datetime, received: datetime
) -> Iterator[tuple[str, bytes]]:
    accounts = [one for one in order.accounts if one.kind in _COLUMNS]
    begin = max(kept_from, order.data_from or kept_from)
    end = min(received, order.data_until or received)
    if provider.conduct is ProviderConduct.WRONG:
        accounts.append(_OTHER)
        begin, end = begin - 7 * DAY, end + 7 * DAY
    categories = set(order.categories)
    wants_all = "unspecified" in categories
    for number, account in enumerate(accounts, 1):
        days = list(_days(begin, end))
        if wants_all or "subscriber" in categories:
            yield f"{number:03d}/subscriber.json", _subscriber(account)
        if days and (wants_all or categories & {"traffic", "user_identification"}):
            yield f"{number:03d}/logins.csv", _logins(account, days)
        if wants_all or "content" in categories:
            yield from ((f"{number:03d}/mail/{at:%Y-%m-%d}.eml", _mail(account, at)) for at in days)


def _days(begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield one moment of each day, within the period."""
    for number in range(min((end - begin) // DAY + 1, MOST_DAYS)):
        at = begin + number * DAY
        if at < end:
            yield at.replace(microsecond=0)


def _chance(account: OrderedAccount, at: datetime | None = None) -> random.Random:
    return random.Random(f"{account.value} {at}")  # noqa: S311 - invented records, the same each time


def _subscriber(account: OrderedAccount) -> bytes:
    chance = _chance(account)
    record = {
        _COLUMNS[account.kind]: account.value,
        "registered": f"20{chance.randint(10, 25)}-0{chance.randint(1, 9)}-17T09:00:00Z",
        "address": f"{chance.randint(1, 90)} Harbour Street",
    }
    return json.dumps([record], indent=1).encode()


def _logins(account: OrderedAccount, days: list[datetime]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([_COLUMNS[account.kind], "login_time", "login_ip"])
    for at in days:
        address = f"198.51.100.{_chance(account, at).randint(1, 254)}"
        table.writerow([account.value, format_moment(at), address])
    return out.getvalue().encode()


def _mail(account: OrderedAccount, at: datetime) -> bytes:
    message = EmailMessage()
    address = (
        account.value if account.kind is AccountKind.EMAIL else f"{account.value}@mail.example"
    )
    message["From"] = address
    message["To"] = f"customer{_chance(account, at).randint(1, 9)}@post.example"
    message["Date"] = format_datetime(at)
    message["Subject"] = "Your purchase"
    message.set_content("The parcel is on its way.\n")
    return message.as_bytes()
