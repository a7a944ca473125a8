# SPDX-License-Identifier: Apache-2.0
"""The common parts of the story's chapters: its progress, and letters that are narrated when
sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rogatory.exercises.cast import (
    CENTRAL_AUTHORITY,
    CONTACT_POINT,
    DUTY,
    HEAD_OF_DUTY,
    HEAD_OF_LAW,
    LAWYER,
    STATES,
)
from rogatory.exercises.demo.correspondence import SentLetter, StoryLetter, write
from rogatory.exercises.demo.stage import DemoStage
from rogatory.exercises.stage import ExerciseStage

LONGEST_ANSWER = 3
"""A text longer than a yes is narrated as given in words."""


@dataclass
class Story:
    stage: DemoStage
    threads: dict[str, str] = field(default_factory=dict)
    seal: str = ""
    verified: Mapping[str, Any] = field(default_factory=dict)


def narrate_sent(story: Story, letter: StoryLetter, body: Any, text: str) -> SentLetter:
    narrator = story.stage.narrator
    sent = write(story.stage, letter, body)
    if sent.fresh:
        narrator.act(letter.state, f"→ {letter.to_state}  {text}")
        if sent.decided:
            narrator.fact(_law_line(sent.decided, letter.drafted_by.title))
        narrator.fact(f"signed receipt from {STATES[letter.to_state].name}'s node")
    else:
        narrator.already_done(f"{letter.state} → {letter.to_state}  {text} (in an earlier run)")
    return sent


def answer_as_contact_point(
    story: Story,
    kind: str,
    thread: str,
    body: Any,
    text: str,
    *,
    approved: bool = True,
    state: str = "XB",
    answers: Mapping[str, str] | None = None,
) -> None:
    """Answer Arcadia's contact point in its thread."""
    narrate_sent(
        story,
        StoryLetter(
            kind,
            state,
            CONTACT_POINT,
            "XA",
            CONTACT_POINT,
            DUTY,
            DUTY,
            HEAD_OF_DUTY if approved else None,
            thread=thread,
            answers=answers or {},
        ),
        body,
        text,
    )


def reply_by_law(story: Story, kind: str, body: Any, text: str) -> None:
    """Answer as Borealia's central authority in the thread of the request for assistance."""
    narrate_sent(
        story,
        StoryLetter(
            kind,
            "XB",
            CENTRAL_AUTHORITY,
            "XA",
            CENTRAL_AUTHORITY,
            LAWYER,
            LAWYER,
            HEAD_OF_LAW,
            thread=story.threads["assistance"],
        ),
        body,
        text,
    )


def _law_line(decided: Sequence[Mapping[str, str]], by: str) -> str:
    """Return what was decided under the law before the message could leave, in one line."""
    basis = [one["answer"] for one in decided if one["matter"] == "basis"]
    answers = [one for one in decided if one["question"]]
    text = ", ".join(f"{one['question']}: {_short(one['answer'])}" for one in answers)
    parts = [f"chose the basis {basis[0]}"] if basis else []
    parts += [f"answered {len(answers)} questions of the law ({text})"] if answers else []
    return f"the {by} {' and '.join(parts)}; a record of it is in the custody log"


def _short(answer: str) -> str:
    return answer if len(answer) <= LONGEST_ANSWER else "in words"


def digest_of(stage: ExerciseStage, state: str, thread: str, kind: str) -> str:
    for one in stage.terminals[state].ask("messages", thread=thread):
        if one["kind"] == kind:
            found: str = one["digest"]
            return found
    raise KeyError(kind)
