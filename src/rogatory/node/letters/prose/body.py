# SPDX-License-Identifier: Apache-2.0
"""The numbered paragraphs of a letter, and what an unfinished text still lacks in each."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rogatory.node.letters.missing_items import gap
from rogatory.node.letters.prose.acts import STATED
from rogatory.node.letters.prose.plans import PLANS
from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.prose.sentences import written
from rogatory.node.printing.blocks import LabelledText, Point, Wording
from rogatory.node.printing.shown_text import PrintableText
from rogatory.requests.contents import labels
from rogatory.requests.contents.plain_words import BodyPart

LEGAL_BASIS = "legal_basis"
"""The field that the operative sentence and a paragraph of its own print."""

REFERENCES = frozenset(
    {
        *("abandoned", "answers_to", "by_officer", "drill", "enquiry", "executed", "hearing"),
        *("holds", "message"),
        *("of", "preservation", "replaced", "replaces", "request", "running_hold", "thread"),
    }
)
"""Parts that name messages by their digests, or an officer by a number: annex C alone prints them."""


def paragraphs(reader: BodyReader) -> list[Point]:
    """Return all paragraphs in their order, numbered from 1."""
    kind = reader.values.kind
    reader.note(*(f"/{field}" for field in STATED.get(kind, ())))
    if reader.value("/reference") == reader.values.reference:
        reader.note("/reference")
    found: list[Point] = []
    for title, fields in PLANS.get(kind, ()):
        keys = tuple(dict.fromkeys(one.partition(".")[0] for one in fields if one[0] != "+"))
        entries = [entry for field in fields for entry in written(reader, kind, field)]
        entries += [row for key in keys for row in gaps(reader, key)]
        if entries:
            prose = list(_run_on(reader, entries))
            found.append(_point(reader, len(found) + 1, title, prose, keys))
    for key in reader.values.body:
        lacking = list(gaps(reader, key)) if key != LEGAL_BASIS else []
        if lacking:
            title = labels.label(key, kind=kind) if key in labels.FIELDS else labels.OTHER_FIELD
            found.append(_point(reader, len(found) + 1, title, lacking, (key,)))
    return found


def _point(
    reader: BodyReader, number: int, title: str, entries: list[LabelledText], keys: tuple[str, ...]
) -> Point:
    return Point(str(number), reader.words(title), "", tuple(entries), " ".join(keys))


def _run_on(reader: BodyReader, entries: Iterable[LabelledText]) -> Iterator[LabelledText]:
    """Yield sentences of ours that follow each other, as one paragraph."""
    between = "" if reader.words.language == "zh" else " "
    for is_prose, group in groupby(entries, key=_is_prose):
        if not is_prose:
            yield from group
            continue
        for level, sentences in groupby(group, key=lambda one: one.level):
            text = between.join(one.wordings[0].text for one in sentences)
            yield LabelledText("", (Wording(PrintableText(text)),), level)


def _is_prose(entry: LabelledText) -> bool:
    return not entry.label and entry.wordings == (Wording(entry.wordings[0].text),)


def gaps(reader: BodyReader, key: str) -> Iterator[LabelledText]:
    """Yield the missing parts of a field, each by its label."""
    for part in reader.left(f"/{key}", lacking=True):
        yield LabelledText(
            reader.words(part.line.label), (Wording(gap(reader.words, part.line.value)),)
        )


def last_name(part: BodyPart) -> str:
    """Return the name of a part, without its place in a list."""
    return next((one for one in reversed(part.place.split("/")) if not one.isdigit()), "")
