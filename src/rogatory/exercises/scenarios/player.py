# SPDX-License-Identifier: Apache-2.0
"""Plays a scenario: each step as its officers would do it, each expectation at both ends."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from rogatory.errors import Phrase, Refused, refuse_if_any
from rogatory.exercises import refusals
from rogatory.exercises.cast import (
    CENTRAL_AUTHORITY,
    CONTACT_POINT,
    DUTY,
    HEAD_OF_DUTY,
    HEAD_OF_LAW,
    LAWYER,
    STATES,
    Player,
)
from rogatory.exercises.narrator import Narrator
from rogatory.exercises.scenarios import expectations
from rogatory.exercises.scenarios.files import usual_bodies
from rogatory.exercises.scenarios.references import Surroundings, resolved
from rogatory.exercises.scenarios.scenario import Scenario, Step
from rogatory.exercises.scenarios.theatre import Theatre, codes_of
from rogatory.exercises.scenarios.workshop import WORKSHOP
from rogatory.exercises.stage import approval_of
from rogatory.requests.kinds import KINDS, OPENING_KINDS
from rogatory.treaty.law import FEDERATION, packaged_law
from rogatory.treaty.parties import in_force_between
from rogatory.wire.words import P_, Said, Theirs

WRITERS: Mapping[str, tuple[Player, Player]] = {
    CONTACT_POINT: (DUTY, HEAD_OF_DUTY),
    CENTRAL_AUTHORITY: (LAWYER, HEAD_OF_LAW),
}
"""Who writes and sends for an office, and who approves."""

BY_CENTRAL_AUTHORITY = ("mla_", "joint_investigation")
"""How the names of requests begin that go between central authorities (article 40(12))."""

LAW_DOES: Mapping[str, str] = {"blocks": "forbids", "warnings": "warns of", "shows": "shows"}


@dataclass
class Told:
    """What came of a scenario: how many acts, how many were refused as they should, what was seen."""

    name: str
    title: str
    sent: int = 0
    refused: int = 0
    expectations: int = 0
    threads: dict[str, str] = field(default_factory=dict)


@dataclass
class _Thread:
    """A thread of the scenario: who asked whom, from which office to which."""

    id: str
    offices: dict[str, str]
    """By State; the first is the State that opened it."""

    def other(self, state: str) -> str:
        return next(code for code in self.offices if code != state)


class Playing:
    """One scenario being played on a theatre."""

    def __init__(self, scenario: Scenario, theatre: Theatre, narrator: Narrator) -> None:
        self.scenario, self.theatre, self.tell = scenario, theatre, narrator
        self.told = Told(scenario.name, scenario.title)
        self.threads: dict[str, _Thread] = {}
        self.kept: dict[str, Any] = {}
        self.is_cut = False
        self._refusal: Refused | None = None

    def play(self) -> Told:
        """Play all steps, then look whether what must be true afterwards is.

        Raises:
            Refused: a step went otherwise than the file says, or something is not as expected.
        """
        self.tell.chapter(f"{self.scenario.title}")
        self.tell.text(self.scenario.teaches)
        self._check_instruments()
        try:
            for step in self.scenario.steps:
                self._play(step)
        finally:
            self.theatre.mend()
        for expected in self.scenario.afterwards:
            self._expect(Step(len(self.scenario.steps) + 1, "expect", expected, {}))
        self.told.threads = {name: thread.id for name, thread in self.threads.items()}
        return self.told

    def _check_instruments(self) -> None:
        law, today = packaged_law(FEDERATION), self.theatre.now().date()
        stated = [(one, pair, True) for one, pair in self.scenario.in_force.items()]
        stated += [(one, pair, False) for one, pair in self.scenario.not_in_force.items()]
        for instrument, pair, wanted in stated:
            if in_force_between(law, pair[0], pair[1], instrument, today) is not wanted:
                is_it = "not in force" if wanted else "in force"
                self._fail(
                    0,
                    Said(
                        P_("{instrument} is {is_it} between {first} and {second}"),
                        instrument=instrument,
                        is_it=is_it,
                        first=pair[0],
                        second=pair[1],
                    ),
                )
            words = "in force" if wanted else "not in force"
            self.tell.fact(f"{instrument} is {words} between {pair[0]} and {pair[1]}")

    def _play(self, step: Step) -> None:
        verbs = {
            "tell": self._tell,
            "send": self._send,
            "act": self._act,
            "expect": self._expect,
            "bases": self._bases,
            "line": self._line,
            "wait": self._wait,
        }
        verbs[step.verb](step)

    def _tell(self, step: Step) -> None:
        self.tell.text(str(step.subject))

    def _line(self, step: Step) -> None:
        """`cut` or `mended`: while it is cut, messages of the two States cross."""
        if step.subject == "cut":
            self.theatre.cut(self.scenario.with_node)
            self.is_cut = True
        else:
            self.theatre.mend()
            self.is_cut = False
            self.theatre.settle(self.scenario.with_node)
        self.tell.act("··", str(step.more.get("say", f"the line is {step.subject}")))

    def _wait(self, step: Step) -> None:
        count, _, unit = str(step.subject).partition(" ")
        self.theatre.forward(timedelta(**{unit: int(count)}))
        self.tell.act("··", str(step.more.get("say", f"{step.subject} go by")))

    def _bases(self, step: Step) -> None:
        """`kind`, `from`, `to`, `serves` (the fastest, in order), `not` (with codes)."""
        asked = dict(step.subject)
        wanted, unserving = asked.pop("serves", []), asked.pop("not", {})
        offence = asked.get("offence", usual_bodies()["preservation"]["offence"])
        found = self.theatre.ask(
            asked["from"],
            "serving",
            kind=asked["kind"],
            requesting=asked["from"],
            requested=asked["to"],
            offence=offence,
        )
        self.told.expectations += 1
        problems = []
        if found["serves"][: len(wanted)] != wanted:
            problems.append(f"what serves is {', '.join(found['serves']) or 'nothing'}")
        for instrument, codes in unserving.items():
            missing = set(codes) - set(found["not"].get(instrument, ()))
            problems += [f"{instrument} is not ruled out by {code}" for code in sorted(missing)]
        for problem in problems:
            self._fail(step.number, Theirs(problem))
        names = ", ".join(found["serves"]) or "nothing"
        self.tell.act(asked["from"], f"what serves for {asked['kind']} to {asked['to']}: {names}")

    def _expect(self, step: Step) -> None:
        expected = step.subject
        thread = self._thread(expected["in"], step)
        ends = [state for state in thread.offices if state not in self.scenario.without_node]
        self.theatre.settle(ends)
        if "pages" in expected:
            for state in ends:
                self.theatre.ask(state, "watch_clocks")
        looks = {state: self.theatre.ask(state, "look", thread=thread.id) for state in ends}
        self.told.expectations += 1
        refuse_if_any(
            refusals.NOT_AS_EXPECTED.because(
                step=step.number, name=self.scenario.name, problem=Theirs(problem)
            )
            for problem in (
                *expectations.problems(expected, looks),
                *self._law_problems(expected.get("law", {}), thread),
            )
        )
        self.tell.fact(step.more.get("say") or _in_words(expected))

    def _law_problems(self, wanted: Mapping[str, Any], thread: _Thread) -> Iterator[str]:
        """What a State's law does not say of an answer that it is to say: see `expectations`."""
        for state, each in wanted.items():
            found = self.theatre.ask(state, "law_says", thread=thread.id, kind=each["of"])
            for matter, does in LAW_DOES.items():
                told = ", ".join(found[matter]) or "nothing"
                for code in each.get(matter, ()):
                    if code not in found[matter]:
                        yield f"{state}: {code} is not what the law {does} ({told})"

    def _act(self, step: Step) -> None:
        """Any act of an officer's terminal, with its arguments."""
        state, more = step.more["by"], step.more
        around = self._around(state, LAWYER.known_as(state), None)
        arguments = resolved(more.get("with", {}), around)
        found, codes = self._tried(state, step.subject, arguments)
        self._as_wanted(step, step.subject, codes)
        if "keep" in more:
            self.kept[more["keep"]] = found
        if "opens" in more:
            offices = dict.fromkeys((more["between"], state), CENTRAL_AUTHORITY)
            self.threads[more["opens"]] = _Thread(found["thread"], offices)
        said = more.get("say") or f"{step.subject.replace('_', ' ')}"
        self.tell.act(state, f"{said}{_refused_words(codes)}{_rests(more.get('rests_on'))}")

    def _send(self, step: Step) -> None:
        more, kind = step.more, step.subject
        state, to, name = more["from"], more["to"], more["in"]
        thread, office, to_office = self._offices(kind, name, state, to, more)
        writer, approver = WRITERS[office]
        body = self._body(step, kind, writer.known_as(state), thread)
        contents = {
            "kind": kind,
            "sender": str(STATES[state].authority(office)),
            "addressee": str(STATES[to].authority(to_office)),
            "language": more.get("language", "en"),
            "body": body,
            "officer": writer.known_as(state),
            "related": [self._thread(other, step).id for other in more.get("related", ())],
        } | ({"thread": thread.id} if thread else {})
        if "translated" in more:
            contents["translated"] = more["translated"]
        before = self._seen(to) if to in self.scenario.with_node else None
        draft, codes = self._sent(step, state, contents, approver)
        self._as_wanted(step, kind, codes)
        if codes:
            self.told.refused += 1
            if before is not None and self._seen(to) != before:
                self._fail(
                    step.number, Said(P_("although it was refused, something came to {to}"), to=to)
                )
        else:
            self.told.sent += 1
            if thread is None:
                self.threads[name] = _Thread(draft["thread"], {state: office, to: to_office})
            if not self.is_cut:
                self._arrived(step, state, draft["thread"])
        known = KINDS[kind]
        said = more.get("say") or known.title
        rests = _rests(f"{known.article}, {known.certainty}")
        codes = codes or tuple(more.get("bounced", ()))
        self.tell.act(state, f"→ {to}  {said}{_refused_words(codes)}{rests}")

    def _sent(
        self, step: Step, state: str, contents: Mapping[str, Any], approver: Player
    ) -> tuple[Any, tuple[str, ...]]:
        """Draft, answer what must be answered, approve, send; the codes of the first refusal."""
        try:
            draft = self._drafted(step, state, contents)
            if "keep" in step.more:
                self.kept[step.more["keep"]] = draft
            answers = step.more.get("answers", {})
            if answers is not False:
                told = {"draft": draft["id"], "officer": contents["officer"], "answers": answers}
                self.theatre.ask(state, "answer_law", **told)
            wanted = step.more.get("approved")
            is_wanted = bool(draft["demanded"]) if wanted is None else wanted
            if is_wanted and approver.known_as(state) not in draft["approved_by"]:
                given = approval_of(self.theatre.federation, state, approver, draft["content"])
                self.theatre.ask(state, "approve", draft=draft["id"], approval=given)
            self.theatre.ask(state, "send", draft=draft["id"], officer=contents["officer"])
        except Refused as error:
            self._refusal = error
            return None, codes_of(error)
        return draft, ()

    def _drafted(self, step: Step, state: str, contents: Mapping[str, Any]) -> Any:
        """A new draft, or the one that the file names, which another act has written."""
        if "draft" not in step.more:
            return self.theatre.ask(state, "draft", **contents)
        wanted = resolved(step.more["draft"], self._around(state, contents["officer"], None))
        return next(one for one in self.theatre.ask(state, "drafts") if one["id"] == wanted)

    def _arrived(self, step: Step, state: str, thread: str) -> None:
        """Wait for the receipt; refused there it must be where the file says so, and only there."""
        self.theatre.settle(self.scenario.with_node)
        newest = self.theatre.ask(state, "messages", thread=thread)[-1]
        codes = newest["codes"]
        wanted = step.more.get("bounced", [])
        if bool(codes) != bool(wanted) or not set(wanted) <= set(codes):
            found = ", ".join(codes) or "none"
            self._fail(
                step.number,
                Said(
                    P_("the codes of the receipt are {found}: {newest}"),
                    found=found,
                    newest=newest["problem"],
                ),
            )

    def _tried(
        self, state: str, act: str, arguments: Mapping[str, Any]
    ) -> tuple[Any, tuple[str, ...]]:
        workshop = WORKSHOP.get(act)
        try:
            if workshop:
                return workshop(self.theatre, state, **arguments), ()
            return self.theatre.ask(state, act, **arguments), ()
        except Refused as error:
            self._refusal = error
            return None, codes_of(error)

    def _as_wanted(self, step: Step, what: str, codes: tuple[str, ...]) -> None:
        """Refused with at least the codes that the file names; not refused if it names none."""
        wanted = step.refused
        if bool(codes) == bool(wanted) and set(wanted) <= set(codes):
            return
        found = str(self._refusal) if codes else "done"
        raise Refused(
            refusals.STEP_FAILED.because(
                step=step.number,
                name=self.scenario.name,
                what=what,
                wanted=f"refused with {', '.join(wanted)}" if wanted else "done",
                found=found,
            )
        )

    def _seen(self, state: str) -> Any:
        """How many messages the State has in each of its threads."""
        threads = self.theatre.ask(state, "threads")
        own = {thread.id for thread in self.threads.values()}
        return {
            one["thread"]: len(self.theatre.ask(state, "messages", thread=one["thread"]))
            for one in threads
            if one["thread"] in own
        } | {"threads": len(threads)}

    def _body(self, step: Step, kind: str, officer: str, thread: _Thread | None) -> Any:
        usual = usual_bodies().get(kind)
        if usual is None and "body" not in step.more:
            raise Refused(refusals.SCENARIO_BODY.because(kind=kind))
        body = {**(usual or {}), **step.more.get("body", {})}
        for name in step.more.get("without", ()):
            body.pop(name, None)
        state = step.more["from"]
        return resolved(body, self._around(state, officer, thread))

    def _around(self, state: str, officer: str, thread: _Thread | None) -> Surroundings:
        def digest(thread_id: str, kind: str | None) -> str | None:
            said = self.theatre.ask(state, "messages", thread=thread_id)
            found = [one["digest"] for one in said if kind in {None, one["kind"]}]
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

    def _offices(
        self, kind: str, name: str, state: str, to: str, more: Mapping[str, Any]
    ) -> tuple[_Thread | None, str, str]:
        """The thread, if it is open, and the offices: those of the thread, or those of the kind."""
        thread = self.threads.get(name)
        if thread is not None:
            office, to_office = thread.offices[state], thread.offices[to]
        else:
            central = kind.startswith(BY_CENTRAL_AUTHORITY)
            office = to_office = CENTRAL_AUTHORITY if central else CONTACT_POINT
        is_new = thread is None and kind in OPENING_KINDS
        found = None if is_new else thread
        return found, more.get("office", office), more.get("to_office", to_office)

    def _thread(self, name: str, step: Step) -> _Thread:
        with suppress(KeyError):
            return self.threads[name]
        raise Refused(
            refusals.NOT_AS_EXPECTED.because(
                step=step.number,
                name=self.scenario.name,
                problem=Said(P_("there is no thread {name}"), name=name),
            )
        )

    def _fail(self, step: int, problem: Phrase) -> None:
        raise Refused(
            refusals.NOT_AS_EXPECTED.because(step=step, name=self.scenario.name, problem=problem)
        )


def _refused_words(codes: tuple[str, ...]) -> str:
    return f" — refused: {', '.join(codes)}" if codes else ""


def _rests(article: str | None) -> str:
    if not article or article.startswith("-"):
        return ""
    return f"  (art. {article})"


def _in_words(expected: Mapping[str, Any]) -> str:
    """An expectation as a short sentence."""
    parts = [f"{expected['in']}:"]
    if "status" in expected:
        parts.append(f"{expected['status']} at both ends")
    if "clocks" in expected:
        parts.append(", ".join(f"{name} {level}" for name, level in expected["clocks"].items()))
    if expected.get("illegal"):
        parts.append(f"out of place: {', '.join(expected['illegal'])}")
    return " ".join(parts) if len(parts) > 1 else f"{expected['in']}: both ends agree"
