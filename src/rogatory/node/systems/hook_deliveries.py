# SPDX-License-Identifier: Apache-2.0
"""Telling a system of changes: the job behind its webhook.

At least once: what was sent and not yet struck off when the worker died is sent again, with the same `webhook-id`. A receiver that
fails is tried again after the pauses of all jobs; one that fails for days is paused, and a human is alerted.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from rogatory.node.context import Node
from rogatory.node.hooks.changes import ask_to_deliver
from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.queue.end_job import LeaseLostError, done, pause_after
from rogatory.node.repositories.drafts import threads_of_draft
from rogatory.node.repositories.duty import Urgency
from rogatory.node.repositories.queue import Job
from rogatory.node.repositories.systems import HookDelivery, HookRecord, TokenRecord
from rogatory.node.systems import refusals
from rogatory.node.systems.hooks import SCOPES
from rogatory.node.systems.tokens import author
from rogatory.node.systems.visible import hidden_among
from rogatory.wire.moments import format_moment
from rogatory.wire.words import Statement

PAUSED_AFTER = timedelta(days=3)
"""So long a receiver may fail, over a weekend, too. One that fails longer is forgotten by its own operator, and would be
knocked at for ever.
"""

DELIVERIES_AT_ONCE = 50
"""Read at once: no run of the job lasts so long that it comes to more."""

LONGEST_RUN = timedelta(seconds=5)
"""After which a run of the job begins no further delivery: messages of States go before it, and a slow receiver keeps no worker."""


def notify_system(node: Node, job: Job) -> None:
    """Deliver what waits for one system.

    1. The hook is there and not paused, and its token is in force; else nothing is kept for it.
    2. What its token may not read now is struck off unsent.
    3. What arrived is struck off at once. With the first that fails the rest waits, too.
    """
    name = str(job.payload["hook"])
    began, hook, token = node.clock.now(), node.store.hook(name), node.store.system_token(name)
    if hook is None or hook.paused is not None or token is None or not token.is_valid(began):  # 1
        with done(node, job):
            node.store.delete_hook_deliveries(name)
        return
    for one in node.store.hook_deliveries(name, DELIVERIES_AT_ONCE):
        now = node.clock.now()
        if now - began > LONGEST_RUN:
            break
        if not node.queue.renew(job, now):
            raise LeaseLostError(job.key)
        if _may_be_notified(node, token, one):  # 2
            problem = node.hook_line.send(hook, one)
            if problem is not None:
                _failed(node, job, name, problem)
                return
            with node.store.transaction():  # 3
                node.store.end_hook_delivery(one)
                _note_arrived(node, name)
        else:
            with node.store.transaction():
                node.store.end_hook_delivery(one)
    with done(node, job):
        if node.store.count_hook_deliveries(name):
            ask_to_deliver(node, name)


def _note_arrived(node: Node, name: str) -> None:
    standing = node.store.hook(name)
    if standing is not None:
        at = node.clock.now()
        node.store.put_hook(replace(standing, failures=0, failing=None, problem=None, delivered=at))


def _failed(node: Node, job: Job, name: str, problem: Statement) -> None:
    """Note what failed, and ask for the next try; or stop, if there was none that succeeded for too long."""
    now = node.clock.now()
    with node.store.transaction():
        standing = node.store.hook(name)
        if standing is None:
            failed = None
        else:
            failed = _after_failure(standing, problem, now)
            node.store.put_hook(failed)
        if failed is None or failed.paused is not None:
            node.store.delete_hook_deliveries(name)
            if not node.queue.finish(job):
                raise LeaseLostError(job.key)
    if failed is None:
        return
    if failed.paused is not None:
        since = format_moment(failed.failing or now)
        reason = alert_codes.HOOK_PAUSED.because(name=name, since=since, problem=problem)
        key = f"hook-paused/{name}/{format_moment(now)}"
        page(node, key, reason, at=now, thread=None, urgency=Urgency.ROUTINE)
        return
    node.queue.retry(job, problem, now + pause_after(failed.failures))


def _after_failure(hook: HookRecord, problem: Statement, now: datetime) -> HookRecord:
    since = hook.failing or now
    is_over = refusals.HOOK_GONE.id in problem.codes or now - since >= PAUSED_AFTER
    return replace(
        hook,
        failures=hook.failures + 1,
        failing=since,
        problem=problem,
        paused=now if is_over else None,
    )


def _may_be_notified(node: Node, token: TokenRecord, one: HookDelivery) -> bool:
    """Decide whether the API would show the system now what it is notified of."""
    kind = HookKind(one.kind)
    scope = SCOPES.get(kind)
    if scope is None:
        return True
    return scope.value in token.scopes and _IS_SHOWN[kind](node, token, one.subject)


def _is_request_shown(node: Node, _token: TokenRecord, thread: str) -> bool:
    return node.store.summary(thread) is not None and not hidden_among(node, [thread])


def _is_draft_shown(node: Node, token: TokenRecord, draft: str) -> bool:
    found = node.store.draft(draft)
    is_own = found is not None and found.drafted_by == author(token)
    return found is not None and is_own and not hidden_among(node, threads_of_draft(found))


def _is_package_shown(node: Node, _token: TokenRecord, seal: str) -> bool:
    found = node.store.package(seal)
    return found is not None and (found.thread is None or not hidden_among(node, [found.thread]))


_IS_SHOWN: Mapping[HookKind, Callable[[Node, TokenRecord, str], bool]] = {
    HookKind.REQUEST: _is_request_shown,
    HookKind.DRAFT: _is_draft_shown,
    HookKind.PACKAGE: _is_package_shown,
}
