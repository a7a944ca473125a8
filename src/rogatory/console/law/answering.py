# SPDX-License-Identifier: Apache-2.0
"""Answers to the law's questions, on a draft or in a thread: recorded as decisions, never changed.

One post may bring several: where all are taken they are written in one commit; else they are
recorded one by one, and what is refused is shown with every reason while the rest remains. Who thinks better of
an answer answers anew; the newest counts.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url

from rogatory.console.frame import refusals
from rogatory.console.frame.fields_of_codes import FIELD, fields_of
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Reason, Refused
from rogatory.node.law.conduct import comparison_of
from rogatory.node.law.decisions import decide
from rogatory.node.law.subject import subject_of
from rogatory.node.permissions import Permission
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.repositories.law import DecisionTopic
from rogatory.treaty.dual_criminality import ElementAnswer

ANSWERS = "answers."
"""The prefix of the id of a question in the names of a form with several of them."""

DEEPEST = 3
"""Parts within parts: the statements on an element of an offence are the deepest."""

MOST_ANSWERS = 60
"""The law asks some dozen questions of one act; a post that brings more was made to be slow."""


def take_decisions(request: HttpRequest, subject: str) -> tuple[int, tuple[Reason, ...]]:
    """Return how many decisions a post brought that were written down, and why others were not."""
    answers = list(_given(request.POST))[:MOST_ANSWERS]
    officer = reader_of(request).number
    with suppress(Refused):
        # Each reads what those before it wrote: who answers is no senior reviewer of the answer.
        with this_node().store.transaction():
            for _prefix, given in answers:
                _decide(subject, officer, given)
        return len(answers), ()
    taken, reasons = 0, list[Reason]()
    for prefix, given in answers:
        try:
            _decide(subject, officer, given)
        except Refused as error:
            reasons += [
                one
                for reason in error.reasons
                if (one := _in_the_form(reason, prefix)) not in reasons
            ]
        else:
            taken += 1
    return taken, tuple(reasons)


def _in_the_form(reason: Reason, prefix: str) -> Reason:
    """Return a reason with the field of a form with several answers that it is about, if it is about one."""
    about = fields_of(reason)
    return (
        replace(reason, fields={**reason.fields, FIELD: f"{prefix}{about[0]}"}) if about else reason
    )


def nothing_decided() -> Reason:
    """Return why a post that answers nothing is refused."""
    return refusals.NOTHING_DECIDED.because()


def deciding(request: HttpRequest, page: str, **where: str) -> dict[str, Any]:
    """Return what the forms of decisions need: whether this officer may decide, and where they go."""
    reader = reader_of(request)
    return {
        "decides": reader.may(Permission.DECIDE),
        "classifies": reader.may(Permission.CLASSIFY_OFFENCE),
        "reviews_senior": reader.may(Permission.SENIOR_REVIEW),
        "statements": list(ElementAnswer),
        "decide_at": resolve_url(page, **where),
    }


def _decide(subject: str, officer: str, given: Mapping[str, Any]) -> None:
    if given["topic"] not in set(DecisionTopic):
        named = ascii(given["topic"])[:60]
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="matter", value=named))
    if given["topic"] == DecisionTopic.DUAL_CRIMINALITY and not given["answer"]:
        given = {**given, "answer": _comes_to(subject, given["details"])}
    decide(this_node(), subject=subject, officer=officer, **given)


def _comes_to(subject: str, details: Mapping[str, Any]) -> str:
    """Return what a comparison of conduct comes to is computed, never chosen; a script may state it
    too.
    """
    node = this_node()
    law, on = law_in_force(node), node.clock.now().date()
    return comparison_of(law, subject_of(node, law, subject), details, on).finding.value


def _given(posted: QueryDict) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield one decision stated by itself (`matter`, `answer`, `reason`), and each under
    `answers.`, with the beginning of the names of its fields.
    """
    if posted.get("matter"):
        yield "", _decision(posted, "", posted.get("question") or None, str(posted["matter"]))
    for question in _questions(posted):
        prefix = f"{ANSWERS}{question}."
        topic = str(posted.get(f"{prefix}matter") or DecisionTopic.BEFORE_SENDING)
        typed = (posted.get(f"{prefix}{one}", "").strip() for one in ("answer", "reason"))
        if any(typed) or _details(posted, prefix):
            yield prefix, _decision(posted, prefix, question, topic)


def _questions(posted: QueryDict) -> list[str]:
    named = (name[len(ANSWERS) :] for name in posted if name.startswith(ANSWERS))
    return list(dict.fromkeys(name.partition(".")[0] for name in named))


def _decision(posted: QueryDict, prefix: str, question: str | None, topic: str) -> dict[str, Any]:
    return {
        "topic": topic,
        "question": question,
        "answer": posted.get(f"{prefix}answer", "").strip(),
        "reason": posted.get(f"{prefix}reason", "").strip(),
        "details": _details(posted, prefix),
    }


def _details(posted: QueryDict, prefix: str) -> Mapping[str, Any]:
    """Return `details.reference` is a part; `details.categories.traffic` one of a part that has
    parts.
    """
    found: dict[str, Any] = {}
    start = f"{prefix}details."
    for name in posted:
        value = str(posted[name]).strip()
        path = name[len(start) :].split(".", DEEPEST)
        if name.startswith(start) and value and len(path) <= DEEPEST:
            _put(found, path, value)
    return found


def _put(parts: dict[str, Any], path: list[str], value: str) -> None:
    """Put a value at a path; one that goes through another value is passed over."""
    for name in path[:-1]:
        inner = parts.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        parts = inner
    parts[path[-1]] = value
