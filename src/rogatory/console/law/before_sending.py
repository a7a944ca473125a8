# SPDX-License-Identifier: Apache-2.0
"""The law on a message before it leaves, as an officer works through it on a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rogatory.errors import Reason, ReasonBasis
from rogatory.node.context import Node
from rogatory.node.law.answers import AUTHORISATION
from rogatory.node.law.conduct import comparison_made, comparison_of
from rogatory.node.law.judge import EXECUTING, Lawful, before_executing
from rogatory.node.law.questions import (
    answer_to,
    decision_topic,
    is_on_authorisation,
    is_on_proportionality,
    newest,
    senior_review,
)
from rogatory.node.law.subject import UNSPECIFIED, Subject, regime_for, subject_of
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import RequestLaw
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.treaty.composed.establishing import catalogued_beside, classified_under
from rogatory.treaty.composed.kinds import dual_criminality_of
from rogatory.treaty.dual_criminality import COMPARING, OffenceComparison
from rogatory.treaty.instruments import cited_from
from rogatory.treaty.law import Law
from rogatory.treaty.offences import (
    ConventionOffence,
    SeriousCrime,
    convention_offences,
    serious_crime,
)
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.questions import Question


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its newest answer. `parts` and `categories` are what an answer must consist
    of besides; `senior` is the senior officer's word, where the answer asks for one.
    """

    question: Question
    matter: DecisionTopic
    given: Decision | None
    parts: tuple[str, ...]
    categories: tuple[str, ...]
    asks_senior: bool
    senior: Decision | None


@dataclass(frozen=True, slots=True)
class ConductForm:
    """The parts of a comparison for dual criminality: the elements of the offence as the Convention
    has them, and those of the requested State's provision; and the last comparison.
    """

    offence: ConventionOffence | None
    given: Decision | None
    comparison: OffenceComparison
    """The result of that decision's statements, element by element; without any, all that is
    open."""
    basis: ReasonBasis
    """The provision that has conduct compared, by the instrument of the request."""


@dataclass(frozen=True, slots=True)
class OffenceClassification:
    """The articles under which the offence may fall, and how a lawyer classified it last."""

    instrument: str
    articles: tuple[str, ...]
    given: Decision | None
    article: str
    """The one under which it falls, with its instrument; empty where it is none of them."""
    beside: tuple[str, ...]
    """The articles of the Convention under which its material may fall besides, where the instrument has none."""
    catalogued: str
    """The one that was named so, with its instrument; empty where none was."""


@dataclass(frozen=True, slots=True)
class BeforeLeaving:
    """Blocks, warnings and shows (`lawful`), and the forms in which they are answered."""

    lawful: Lawful
    questions: tuple[QuestionView, ...]
    basis: Decision | None
    conduct: ConductForm | None
    serious: SeriousCrime | None
    classification: OffenceClassification | None
    is_executing: bool

    @property
    def answered(self) -> int:
        return sum(one.given is not None for one in self.questions)

    @property
    def open(self) -> int:
        return len(self.questions) - self.answered

    @property
    def texts(self) -> Mapping[str, str]:
        """Return what each question asks; a decision names it by its code."""
        return {one.question.id: one.question.text for one in self.questions}


def before_leaving_page(node: Node, lawful: Lawful) -> BeforeLeaving:
    law = law_in_force(node)
    subject = subject_of(node, law, lawful.subject)
    decisions, on = lawful.decisions, node.clock.now().date()
    return BeforeLeaving(
        lawful=lawful,
        questions=tuple(_question_view(one, subject, decisions) for one in lawful.asked),
        basis=newest(decisions, frozenset({DecisionTopic.BASIS})),
        conduct=_conduct(law, subject, decisions, on) if subject.is_executing else None,
        serious=serious_crime(law, subject.offence)
        if subject.states_offence and subject.is_on_the_convention
        else None,
        classification=_classification(law, subject, decisions, on),
        is_executing=subject.is_executing,
    )


@dataclass(frozen=True, slots=True)
class ExecutionForms:
    """The law's demands on each answer that may come next, and all its questions in one form."""

    answers: tuple[tuple[str, tuple[Reason, ...]], ...]
    """The kind of the answer, and what keeps it here."""
    before: BeforeLeaving


def executing_page(node: Node, thread: str, kinds: Iterable[str]) -> ExecutionForms | None:
    """Return the page for the answers with which this State would execute; None where none of them
    may come next.
    """
    judged = [(kind, before_executing(node, thread, kind)) for kind in kinds if kind in EXECUTING]
    if not judged:
        return None
    (_kind, first), *_rest = judged
    questions = {one.id: one for _kind, lawful in judged for one in lawful.asked}
    still_open = {one.id: one for _kind, lawful in judged for one in lawful.open_questions}
    whole = replace(
        first,
        blocks=_each_once(reason for _kind, lawful in judged for reason in lawful.blocks),
        warnings=_each_once(reason for _kind, lawful in judged for reason in lawful.warnings),
        shows=_each_once(reason for _kind, lawful in judged for reason in lawful.shows),
        asked=tuple(questions.values()),
        open_questions=tuple(still_open.values()),
    )
    answers = tuple((kind, lawful.blocks) for kind, lawful in judged)
    return ExecutionForms(answers, before_leaving_page(node, whole))


def _each_once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    found: list[Reason] = []
    for reason in reasons:
        if reason not in found:
            found.append(reason)
    return tuple(found)


def _question_view(
    question: Question, subject: Subject, decisions: Sequence[Decision]
) -> QuestionView:
    given = answer_to(decisions, question)
    categories = sorted(subject.categories - {UNSPECIFIED})
    return QuestionView(
        question=question,
        matter=decision_topic(question, is_executing=subject.is_executing),
        given=given,
        parts=AUTHORISATION if is_on_authorisation(question) else (),
        categories=tuple(categories) if is_on_proportionality(question) else (),
        asks_senior=given is not None and question.senior_on == given.answer,
        senior=senior_review(decisions, question, given) if given else None,
    )


def _classification(
    law: Law, subject: Subject, decisions: Sequence[Decision], on: date
) -> OffenceClassification | None:
    """Return none where this State was not asked, or the request states no offence."""
    regime = regime_for(law, subject, on)
    if not subject.is_executing or not subject.states_offence:
        return None
    instrument, articles = classified_under(regime)
    given = newest(decisions, frozenset({DecisionTopic.OFFENCE}))
    named = str(given.details.get("article") or "") if given else ""
    under = str(given.details.get("instrument") or regime.instrument) if given else instrument
    article = cited_from(law, under, named) if named else ""
    beside = catalogued_beside(law, instrument, "")
    besides = str(given.details.get("catalogued") or "") if given else ""
    catalogued = cited_from(law, THE_CONVENTION, besides) if besides in beside else ""
    return OffenceClassification(instrument, articles, given, article, beside, catalogued)


def _conduct(
    law: Law, subject: Subject, decisions: Sequence[Decision], on: date
) -> ConductForm | None:
    """Return none where the law asks for no dual criminality for the kind."""
    rule = dual_criminality_of(regime_for(law, subject, on), subject.kind)
    if rule in {None, "no-question"} or not subject.states_offence:
        return None
    offence = convention_offences(law).get(subject.offence.convention_article or 0)
    given = comparison_made(decisions)
    compared = comparison_of(law, subject, given.details if given else {}, on)
    about = RequestLaw(regime_for(law, subject, on), subject.kind)
    return ConductForm(offence, given, compared, about.basis(COMPARING))
