# SPDX-License-Identifier: Apache-2.0
"""The command by which an order is signed on the authority's workstation, with the values of the case file filled in.

Only the places on that workstation are left in capitals: the node's home, the folder with the keys, the folder to write.
"""

import shlex
from collections.abc import Iterator, Mapping

from rogatory.node.case_files.orders import DomesticOrder
from rogatory.node.context import Node
from rogatory.node.provider_orders.document import MOST_ACCOUNTS, AccountKind, OrderedAccount
from rogatory.node.provider_orders.write import OrderTerms
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.contents.targets import objects_in
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment

HOME, KEYS, CARD, FOLDER = "HOME", "KEYS", "CARD", "FOLDER"
"""Places that no node knows: the home, the keys and the State's card as the workstation sees them, and a new folder."""

_KINDS: Mapping[str, AccountKind] = {
    "email": AccountKind.EMAIL,
    "phone": AccountKind.TELEPHONE,
    "ip": AccountKind.IP_ADDRESS,
    "account": AccountKind.ACCOUNT,
    "imei": AccountKind.DEVICE,
    "imsi": AccountKind.DEVICE,
}
"""The kind in an order of each kind of identifier that names an account or a user; others are for the officer to state."""


def write_command(
    thread: str, order: str, terms: OrderTerms, officer: str, *, with_card: bool = False
) -> str:
    """Return the command that signs an order, and hands the State's card to the provider where that is wanted."""
    words = ["rogatory", "order", "write", HOME, thread, "--order", order, "--key", KEYS]
    words += ["--officer", officer, "--authorised-by", terms.authorised_by.value]
    for account in terms.accounts:
        words += ["--account", account.typed]
    if terms.legal_basis is not None:
        words += ["--legal-basis", terms.legal_basis]
    moments = {"--data-from": terms.data_from, "--data-until": terms.data_until, "--due": terms.due}
    for name, moment in moments.items():
        if moment is not None:
            words += [name, format_moment(moment)]
    if with_card:
        words += ["--card", CARD]
    words += ["--reply-to", terms.reply_to, "--out", FOLDER]
    return shlex.join(words)


def withdraw_command(thread: str, order: DomesticOrder, officer: str) -> str:
    """Return the command that signs the withdrawal of an order."""
    words = ["rogatory", "order", "withdraw", HOME, thread, "--order", order.id, "--key", KEYS]
    return shlex.join([*words, "--officer", officer, "--out", FOLDER])


def accounts_of_request(node: Node, thread: str) -> tuple[OrderedAccount, ...]:
    """Return the accounts and users that the request of a thread names, each once, as an order names them."""
    opening = envelopes(node.store.transcript(thread)[:1])[0]
    found = dict.fromkeys(_accounts(opening.body))
    return tuple(found)[:MOST_ACCOUNTS]


def _accounts(body: Mapping[str, Json]) -> Iterator[OrderedAccount]:
    for name in ("data", "items_or_accounts", "persons"):
        for item in objects_in(body.get(name)):
            for one in objects_in(item.get("identifiers")):
                if kind := _KINDS.get(str(one.get("type"))):
                    yield OrderedAccount(kind, str(one["value"]))
