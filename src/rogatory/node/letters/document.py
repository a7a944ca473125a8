# SPDX-License-Identifier: Apache-2.0
"""A letter, part by part: head, subject, operative sentence, paragraphs, closing and annexes."""

from collections.abc import Iterator

from rogatory.errors import NO_ARTICLE
from rogatory.node.letters import dates
from rogatory.node.letters.citations import cited
from rogatory.node.letters.instruments import instrument_title
from rogatory.node.letters.missing_items import gap
from rogatory.node.letters.points import named
from rogatory.node.letters.prose.annexes import annexes
from rogatory.node.letters.prose.body import LEGAL_BASIS, paragraphs
from rogatory.node.letters.prose.operative import operative_sentence
from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.references import provision_of_message
from rogatory.node.letters.signature import enclosures_section, signature_section
from rogatory.node.letters.titles import title_in
from rogatory.node.letters.values import LetterParty, LetterRole, LetterValues
from rogatory.node.printing.blocks import (
    Block,
    Document,
    DocumentSection,
    Fact,
    LabelledText,
    Letterhead,
    Paragraph,
    Point,
    Wording,
)
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText, isolated, shown_text
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.words import N_

TRANSCRIPT = N_(
    "This is what officers read off a paper of the authority named above and entered here, for others to "
    "compare with it. The paper is the original; nothing of it has been verified."
)
REFERRAL = N_(
    "The undersigned authority transmits to the authority addressed, for execution under domestic law, "
    "the request set out below, which it received from another State."
)
REQUESTED_BY = N_("The request was made by {name}, {state}.")
WARNINGS = {
    LetterRole.DRAFT: N_("DRAFT, NOT SIGNED"),
    LetterRole.UNFINISHED: N_("UNFINISHED, NOT SIGNED"),
    LetterRole.TRANSCRIPT: N_("TRANSCRIBED FROM A PAPER, NOT VERIFIED"),
}


def document_of(values: LetterValues, words: DocumentTexts) -> Document:
    """Return the whole letter in the language of the words."""
    title = words(title_in(values.kind, values.opened.kind if values.opened else None))
    reader = BodyReader(values, words)
    points = paragraphs(reader)
    sections = [
        _opening(values, words),
        DocumentSection("", tuple(points)),
        signature_section(values, words),
        enclosures_section(values, words),
        *annexes(reader, points),
    ]
    return Document(
        language=words.language,
        title=title,
        subtitle=_subtitle(values, words),
        footer=footer_of(values, title, words),
        sections=tuple(one for one in sections if one.blocks or one.is_annex),
        right_to_left=words.language in RIGHT_TO_LEFT,
        letterhead=head_of(values, words),
    )


def _subtitle(values: LetterValues, words: DocumentTexts) -> str:
    """Return the instrument and the article that the letter rests on."""
    basis = values.basis
    if basis is None:
        return ""
    found = provision_of_message(values)
    instrument = basis.instrument if found is None else found.instrument
    title, _ = instrument_title(instrument, values.instruments, words)
    if found is None:
        return PrintableText(shown_text(title))
    articles = words(N_("; ")).join(cited(one, words) for one in found.articles)
    return words.say(
        N_("{instrument}, {citation}"), instrument=title, citation=PrintableText(articles)
    )


def footer_of(values: LetterValues, title: str, words: DocumentTexts) -> str:
    """Return the subject and the reference, by which a loose page is found again; digests are in
    annex C.
    """
    parts = (title, *(_apart(one, words) for one in (values.reference,) if one))
    return PrintableText(" · ".join(parts))


def head_of(values: LetterValues, words: DocumentTexts) -> Letterhead:
    sender, addressee = values.sender, values.addressee
    return Letterhead(
        state=_state(sender, words) or sender.state,
        authority=named(sender.names, words.language) or sender.id or gap(words),
        details=sender.details,
        references=tuple(_references(values, words)),
        addressee=tuple(_addressed(addressee, words)),
        warning=words(WARNINGS[values.manner]) if values.manner in WARNINGS else "",
    )


_DATED = {LetterRole.DRAFT: N_("Drafted"), LetterRole.UNFINISHED: N_("Last changed")}


def _addressed(party: LetterParty, words: DocumentTexts) -> Iterator[str]:
    yield named(party.names, words.language) or party.id or gap(words)
    state = _state(party, words)
    if state:
        yield state
    yield from party.details


def _state(party: LetterParty, words: DocumentTexts) -> str:
    return named(party.state_names, words.language) or party.state


def _references(values: LetterValues, words: DocumentTexts) -> Iterator[Fact]:
    date = _DATED.get(values.manner, N_("Date"))
    date_text = dates.moment(values.at, words)
    if values.manner not in _DATED:
        date_text = dates.day(values.at.date(), words)
    if values.reference:
        yield Fact(words(N_("Our reference")), values.reference)
    yield Fact(words(date), date_text)
    if values.opened is not None and values.opened.reference not in {"", values.reference}:
        yield Fact(words(N_("Your reference")), values.opened.reference)
    if values.to_be_named:
        yield Fact(words(N_("To be named in the answer")), values.to_be_named)
    if values.wanted_by is not None:
        wanted = dates.moment(values.wanted_by, words)
        yield Fact(words(N_("Result requested by")), wanted)
    yield from _marks(values, words)


def _marks(values: LetterValues, words: DocumentTexts) -> Iterator[Fact]:
    """Yield urgency and secrecy, which the person who opens the letter must see before reading on."""
    urgency, secrecy = values.body.get("urgency"), values.body.get("confidentiality")
    if isinstance(urgency, dict) and urgency.get("level") in {"urgent", "emergency"}:
        level = N_("EMERGENCY") if urgency["level"] == "emergency" else N_("URGENT")
        yield Fact(words(N_("Urgency")), words(level))
    if values.secret or (isinstance(secrecy, dict) and secrecy.get("secret") is True):
        yield Fact(words(N_("Confidentiality")), words(N_("CONFIDENTIAL")))


def _opening(values: LetterValues, words: DocumentTexts) -> DocumentSection:
    """Return the operative sentence; of a referral also who asked; and what the sender adds in
    words.
    """
    blocks: list[Block] = []
    if values.manner is LetterRole.TRANSCRIPT:
        blocks.append(Paragraph(words(TRANSCRIPT)))
    origin = values.origin
    if values.manner is LetterRole.REFERRAL:
        blocks.append(Paragraph(words(REFERRAL)))
        blocks += [Paragraph(shown_text(one)) for one in values.remarks]
        if origin is not None:
            name, state = named(origin.names, words.language) or origin.id, _state(origin, words)
            blocks.append(Paragraph(words.say(REQUESTED_BY, name=name, state=state)))
    blocks.append(Paragraph(operative_sentence(values, words)))
    blocks += _basis(values, words)
    return DocumentSection("", tuple(blocks))


def _basis(values: LetterValues, words: DocumentTexts) -> Iterator[Block]:
    """Yield the articles that the sender names beside the one that the operative sentence cites; a basis without
    articles, such as comity, lacks nothing.
    """
    kind, basis = KINDS.get(values.kind), values.basis
    is_due = kind is not None and any(one.key == LEGAL_BASIS for one in kind.required)
    if basis is None or not basis.articles:
        is_named = basis is not None and bool(basis.instrument)
        if values.manner is LetterRole.UNFINISHED and is_due and not is_named:
            lacking = LabelledText(words(N_("Legal basis")), (Wording(gap(words)),))
            yield Point("", words(N_("Legal basis")), "", (lacking,), LEGAL_BASIS)
        return
    found = provision_of_message(values)
    if found is None or found.instrument != basis.instrument or LEGAL_BASIS not in values.body:
        return
    first, *others = found.articles
    own = {first, first.partition("(")[0], NO_ARTICLE}
    wider = {one.partition("(")[0] for one in others}
    named_beside = [*others, *(one for one in basis.articles if one not in {*own, *wider, *others})]
    if named_beside:
        articles = words(N_("; ")).join(cited(one, words) for one in named_beside)
        yield Paragraph(words.say(ALSO_CITED, articles=articles))


ALSO_CITED = N_("The following provisions of the same instrument are also relied on: {articles}.")


def _apart(text: str, words: DocumentTexts) -> str:
    """Return a text of others within a sentence, in a direction of its own."""
    return isolated(text, right_to_left=words.language in RIGHT_TO_LEFT)
