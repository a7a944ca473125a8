# SPDX-License-Identifier: Apache-2.0
"""The conditions on the accounts of all nodes once everything has come to rest.

1. No node's database contradicts itself (`account`).
2. Nothing waits any more.
3. What was reported to an officer as sent is in the databases of both States.
4. Every message that one end has, the other has, too; a message that was refused, it has not.
5. Both ends hold the same receipt, byte for byte.
6. Where a receipt says the message is in the log, there it is, under the root it shows: so
   no two States were ever shown different logs. A State that lost its disk may have lost the entry with
   the end of an epoch; then the next one says that the message was taken back.
7. The fold of every thread comes to the same at both ends.
8. A package that was delivered is whole at both ends, dispatched once and received once.

What a State reported to its officer as sent, and lost with its disk before anybody had it, was receipted by
nobody: of that alone 3 is silent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rogatory.node.repositories.messages import Delivery

type TrafficAccount = Mapping[str, Any]


def problems(
    accounts: Mapping[str, TrafficAccount], promised: Iterable[tuple[str, str, str]] = ()
) -> list[str]:
    """Everything that does not hold, for a person; `promised` are (from, to, digest) of messages.

    A State without an account (one that lies) is left out of what is compared.
    """
    found = [
        *(f"{state}: {one}" for state, each in accounts.items() for one in each["problems"]),  # 1
        *(
            f"{state}: {key} waits"
            for state, each in accounts.items()
            for key, _peer in each["waiting"]
        ),  # 2
        *_missing(accounts, promised),  # 3
    ]
    for state, account in accounts.items():
        for digest, message in account["messages"].items():
            if message["from"] == state:
                found += _of_message(accounts, state, digest, message)
    found += _one_sided(accounts)
    found += _threads(accounts)  # 7
    found += _packages(accounts)  # 8
    return found


def _missing(
    accounts: Mapping[str, TrafficAccount], promised: Iterable[tuple[str, str, str]]
) -> Iterator[str]:
    for state, to, digest in promised:
        if state not in accounts:
            continue
        own = accounts[state]["messages"].get(digest)
        if own is None:
            if accounts[state]["recovered"] and not _has(accounts, to, digest):
                continue
            yield f"LOST: {state} assured its officer that {digest} is sent, and has it no more"
        elif to in accounts and not _is_refused(own) and digest not in accounts[to]["messages"]:
            yield f"LOST: {digest} of {state} is not with {to}"


def _has(accounts: Mapping[str, TrafficAccount], state: str, digest: str) -> bool:
    return state in accounts and digest in accounts[state]["messages"]


def _is_refused(message: Mapping[str, Any]) -> bool:
    return bool(message["delivery"] == Delivery.REFUSED.value)


def _of_message(
    accounts: Mapping[str, TrafficAccount], state: str, digest: str, message: Mapping[str, Any]
) -> Iterator[str]:
    """4 to 6, for a message of a State's own."""
    to = message["to"]
    if to not in accounts:
        return
    theirs = accounts[to]["messages"].get(digest)
    if _is_refused(message):
        if theirs is not None:
            yield f"{to} refused {digest} of {state}, and has it"
        return
    if theirs is None:
        yield f"LOST: {to} has not {digest} of {state}"
        return
    if message["receipt"] != theirs["receipt"] or message["receipt"] is None:  # 5
        yield f"{state} and {to} hold different receipts of {digest}"
    if message["log"] is not None:  # 6
        index, commitment, size, root, epoch = message["log"]
        log = _log_of(accounts[to], epoch)
        is_back = epoch != accounts[to]["epoch"] and digest in accounts[to]["taken_back"]
        entry = log["commitments"][index : index + 1]
        if entry != [commitment] and (entry or not is_back):
            yield f"{to} has another event at {index} than its receipt of {digest} says"
        shown = log["roots"][size : size + 1]
        if shown != [root] and (shown or not is_back):
            yield f"{to} showed {state} a log of size {size} that is not its own"


def _log_of(account: TrafficAccount, epoch: int) -> Mapping[str, Any]:
    """Return what is here of an epoch of a State's log; nothing of one that it never had."""
    if epoch == account["epoch"]:
        return account
    found: Mapping[str, Any] = account["earlier"].get(str(epoch), {"roots": [], "commitments": []})
    return found


def _one_sided(accounts: Mapping[str, TrafficAccount]) -> Iterator[str]:
    """Messages that only their receiver has (4): a sender that forgot what it sent."""
    for state, account in accounts.items():
        for digest, message in account["messages"].items():
            sender = message["from"]
            if sender in accounts and digest not in accounts[sender]["messages"]:
                yield f"LOST: {sender} has no more what it sent to {state}: {digest}"


def _threads(accounts: Mapping[str, TrafficAccount]) -> Iterator[str]:
    ends: dict[str, list[str]] = {}
    for state, account in accounts.items():
        for thread in account["threads"]:
            ends.setdefault(thread, []).append(state)
    for thread, states in ends.items():
        if len({accounts[state]["threads"][thread] for state in states}) > 1:
            yield f"thread {thread} is not the same with {' and '.join(states)}"


def _packages(accounts: Mapping[str, TrafficAccount]) -> Iterator[str]:
    wanted = {"out": "dispatched", "in": "received"}
    for state, account in accounts.items():
        for seal, package in account["packages"].items():
            if not package["complete"]:
                yield f"{state} has package {seal} in part only"
            once: Sequence[str] = [one for one in package["events"] if one in wanted.values()]
            if once != [wanted[package["direction"]]]:
                yield f"{state} logged package {seal} as {', '.join(once) or 'nothing'}"
