# SPDX-License-Identifier: Apache-2.0
"""Plays a scenario: each step as its officers would do it, each expectation at both ends."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from rogatory.errors import Refused
from rogatory.exercises.cast import CENTRAL_AUTHORITY, LAWYER
from rogatory.exercises.scenarios.course import (
    Course,
    ScenarioOutcome,
    ScenarioThread,
    refused_words,
    rests,
)
from rogatory.exercises.scenarios.expecting import expect, expect_bases, expect_instruments
from rogatory.exercises.scenarios.laws import begin_laws
from rogatory.exercises.scenarios.references import resolved
from rogatory.exercises.scenarios.scenario import ScenarioStep
from rogatory.exercises.scenarios.sending import send
from rogatory.exercises.scenarios.theatre import codes_of
from rogatory.exercises.scenarios.workshop import WORKSHOP


def play_through(course: Course) -> ScenarioOutcome:
    """Play all steps, then look whether what must be true afterwards is.

    Raises:
        Refused: a step went otherwise than the file says, or something is not as expected.
    """
    scenario = course.scenario
    course.narrator.chapter(scenario.title)
    course.narrator.text(scenario.teaches)
    begin_laws(course)
    expect_instruments(course)
    try:
        for step in scenario.steps:
            VERBS[step.verb](course, step)
    finally:
        course.theatre.mend()
    for expected in scenario.afterwards:
        expect(course, ScenarioStep(len(scenario.steps) + 1, "expect", expected, {}))
    course.outcome.threads = {name: thread.id for name, thread in course.threads.items()}
    return course.outcome


def _narrate(course: Course, step: ScenarioStep) -> None:
    course.narrator.text(str(step.subject))


def _line(course: Course, step: ScenarioStep) -> None:
    """Set the line to `cut` or `restored`: while it is cut, messages of the two States cross."""
    if step.subject == "cut":
        course.theatre.cut(course.scenario.with_node)
        course.is_cut = True
    else:
        course.theatre.mend()
        course.is_cut = False
        course.theatre.settle(course.scenario.with_node)
    course.narrator.act("··", str(step.more.get("say", f"the line is {step.subject}")))


def _wait(course: Course, step: ScenarioStep) -> None:
    count, _, unit = str(step.subject).partition(" ")
    course.theatre.forward(timedelta(**{unit: int(count)}))
    course.narrator.act("··", str(step.more.get("say", f"{step.subject} go by")))


def _act(course: Course, step: ScenarioStep) -> None:
    """Do any act of an officer's terminal, with its arguments."""
    state, more = step.more["by"], step.more
    around = course.around(state, LAWYER.known_as(state), None)
    arguments = resolved(more.get("with", {}), around)
    found, codes = _tried(course, state, step.subject, arguments)
    course.as_wanted(step, step.subject, codes)
    if "keep" in more:
        course.kept[more["keep"]] = found
    if "opens" in more:
        offices = dict.fromkeys((more["between"], state), CENTRAL_AUTHORITY)
        course.threads[more["opens"]] = ScenarioThread(found["thread"], offices)
    label = more.get("say") or f"{step.subject.replace('_', ' ')}"
    course.narrator.act(state, f"{label}{refused_words(codes)}{rests(more.get('rests_on'))}")


def _tried(
    course: Course, state: str, act: str, arguments: Mapping[str, Any]
) -> tuple[Any, tuple[str, ...]]:
    workshop = WORKSHOP.get(act)
    try:
        if workshop:
            return workshop(course.theatre, state, **arguments), ()
        return course.theatre.ask(state, act, **arguments), ()
    except Refused as error:
        course.refusal = error
        return None, codes_of(error)


VERBS: Mapping[str, Callable[[Course, ScenarioStep], None]] = {
    "tell": _narrate,
    "send": send,
    "act": _act,
    "expect": expect,
    "bases": expect_bases,
    "line": _line,
    "wait": _wait,
}
"""The act of a scenario's step, by its verb."""
