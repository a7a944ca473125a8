# SPDX-License-Identifier: Apache-2.0
"""Evidence of one State that is about to leave a node for another one: only with its leave.

A node sees no conditions inside a package. It knows what came in and from whom, by the package's id,
which stays when somebody seals it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rogatory.errors import Reason, TranslatableText
from rogatory.evidence.conditions import NOT_STATED
from rogatory.evidence.refusals import CONDITIONS_WEAKER
from rogatory.node.context import Node
from rogatory.node.law.conditions.binding_conditions import is_onward_agreed, is_onward_set_by
from rogatory.node.law.conditions.package_conditions import delivered_conditions
from rogatory.node.law.conditions.refusals import ONWARD_UNBOUND
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.law.use_limits import UseLimits, needs_leave, onward_reasons
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.repositories.messages import Direction
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.contents.labels import NO, VALUES, YES
from rogatory.requests.kinds.families import DELIVERIES
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.law import Law
from rogatory.wire.canonical import Json
from rogatory.wire.words import FilledText

if TYPE_CHECKING:
    from rogatory.node.repositories.packages import PackageRecord

_ONWARD = ("with_authorisation", "in_writing_only", "forbidden")
"""The terms of a delivery for an onward transfer, each stricter than the one before."""


def onward_blocks(
    node: Node, subject: Subject, answering: str, body: Mapping[str, Json], on: date
) -> Iterator[Reason]:
    """Apply line 42 of the law's list for a delivery: evidence that another State gave goes on only
    with that State's authorisation (article 36(3)), where the instrument of its request or what was agreed
    to asks for one, and under no weaker conditions than bind here: the State that gets it has no
    other word of them.
    """
    recipient = subject.requesting
    if answering not in DELIVERIES or recipient is None:
        return
    seal = body.get("seal")
    kept = node.store.package(seal) if isinstance(seal, str) else None
    named = {body.get("package"), kept.package if kept else None}
    law = law_in_force(node)
    for package in sorted(one for one in named if isinstance(one, str)):
        yield from origin_blocks(node, package, recipient, on)
        for provider, threads in _given(node, package, recipient):
            given = delivered_conditions(threads, package, node.state, law)
            yield from eased_reasons(given, body.get("conditions"))
            if needs_leave(given, UseLimits(threads, package, provider, on, law=law)):
                yield from _unbound(law, node, subject, provider, on)


def _unbound(law: Law, node: Node, subject: Subject, provider: str, on: date) -> Iterator[Reason]:
    """Yield that nothing would bind the recipient to ask before it hands the evidence on once more: through
    it the limit of the giver would be lost.
    """
    regime = regime_for(law, subject, on)
    if not is_onward_set_by(regime, subject.kind) and not is_onward_agreed(
        thread_state(node, subject.id)
    ):
        yield ONWARD_UNBOUND.because(provider=provider, recipient=subject.requesting)


def eased_reasons(given: Mapping[str, Json], stated: Json) -> Iterator[Reason]:
    """Yield why a delivery may not state these conditions of what was given under others.

    Purpose and proceedings are left out: those of the State that it goes on to are other ones, and its
    giver authorised them.
    """
    found = stated if isinstance(stated, Mapping) else {}
    for name, before in given.items():
        after = found.get(name)
        if name == "onward_transfer":
            is_eased = _strictness(after) < _strictness(before)
        elif name in {"purpose", "proceedings"}:
            is_eased = False
        else:
            is_eased = bool(before) and not after
        if is_eased:
            yield CONDITIONS_WEAKER.because(
                field=name, before=_value_text(before), after=_value_text(after)
            )


def origin_blocks(node: Node, package: str, recipient: str, on: date) -> Iterator[Reason]:
    """Yield the same for a package that is handed to the node for a State, or goes there by
    courier.
    """
    law = law_in_force(node)
    for provider, threads in _given(node, package, recipient):
        limits = UseLimits(threads, package, provider, on, law=law)
        if needs_leave(delivered_conditions(threads, package, node.state, law), limits):
            yield from onward_reasons(recipient, limits)


def _given(node: Node, package: str, recipient: str) -> Iterator[tuple[str, Sequence[ThreadState]]]:
    """Yield each third State that gave a package to this one, and the threads in which it did."""
    records: dict[str, list[PackageRecord]] = {}
    for record in node.store.packages_of_origin(package):
        provider = record.sender[:2].upper()
        if record.direction is Direction.IN and provider not in {recipient, node.state}:
            records.setdefault(provider, []).append(record)
    for provider, each in records.items():
        threads = dict.fromkeys(one.thread for one in each if one.thread)
        yield provider, [thread_state(node, thread) for thread in threads]


def _strictness(onward: Json) -> int:
    return _ONWARD.index(onward) if onward in _ONWARD else -1


def _value_text(value: Json) -> str | TranslatableText:
    """Return a condition as a sentence names it; a person's own words stay as they are."""
    if isinstance(value, bool):
        return FilledText(YES if value else NO)
    if value is None:
        return FilledText(NOT_STATED)
    return FilledText(VALUES[value]) if value in _ONWARD else str(value)
