# SPDX-License-Identifier: Apache-2.0
"""Dual criminality: the conduct compared with the requested State's law, whatever it is called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.questions import newest
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.provisions.request_law import RequestLaw
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.treaty.dual_criminality import (
    ComparisonResult,
    Conduct,
    ElementAnswer,
    ElementStatement,
    OffenceComparison,
    compare,
)
from rogatory.treaty.law import Law
from rogatory.treaty.refusals import PARTY_HAS_OFFENCE
from rogatory.wire.canonical import Json

CONDUCT_ANSWERS = tuple(finding.value for finding in ComparisonResult)
"""Never a bare yes: met, not met, or a lawyer must decide."""


def comparison_made(decisions: Sequence[Decision]) -> Decision | None:
    """Return the comparison of conduct that counts: the newest, unless a lawyer placed the offence
    under another article since, whose elements it does not have.
    """
    compared = newest(decisions, {DecisionTopic.DUAL_CRIMINALITY})
    classified = newest(decisions, {DecisionTopic.OFFENCE})
    is_stale = compared is not None and classified is not None and classified.at > compared.at
    return None if is_stale else compared


def comparison_of(
    law: Law, subject: Subject, details: Mapping[str, Json], on: date
) -> OffenceComparison:
    """Return what a lawyer's statements come to, element by element.

    `details` have `requested_provision`, `statements` by element (`in_conduct` and `asked_by_law`:
    yes, no or unknown; `shown_by`: the fact) and `domestic`: further elements of the provision.
    """
    statements, domestic = details.get("statements"), details.get("domestic")
    provision = details.get("requested_provision")
    regime = regime_for(law, subject, on)
    conduct = Conduct(
        article=subject.offence.convention_article,
        instrument=regime.instrument,
        requested_state=subject.requested,
        requested_provision=provision if isinstance(provision, str) else None,
        statements={
            name: _statement(stated)
            for name, stated in (statements.items() if isinstance(statements, Mapping) else ())
            if isinstance(stated, Mapping)
        },
        domestic={
            name: str(text)
            for name, text in (domestic.items() if isinstance(domestic, Mapping) else ())
        },
    )
    found = compare(law, conduct, on)
    about = RequestLaw(regime, subject.kind)
    elements = (replace(one, why=about.cited([one.why])[0]) for one in found.elements)
    notes = (
        one
        for one in found.notes
        if subject.is_on_the_convention or one.code is not PARTY_HAS_OFFENCE
    )
    return replace(found, elements=tuple(elements), notes=about.cited(notes))


def conduct_reasons(
    law: Law, subject: Subject, answer: str, details: Mapping[str, Json], on: date
) -> Iterator[Reason]:
    """Apply line 37 of the law's list: dual criminality compares conduct, element by element, and
    the answer is what the elements come to (article 35(3)).
    """
    found = comparison_of(law, subject, details, on).finding.value
    if answer not in CONDUCT_ANSWERS:
        allowed = ", ".join(CONDUCT_ANSWERS)
        yield refusals.ANSWER_FORM.because(answer=ascii(answer)[:40], allowed=allowed)
    elif found != answer:
        yield refusals.CONDUCT_VERDICT.because(found=found, answer=answer)


def _statement(stated: Mapping[str, Json]) -> ElementStatement:
    shown = stated.get("shown_by")
    return ElementStatement(
        in_conduct=_answer(stated.get("in_conduct")),
        required_by_law=_answer(stated.get("asked_by_law")),
        shown_by=shown if isinstance(shown, str) else "",
    )


def _answer(value: object) -> ElementAnswer:
    return ElementAnswer(str(value)) if value in set(ElementAnswer) else ElementAnswer.UNKNOWN
