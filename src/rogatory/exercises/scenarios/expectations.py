# SPDX-License-Identifier: Apache-2.0
"""Expectations of a thread, checked at both ends.

Whatever is expected, both ends must fold the same messages to the same standing. Beside that:

    in          the thread, by the name that the scenario gave it
    status      how far the request has come
    hold_days   the length of the hold that is confirmed
    clocks      the level of each clock named; `none` for a clock that must not be there
    owed        by which State the clock named is owed
    messages    the kinds said, in their order
    illegal     the kinds of messages that were kept and moved nothing
    crossed     pairs of kinds that crossed
    facts       entries of the standing: true (there is one), false (there is none), or the value
    next        by State: kinds that it may send now;  not_next: kinds that it may not
    pages       by State: words of a call that was made there about this thread
    words       by State: words that its page on the thread shows;  not_words: that it does not
    annotated   by State: codes of what its law thinks of the messages that came in; an empty list
                where it remarks nothing at all
    remarks     by State: words of these remarks, as its officers read them
    decided     by State: decisions that its officers took, as `question or topic: answer (officer)`
    obliged     by State that owes them: obligations that both ends show, as `name: what (article, certainty)`
    grounds     by State: every ground on which its law lets the request be refused, by id, with where
                it is found
    law         by State: what its law `blocks`, `warnings` and `shows` by their codes, of an answer
                of the kind that `of` names
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from rogatory.wire.moments import parse_moment

type Looks = Mapping[str, Mapping[str, Any]]
"""The view of each State of the thread (see `exercises.officer_terminal_view`)."""

NO_CLOCK = "none"


def problems(expected: Mapping[str, Any], looks: Looks) -> list[str]:
    """Return everything that is not as expected, in words."""
    found = list(_different(looks))
    for name, wanted in expected.items():
        if check := _CHECKS.get(name):
            for state, look in looks.items():
                found += [f"{state}: {problem}" for problem in check(wanted, look)]
        elif by_state := _BY_STATE.get(name):
            for state, each in wanted.items():
                found += [f"{state}: {problem}" for problem in by_state(_texts(each), looks[state])]
    for state, wanted in expected.get("obliged", {}).items():
        for end, look in looks.items():
            found += [f"{end}: {problem}" for problem in _obliged(wanted, state, look)]
    for state, grounds in expected.get("grounds", {}).items():
        found += [f"{state}: {problem}" for problem in _grounds(grounds, looks[state])]
    return found


def _different(looks: Looks) -> Iterator[str]:
    """Yield where the two ends do not fold alike."""
    (one, first), *others = looks.items()
    for other, second in others:
        for what in ("messages", "standing"):
            if first[what] != second[what]:
                yield f"{one} and {other} fold the {what} of the thread differently"
    for state, look in looks.items():
        if look["listed"] != look["status"]:
            yield f"{state} lists the thread as {look['listed']}, and it is {look['status']}"


def _status(wanted: str, look: Mapping[str, Any]) -> Iterator[str]:
    if look["status"] != wanted:
        yield f"the thread is {look['status']}, not {wanted}"


def _hold_days(wanted: int, look: Mapping[str, Any]) -> Iterator[str]:
    hold = look["standing"]["hold"]
    if hold is None:
        yield "nothing is held"
    elif (length := parse_moment(hold["end"]) - parse_moment(hold["start"])) != timedelta(wanted):
        yield f"the hold lasts {length.days} days, not {wanted}"


def _clocks(wanted: Mapping[str, str], look: Mapping[str, Any]) -> Iterator[str]:
    levels = {clock["name"]: clock["level"] for clock in look["clocks"]}
    for name, level in wanted.items():
        found = levels.get(name, NO_CLOCK)
        if found != level:
            known = ", ".join(f"{each} {at}" for each, at in levels.items())
            yield f"the clock {name} is {found}, not {level} (there are: {known})"


def _owed(wanted: Mapping[str, str], look: Mapping[str, Any]) -> Iterator[str]:
    owed = {clock["name"]: clock["owed_by"] for clock in look["clocks"]}
    for name, state in wanted.items():
        if owed.get(name) != state:
            yield f"the clock {name} is owed by {owed.get(name)}, not by {state}"


def _messages(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    found = [message["kind"] for message in look["messages"]]
    if found != wanted:
        yield f"the thread has the messages {', '.join(found)}"


def _illegal(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    found = [one["kind"] for one in look["messages"] if one["outcome"] == "illegal"]
    if found != wanted:
        yield f"out of place are {', '.join(found) or 'none'}, not {', '.join(wanted)}"


def _crossed(wanted: list[list[str]], look: Mapping[str, Any]) -> Iterator[str]:
    kinds = {one["digest"]: one["kind"] for one in look["messages"]}
    found = {
        frozenset((one["kind"], kinds[other]))
        for one in look["messages"]
        for other, _ in one["crossed"]
    }
    for pair in wanted:
        if frozenset(pair) not in found:
            yield f"{' and '.join(pair)} did not cross"


def _facts(wanted: Mapping[str, Any], look: Mapping[str, Any]) -> Iterator[str]:
    for name, value in wanted.items():
        found = look["standing"].get(name)
        fits = bool(found) is value if isinstance(value, bool) else found == value
        if not fits:
            yield f"{name} is {found}, not {value}"


def _next(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    for kind in wanted:
        if kind not in look["next"]:
            yield f"it may not send {kind} now (it may: {', '.join(look['next'])})"


def _not_next(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"it may send {kind} now" for kind in wanted if kind in look["next"])


def _pages(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    for words in wanted:
        if not any(words in page for page in look["pages"]):
            yield f"nobody was called for {words!r} (calls: {look['pages']})"


def _words(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    for words in wanted:
        if not any(words in line for line in look["words"]):
            yield f"its page does not show {words!r}"


def _not_words(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    for words in wanted:
        if any(words in line for line in look["words"]):
            yield f"its page shows {words!r}"


def _annotated(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    if not wanted and look["annotations"]:
        yield f"its law remarks {', '.join(look['annotations'])}"
    for code in wanted:
        if code not in look["annotations"]:
            yield f"its law says nothing of {code} (it says: {', '.join(look['annotations'])})"


def _remarks(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    for words in wanted:
        if not any(words in line for line in look["remarks"]):
            yield f"its law does not say {words!r} (it says: {' '.join(look['remarks'])})"


def _decided(wanted: list[str], look: Mapping[str, Any]) -> Iterator[str]:
    for one in wanted:
        if one not in look["decided"]:
            yield f"nobody decided {one!r} (decided: {'; '.join(look['decided'])})"


def _obliged(wanted: list[str], state: str, look: Mapping[str, Any]) -> Iterator[str]:
    known = [
        f"{one['name']}: {one['title']} ({one['article']}, {one['certainty']})"
        for one in look["owed"]
        if one["owed_by"] == state
    ]
    for one in wanted:
        if one not in known:
            yield f"{state} does not owe {one!r} (it owes: {'; '.join(known)})"


def _grounds(wanted: Mapping[str, str], look: Mapping[str, Any]) -> Iterator[str]:
    if look["grounds"] != wanted:
        listed = ", ".join(f"{each} ({cited})" for each, cited in look["grounds"].items())
        yield f"its law lists the grounds {listed or 'none'}"


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


type _Check = Callable[[Any, Mapping[str, Any]], Iterator[str]]

_CHECKS: Mapping[str, _Check] = {
    "status": _status,
    "hold_days": _hold_days,
    "clocks": _clocks,
    "owed": _owed,
    "messages": _messages,
    "illegal": _illegal,
    "crossed": _crossed,
    "facts": _facts,
}
"""Checks at each end."""

_BY_STATE: Mapping[str, _Check] = {
    "next": _next,
    "not_next": _not_next,
    "pages": _pages,
    "words": _words,
    "not_words": _not_words,
    "annotated": _annotated,
    "remarks": _remarks,
    "decided": _decided,
}
"""Checks at the State named."""
