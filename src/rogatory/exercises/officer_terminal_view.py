# SPDX-License-Identifier: Apache-2.0
"""The view of an officer's terminal: a thread as its page shows it, and which instruments apply."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import singledispatch
from typing import Any

from rogatory.node.context import Node
from rogatory.node.law.annotations import annotations
from rogatory.node.law.subject import of_thread, regime_for
from rogatory.node.obligations.obligation import Obligation
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.views.thread_view import MessageView, ThreadView
from rogatory.node.views.thread_view import thread as thread_view
from rogatory.requests.deadlines.thread_deadlines import Deadline
from rogatory.requests.envelope import Envelope
from rogatory.treaty.bases import bases
from rogatory.treaty.grounds import grounds_for
from rogatory.treaty.offences import offence_in
from rogatory.wire.moments import format_moment


def look(node: Node, thread: str) -> dict[str, Any]:
    """Return a thread at this end: its standing, messages, clocks, debts, what may come next,
    calls, words.
    """
    view = thread_view(node, thread)
    remarks = [reason for each in annotations(node, thread).values() for reason in each]
    return {
        "status": view.standing.status.value,
        "listed": view.summary.status,
        "role": view.summary.role,
        "standing": fact_json(view.standing),
        "messages": [_message(one) for one in view.messages],
        "clocks": [_clock(one, view) for one in view.clocks],
        "owed": [_owed(one) for one in view.obligations],
        "next": [one.kind for one in view.actions],
        "grounds": _grounds(node, thread, view),
        "related": [one.thread for one in view.related],
        "pages": [page.reason for page in node.store.pages() if page.thread == thread],
        "annotations": [reason.code.id for reason in remarks],
        "remarks": [reason.sentence() for reason in remarks],
        "decided": [
            f"{one.question or one.matter}: {one.answer} ({one.officer})"
            for one in node.store.decisions(thread)
        ],
        "words": _words(view),
    }


def _grounds(node: Node, thread: str, view: ThreadView) -> dict[str, str]:
    """Return the grounds on which the law here lets the request be refused, with where each is found first."""
    if view.standing.opening is None:
        return {}
    subject, today = of_thread(node, thread), node.clock.now().date()
    listed = grounds_for(regime_for(law_in_force(node), subject, today), subject.kind)
    found: dict[str, str] = {}
    for one in listed:
        found.setdefault(one.id, one.citation)
    return found


def serving(
    node: Node,
    *,
    kind: str,
    requesting: str,
    requested: str,
    offence: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the instruments that serve today, fastest first; of each other the codes why not."""
    law = law_in_force(node)
    today = node.clock.now().date()
    found = bases(law, kind, requesting, requested, offence_in(offence), today)
    return {
        "serves": [one.instrument for one in found if one.serves],
        "not": {
            one.instrument: [reason.code.id for reason in one.why_not]
            for one in found
            if not one.serves
        },
    }


@singledispatch
def fact_json(value: Any) -> Any:
    """Return a fact of the fold as JSON: messages by digest, moments in their written form."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: fact_json(getattr(value, each.name)) for each in fields(value)}
    return value


@fact_json.register
def _(value: Envelope) -> Any:
    return value.digest


@fact_json.register
def _(value: Mapping) -> Any:  # type: ignore[type-arg]  # a class to dispatch on
    return {str(name): fact_json(each) for name, each in value.items()}


@fact_json.register(list)
@fact_json.register(tuple)
def _(value: Any) -> Any:
    return [fact_json(each) for each in value]


@fact_json.register(frozenset)
def _(value: Any) -> Any:
    return sorted(fact_json(each) for each in value)


@fact_json.register
def _(value: Enum) -> Any:
    return value.value


@fact_json.register
def _(value: datetime) -> Any:
    return format_moment(value)


@fact_json.register
def _(value: date) -> Any:
    return value.isoformat()


def _message(one: MessageView) -> dict[str, Any]:
    return {
        "digest": one.digest,
        "kind": one.envelope.kind,
        "state": one.envelope.sender.state,
        "outcome": one.outcome.value,
        "codes": [reason.code.id for reason in one.reasons],
        "crossed": [[other, bool(crossing)] for other, crossing in one.crossed],
    }


def _clock(one: Deadline, view: ThreadView) -> dict[str, Any]:
    basis = one.basis(view.provisions)
    return {
        "name": one.name,
        "title": one.title,
        **basis._asdict(),
        "owed_by": one.owed_by,
        "level": one.level.value,
        "due": None if one.due is None else format_moment(one.due),
        "days_left": one.days_left,
    }


def _owed(one: Obligation) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "owed_by": one.owed_by,
        "status": one.status.value,
        "article": one.article,
        "certainty": one.certainty,
        "due": None if one.due is None else format_moment(one.due),
    }


def _words(view: ThreadView) -> list[str]:
    lines = (line for message in view.messages for line in message.lines)
    return [f"{line.label}: {line.value}" for line in lines]
