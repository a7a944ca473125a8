# SPDX-License-Identifier: Apache-2.0
"""Officers write to each other: each message is drafted, approved and sent once, however often
the story is interrupted and taken up again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rogatory.exercises.cast import STATES, Player
from rogatory.exercises.demo.stage import SECONDS_TO_RECEIPT
from rogatory.exercises.stage import ExerciseStage

type BodyMaker = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class StoryLetter:
    """One message of the story: who writes to whom, who approves, in which thread."""

    kind: str
    state: str
    office: str
    to_state: str
    to_office: str
    drafted_by: Player
    sent_by: Player
    approved_by: Player | None = None
    thread: str | None = None
    related: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """The drafter's answers to questions of the law that differ from those of an ordinary case."""


@dataclass(frozen=True, slots=True)
class SentLetter:
    thread: str
    digest: str
    fresh: bool
    """False if an earlier run had sent it."""
    decided: tuple[Mapping[str, str], ...] = ()
    """The drafter's decisions under the law before it could leave."""


def write(stage: ExerciseStage, letter: StoryLetter, body: BodyMaker) -> SentLetter:
    """Have the letter written, approved, sent and receipted, unless it was before."""
    thread = letter.thread or _opened(stage, letter)
    if thread is not None and (found := _message_text(stage, letter, thread)):
        _await_receipt(stage, letter, thread, found)
        return SentLetter(thread, found, fresh=False)
    terminal = stage.terminals[letter.state]
    draft = _left_over(stage, letter) or terminal.ask("draft", **_contents(letter, body()))
    decided = terminal.ask(
        "answer_law",
        draft=draft["id"],
        officer=letter.drafted_by.known_as(letter.state),
        answers=dict(letter.answers),
    )
    if letter.approved_by and letter.approved_by.known_as(letter.state) not in draft["approved_by"]:
        approval = stage.approval(letter.state, letter.approved_by, draft["content"])
        terminal.ask("approve", draft=draft["id"], approval=approval)
    digest = terminal.ask("send", draft=draft["id"], officer=letter.sent_by.known_as(letter.state))
    _await_receipt(stage, letter, draft["thread"], digest)
    return SentLetter(draft["thread"], digest, fresh=True, decided=tuple(decided))


def await_message(stage: ExerciseStage, state: str, thread: str, kind: str) -> None:
    """Wait until a State has a message of that kind in its transcript of the thread."""
    stage.wait(
        f"{STATES[state].name} has the {kind}",
        SECONDS_TO_RECEIPT,
        lambda: any(
            one["kind"] == kind for one in stage.terminals[state].ask("messages", thread=thread)
        ),
    )


def _contents(letter: StoryLetter, body: Mapping[str, Any]) -> dict[str, Any]:
    contents: dict[str, Any] = {
        "kind": letter.kind,
        "sender": str(STATES[letter.state].authority(letter.office)),
        "addressee": str(STATES[letter.to_state].authority(letter.to_office)),
        "language": "en",
        "body": body,
        "officer": letter.drafted_by.known_as(letter.state),
        "related": letter.related,
    }
    return contents | ({"thread": letter.thread} if letter.thread else {})


def _opened(stage: ExerciseStage, letter: StoryLetter) -> str | None:
    """Return the thread that an earlier run opened with this letter."""
    for one in stage.terminals[letter.state].ask("threads"):
        if (one["kind"], one["peer"]) == (letter.kind, letter.to_state):
            found: str = one["thread"]
            return found
    return None


def _message_text(stage: ExerciseStage, letter: StoryLetter, thread: str) -> str | None:
    for one in stage.terminals[letter.state].ask("messages", thread=thread):
        if (one["kind"], one["state"]) == (letter.kind, letter.state):
            found: str = one["digest"]
            return found
    return None


def _left_over(stage: ExerciseStage, letter: StoryLetter) -> dict[str, Any] | None:
    """Return a draft of this letter that an interrupted run left unsent."""
    for draft in stage.terminals[letter.state].ask("drafts"):
        same_thread = letter.thread is None or draft["thread"] == letter.thread
        addressee = str(STATES[letter.to_state].authority(letter.to_office))
        if draft["kind"] == letter.kind and draft["addressee"] == addressee and same_thread:
            found: dict[str, Any] = draft
            return found
    return None


def _await_receipt(stage: ExerciseStage, letter: StoryLetter, thread: str, digest: str) -> None:
    def receipted() -> bool:
        for one in stage.terminals[letter.state].ask("messages", thread=thread):
            if one["digest"] == digest:
                return bool(one["delivery"] == "receipted")
        return False

    stage.wait(
        f"{STATES[letter.to_state].name}'s node has receipted the {letter.kind}",
        SECONDS_TO_RECEIPT,
        receipted,
    )
