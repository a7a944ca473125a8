# SPDX-License-Identifier: Apache-2.0
"""A scenario as its file describes it: read whole, and refused with everything that is wrong in it.

    title, teaches      for the trainer
    articles            what it is about
    law_lines           which lines of the law's list it shows (docs/law.md)
    states              who meets, the requesting State first
    in_force            instruments with the States between which each is in force today
    not_in_force        likewise, those that are not
    laws                changes of the law at some of the States: `at`, and a `treaty` (a file) or `rows`
    without_node        States that the directory does not list, since they have no node
    steps               what is done, in order
    afterwards          what must be true when all is done

A step has one verb (`send`, `act`, `expect`, `bases`, `line`, `wait`); a bare text is narrated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from rogatory.errors import Phrase, Refused, refuse_if_any
from rogatory.exercises import refusals
from rogatory.exercises.cast import STATES
from rogatory.wire.words import P_, FilledText, Theirs, problem_of

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C is ten times as fast, where libyaml is there: forty cases are read before one is chosen."""

LARGEST_FILE = 256 << 10
"""A case is a page or two of text; a YAML reader grows with what it reads."""

VERBS: Mapping[str, frozenset[str]] = {
    "send": frozenset(
        [
            "say",
            "from",
            "to",
            "in",
            "related",
            "body",
            "with",
            "without",
            "answers",
            "approved",
            "refused",
            "reads",
            "office",
            "to_office",
            "language",
            "draft",
            "bounced",
            "translated",
            "keep",
        ]
    ),
    "act": frozenset(
        ["say", "by", "with", "keep", "opens", "between", "refused", "reads", "rests_on"]
    ),
    "expect": frozenset(["say"]),
    "bases": frozenset(["say"]),
    "line": frozenset(["say"]),
    "wait": frozenset(["say"]),
    "tell": frozenset(),
}
"""The fields that each kind of step may have beside its verb."""

EXPECTED = frozenset(
    [
        "in",
        "status",
        "hold_days",
        "clocks",
        "owed",
        "next",
        "not_next",
        "illegal",
        "crossed",
        "pages",
        "words",
        "not_words",
        "annotated",
        "remarks",
        "decided",
        "obliged",
        "law",
        "grounds",
        "facts",
        "messages",
    ]
)
"""The fields that an expectation may have (see `expectations`)."""

CHANGES = frozenset({"treaty", "rows"})
"""The changes of a State's law, of which each entry of `laws` has one."""

_TEXTS = ("title", "teaches")
_NAMES = frozenset(
    [
        "title",
        "teaches",
        "articles",
        "law_lines",
        "states",
        "in_force",
        "not_in_force",
        "laws",
        "without_node",
        "steps",
        "afterwards",
    ]
)


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """One step: its number, its verb, what the verb is about, and the rest."""

    number: int
    verb: str
    subject: Any
    more: Mapping[str, Any]

    @property
    def refused(self) -> tuple[str, ...]:
        """The codes with which the step must be refused; none if it must succeed."""
        return _several(self.more.get("refused", ()))

    @property
    def reads(self) -> tuple[str, ...]:
        """The words that the officer reads where the step is refused."""
        return _several(self.more.get("reads", ()))


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    title: str
    teaches: str
    articles: tuple[str, ...]
    law_lines: tuple[int, ...]
    states: tuple[str, ...]
    in_force: Mapping[str, Sequence[str]]
    not_in_force: Mapping[str, Sequence[str]]
    laws: tuple[Mapping[str, Any], ...]
    without_node: tuple[str, ...]
    steps: tuple[ScenarioStep, ...]
    afterwards: tuple[Mapping[str, Any], ...]
    problems: Sequence[str] = field(default=(), compare=False)

    @property
    def with_node(self) -> tuple[str, ...]:
        return tuple(state for state in self.states if state not in self.without_node)

    @property
    def moves_time(self) -> bool:
        """Decide whether time must move, which is impossible on real nodes."""
        return any(step.verb == "wait" for step in self.steps)


def _several(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def read_scenario(name: str, data: bytes) -> Scenario:
    """Return a scenario from its file; refuses one that is not in its form, with every reason."""
    try:
        # A safe loader in either case.
        found = yaml.load(data, Loader=LOADER) if len(data) <= LARGEST_FILE else None  # noqa: S506
    except yaml.YAMLError as error:
        raise _malformed(
            name, [FilledText(P_("it is no YAML: {problem}"), problem=problem_of(error))]
        ) from error
    if not isinstance(found, Mapping):
        raise _malformed(name, [P_("it is no mapping, or larger than a case is")])
    problems = list(_problems(found))
    if problems:
        raise _malformed(name, map(Theirs, problems))
    return Scenario(
        name=name,
        title=found["title"].strip(),
        teaches=" ".join(found["teaches"].split()),
        articles=tuple(map(str, found["articles"])),
        law_lines=tuple(found.get("law_lines", ())),
        states=tuple(found["states"]),
        in_force=found.get("in_force", {}),
        not_in_force=found.get("not_in_force", {}),
        laws=tuple(found.get("laws", ())),
        without_node=tuple(found.get("without_node", ())),
        steps=tuple(_step(number, one) for number, one in enumerate(found["steps"], 1)),
        afterwards=tuple(found["afterwards"]),
    )


def _malformed(name: str, problems: Iterable[Phrase]) -> Refused:
    refuse_if_any(refusals.SCENARIO_FORM.because(name=name, problem=each) for each in problems)
    raise AssertionError(name)


def _problems(found: Mapping[str, Any]) -> Iterable[str]:
    yield from (f"{name} is no name of this form" for name in sorted(found.keys() - _NAMES))
    for name in _TEXTS:
        if not isinstance(found.get(name), str) or not found[name].strip():
            yield f"{name} is missing, or no text"
    for name in ("articles", "states", "steps", "afterwards"):
        if not isinstance(found.get(name), list) or not found[name]:
            yield f"{name} is missing, or no list"
    strangers = [code for code in found.get("states") or () if code not in STATES]
    yield from (f"{code} is none of the cast's States" for code in strangers)
    for number, one in enumerate(found.get("laws") or (), 1):
        yield from (f"laws {number}: {each}" for each in _law_problems(one, found))
    for number, one in enumerate(found.get("steps") or (), 1):
        yield from (f"step {number}: {problem}" for problem in _step_problems(one))
    for number, one in enumerate(found.get("afterwards") or (), 1):
        yield from (f"afterwards {number}: {each}" for each in _expectation_problems(one))


def _law_problems(one: Any, found: Mapping[str, Any]) -> Iterable[str]:
    if (
        not isinstance(one, Mapping)
        or len(one.keys() & CHANGES) != 1
        or one.keys() - {"at"} - CHANGES
    ):
        yield f"it has not at, and exactly one of {', '.join(sorted(CHANGES))}"
        return
    if not isinstance(one.get("treaty", ""), str) or not isinstance(one.get("rows", {}), Mapping):
        yield "treaty is no name of a file, or rows are not by section"
    nodes = [
        code for code in found.get("states") or () if code not in found.get("without_node", ())
    ]
    at = one.get("at")
    if not isinstance(at, list) or not at or any(code not in nodes for code in at):
        yield "at does not list States of the case that have a node"


def _step_problems(one: Any) -> Iterable[str]:
    if isinstance(one, str):
        return
    verbs = [verb for verb in VERBS if isinstance(one, Mapping) and verb in one]
    if len(verbs) != 1:
        yield f"it has not exactly one of the verbs {', '.join(VERBS)}"
        return
    verb = verbs[0]
    yield from (f"{name} has no place beside {verb}" for name in one.keys() - {verb} - VERBS[verb])
    if verb == "expect":
        yield from _expectation_problems(one[verb])
    if verb == "send":
        yield from (f"it lacks {name}" for name in ("from", "to", "in") if name not in one)
    if verb == "act" and "by" not in one:
        yield "it lacks by"


def _expectation_problems(one: Any) -> Iterable[str]:
    if not isinstance(one, Mapping) or "in" not in one:
        yield "an expectation names its thread: in"
        return
    yield from (f"{name} is nothing to expect" for name in sorted(one.keys() - EXPECTED))


def _step(number: int, one: Any) -> ScenarioStep:
    if isinstance(one, str):
        return ScenarioStep(number, "tell", " ".join(one.split()), {})
    verb = next(verb for verb in VERBS if verb in one)
    return ScenarioStep(number, verb, one[verb], {name: one[name] for name in one if name != verb})
