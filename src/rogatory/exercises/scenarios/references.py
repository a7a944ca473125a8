# SPDX-License-Identifier: Apache-2.0
"""References in a scenario's file to what is known only when it is played.

@now                     the moment of the step
@in 60 days              that long after it; days, hours or minutes
@31 days ago             that long before it
@today                   its date
@opening                 the digest of the message that opened the step's thread
@opening preserved       ... of the thread of that name
@last delivery           the digest of the newest message of that kind in the step's thread
@last delivery in held   ... in the thread of that name
@thread preserved        the thread of that name
@kept facts              what an earlier act gave, kept under that name
@kept facts.seal         one entry of it
@usual preservation      what a message of that kind usually says
@officer                 the officer who writes
@approver                who approves for that officer's office
@merge                   as a key: the entries of what it names join the others
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rogatory.errors import Refused
from rogatory.exercises import refusals
from rogatory.exercises.scenarios.files import usual_bodies
from rogatory.wire.moments import format_moment

_LATER = re.compile(r"@in (\d+) (days|hours|minutes)\Z")
_EARLIER = re.compile(r"@(\d+) (days|hours|minutes) ago\Z")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The surroundings in which a step's references are read."""

    now: datetime
    officer: str
    approver: str | None
    thread: str | None
    threads: Mapping[str, str]
    kept: Mapping[str, Any]
    digest: Callable[[str, str | None], str | None]
    """The digest of a thread's newest message of a kind, or of its first message (None)."""


def resolved(value: Any, around: Surroundings) -> Any:
    """Return the value with every reference replaced by what it refers to."""
    if isinstance(value, Mapping):
        merged = resolved(value["@merge"], around) if "@merge" in value else {}
        return {
            **merged,
            **{name: resolved(each, around) for name, each in value.items() if name != "@merge"},
        }
    if isinstance(value, list):
        return [resolved(each, around) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        return _meant(value, around)
    return value


def _meant(text: str, around: Surroundings) -> Any:
    if later := _LATER.match(text):
        return format_moment(around.now + _span(later))
    if earlier := _EARLIER.match(text):
        return format_moment(around.now - _span(earlier))
    word, _, rest = text[1:].partition(" ")
    meaning = _MEANINGS.get(word)
    found = meaning(rest, around) if meaning else None
    if found is None:
        raise Refused(refusals.SCENARIO_REFERENCE.because(reference=text))
    return found


def _span(match: re.Match[str]) -> timedelta:
    return timedelta(**{match[2]: int(match[1])})


def _opening(rest: str, around: Surroundings) -> str | None:
    thread = around.threads.get(rest) if rest else around.thread
    return around.digest(thread, None) if thread else None


def _last(rest: str, around: Surroundings) -> str | None:
    kind, _, name = rest.partition(" in ")
    thread = around.threads.get(name) if name else around.thread
    return around.digest(thread, kind) if thread else None


def _kept(rest: str, around: Surroundings) -> Any:
    found: Any = around.kept
    for name in rest.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


_MEANINGS: Mapping[str, Callable[[str, Surroundings], Any]] = {
    "now": lambda _, around: format_moment(around.now),
    "today": lambda _, around: around.now.date().isoformat(),
    "date": lambda rest, around: _meant(f"@{rest}", around)[: len("2026-11-24")],
    "officer": lambda _, around: around.officer,
    "thread": lambda rest, around: around.threads.get(rest),
    "usual": lambda rest, around: resolved(usual_bodies().get(rest), around),
    "approver": lambda _, around: around.approver,
    "opening": _opening,
    "last": _last,
    "kept": _kept,
}
