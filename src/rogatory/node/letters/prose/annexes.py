# SPDX-License-Identifier: Apache-2.0
"""The annexes of a letter: particulars of the offence, further particulars, references and verification.

The letter itself reads as prose. Digests, numbers of officers and commands are here alone, with all of the
message that no sentence has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rogatory.node.letters import dates
from rogatory.node.letters.citations import cited, cited_in_full
from rogatory.node.letters.instruments import instrument_title
from rogatory.node.letters.prose.body import LEGAL_BASIS, REFERENCES, last_name
from rogatory.node.letters.prose.plans import DATA
from rogatory.node.letters.prose.reading import BodyReader, above
from rogatory.node.letters.prose.translated import translation_blocks
from rogatory.node.letters.references import provision_of_field
from rogatory.node.letters.signature import check_blocks
from rogatory.node.printing.blocks import (
    Block,
    DocumentSection,
    DocumentTable,
    Fact,
    FactTable,
    LabelledText,
    Point,
    Wording,
)
from rogatory.node.printing.shown_text import shown_text
from rogatory.requests.contents import labels
from rogatory.requests.contents.plain_words import BodyPart, Heading
from rogatory.wire.words import N_

OFFENCE = N_("Annex A: Particulars of the offence")
PARTICULARS = N_("Annex B: Further particulars")
PACKAGE = ("package", "seal", "bag", "payload_size", "segments", "segment_size")
OF_THE_CONVENTION = N_("Corresponding article of the United Nations Convention against Cybercrime")
VERIFICATION = N_("Annex C: References and verification")


def annexes(reader: BodyReader, points: Sequence[Point]) -> Iterator[DocumentSection]:
    """Yield the annexes that the letter has, in their order."""
    words = reader.words
    offence = [_particulars(reader, 1, "offence", _of(reader, "offence"))]
    yield from _annex(words(OFFENCE), [one for one in offence if one.entries])
    keys = [key for key in _keys(reader) if key not in {"offence", LEGAL_BASIS, *PACKAGE}]
    others = [_particulars(reader, 1, key, _of(reader, key)) for key in keys]
    others.append(_package(reader))
    shown = [one for one in others if one.entries]
    numbered = [replace(one, number=str(number)) for number, one in enumerate(shown, 1)]
    yield from _annex(words(PARTICULARS), numbered)
    sections = [one for one in _verification(reader, points) if one.blocks]
    if sections:
        yield DocumentSection(words(VERIFICATION), (), is_annex=True)
        yield from sections


def _annex(title: str, points: Sequence[Point]) -> Iterator[DocumentSection]:
    if points:
        yield DocumentSection(title, tuple(points), is_annex=True)


def _keys(reader: BodyReader) -> list[str]:
    """Return the fields in the order in which they are printed."""
    return list(dict.fromkeys(_top(part) for part in reader.left()))


def _top(part: BodyPart) -> str:
    return part.place.partition("/")[2].partition("/")[0]


def _of(reader: BodyReader, key: str) -> list[BodyPart]:
    """Return the unprinted rest of a field, without the parts of annex C and without empty headings."""
    left = reader.left(f"/{key}") if key else reader.left()
    values = {one.place for one in left if one.sort != "group" and last_name(one) not in REFERENCES}
    headings = set[str]().union(*map(above, values))
    return [part for part in left if part.place in (headings if part.sort == "group" else values)]


def _particulars(reader: BodyReader, number: int, key: str, parts: list[BodyPart]) -> Point:
    title = (
        DATA
        if key == "data"
        else labels.FIELDS.get(key, labels.OTHER_FIELD if key else labels.BODY)
    )
    return Point(str(number), reader.words(title), "", tuple(_rows(reader, parts)), key)


def _package(reader: BodyReader) -> Point:
    """Return the identification of a sealed package, in one place."""
    rows = [
        LabelledText(reader.words(part.line.label), reader.formatter.wordings(part))
        for key in PACKAGE
        for part in _of(reader, key)
    ]
    return Point("", reader.words(N_("Sealed package")), "", tuple(rows), " ".join(PACKAGE))


def _rows(reader: BodyReader, parts: list[BodyPart]) -> Iterator[LabelledText]:
    words = reader.words
    is_list = any(
        part.line.level == 0 and part.line.value for part in parts if part.sort == "group"
    )
    done: set[str] = set()
    for part in parts:
        line, level = part.line, part.line.level - (0 if is_list else 1)
        if not done.isdisjoint((part.place, *above(part.place))):
            continue
        row = _in_one_line(reader, part)
        if row is not None:
            done.add(part.place)
            yield row._replace(level=max(level, 0))
        elif isinstance(line.value, Heading):
            name = words(DATA if part.place.startswith("/data/") and not line.level else line.label)
            label = f"{name}{words.beside(line.value)}" if line.value else name
            if line.level or line.value:
                yield LabelledText(label, (Wording(""),), max(level, 0))
        elif line.level == 0:
            yield LabelledText("", reader.formatter.wordings(part))
        elif last_name(part) == "convention_article":
            article = cited(str(line.value), words)
            yield LabelledText(words(OF_THE_CONVENTION), (Wording(article),), max(level, 0))
        else:
            yield LabelledText(words(line.label), reader.formatter.wordings(part), max(level, 0))


def _in_one_line(reader: BodyReader, part: BodyPart) -> LabelledText | None:
    """Return an identifier, or one step of a path, which need no row for each of their parts."""
    at = part.place
    if part.sort != "group":
        return None
    if last_name(part) == "path" and reader.parts_of(f"{at}/source"):
        one_step = N_("from {source} to {destination}, {at}")
        step = reader.sentence(
            one_step, source=f"{at}/source", destination=f"{at}/destination", at=f"{at}/at"
        )
        return next(
            (one._replace(label=reader.words.bracketed(part.line.value)) for one in step), None
        )
    if last_name(part) == "articles" and at.startswith("/offence/"):
        return _offence_article(reader, part)
    if last_name(part) != "identifiers":
        return None
    names = {
        name
        for name in ("port", "at", "service", "chain", "note")
        if reader.parts_of(f"{at}/{name}")
    }
    template = _IDENTIFIERS.get(frozenset(names))
    if template is None or not reader.parts_of(f"{at}/type"):
        return None
    label = reader.formatter.inline(reader.parts_of(f"{at}/type")[0])
    rows = list(
        reader.sentence(template, value=f"{at}/value", **{name: f"{at}/{name}" for name in names})
    )
    reader.note(f"{at}/type")
    return rows[0]._replace(label=label) if rows else None


def _offence_article(reader: BodyReader, part: BodyPart) -> LabelledText | None:
    """Return an article under which the offence is placed, with its instrument."""
    values, words, at = reader.values, reader.words, part.place
    instrument, article = reader.value(f"{at}/instrument"), reader.value(f"{at}/article")
    if not isinstance(instrument, str) or not isinstance(article, str):
        return None
    reader.note(at)
    text = cited_in_full((article,), instrument, values.instruments, words)
    return LabelledText(words(part.line.label), (Wording(text),))


_IDENTIFIERS = {
    frozenset[str](): "{value}",
    frozenset({"port"}): N_("{value}, port {port}"),
    frozenset({"at"}): N_("{value}, {at}"),
    frozenset({"port", "at"}): N_("{value}, port {port}, {at}"),
    frozenset({"service"}): N_("{value}, of the service {service}"),
}
"""By the parts that an identifier has beside its type and its value; others have a row for each part."""


def _verification(reader: BodyReader, points: Sequence[Point]) -> Iterator[DocumentSection]:
    values, words = reader.values, reader.words
    yield DocumentSection(words(N_("References")), tuple(_references(reader)))
    yield DocumentSection(
        words(N_("Provisions on which the paragraphs rest")), _provisions(reader, points)
    )
    yield DocumentSection(words(N_("Enclosures")), _enclosures(reader))
    yield DocumentSection(words(N_("Translation")), tuple(translation_blocks(values, words)))
    title, blocks = check_blocks(values, words)
    yield DocumentSection(title, blocks)


def _references(reader: BodyReader) -> Iterator[Block]:
    values, words = reader.values, reader.words
    rows = []
    if values.thread:
        rows.append(Fact(words(N_("Number of the correspondence")), values.thread))
    if values.sequence is not None:
        rows.append(Fact(words(N_("Number of the communication")), str(values.sequence)))
    rows += [Fact(words(N_("Related correspondence")), thread) for thread in values.related]
    for party, label in ((values.sender, labels.FROM), (values.addressee, labels.TO)):
        if party.id and values.thread:
            rows.append(Fact(words(label), party.id))
    for part in reader.left():
        if part.sort != "group" and last_name(part) in REFERENCES:
            rows.append(Fact(words(part.line.label), shown_text(part.line.value)))
    if rows:
        yield FactTable(tuple(rows))


def _provisions(reader: BodyReader, points: Sequence[Point]) -> tuple[Block, ...]:
    """Return Article by article, on what each paragraph rests."""
    values, words = reader.values, reader.words
    rows = []
    for point in points:
        found = [provision_of_field(values, key) for key in point.body_keys.split()]
        articles = dict.fromkeys(
            cited(one, words) for provision in found if provision for one in provision.articles
        )
        if articles:
            heading = words.say(N_("{number}. {title}"), number=point.number, title=point.title)
            rows.append(Fact(heading, words(N_("; ")).join(articles)))
    if not rows or values.basis is None:
        return ()
    title, _ = instrument_title(values.basis.instrument, values.instruments, words)
    return (FactTable((Fact(words(N_("Instrument")), title), *rows)),)


def _enclosures(reader: BodyReader) -> tuple[Block, ...]:
    words = reader.words
    if not reader.values.attachments:
        return ()
    header = (N_("Name"), N_("Size in bytes"), N_("SHA-256"))
    rows = tuple(
        (one.name, dates.number(one.size, words), one.sha256) for one in reader.values.attachments
    )
    return (
        DocumentTable(
            tuple(words(one) for one in header), rows, (34, 16, 50), codes=(2,), foreign=(0,)
        ),
    )
