# SPDX-License-Identifier: Apache-2.0
"""Checking that an officer's decision is a complete answer that the law's data accept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from rogatory.errors import Reason, TranslatableText
from rogatory.node.law import refusals
from rogatory.node.law.conduct import conduct_reasons
from rogatory.node.law.questions import (
    GO_ON,
    STOP,
    YES_OR_NO,
    decision_topic,
    is_on_authorisation,
    is_on_proportionality,
)
from rogatory.node.law.subject import UNSPECIFIED, Subject, regime_for
from rogatory.node.repositories.law import DecisionTopic
from rogatory.requests.contents.labels import FIELDS, VALUES
from rogatory.treaty.composed.establishing import (
    NO_ARTICLE_OF_CATALOGUE,
    catalogued_beside,
    classified_under,
)
from rogatory.treaty.instruments import instrument as instrument_of_id
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import Regime
from rogatory.treaty.safeguards import question_under
from rogatory.treaty.tables.questions import EXECUTING, REFUSING, SENDING, Question
from rogatory.wire.canonical import Json
from rogatory.wire.empty_words import has_words, says_something
from rogatory.wire.words import P_, FilledText, TextsInTurn

AUTHORISATION = ("authority", "reference", "scope", "until")
"""The parts of an independent authorisation: who gave it, its number, its scope, its last day."""

INSIDE, OUTSIDE = "inside", "outside"
"""A classification of an offence: among those that the instrument establishes, or not."""

CONFIRMED = ("confirmed", "not-confirmed")

type Details = Mapping[str, Json]


def answer_reasons(
    law: Law,
    subject: Subject,
    topic: DecisionTopic,
    question: str | None,
    answer: str,
    details: Details,
    on: date,
) -> Iterator[Reason]:
    """Yield why a decision would not count: the question, the answer, or what it must consist of."""
    if topic is DecisionTopic.DUAL_CRIMINALITY:
        yield from conduct_reasons(law, subject, answer, details, on)
    elif topic is DecisionTopic.OFFENCE:
        yield from _on_the_offence(regime_for(law, subject, on), subject, answer, details)
    else:
        regime = regime_for(law, subject, on)
        yield from _RULES[topic](regime, subject, question, answer, details)


def question_of(regime: Regime, subject: Subject, question: str | None) -> Question | None:
    """Return the law's question of that id, if it is asked at this side of a request under that regime."""
    sides = {EXECUTING, REFUSING} if subject.is_executing else {SENDING}
    return question_under(regime, question, sides)


def _to_a_question(
    regime: Regime, subject: Subject, question: str | None, answer: str, details: Details
) -> Iterator[Reason]:
    found = question_of(regime, subject, question)
    if found is None:
        yield refusals.QUESTION_UNKNOWN.because(question=ascii(question)[:60])
        return
    if found.answer == "yes-or-no" and answer not in YES_OR_NO:
        yield refusals.ANSWER_FORM.because(answer=ascii(answer)[:40], allowed=", ".join(YES_OR_NO))
    if found.answer == "text" and not has_words(answer):
        yield refusals.ANSWER_FORM.because(answer="''", allowed=FilledText(P_("a text")))
    if is_on_authorisation(found):
        yield from _authorisation_reasons(found, details)
    if is_on_proportionality(found):
        yield from _category_reasons(found, subject, details)


def _authorisation_reasons(question: Question, details: Details) -> Iterator[Reason]:
    """Apply line 39 of the law's list: the authorisation of content and real-time measures is named
    so that it can be found: by whom, under which number, for what, until when (article 24(2)).
    """
    missing = [name for name in AUTHORISATION if not _is_text(details.get(name))]
    if "until" not in missing and not _is_day(details["until"]):
        missing.append("until")
    if missing:
        yield refusals.AUTHORISATION_PARTS.because(
            missing=_labelled(missing, FIELDS),
            article=question.article,
            certainty=question.certainty,
        )


def _category_reasons(question: Question, subject: Subject, details: Details) -> Iterator[Reason]:
    """Apply line 40 of the law's list: why the measure is proportionate is said for each category
    of data that is asked for (article 24(1)).
    """
    categories = details.get("categories")
    notes = categories if isinstance(categories, Mapping) else {}
    missing = sorted(
        category
        for category in subject.categories - {UNSPECIFIED}
        if not says_something(str(notes.get(category) or ""))
    )
    if missing:
        yield refusals.CATEGORY_NOTES.because(
            missing=_labelled(missing, VALUES),
            article=question.article,
            certainty=question.certainty,
        )


def _on_data(
    regime: Regime, subject: Subject, question: str | None, answer: str, details: Details
) -> Iterator[Reason]:
    found = question_of(regime, subject, question)
    if (
        found
        and decision_topic(found, is_executing=subject.is_executing)
        is not DecisionTopic.DATA_PROTECTION
    ):
        yield refusals.QUESTION_UNKNOWN.because(question=ascii(question)[:60])
        return
    yield from _to_a_question(regime, subject, question, answer, details)


def _on_the_basis(
    regime: Regime, _: Subject, __: str | None, answer: str, ___: Details
) -> Iterator[Reason]:
    if answer not in {instrument.id for instrument in regime.law.instruments}:
        yield refusals.BASIS_UNKNOWN.because(instrument=ascii(answer)[:60])


def _on_the_offence(
    regime: Regime, subject: Subject, answer: str, details: Details
) -> Iterator[Reason]:
    instrument, articles = classified_under(regime)
    if not subject.is_executing or not subject.states_offence:
        yield refusals.NOTHING_TO_CLASSIFY.because()
    elif answer not in {INSIDE, OUTSIDE}:
        allowed = f"{INSIDE}, {OUTSIDE}"
        yield refusals.ANSWER_FORM.because(answer=ascii(answer)[:40], allowed=allowed)
    elif answer == INSIDE and details.get("article") not in articles:
        yield refusals.OFFENCE_ARTICLE.because(
            articles=", ".join(articles),
            instrument=instrument_of_id(regime.law, instrument).name,
        )
    elif details.get("catalogued"):
        article = str(details.get("article") or "") if answer == INSIDE else ""
        beside = catalogued_beside(regime.law, instrument, article)
        if details["catalogued"] not in {*beside, *((NO_ARTICLE_OF_CATALOGUE,) if beside else ())}:
            yield refusals.OFFENCE_CATALOGUED.because(
                articles=", ".join(beside) or FilledText(P_("none"))
            )


def _one_of(*allowed: str) -> Callable[..., Iterator[Reason]]:
    def reasons(
        _: Regime, __: Subject, ___: str | None, answer: str, ____: Details
    ) -> Iterator[Reason]:
        if answer not in allowed:
            yield refusals.ANSWER_FORM.because(
                answer=ascii(answer)[:40], allowed=", ".join(allowed)
            )

    return reasons


def _labelled(names: Sequence[str], labels: Mapping[str, str]) -> TranslatableText:
    """Return these by their labels, in the reader's words; an id that has none is of the law's own
    rows.
    """
    return TextsInTurn.of([FilledText(labels.get(one, one)) for one in names], ", ")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and any(one.isalnum() for one in value)


def _is_day(value: object) -> bool:
    try:
        return str(date.fromisoformat(str(value))) == value
    except ValueError:
        return False


_RULES: Mapping[DecisionTopic, Callable[..., Iterator[Reason]]] = {
    DecisionTopic.BASIS: _on_the_basis,
    DecisionTopic.BEFORE_SENDING: _to_a_question,
    DecisionTopic.BEFORE_EXECUTING: _to_a_question,
    DecisionTopic.DATA_PROTECTION: _on_data,
    DecisionTopic.SENIOR_REVIEW: _one_of(GO_ON, STOP),
    DecisionTopic.REFUSAL: _one_of(),
    DecisionTopic.CALL_BACK: _one_of(),
    DecisionTopic.SENT_BY_ONE: _one_of(),
    DecisionTopic.SINGLE_REVIEW: _one_of("justified", "not-justified"),
    DecisionTopic.EMERGENCY_REVIEW: _one_of(*CONFIRMED),
}
