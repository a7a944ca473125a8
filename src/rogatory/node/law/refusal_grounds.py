# SPDX-License-Identifier: Apache-2.0
"""Deciding whether a refusal, a postponement, a declined extension or a withheld path may leave: on a
listed ground alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.conduct import comparison_made
from rogatory.node.law.questions import (
    ALLOWING,
    DECIDED_BY,
    DISCLOSING_PATH,
    answer_to,
    forbids,
)
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.repositories.law import Decision
from rogatory.requests.thread.consultations import (
    consultations_before,
    counts_as_record,
    topic_of,
)
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.treaty import refusals as treaty_refusals
from rogatory.treaty.citing import line_of
from rogatory.treaty.dual_criminality import ComparisonResult
from rogatory.treaty.grounds import grounds_for
from rogatory.treaty.law import Law
from rogatory.treaty.refusing import (
    OTHER_OBLIGATION,
    RIGHTS_CLAUSE,
    decided_kind,
    ground_reservation_warnings,
    grounds_in_case,
    list_for,
    refusal_reasons,
)
from rogatory.treaty.refusing import IntendedReply as Denial
from rogatory.treaty.regimes import Regime
from rogatory.treaty.safeguards import questions_before_executing
from rogatory.wire.canonical import Json


def denial_blocks(
    law: Law,
    subject: Subject,
    denial: Denial,
    body: Mapping[str, Json],
    decisions: Sequence[Decision],
    standing: ThreadFacts,
    on: date,
) -> Iterator[Reason]:
    """Yield the law's blocks of a refusal, a postponement, a declined extension or a withheld path.

    Lines 31, 32, 33, 34 and 37 of the law's list:

    31: a ground that the instrument of the request gives for the kind (of the Convention: articles
    42(6), 43(2), 40(21)-(22), 40(8), 36(1)), or, where its list is open, one with its provision.
    32: a preservation is not refused for its form, nor for missing dual criminality without the
    reservation that the instrument permits and an offence outside it.
    33: what the instrument never takes for a ground (a fiscal offence: 40(23); bank secrecy: 40(24)).
    34: with reasons (40(25)) and after a consultation (40(28)), where the instrument asks for them.
    37: dual criminality is a ground only once the conduct was compared and is no offence (35(3)).
    """
    yield from denial_reasons(law, subject, denial, body, standing, on)
    ground = str(body.get("ground", ""))
    if any(one.id == ground and one.compares_conduct for one in law.grounds):
        yield from _conduct(decisions)
    kinds = {subject.kind, decided_kind(subject.kind, denial)}
    if ground == OTHER_OBLIGATION and not _is_forbidden(
        regime_for(law, subject, on), kinds, decisions
    ):
        yield refusals.OBLIGATION_UNFOUNDED.because()


def offered_grounds(
    law: Law, subject: Subject, answering: str, decisions: Sequence[Decision], on: date
) -> Iterator[Reason]:
    """Yield the grounds on which a request can be refused, or what the message `answering` would
    give can be withheld, once an answer on rights forbids to help. What that message would allow is declined
    in it.
    """
    regime = regime_for(law, subject, on)
    decided = DECIDED_BY.get(answering, subject.kind)
    if not _is_forbidden(regime, {subject.kind, decided}, decisions):
        return
    if answering in ALLOWING:
        yield refusals.DECLINING_OFFERED.because()
        return
    listed = grounds_in_case(regime, decided, subject.offence, is_coercive=subject.is_coercive)
    named = [f"{one.id} ({one.citation})" for one in listed]
    is_path = answering == DISCLOSING_PATH
    code = refusals.WITHHOLDING_OFFERED if is_path else refusals.REFUSAL_OFFERED
    yield code.because(grounds=", ".join([*named, OTHER_OBLIGATION]))


def _is_forbidden(regime: Regime, kinds: AbstractSet[str], decisions: Sequence[Decision]) -> bool:
    for kind in sorted(kinds):
        for question in questions_before_executing(regime, kind):
            given = answer_to(decisions, question)
            if given is not None and forbids(question, given.answer):
                return True
    return False


def denial_reasons(
    law: Law,
    subject: Subject,
    denial: Denial,
    body: Mapping[str, Json],
    standing: ThreadFacts,
    on: date,
) -> Iterator[Reason]:
    """Yield what both States can see of a denial: its ground, its reasons, the consultation before
    it.
    """
    reasons = body.get("reasons")
    regime = regime_for(law, subject, on)
    found = refusal_reasons(
        regime,
        denied_kind(regime, subject, body, standing),
        str(body.get("ground", "")),
        subject.offence,
        _consultation(denial, body, standing),
        reasons=reasons if isinstance(reasons, str) else None,
        decision=denial,
        provision=str(body.get("article", "")),
        is_coercive=subject.is_coercive,
    )
    yield from found
    if any(one.code is treaty_refusals.CONSULTATION_MISSING for one in found):
        yield from _about_something_else(denial, body, standing)
    yield from _unknown_consultation(body, standing)


def denial_warnings(
    law: Law,
    subject: Subject,
    denial: Denial,
    body: Mapping[str, Json],
    standing: ThreadFacts,
    on: date,
) -> Iterator[Reason]:
    """Yield the reason that the message cites another article than the one in which the law's data
    find the ground, and that the ground rests on a reservation that is only reported.
    """
    regime = regime_for(law, subject, on)
    denied = denied_kind(regime, subject, body, standing)
    kind = decided_kind(denied, denial)
    yield from ground_reservation_warnings(regime, denied, str(body.get("ground", "")), denial)
    cited = str(body.get("article", ""))
    found = [one for one in list_for(regime, kind, denial) if one.id == body.get("ground")]
    clause = line_of(regime, kind, RIGHTS_CLAUSE)
    beside = clause.article if clause else None
    if found and cited and not any(one.is_cited_as(cited, beside) for one in found):
        yield refusals.ARTICLE_OTHER.because(
            cited=ascii(cited)[1:-1][:40],
            ground=found[0].id,
            article=found[0].citation,
            certainty=found[0].certainty,
        )


def denied_kind(
    regime: Regime, subject: Subject, body: Mapping[str, Json], standing: ThreadFacts
) -> str:
    """Return the kind that is denied: of the message that `of` names, else of the request itself."""
    awaited = (*standing.extensions, *standing.consents, *standing.transfers)
    named = next(
        (one.message.kind for one in awaited if one.message.digest == body.get("of")), None
    )
    return named if named is not None and grounds_for(regime, named) else subject.kind


def _consultation(denial: Denial, body: Mapping[str, Json], standing: ThreadFacts) -> object:
    """Return the record in the message itself, or consultations that were held in the thread: those about
    this decision alone. A record that names none of the thread has a reason of its own.
    """
    held, record = standing.consultations, body.get("consultation")
    if isinstance(record, Mapping) and record:
        is_unknown = any(_unknown_consultation(body, standing))
        return record if is_unknown or counts_as_record(record, denial.value, held) else None
    about = consultations_before(denial.value, held)
    return [one for one in about if not one.is_open]


def _about_something_else(
    denial: Denial, body: Mapping[str, Json], standing: ThreadFacts
) -> Iterator[Reason]:
    """Yield the consultations that do not count, as they are about something else: the one that the message
    names, or else those that were held.
    """
    record = body.get("consultation")
    named = record.get("message") if isinstance(record, Mapping) else None
    about = consultations_before(denial.value, standing.consultations)
    for one in standing.consultations:
        if one not in about and named in {None, one.message.digest}:
            yield refusals.CONSULTATION_OTHER.because(
                message=one.message.digest,
                about=topic_of(one),
                decision=denial.phrase,
            )


def _unknown_consultation(body: Mapping[str, Json], standing: ThreadFacts) -> Iterator[Reason]:
    record = body.get("consultation")
    named = record.get("message") if isinstance(record, Mapping) else None
    held = {one.message.digest for one in standing.consultations}
    if named is not None and named not in held:
        yield refusals.CONSULTATION_UNKNOWN.because(message=str(named)[:64])


def _conduct(decisions: Sequence[Decision]) -> Iterator[Reason]:
    compared = comparison_made(decisions)
    if compared is None:
        yield refusals.CONDUCT_NOT_COMPARED.because()
    elif compared.answer != ComparisonResult.NOT_MET:
        yield refusals.CONDUCT_IS_OFFENCE.because(officer=compared.officer, answer=compared.answer)
