# SPDX-License-Identifier: Apache-2.0
"""An officer's terminal in an exercise: acts on a node's own database, one request a line.

    python -m rogatory.exercises.terminal HOME PARENT

Reads `{"act": name, "with": {...}}` on standard input and answers on standard output with
`{"done": value}` or `{"reasons": [...], "arrived": bool}`. The acts are the use-cases themselves, in a
process of its own, beside the node's door and worker.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rogatory.bootstrap.accounts.officers import create_officer
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.lifeline import end_with_parent
from rogatory.errors import ENGLISH, RogatoryError, Unreachable
from rogatory.exercises.cast import ADMINISTERING, PLAYERS, STATES
from rogatory.node.contact_cards.fetch_cards import install_card
from rogatory.node.threads.receipt import parse_receipt
from rogatory.node.threads.transcript import envelopes, thread_state
from rogatory.requests.follow_ups.mla_from_preservation import draft_mla_stored_data
from rogatory.requests.follow_ups.third_state import draft_for_third_state as third

if TYPE_CHECKING:
    from rogatory.node.context import Node
    from rogatory.requests.envelope import Envelope

READY = "ready"


def threads(node: "Node") -> Any:
    """Return what the desk lists: kind, peer, status and thread of each request."""
    return [
        {"thread": one.thread, "kind": one.kind, "peer": one.peer, "status": one.status}
        for one in node.store.summaries()
    ]


def messages(node: "Node", thread: str) -> Any:
    """Return the kinds in a thread, by whom, how far each has come, and why it was refused."""
    return [
        {
            "digest": one.digest,
            "kind": one.kind,
            "state": one.sender_state,
            "delivery": one.delivery.value,
            "problem": None if one.problem is None else one.problem.as_json(ENGLISH),
            "codes": list(parse_receipt(one.receipt).codes) if one.receipt else [],
        }
        for one in node.store.transcript(thread)
    ]


def standing(node: "Node", thread: str) -> Any:
    """Return the state of a thread, by the fold over its messages."""
    state = thread_state(node, thread).standing
    hold = state.hold
    return {
        "status": state.status.value,
        "hold": {"start": hold.start.isoformat(), "end": hold.end.isoformat()} if hold else None,
    }


def is_settled(node: "Node") -> Any:
    """Decide whether everything that was sent has its receipt, and every thread is applied as it
    is.
    """
    if node.store.undelivered(limit=1):
        return False
    moving = {"apply", "gap", "deliver"}
    return not any(
        # A call-back that could not be asked is tried for as long as the request waits.
        job.kind in moving or (job.kind == "call-back" and job.attempts <= 1)
        for job in node.queue.waiting()
    )


def look(node: "Node", thread: str) -> Any:
    """Return everything that a page on a thread shows (see `officer_terminal_view`)."""
    from rogatory.exercises.officer_terminal_view import look as look_at

    return look_at(node, thread)


def watch_clocks(node: "Node") -> Any:
    """Look at the clocks now, as the worker does on its beat."""
    from rogatory.node.views.deadline_alerts import watch_clocks as watch

    watch(node)
    return True


def serving(node: "Node", **question: Any) -> Any:
    """Return which instruments serve between two States today, and why the others do not."""
    from rogatory.exercises.officer_terminal_view import serving as ask

    return ask(node, **question)


def draft(node: "Node", translated: Mapping[str, Any] | None = None, **contents: Any) -> Any:
    """Return a draft; `translated` has a translation signed with it (see `translating`)."""
    from rogatory.exercises.acts.translating import translated_draft
    from rogatory.node.drafts.draft import NewMessage, draft_message

    if translated is not None:
        return _draft(node, translated_draft(node, **translated, contents=contents))
    officer = contents.pop("officer")
    return _draft(node, draft_message(node, NewMessage(**contents), officer))


def drafts(node: "Node") -> Any:
    """Return drafts that were not sent: what an interrupted exercise left."""
    return [_draft(node, one) for one in node.store.drafts()]


def approve(node: "Node", draft: str, approval: Mapping[str, str]) -> Any:
    from rogatory.node.drafts.approve import approve as approve_draft

    return _draft(node, approve_draft(node, draft, approval))


def answer_law(
    node: "Node", draft: str, officer: str, answers: Mapping[str, str] | None = None
) -> Any:
    """Answer what the law asks before a draft may leave, as the cast would; what was decided."""
    from rogatory.exercises.acts.lawyers import answer_law as answer_all

    return [
        {"matter": one.matter.value, "question": one.question, "answer": one.answer}
        for one in answer_all(node, draft, officer, answers=answers)
    ]


def send(node: "Node", draft: str, officer: str) -> Any:
    from rogatory.node.messages.send import send as send_draft

    return send_draft(node, draft, officer).digest


def draft_for_third_state(node: "Node", thread: str) -> Any:
    """Return the body of a preservation for the State that a disclosure in the thread names."""
    return third(
        _message_of(node, thread, "preserved_traffic_disclosure"),
        _message_of(node, thread, "preservation"),
    )


def draft_assistance(node: "Node", thread: str) -> Any:
    """Return the body of a request for stored data, as far as a preservation contains it."""
    return draft_mla_stored_data(
        _message_of(node, thread, "preservation"),
        _message_of(node, thread, "preservation_confirmed"),
    )


def hand_over(node: "Node", folder: str, thread: str, officer: str) -> Any:
    """Take a sealed folder in; returns what the `delivery` message says of it."""
    from rogatory.node.packages.hand_over import delivery_facts
    from rogatory.node.packages.hand_over import hand_over as take

    return delivery_facts(take(node, Path(folder), thread=thread, officer=officer))


def open_accounts(node: "Node", password: str) -> Any:
    """Make console accounts for the cast of this State, where there are none; their numbers.

    The password is no secret and the same for all, so it is hashed once: that takes a quarter of a second.
    """
    from django.db import transaction

    from rogatory.storage.officers.accounts import Officer

    profile = STATES[node.state]
    made: list[str] = []
    there = set(Officer.objects.values_list("number", flat=True))
    with transaction.atomic():
        for player in (*PLAYERS, ADMINISTERING):
            number = player.known_as(node.state)
            if number not in there:
                authorities = [str(profile.authority(office)) for office in player.offices]
                given = None if made else password
                create_officer(number, player.title, given, player.roles, authorities)
                made.append(number)
        if made:
            hashed = Officer.objects.get(number=made[0]).password
            Officer.objects.filter(number__in=made).update(password=hashed)
    return made


def bring_own_card(node: "Node", card: str) -> Any:
    """Keep the State's own card, as its ministry brings it by hand; its digest."""
    return install_card(node, card.encode()).digest


def packages(node: "Node", thread: str) -> Any:
    return [
        {
            "seal": one.seal,
            "bag": one.bag,
            "present": one.present,
            "segments": one.segments,
            "complete": one.complete,
        }
        for one in node.store.packages(thread)
    ]


ACTS: Mapping[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (
        threads,
        messages,
        standing,
        is_settled,
        look,
        watch_clocks,
        serving,
        draft,
        drafts,
        approve,
        answer_law,
        send,
        draft_for_third_state,
        draft_assistance,
        hand_over,
        open_accounts,
        bring_own_card,
        packages,
    )
}


ACTS_ELSEWHERE: Mapping[str, str] = {
    **dict.fromkeys(
        ("set_policy", "review_held", "enter_counterpart", "transcribe", "dispatch_letter"),
        "rogatory.exercises.acts.peers",
    ),
    **dict.fromkeys(("law_says", "decide"), "rogatory.exercises.acts.law"),
    **dict.fromkeys(
        ("in_force", "change_law", "changed_rows", "end_law_change"),
        "rogatory.exercises.acts.law_changes",
    ),
    "set_rosters": "rogatory.exercises.acts.duty",
}
"""Acts with their module, which is imported when the first of them is done."""


def act_named(name: str) -> Callable[..., Any]:
    """Return the act of that name; KeyError if there is none."""
    return ACTS.get(name) or getattr(import_module(ACTS_ELSEWHERE[name]), name)


def _draft(node: "Node", found: Any) -> dict[str, Any]:
    """Return a draft, who approved it, and how many approvals its authority's State demands."""
    fields = asdict(found)
    demanded = node.register.view().approvals_demanded(found.sender, found.kind)
    return {
        name: fields[name]
        for name in ("id", "thread", "kind", "sender", "addressee", "content", "drafted_by")
    } | {"approved_by": [one["officer"] for one in found.approvals], "demanded": demanded}


def _message_of(node: "Node", thread: str, kind: str) -> "Envelope":

    return next(one for one in envelopes(node.store.transcript(thread)) if one.kind == kind)


type ActNamed = Callable[[str], Callable[..., Any]]
"""Finds an act by its name: `act_named`, or what else a developer's trial brings."""


def answer(node: "Node", line: str, act_named: ActNamed = act_named) -> dict[str, Any]:
    """Return the answer to one request; an expected failure is an answer, too."""
    request = json.loads(line)
    try:
        return {"done": act_named(request["act"])(node, **request.get("with", {}))}
    except RogatoryError as error:
        return {
            "reasons": [reason.as_json() for reason in error.reasons],
            "arrived": not isinstance(error, Unreachable),
        }


def main(path: str, parent: str, *, act_named: ActNamed = act_named) -> None:
    # Ctrl-C in the exercise's terminal is the exercise's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(int(parent), signal.SIGTERM)
    home = read_home(Path(path))
    os.environ["ROGATORY_HOME"] = str(home.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.worker"
    import django

    django.setup()
    from rogatory.bootstrap.node import build_node

    node = build_node(home)
    say = sys.stdout
    say.write(f"{json.dumps({'done': READY})}\n")
    say.flush()
    for line in sys.stdin:
        say.write(f"{json.dumps(answer(node, line, act_named))}\n")
        say.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
