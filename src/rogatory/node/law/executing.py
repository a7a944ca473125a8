# SPDX-License-Identifier: Apache-2.0
"""Rules that bind the requested State, beyond the answers to the law's questions."""

from collections.abc import Iterator, Sequence
from datetime import date

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.conduct import comparison_made
from rogatory.node.law.questions import answer_to, is_on_authorisation, newest
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.requests.kinds.families import ACCEPTANCES, DELIVERIES, REPORTS
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.composed.kinds import dual_criminality_of
from rogatory.treaty.grounds import duty_of
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import Regime
from rogatory.treaty.tables.questions import Question

SECRECY_DECISION = "secrecy_decision"
"""The duty to let the requesting State decide once its secrecy cannot be kept, by its id in the law's
data; where an instrument has none, that State is informed and nothing waits."""

ACCEPTING = frozenset({"accepted", "partly"})
"""The answers to a consultation by which the requesting State agrees."""

DISCLOSING = "would_disclose"
"""The topic of a consultation on executing a request without the secrecy that it asks for."""

PROVIDER_ABROAD = "provider-abroad"
"""The question of article 43(1), by its id in the law's data."""

_DECIDES = ACCEPTANCES
_GIVES = DELIVERIES | REPORTS | {"answer", "measure_executed"}

MAY_REFUSE = "may-refuse"
"""How the law's data say that dual criminality may be asked for (article 40(8))."""


def executing_blocks(
    questions: Sequence[Question], decisions: Sequence[Decision], on: date
) -> Iterator[Reason]:
    """Apply line 39 of the law's list: an independent authorisation that has ended authorises
    nothing (article 24(2)).
    """
    for question in questions:
        given = answer_to(decisions, question)
        if given is None or not is_on_authorisation(question):
            continue
        until = given.details.get("until")
        if isinstance(until, str) and until < on.isoformat():
            reference = str(given.details.get("reference"))
            yield refusals.AUTHORISATION_ENDED.because(reference=reference, until=until)


def secrecy_blocks(regime: Regime, subject: Subject, thread: ThreadState) -> Iterator[Reason]:
    """Yield the reason that the requesting State has not agreed to an execution without the secrecy
    it asked for: line 44 of the law's list (ETS 185 article 27(8)). It agrees by its answer to a
    consultation that is about just this and was sent after it was informed.
    """
    duty, failures = (
        duty_of(regime, SECRECY_DECISION, subject.kind),
        thread.standing.secrecy_failures,
    )
    if duty is None or not failures:
        return
    informed = max(thread.entry(one).envelope.sequence for one in failures)
    agreed = any(
        one.outcome in ACCEPTING
        and one.message.body.get("about") == DISCLOSING
        and one.message.sequence > informed
        for one in thread.standing.consultations
    )
    if not agreed:
        yield refusals.SECRECY_UNDECIDED.because(article=duty.citation, certainty=duty.certainty)


def secrecy_remarks(regime: Regime, subject: Subject) -> Iterator[Reason]:
    """Yield beside a notice that secrecy cannot be kept that the requesting State decides."""
    duty = duty_of(regime, SECRECY_DECISION, subject.kind)
    if duty is not None:
        yield refusals.SECRECY_TO_DECIDE.because(article=duty.citation, certainty=duty.certainty)


def executing_warnings(
    law: Law,
    subject: Subject,
    answering: str,
    decisions: Sequence[Decision],
    standing: ThreadFacts,
    on: date,
) -> Iterator[Reason]:
    """Apply lines 36 and 37 of the law's list, as far as they warn.

    Line 36: the check of article 43 found a provider abroad, and its disclosure is owed. (That the
    check is made at every hold on traffic data is a question, without which no hold is confirmed.)
    Line 37: where dual criminality may be asked for, the conduct has not been compared (35(3)).
    """
    checked = newest(decisions, {DecisionTopic.BEFORE_EXECUTING}, PROVIDER_ABROAD)
    is_owed = (
        checked is not None
        and checked.answer == "yes"
        and not (standing.disclosures or standing.withheld)
    )
    if is_owed and answering != "preserved_traffic_disclosure":
        yield refusals.PATH_OWED.because()
    asks = dual_criminality_of(regime_for(law, subject, on), subject.kind) == MAY_REFUSE
    if answering in _decides(standing) and asks and comparison_made(decisions) is None:
        yield refusals.CONDUCT_NOT_COMPARED.because()


def _decides(standing: ThreadFacts) -> frozenset[str]:
    """Return the messages by which a request comes to be executed: where nothing accepted it, what is
    given decides that as well.
    """
    return _DECIDES if standing.accepted else _DECIDES | _GIVES
