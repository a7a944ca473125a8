# SPDX-License-Identifier: Apache-2.0
"""An aid for dual criminality: the conduct compared with the requested State's law, by elements.

What counts is whether the conduct is criminal in both States, not the name or category of the
offence (article 35(3), parallel). A lawyer states for each element whether the conduct shows it and
whether the requested State's law asks for it. The aid says of each *met*, *not met*, or *a lawyer
must decide*; it says of the whole *met* only where every element is met by a fact that is named,
and always shows what that rests on. It never answers with a bare yes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NoReturn

from rogatory.errors import Code, Reason
from rogatory.treaty import refusals
from rogatory.treaty.composed.establishing import parallel_article
from rogatory.treaty.instruments import cited_from
from rogatory.treaty.law import Law
from rogatory.treaty.offences import convention_offences
from rogatory.treaty.parties import reservation_refusals
from rogatory.treaty.parties.reservations import added_elements, reported_elements
from rogatory.treaty.parties.status import InstrumentStatus, party_status
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.offences import OffenceElement

COMPARING = "offence_name"
"""The provision by which conduct is compared and not the name of the offence, by its id in the law's data."""


class ElementAnswer(StrEnum):
    """The statement of a lawyer; unknown where nobody made one."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ComparisonResult(StrEnum):
    """The result of the comparison, for an element and for the whole."""

    MET = "met"
    NOT_MET = "not-met"
    LAWYER = "lawyer-must-decide"


class ElementSource(StrEnum):
    """Where an element comes from."""

    CONVENTION = "convention"
    OPTIONAL = "optional"
    EXCEPTION = "exception"
    DOMESTIC = "domestic"


@dataclass(frozen=True, slots=True)
class ElementStatement:
    """Of one element: whether the conduct shows it, by which fact, and whether the requested
    State's law asks for it. Of an exception, whether the conduct falls under it.
    """

    in_conduct: ElementAnswer = ElementAnswer.UNKNOWN
    required_by_law: ElementAnswer = ElementAnswer.UNKNOWN
    shown_by: str = ""


@dataclass(frozen=True, slots=True)
class Conduct:
    """The conduct of a case. `article` is that of the Convention if the offence is one of 7 to
    17; `instrument` is that of the request, under which a State declares elements; `domestic` are further elements of the requested State's provision, by an id and in its
    words; `statements` are by the elements' ids.
    """

    article: int | None
    instrument: str
    requested_state: str
    requested_provision: str | None
    statements: Mapping[str, ElementStatement] = field(default_factory=dict)
    domestic: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ElementFinding:
    """One element, what the comparison comes to, and why."""

    element: str
    text: str
    ways: tuple[str, ...]
    part: ElementSource
    finding: ComparisonResult
    why: Reason


@dataclass(frozen=True, slots=True)
class OffenceComparison:
    """All elements, what the whole comes to, and what must be read beside it."""

    elements: tuple[ElementFinding, ...]
    finding: ComparisonResult
    notes: tuple[Reason, ...]

    def __bool__(self) -> NoReturn:
        raise TypeError("a comparison is no yes or no: read its elements, finding and notes")


def compare(law: Law, conduct: Conduct, on: date) -> OffenceComparison:
    """Compare element by element, as far as statements and declarations on that day allow."""
    instrument = conduct.instrument
    article = parallel_article(law, instrument, conduct.article)
    declared = added_elements(law, conduct.requested_state, article, on, instrument)
    elements = tuple(
        _compared(element, part, conduct.statements.get(element.id, ElementStatement()), declared)
        for part, element in _elements(law, conduct)
    )
    finding = _whole(conduct, elements)
    return OffenceComparison(elements, finding, tuple(_notes(law, conduct, elements, finding, on)))


def _elements(law: Law, conduct: Conduct) -> list[tuple[ElementSource, OffenceElement]]:
    offence = convention_offences(law).get(conduct.article or 0)
    domestic = [
        (ElementSource.DOMESTIC, OffenceElement(name, text, ()))
        for name, text in conduct.domestic.items()
    ]
    if offence is None:
        return domestic
    exceptions = [
        (ElementSource.EXCEPTION, OffenceElement(f"exception-{number}", text, ()))
        for number, text in enumerate(offence.exceptions, 1)
    ]
    return [
        *((ElementSource.CONVENTION, element) for element in offence.elements),
        *((ElementSource.OPTIONAL, element) for element in offence.optional),
        *exceptions,
        *domestic,
    ]


def _compared(
    element: OffenceElement,
    part: ElementSource,
    stated: ElementStatement,
    declared: frozenset[str],
) -> ElementFinding:
    required = ElementAnswer.YES if part is ElementSource.DOMESTIC else stated.required_by_law
    if part is ElementSource.EXCEPTION:
        finding, code = _EXCEPTION[stated.in_conduct]
    elif element.id in declared and required is ElementAnswer.NO:
        finding, code = ComparisonResult.LAWYER, refusals.ELEMENT_DECLARED
    else:
        is_required = ElementAnswer.YES if element.id in declared else required
        finding, code = _finding(stated, is_required)
    why = code.because(element=element.text)
    return ElementFinding(element.id, element.text, element.ways, part, finding, why)


def _finding(stated: ElementStatement, required: ElementAnswer) -> tuple[ComparisonResult, Code]:
    if stated.in_conduct is ElementAnswer.YES:
        if stated.shown_by.strip():
            return ComparisonResult.MET, refusals.ELEMENT_SHOWN
        return ComparisonResult.LAWYER, refusals.ELEMENT_WITHOUT_FACT
    if required is ElementAnswer.NO:
        return ComparisonResult.MET, refusals.ELEMENT_NOT_REQUIRED
    if stated.in_conduct is ElementAnswer.NO and required is ElementAnswer.YES:
        return ComparisonResult.NOT_MET, refusals.ELEMENT_MISSING
    return ComparisonResult.LAWYER, refusals.ELEMENT_OPEN


_EXCEPTION: Mapping[ElementAnswer, tuple[ComparisonResult, Code]] = {
    ElementAnswer.YES: (ComparisonResult.LAWYER, refusals.EXCEPTION_MAY_APPLY),
    ElementAnswer.NO: (ComparisonResult.MET, refusals.EXCEPTION_EXCLUDED),
    ElementAnswer.UNKNOWN: (ComparisonResult.LAWYER, refusals.EXCEPTION_OPEN),
}


def _whole(conduct: Conduct, elements: tuple[ElementFinding, ...]) -> ComparisonResult:
    found = {one.finding for one in elements}
    if ComparisonResult.NOT_MET in found:
        return ComparisonResult.NOT_MET
    if found != {ComparisonResult.MET} or not (conduct.requested_provision or "").strip():
        return ComparisonResult.LAWYER
    return ComparisonResult.MET


def _notes(
    law: Law,
    conduct: Conduct,
    elements: tuple[ElementFinding, ...],
    finding: ComparisonResult,
    on: date,
) -> list[Reason]:
    notes = [refusals.CONDUCT_IS_COMPARED.because()]
    if not (conduct.requested_provision or "").strip():
        notes.append(refusals.PROVISION_NOT_NAMED.because(state=conduct.requested_state))
    if not elements:
        notes.append(refusals.NOTHING_TO_COMPARE.because())
    if conduct.article in convention_offences(law):
        status = party_status(law, conduct.requested_state, THE_CONVENTION, on).status
        if status is InstrumentStatus.PARTY:
            notes.append(
                refusals.PARTY_HAS_OFFENCE.because(
                    state=conduct.requested_state, article=str(conduct.article)
                )
            )
    notes += _reported(law, conduct, on)
    if finding is ComparisonResult.MET:
        notes.append(refusals.MET_AS_STATED.because(count=len(elements)))
    if finding is ComparisonResult.NOT_MET:
        notes.append(refusals.MAY_STILL_HELP.because())
    return notes


def _reported(law: Law, conduct: Conduct, on: date) -> list[Reason]:
    instrument = conduct.instrument
    article = parallel_article(law, instrument, conduct.article)
    return [
        reservation_refusals.ELEMENT_REPORTED.because(
            state=one.state,
            offence=article,
            article=cited_from(law, instrument, one.article),
            certainty=one.certainty,
        )
        for one in reported_elements(law, conduct.requested_state, article, on, instrument)
    ]
