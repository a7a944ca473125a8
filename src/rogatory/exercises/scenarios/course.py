# SPDX-License-Identifier: Apache-2.0
"""The course of a scenario so far: its threads, what was kept, what is narrated."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from rogatory.errors import Phrase, Refused
from rogatory.exercises import refusals
from rogatory.exercises.cast import (
    CENTRAL_AUTHORITY,
    CONTACT_POINT,
    DUTY,
    HEAD_OF_DUTY,
    HEAD_OF_LAW,
    LAWYER,
    Player,
)
from rogatory.exercises.narrator import Narrator
from rogatory.exercises.scenarios.references import Surroundings
from rogatory.exercises.scenarios.scenario import Scenario, ScenarioStep
from rogatory.exercises.scenarios.theatre import Theatre
from rogatory.wire.words import P_, FilledText

WRITERS: Mapping[str, tuple[Player, Player]] = {
    CONTACT_POINT: (DUTY, HEAD_OF_DUTY),
    CENTRAL_AUTHORITY: (LAWYER, HEAD_OF_LAW),
}
"""The officers who write and send for an office, and who approve."""


@dataclass
class ScenarioOutcome:
    """The outcome of a scenario: how many acts, how many were refused as they should, what was
    seen.
    """

    name: str
    title: str
    sent: int = 0
    refused: int = 0
    expectations: int = 0
    threads: dict[str, str] = field(default_factory=dict)


@dataclass
class ScenarioThread:
    """A thread of the scenario: who asked whom, from which office to which."""

    id: str
    offices: dict[str, str]
    """By State; the first is the State that opened it."""
    kind: str = ""
    instrument: str | None = None
    """The request that opened it and its basis, where the scenario drafted it."""


class Course:
    """One scenario on a theatre, as far as it has been played."""

    def __init__(self, scenario: Scenario, theatre: Theatre, narrator: Narrator) -> None:
        self.scenario, self.theatre, self.narrator = scenario, theatre, narrator
        self.outcome = ScenarioOutcome(scenario.name, scenario.title)
        self.threads: dict[str, ScenarioThread] = {}
        self.kept: dict[str, Any] = {}
        self.is_cut = False
        self.refusal: Refused | None = None

    def thread(self, name: str, step: ScenarioStep) -> ScenarioThread:
        with suppress(KeyError):
            return self.threads[name]
        raise Refused(
            refusals.NOT_AS_EXPECTED.because(
                step=step.number,
                name=self.scenario.name,
                problem=FilledText(P_("there is no thread {name}"), name=name),
            )
        )

    def around(self, state: str, officer: str, thread: ScenarioThread | None) -> Surroundings:
        """Return what the references of a step can name: the moment, the officers, threads, what
        was kept.
        """

        def digest(thread_id: str, kind: str | None) -> str | None:
            messages = self.theatre.ask(state, "messages", thread=thread_id)
            found = [one["digest"] for one in messages if kind in {None, one["kind"]}]
            return (found[0] if kind is None else found[-1]) if found else None

        return Surroundings(
            now=self.theatre.now(),
            officer=officer,
            approver=next(
                (a.known_as(state) for w, a in WRITERS.values() if w.known_as(state) == officer),
                None,
            ),
            thread=thread.id if thread else None,
            threads={name: one.id for name, one in self.threads.items()},
            kept=self.kept,
            digest=digest,
        )

    def as_wanted(self, step: ScenarioStep, what: str, codes: tuple[str, ...]) -> None:
        """Require that it was refused with at least the codes and words that the file names; not refused
        if it names none.
        """
        wanted, found = step.refused, str(self.refusal) if codes else "done"
        is_as_wanted = bool(codes) == bool(wanted) and set(wanted) <= set(codes)
        if is_as_wanted and all(words in found for words in step.reads):
            return
        listed = ", ".join((*wanted, *map(repr, step.reads)))
        raise Refused(
            refusals.STEP_FAILED.because(
                step=step.number,
                name=self.scenario.name,
                what=what,
                wanted=f"refused with {listed}" if listed else "done",
                found=found,
            )
        )

    def fail(self, step: int, problem: Phrase) -> None:
        raise Refused(
            refusals.NOT_AS_EXPECTED.because(step=step, name=self.scenario.name, problem=problem)
        )


def refused_words(codes: tuple[str, ...]) -> str:
    return f" — refused: {', '.join(codes)}" if codes else ""


def rests(article: str | None) -> str:
    if not article or article == "practice":
        return ""
    return f"  (art. {article})"
