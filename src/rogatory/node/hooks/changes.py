# SPDX-License-Identifier: Apache-2.0
"""Writing down that a system is to be notified of a change: in the transaction of the change, with the job that delivers.

Called last in a transaction: writers of one hook wait for each other. What is restricted is not written down. It is looked at
again before it is delivered, since it may be restricted meanwhile.
"""

from collections.abc import Iterable, Iterator

from rogatory.node.context import Node
from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.node.repositories.drafts import threads_of_draft
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.repositories.queue import Priority
from rogatory.node.repositories.systems import (
    NO_OFFICER,
    SYSTEM,
    HookDelivery,
    HookRecord,
)
from rogatory.wire.identifiers import uuid7

JOB = "hook"

MOST_WAITING = 1000
"""Deliveries that wait for one hook. A receiver that is away for days would fill the database, and find more on its return than it
can ask for one by one: they make way for one that says that changes were missed.
"""


def notify_of_request(node: Node, thread: str) -> None:
    """Have systems notified that a request changed."""
    hooks = list(_notifying(node, HookKind.REQUEST))
    if hooks and not node.store.closed_to(NO_OFFICER, [thread]):
        _notify(node, hooks, HookKind.REQUEST, thread)


def notify_of_draft(node: Node, draft: str) -> None:
    """Have the system that handed a draft in notified that it changed."""
    hooks = list(_notifying(node, HookKind.DRAFT))
    found = node.store.draft(draft) if hooks else None
    if found is None or node.store.closed_to(NO_OFFICER, threads_of_draft(found)):
        return
    own = [one for one in hooks if found.drafted_by == f"{SYSTEM}{one.name}"]
    _notify(node, own, HookKind.DRAFT, draft)


def notify_of_package(node: Node, package: PackageRecord) -> None:
    """Have systems notified that a package is known, whole, or has further documents."""
    hooks = list(_notifying(node, HookKind.PACKAGE))
    threads = [] if package.thread is None else [package.thread]
    if hooks and not node.store.closed_to(NO_OFFICER, threads):
        _notify(node, hooks, HookKind.PACKAGE, package.seal)


def notify_of_missed(node: Node, hook: HookRecord) -> None:
    """Have one system notified that it missed changes: in place of whatever waits for it."""
    node.store.delete_hook_deliveries(hook.name)
    _put(node, hook, HookKind.MISSED, hook.name)


def _notifying(node: Node, kind: HookKind) -> Iterator[HookRecord]:
    for hook in node.store.hooks():
        if hook.paused is None and kind.value in hook.kinds:
            yield hook


def _notify(node: Node, hooks: Iterable[HookRecord], kind: HookKind, subject: str) -> None:
    for hook in hooks:
        if node.store.count_hook_deliveries(hook.name) >= MOST_WAITING:
            notify_of_missed(node, hook)
        else:
            _put(node, hook, kind, subject)


def _put(node: Node, hook: HookRecord, kind: HookKind, subject: str) -> None:
    now = node.clock.now()
    # A new identifier though one waits: it may be on its way, and what it is about is older than this change.
    identifier = uuid7(now, node.random(10))
    node.store.put_hook_delivery(HookDelivery(hook.name, kind.value, subject, identifier, now))
    ask_to_deliver(node, hook.name)


def ask_to_deliver(node: Node, hook: str) -> None:
    """Ask for the job that delivers, inside the transaction. One that waits for its next try stays as it is."""
    node.queue.enqueue(JOB, job_of(hook), {"hook": hook}, node.clock.now(), Priority.BULK)


def job_of(hook: str) -> str:
    """Return the key of the job that delivers to a hook."""
    return f"{JOB}/{hook}"
