# SPDX-License-Identifier: Apache-2.0
"""The expectations of a scenario: of both ends of a thread, of their law, of what applies between
two States.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.errors import refuse_if_any
from rogatory.exercises import refusals
from rogatory.exercises.scenarios import expectations
from rogatory.exercises.scenarios.course import Course, ScenarioThread
from rogatory.exercises.scenarios.files import usual_bodies
from rogatory.exercises.scenarios.scenario import ScenarioStep
from rogatory.wire.words import P_, FilledText, Theirs

LAW_DOES: Mapping[str, str] = {"blocks": "forbids", "warnings": "warns of", "shows": "shows"}


def expect(course: Course, step: ScenarioStep) -> None:
    """Check what both ends of a thread show, once everything on its way has arrived."""
    expected = step.subject
    thread = course.thread(expected["in"], step)
    ends = [state for state in thread.offices if state not in course.scenario.without_node]
    course.theatre.settle(ends)
    if "pages" in expected:
        for state in ends:
            course.theatre.ask(state, "watch_clocks")
    looks = {state: course.theatre.ask(state, "look", thread=thread.id) for state in ends}
    course.outcome.expectations += 1
    refuse_if_any(
        refusals.NOT_AS_EXPECTED.because(
            step=step.number, name=course.scenario.name, problem=Theirs(problem)
        )
        for problem in (
            *expectations.problems(expected, looks),
            *_law_problems(course, expected.get("law", {}), thread),
        )
    )
    course.narrator.fact(step.more.get("say") or _in_words(expected))


def _law_problems(
    course: Course, wanted: Mapping[str, Any], thread: ScenarioThread
) -> Iterator[str]:
    """Yield what a State's law does not say of an answer that it is to say: see `expectations`."""
    for state, each in wanted.items():
        found = course.theatre.ask(state, "law_says", thread=thread.id, kind=each["of"])
        for subject, does in LAW_DOES.items():
            text = ", ".join(found[subject]) or "nothing"
            for code in each.get(subject, ()):
                if code not in found[subject]:
                    yield f"{state}: {code} is not what the law {does} ({text})"


def expect_bases(course: Course, step: ScenarioStep) -> None:
    """Compare the bases: `kind`, `from`, `to`, `serves` (the fastest, in order), `not` (with
    codes).
    """
    subject = dict(step.subject)
    wanted, unserving = subject.pop("serves", []), subject.pop("not", {})
    offence = subject.get("offence", usual_bodies()["preservation"]["offence"])
    found = course.theatre.ask(
        subject["from"],
        "serving",
        kind=subject["kind"],
        requesting=subject["from"],
        requested=subject["to"],
        offence=offence,
    )
    course.outcome.expectations += 1
    problems = []
    if found["serves"][: len(wanted)] != wanted:
        problems.append(f"what serves is {', '.join(found['serves']) or 'nothing'}")
    for instrument, codes in unserving.items():
        missing = set(codes) - set(found["not"].get(instrument, ()))
        problems += [f"{instrument} is not ruled out by {code}" for code in sorted(missing)]
    for problem in problems:
        course.fail(step.number, Theirs(problem))
    names = ", ".join(found["serves"]) or "nothing"
    course.narrator.act(
        subject["from"], f"what serves for {subject['kind']} to {subject['to']}: {names}"
    )


def expect_instruments(course: Course) -> None:
    """Check which instruments are in force between two States, by the law of the first that has a node."""
    stated = [(one, pair, True) for one, pair in course.scenario.in_force.items()]
    stated += [(one, pair, False) for one, pair in course.scenario.not_in_force.items()]
    for instrument, pair, wanted in stated:
        first = next(state for state in pair if state in course.scenario.with_node)
        other = next(state for state in pair if state != first)
        if course.theatre.ask(first, "in_force", other=other, instrument=instrument) is not wanted:
            is_it = "not in force" if wanted else "in force"
            course.fail(
                0,
                FilledText(
                    P_("{instrument} is {is_it} between {first} and {second}"),
                    instrument=instrument,
                    is_it=is_it,
                    first=pair[0],
                    second=pair[1],
                ),
            )
        words = "in force" if wanted else "not in force"
        course.narrator.fact(f"{instrument} is {words} between {pair[0]} and {pair[1]}")


def _in_words(expected: Mapping[str, Any]) -> str:
    """Return an expectation as a short sentence."""
    parts = [f"{expected['in']}:"]
    if "status" in expected:
        parts.append(f"{expected['status']} at both ends")
    if "clocks" in expected:
        parts.append(", ".join(f"{name} {level}" for name, level in expected["clocks"].items()))
    if expected.get("illegal"):
        parts.append(f"out of place: {', '.join(expected['illegal'])}")
    return " ".join(parts) if len(parts) > 1 else f"{expected['in']}: both ends agree"
