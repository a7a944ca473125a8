# SPDX-License-Identifier: Apache-2.0
"""Letters on what a provider returned: surplus as a report to the authority, shortage as questions to the provider."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.evidence.scope.check import ScopeCheck
from rogatory.evidence.scope.judging import ScopeState
from rogatory.node.letters import dates
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.of_order import directory_names
from rogatory.node.letters.points import named
from rogatory.node.letters.signature import NAME_AND_TITLE, SIGNATURE
from rogatory.node.letters.write import WrittenLetter, printable, printed
from rogatory.node.printing.blocks import (
    UNKNOWN,
    Block,
    Document,
    DocumentSection,
    DocumentTable,
    Fact,
    FactTable,
    Letterhead,
    Paragraph,
    Signing,
)
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText, isolated
from rogatory.node.provider_orders.document import OrderDocument
from rogatory.wire.words import N_

REASONS: Mapping[str, str] = {
    "account-other": N_("of another account"),
    "time-before": N_("before the period"),
    "time-after": N_("after the period"),
    "category-not-authorised": N_("of a category that is not authorised"),
    "item-other": N_("of another item"),
}
REPORT = N_("Report on data outside the order")
REPORTED = N_(
    "{provider} answered the order {reference} with data of which some are outside what the order authorises."
)
APART = N_(
    "Files that are wholly outside are to be set apart and sealed apart. Nothing that is outside may be used until the "
    "authority has decided what becomes of it."
)
STATED = N_(
    "The comparison rests on what the files state, which may be forged. Records that were not checked may be outside "
    "as well."
)
NOT_LISTED = N_(
    "The reasons are those of the records that were listed; further records are only counted."
)
QUESTIONS = N_("Questions on the answer to an order")
NOTHING_CAME = N_(
    "The answer to the order {reference} has no data of the accounts in the periods below."
)
REQUESTED = N_(
    "For each of them, it is requested that the addressee state whether there are no data, whether they are no longer "
    "stored, or why they were not delivered, and deliver what the order covers."
)
PERIOD = N_("from {start} to {end}")


@dataclass(frozen=True, slots=True)
class ReturnValues:
    """The order, the comparison of what was returned, and the names that the directory has."""

    order: OrderDocument
    check: ScopeCheck
    state_names: Mapping[str, str]
    authority_names: Mapping[str, str]
    at: datetime

    @property
    def has_surplus(self) -> bool:
        return bool(self.check.counts[ScopeState.OUTSIDE])


def values_of_return(
    folder: Path, order: OrderDocument, check: ScopeCheck, at: datetime
) -> ReturnValues:
    """Return what the letters say, with the names of the directory that came with the order."""
    names = directory_names(folder, None, order)
    return ReturnValues(order, check, names.state, names.authority, at)


def surplus_report(values: ReturnValues, language: str, *, pdf: bool = True) -> WrittenLetter:
    """Return the report of what is outside the order, to the authority that ordered."""
    words = words_in(language)
    head = _head(
        values, words, sender=("", ""), addressee=(_authority(values, words), _state(values, words))
    )
    counts = values.check.counts
    wholly = sum(values.check.wholly_outside(path) for path in values.check.files)
    some = sum(bool(one[ScopeState.OUTSIDE]) for one in values.check.files.values())
    facts = (
        (N_("Records outside the order"), counts[ScopeState.OUTSIDE]),
        (N_("Records within the order"), counts[ScopeState.WITHIN]),
        (N_("Records not checked"), counts[ScopeState.NOT_CHECKED]),
        (N_("Files wholly outside"), wholly),
        (N_("Files partly outside"), some - wholly),
    )
    order = values.order
    opening = words.say(REPORTED, provider=order.provider, reference=order.reference)
    rows = [Fact(words(label), dates.number(count, words)) for label, count in facts]
    rows.append(Fact(words(N_("Legal basis")), values.check.scope.article, language=UNKNOWN))
    notes = [APART, STATED, *((NOT_LISTED,) if values.check.not_kept else ())]
    blocks: tuple[Block, ...] = (
        Paragraph(opening),
        FactTable(tuple(rows)),
        DocumentTable(
            (words(N_("Reason")), words(N_("Records"))), tuple(_reasons(values, words)), (4, 1)
        ),
        *(Paragraph(words(one)) for one in notes),
    )
    return _letter(values, words, REPORT, head, DocumentSection("", blocks), pdf=pdf)


def shortage_letter(values: ReturnValues, language: str, *, pdf: bool = True) -> WrittenLetter:
    """Return the questions to the provider about what did not come."""
    words = words_in(language)
    head = _head(
        values,
        words,
        sender=(_state(values, words), _authority(values, words)),
        addressee=(values.order.provider,),
    )
    rows = tuple(
        Fact(
            one.account,
            words.say(
                PERIOD,
                start=dates.moment(one.begin, words),
                end=dates.moment(min(one.end, values.order.data_until or one.end), words),
            ),
        )
        for one in values.check.questions
    )
    blocks = (
        Paragraph(words.say(NOTHING_CAME, reference=values.order.reference)),
        FactTable(rows),
        Paragraph(words(REQUESTED)),
    )
    return _letter(values, words, QUESTIONS, head, DocumentSection("", blocks), pdf=pdf)


def _reasons(values: ReturnValues, words: DocumentTexts) -> Iterator[tuple[str, str]]:
    counts = Counter(
        code
        for finding in values.check.findings
        if finding.verdict.state is ScopeState.OUTSIDE
        for code, _ in finding.verdict.reasons
    )
    for code, text in REASONS.items():
        if counts[code]:
            yield words(text), dates.number(counts[code], words)


def _head(
    values: ReturnValues,
    words: DocumentTexts,
    *,
    sender: tuple[str, str],
    addressee: tuple[str, ...],
) -> Letterhead:
    references = [
        Fact(words(N_("Our reference")), values.order.reference, language=UNKNOWN),
        Fact(words(N_("Date")), dates.day(values.at.date(), words)),
    ]
    if values.order.secret:
        references.append(Fact(words(N_("Confidentiality")), words(N_("CONFIDENTIAL"))))
    return Letterhead(sender[0], sender[1], (), tuple(references), addressee)


def _letter(
    values: ReturnValues,
    words: DocumentTexts,
    title: str,
    head: Letterhead,
    body: DocumentSection,
    *,
    pdf: bool,
) -> WrittenLetter:
    reference = isolated(values.order.reference, right_to_left=words.language in RIGHT_TO_LEFT)
    places = (N_("Place and date"), NAME_AND_TITLE, SIGNATURE, N_("Official stamp"))
    document = Document(
        language=words.language,
        title=words(title),
        subtitle="",
        footer=PrintableText(f"{words(title)} · {reference}"),
        sections=(
            body,
            DocumentSection("", (Signing(tuple(words(one) for one in places)),)),
        ),
        right_to_left=words.language in RIGHT_TO_LEFT,
        letterhead=head,
    )
    return printed(printable(document), values.at, pdf=pdf, places=None)


def _state(values: ReturnValues, words: DocumentTexts) -> str:
    return named(values.state_names, words.language) or values.order.authority[:2].upper()


def _authority(values: ReturnValues, words: DocumentTexts) -> str:
    return named(values.authority_names, words.language) or values.order.authority
