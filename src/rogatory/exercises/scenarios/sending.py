# SPDX-License-Identifier: Apache-2.0
"""A message of a scenario: drafted, answered for, approved, sent; and what came of it at the other end."""

from collections.abc import Mapping
from typing import Any

from rogatory.errors import ReasonBasis, Refused, cited_plainly
from rogatory.exercises import refusals
from rogatory.exercises.cast import CENTRAL_AUTHORITY, CONTACT_POINT, STATES, Player
from rogatory.exercises.scenarios.course import (
    WRITERS,
    Course,
    ScenarioThread,
    refused_words,
    rests,
)
from rogatory.exercises.scenarios.files import usual_bodies
from rogatory.exercises.scenarios.references import resolved
from rogatory.exercises.scenarios.scenario import ScenarioStep
from rogatory.exercises.scenarios.theatre import codes_of
from rogatory.exercises.stage import approval_of
from rogatory.node.provisions.request_law import instrument_named
from rogatory.requests.kinds.kind import MessageKind
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.treaty.citing import basis_of
from rogatory.treaty.law import FEDERATION, packaged_law
from rogatory.treaty.regimes import regime_of
from rogatory.wire.words import P_, FilledText

BY_CENTRAL_AUTHORITY = ("mla_", "joint_investigation")
"""How the names of requests begin that go between central authorities (article 40(12))."""


def send(course: Course, step: ScenarioStep) -> None:
    """Send as the file says; what is refused must leave the other State as it was."""
    more, kind = step.more, step.subject
    state, to, name = more["from"], more["to"], more["in"]
    thread, office, to_office = _offices(course, kind, name, state, to, more)
    writer, approver = WRITERS[office]
    body = _body(course, step, kind, writer.known_as(state), thread)
    contents = {
        "kind": kind,
        "sender": str(STATES[state].authority(office)),
        "addressee": str(STATES[to].authority(to_office)),
        "language": more.get("language", "en"),
        "body": body,
        "officer": writer.known_as(state),
        "related": [course.thread(other, step).id for other in more.get("related", ())],
    } | ({"thread": thread.id} if thread else {})
    if "translated" in more:
        contents["translated"] = more["translated"]
    before = _seen(course, to) if to in course.scenario.with_node else None
    draft, codes = _sent(course, step, state, contents, approver)
    course.as_wanted(step, kind, codes)
    if codes:
        course.outcome.refused += 1
        if before is not None and _seen(course, to) != before:
            course.fail(
                step.number,
                FilledText(P_("although it was refused, something came to {to}"), to=to),
            )
    else:
        course.outcome.sent += 1
        if thread is None:
            offices = {state: office, to: to_office}
            named = instrument_named(body)
            course.threads[name] = ScenarioThread(draft["thread"], offices, kind, named)
        if not course.is_cut:
            _arrived(course, step, state, draft["thread"])
    known = KINDS[kind]
    label = more.get("say") or known.title
    basis = _basis(course, state, to, known, body, thread)
    article = rests(cited_plainly(basis).removeprefix("article "))
    codes = codes or tuple(more.get("bounced", ()))
    course.narrator.act(state, f"→ {to}  {label}{refused_words(codes)}{article}")


def _basis(
    course: Course,
    state: str,
    to: str,
    kind: MessageKind,
    body: Mapping[str, Any],
    thread: ScenarioThread | None,
) -> ReasonBasis:
    """Return what the message rests on, by the law of the request that it makes or follows."""
    request = thread.kind if thread else kind.name
    named = thread.instrument if thread else instrument_named(body)
    today = course.theatre.now().date()
    regime = regime_of(packaged_law(FEDERATION), named, state, to, today)
    return basis_of(regime, request, kind.cites)


def _sent(
    course: Course, step: ScenarioStep, state: str, contents: Mapping[str, Any], approver: Player
) -> tuple[Any, tuple[str, ...]]:
    """Draft, answer what must be answered, approve, send; the codes of the first refusal."""
    try:
        draft = _drafted(course, step, state, contents)
        if "keep" in step.more:
            course.kept[step.more["keep"]] = draft
        answers = step.more.get("answers", {})
        if answers is not False:
            fields = {"draft": draft["id"], "officer": contents["officer"], "answers": answers}
            course.theatre.ask(state, "answer_law", **fields)
        wanted = step.more.get("approved")
        is_wanted = bool(draft["demanded"]) if wanted is None else wanted
        if is_wanted and approver.known_as(state) not in draft["approved_by"]:
            given = approval_of(course.theatre.federation, state, approver, draft["content"])
            course.theatre.ask(state, "approve", draft=draft["id"], approval=given)
        course.theatre.ask(state, "send", draft=draft["id"], officer=contents["officer"])
    except Refused as error:
        course.refusal = error
        return None, codes_of(error)
    return draft, ()


def _drafted(course: Course, step: ScenarioStep, state: str, contents: Mapping[str, Any]) -> Any:
    """Return a new draft, or the one that the file names, which another act has written."""
    if "draft" not in step.more:
        return course.theatre.ask(state, "draft", **contents)
    wanted = resolved(step.more["draft"], course.around(state, contents["officer"], None))
    return next(one for one in course.theatre.ask(state, "drafts") if one["id"] == wanted)


def _arrived(course: Course, step: ScenarioStep, state: str, thread: str) -> None:
    """Wait for the receipt; refused there it must be where the file says so, and only there."""
    course.theatre.settle(course.scenario.with_node)
    newest = course.theatre.ask(state, "messages", thread=thread)[-1]
    codes = newest["codes"]
    wanted = step.more.get("bounced", [])
    if bool(codes) != bool(wanted) or not set(wanted) <= set(codes):
        found = ", ".join(codes) or "none"
        course.fail(
            step.number,
            FilledText(
                P_("the codes of the receipt are {found}: {newest}"),
                found=found,
                newest=newest["problem"]["text"] if newest["problem"] else "-",
            ),
        )


def _seen(course: Course, state: str) -> Any:
    """Return how many messages the State has in each of its threads."""
    threads = course.theatre.ask(state, "threads")
    own = {thread.id for thread in course.threads.values()}
    return {
        one["thread"]: len(course.theatre.ask(state, "messages", thread=one["thread"]))
        for one in threads
        if one["thread"] in own
    } | {"threads": len(threads)}


def _body(
    course: Course, step: ScenarioStep, kind: str, officer: str, thread: ScenarioThread | None
) -> Any:
    usual = usual_bodies().get(kind)
    if usual is None and "body" not in step.more:
        raise Refused(refusals.SCENARIO_BODY.because(kind=kind))
    body = {**(usual or {}), **step.more.get("body", {})}
    for name in step.more.get("without", ()):
        body.pop(name, None)
    state = step.more["from"]
    return resolved(body, course.around(state, officer, thread))


def _offices(
    course: Course, kind: str, name: str, state: str, to: str, more: Mapping[str, Any]
) -> tuple[ScenarioThread | None, str, str]:
    """Return the thread, if it is open, and the offices: those of the thread, or those of the kind."""
    thread = course.threads.get(name)
    if thread is not None:
        office, to_office = thread.offices[state], thread.offices[to]
    else:
        central = kind.startswith(BY_CENTRAL_AUTHORITY)
        office = to_office = CENTRAL_AUTHORITY if central else CONTACT_POINT
    is_new = thread is None and kind in OPENING_KINDS
    found = None if is_new else thread
    return found, more.get("office", office), more.get("to_office", to_office)
