# SPDX-License-Identifier: Apache-2.0
"""A letter, part by part: head, subject, opening, legal basis, points, attachments, closing."""

from collections.abc import Iterator

from rogatory.node.letters import dates
from rogatory.node.letters.gaps import gap
from rogatory.node.letters.instruments import instrument_title
from rogatory.node.letters.points import language_name, named, points_of, translation_for
from rogatory.node.letters.references import reference_of
from rogatory.node.letters.signature import check_section, signature_section
from rogatory.node.letters.values import LetterParty, LetterRole, LetterValues
from rogatory.node.printing.blocks import (
    Block,
    Document,
    DocumentSection,
    DocumentTable,
    Fact,
    FactTable,
    Letterhead,
    Paragraph,
)
from rogatory.node.printing.figures import grouped
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText, isolated
from rogatory.node.translations.fields import CAPACITIES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.wire.words import N_

OPENINGS = {
    "request": N_(
        "The undersigned authority presents its compliments to the authority addressed and has the "
        "honour to submit to it the request set out below."
    ),
    "communication": N_(
        "The undersigned authority presents its compliments to the authority addressed and has the "
        "honour to address to it the communication set out below."
    ),
    "answer": N_(
        "The undersigned authority presents its compliments to the authority addressed and, with "
        "reference to “{title}” of {date}, has the honour to address to it the communication set "
        "out below."
    ),
    "transcript": N_(
        "This is what officers read off a paper of the authority named above and entered here, for "
        "others to compare with it. The paper is the original; nothing of it has been verified."
    ),
    "referral": N_(
        "The undersigned authority transmits to the authority addressed, for execution under "
        "domestic law, the request set out below, which it received from another State."
    ),
}
WARNINGS = {
    LetterRole.DRAFT: N_("DRAFT, NOT SIGNED"),
    LetterRole.UNFINISHED: N_("UNFINISHED, NOT SIGNED"),
    LetterRole.TRANSCRIPT: N_("TRANSCRIBED FROM A PAPER, NOT VERIFIED"),
}
OTHER_INSTRUMENT = N_(
    "This letter rests on the instrument named above and cites no article of another. Its points "
    "follow the order that the network uses for a communication of this kind."
)
DEGREES_NOTE = N_(
    "Beside each point stands the article that it rests on, and how certain that reference is: "
    "read in the text of the instrument, recalled as read in a parent convention, or recalled and "
    "to be verified against the official text. A point without an article rests on practice."
)
UNTRANSLATED = N_(
    "What persons wrote is printed exactly as written, in {language}; what is marked as not "
    "translated has no translation that the authority signed."
)
TRANSLATED = N_(
    "The translation into {language} stands beside the original and was signed by {authority} on "
    "{date}. The original prevails."
)


def document_of(values: LetterValues, words: DocumentTexts) -> Document:
    """The whole letter in the language of the words."""
    kind = KINDS.get(values.kind)
    title = words(kind.title) if kind else values.kind
    sections = [
        _opening(values, words),
        _basis(values, words),
        DocumentSection(words(N_("Contents")), tuple(points_of(values, words))),
        _attachments(values, words),
        signature_section(values, words),
        _notes(values, words),
        check_section(values, words),
    ]
    return Document(
        language=words.language,
        title=title,
        subtitle=_subtitle(values, words),
        footer=footer_of(values, title, words),
        sections=tuple(one for one in sections if one is not None and one.blocks),
        right_to_left=words.language in RIGHT_TO_LEFT,
        letterhead=head_of(values, words),
    )


def _subtitle(values: LetterValues, words: DocumentTexts) -> str:
    if not values.reference:
        return ""
    return words.say(N_("Case {reference}"), reference=values.reference)


def footer_of(values: LetterValues, title: str, words: DocumentTexts) -> str:
    digest = values.signed.digest if values.signed else values.content
    begins = f"{grouped(digest)[:24]}…" if digest else ""
    parts = (title, *(_apart(one, words) for one in (values.reference, begins) if one))
    return PrintableText(" · ".join(parts))


def head_of(values: LetterValues, words: DocumentTexts) -> Letterhead:
    sender, addressee = values.sender, values.addressee
    return Letterhead(
        state=_state(sender, words) or sender.state,
        authority=named(sender.names, words.language) or sender.id or gap(words),
        details=tuple(one for one in (*sender.details, sender.id) if one),
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
    if party.id:
        yield party.id


def _state(party: LetterParty, words: DocumentTexts) -> str:
    return named(party.state_names, words.language) or party.state


def _references(values: LetterValues, words: DocumentTexts) -> Iterator[Fact]:
    date = _DATED.get(values.manner, N_("Date"))
    if values.reference:
        yield Fact(words(N_("Our reference")), values.reference)
    yield Fact(words(date), dates.moment(values.at, words))
    if values.opened is not None and values.opened.reference not in {"", values.reference}:
        yield Fact(words(N_("Your reference")), values.opened.reference)
    if values.thread:
        yield Fact(words(N_("Thread")), values.thread)
    if values.sequence is not None:
        yield Fact(words(N_("Number in the thread")), str(values.sequence))
    for thread in values.related:
        yield Fact(words(N_("Related thread")), thread)
    if values.to_be_named:
        yield Fact(words(N_("To be named in the answer")), values.to_be_named)
    if values.wanted_by is not None:
        wanted = dates.moment(values.wanted_by, words)
        yield Fact(words(N_("Result wanted by")), wanted)
    yield from _marks(values, words)


def _marks(values: LetterValues, words: DocumentTexts) -> Iterator[Fact]:
    """Urgency and secrecy, which whoever opens the letter must see before he reads on."""
    urgency, secrecy = values.body.get("urgency"), values.body.get("confidentiality")
    if isinstance(urgency, dict) and urgency.get("level") in {"urgent", "emergency"}:
        text = N_("EMERGENCY") if urgency["level"] == "emergency" else N_("URGENT")
        yield Fact(words(N_("Urgency")), words(text))
    if values.secret or (isinstance(secrecy, dict) and secrecy.get("secret") is True):
        yield Fact(words(N_("Confidentiality")), words(N_("CONFIDENTIAL")))


def _opening(values: LetterValues, words: DocumentTexts) -> DocumentSection:
    """The opening sentence; of a referral also who asked; and what the sender adds in words."""
    blocks: list[Block] = [Paragraph(_opened(values, words))]
    origin = values.origin
    if origin is not None:
        name = named(origin.names, words.language) or origin.id
        rows = (Fact(words(N_("Requesting authority")), f"{name}, {_state(origin, words)}"),)
        blocks.append(FactTable(rows))
    blocks += [Paragraph(one) for one in values.remarks]
    return DocumentSection("", tuple(blocks))


def _opened(values: LetterValues, words: DocumentTexts) -> str:
    kind = KINDS.get(values.kind)
    if values.manner is LetterRole.REFERRAL:
        return words(OPENINGS["referral"])
    if values.manner is LetterRole.TRANSCRIPT:
        return words(OPENINGS["transcript"])
    if values.opened is not None:
        before = KINDS.get(values.opened.kind)
        return words.say(
            OPENINGS["answer"],
            title=words(before.title) if before else values.opened.kind,
            date=dates.day(values.opened.at.date(), words),
        )
    asks = kind is not None and kind.opens_thread and kind.direction == "requesting"
    return words(OPENINGS["request" if asks else "communication"])


def _basis(values: LetterValues, words: DocumentTexts) -> DocumentSection | None:
    """The instrument with the articles that the sender names; the kind's own article only where
    the letter rests on the Convention (it is cited nowhere else).
    """
    is_due = values.manner is LetterRole.UNFINISHED and LEGAL_BASIS in _due(values)
    if values.basis is None:
        lacking = FactTable((Fact(words(N_("Instrument")), gap(words)),))
        return DocumentSection(words(N_("Legal basis")), (lacking,)) if is_due else None
    title, _ = instrument_title(values.basis.instrument, values.instruments, words)
    rows = [Fact(words(N_("Instrument")), title)]
    if values.basis.articles:
        articles = words(N_(", ")).join(values.basis.articles)
        rows.append(Fact(words(N_("Articles named by the sender")), articles))
    elif is_due:
        rows.append(Fact(words(N_("Articles named by the sender")), gap(words)))
    kind = KINDS.get(values.kind)
    reference = reference_of(kind, "", values.basis.instrument, words)
    if reference:
        rows.append(Fact(words(N_("This communication rests on")), reference))
    blocks: list[Block] = [FactTable(tuple(rows))]
    if values.basis.instrument != THE_CONVENTION:
        blocks.append(Paragraph(words(OTHER_INSTRUMENT)))
    return DocumentSection(words(N_("Legal basis")), tuple(blocks))


LEGAL_BASIS = "legal_basis"


def _due(values: LetterValues) -> frozenset[str]:
    """What a message of the kind must say."""
    kind = KINDS.get(values.kind)
    return frozenset(one.key for one in kind.required) if kind else frozenset()


def _attachments(values: LetterValues, words: DocumentTexts) -> DocumentSection | None:
    if not values.attachments:
        return None
    header = (N_("Name"), N_("Size in bytes"), N_("SHA-256"))
    rows = tuple(
        (one.name, dates.number(one.size, words), one.sha256) for one in values.attachments
    )
    table = DocumentTable(
        tuple(words(one) for one in header), rows, (34, 16, 50), codes=(2,), foreign=(0,)
    )
    return DocumentSection(words(N_("Attachments")), (table,))


def _notes(values: LetterValues, words: DocumentTexts) -> DocumentSection | None:
    """What the marks mean: of languages, of translations, of references."""
    blocks: list[Block] = []
    if words.language != values.language.partition("-")[0]:
        language = language_name(values.language, words)
        blocks.append(Paragraph(words.say(UNTRANSLATED, language=language)))
        blocks += _translation_note(values, words)
    if values.basis is not None and reference_of(
        KINDS.get(values.kind), "", values.basis.instrument, words
    ):
        blocks.append(Paragraph(words(DEGREES_NOTE)))
    return DocumentSection(words(N_("Notes")), tuple(blocks)) if blocks else None


def _translation_note(values: LetterValues, words: DocumentTexts) -> Iterator[Block]:
    found = translation_for(values, words.language)
    if found is None:
        return
    note = words.say(
        TRANSLATED,
        language=language_name(found.language, words),
        authority=found.authority,
        date=dates.moment(found.at, words),
    )
    yield Paragraph(note)
    yield FactTable(
        (
            Fact(words(N_("Translated by")), words(CAPACITIES[found.capacity])),
            Fact(words(N_("Officer")), found.officer),
            Fact(words(N_("Digest of the translation")), grouped(found.digest)),
        )
    )


def _apart(text: str, words: DocumentTexts) -> str:
    """A text of others within a sentence, in a direction of its own."""
    return isolated(text, right_to_left=words.language in RIGHT_TO_LEFT)
