# SPDX-License-Identifier: Apache-2.0
"""Answering an alert, by its key or by the reference given in a mail or on the telephone."""

from collections.abc import Iterable, Mapping, Sequence

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.duty import refusals
from rogatory.node.duty.calling import alert_reference
from rogatory.node.officers.alerts import mark_seen
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import CallAttempt
from rogatory.node.repositories.officers import Page
from rogatory.wire.identifiers import uuid7

BROWSER = "browser"

MOST_LOOKED_AT = 50
"""Calls of which the desk asks whether they came to its reader: it is drawn every few seconds."""


def answer_call(node: Node, call: str, officer: str) -> Page:
    """Answer an alert for a human; it escalates no further. The first answer counts.

    Raises:
        Refused: there is no such alert, or the officer may not answer any.
    """
    found = node.store.page(call) or next(
        (one for one in node.store.pages() if alert_reference(one.id) == call), None
    )
    if found is None:
        raise Refused(refusals.CALL_UNKNOWN.because(call=ascii(call)[1:-1][:61]))
    at = node.clock.now()
    refuse_if_any(
        officer_reasons(node.register.view(), officer, None, Permission.ACKNOWLEDGE_PAGE, at)
    )
    mark_seen(node, found.id, officer)
    return node.store.page(found.id) or found


type Attempts = Mapping[str, Sequence[CallAttempt]]
"""By call."""


def attempts_for(node: Node, pages: Iterable[Page]) -> Attempts:
    """Return the attempts of the calls of a desk, in one reading."""
    return node.store.attempts_of([page.id for page in pages][:MOST_LOOKED_AT])


def come_to(attempts: Attempts, officer: str) -> frozenset[str]:
    """Return the alerts that have reached an officer and that their browser has not shown yet."""
    last = {
        call: attempt
        for call, made in attempts.items()
        for attempt in made
        if attempt.officer == officer
    }
    return frozenset(call for call, attempt in last.items() if attempt.means != BROWSER)


def who_was_called(attempts: Attempts) -> Mapping[str, tuple[str, ...]]:
    """Return the officers whom each call has come to, in order."""
    return {
        call: tuple(dict.fromkeys(one.officer for one in made)) for call, made in attempts.items()
    }


def note_browser(node: Node, call: str, officer: str) -> None:
    """Note that an officer's browser showed him a call that had come to him.

    Once for each step of the ladder: a page that is open twice, or posts again, adds nothing.
    """
    now, found = node.clock.now(), node.store.page(call)
    with node.store.transaction():
        mine = [one for one in node.store.attempts(call) if one.officer == officer]
        if found is None or not mine or mine[-1].means == BROWSER:
            return
        node.store.add_attempt(
            CallAttempt(
                id=uuid7(now, node.random(10)),
                page=call,
                at=now,
                step=mine[-1].step,
                rung=mine[-1].rung,
                officer=officer,
                means=BROWSER,
                target="",
                delivered=True,
            )
        )
