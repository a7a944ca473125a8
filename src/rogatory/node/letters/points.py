# SPDX-License-Identifier: Apache-2.0
"""The body of a message as a letter's numbered points, each with the article that it rests on.

Points come from the lines that `requests.words` makes of any kind, so a new kind prints without a
word here. What a person wrote stands exactly as written; in a letter of another language it is
marked as not translated, with its language, or a translation that holds stands beside it.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby

from rogatory.node.letters import dates
from rogatory.node.letters.gaps import Lack, gap
from rogatory.node.letters.instruments import instrument_title
from rogatory.node.letters.references import reference_of
from rogatory.node.letters.values import LetterValues, Wordings
from rogatory.node.printing.blocks import UNKNOWN, LabelledText, Point, Wording
from rogatory.node.printing.languages import NAMES, DocumentTexts
from rogatory.node.printing.shown_text import shown_text
from rogatory.node.translations.fields import is_translatable
from rogatory.requests.contents.plain_words import BodyPart, Heading, Term, body_parts
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_

PRINTED_ABOVE = "legal_basis"
"""Told by the letter before its points."""


def language_name(language: str, words: DocumentTexts) -> str:
    """A language by its name where letters have one, else by its tag."""
    base = language.partition("-")[0]
    return words(NAMES[base]) if base in NAMES else language


def named(names: Mapping[str, str], language: str) -> str:
    """A name in a language, in English where there is none, empty where there is neither."""
    return names.get(language) or names.get("en", "")


def translation_for(values: LetterValues, language: str) -> Wordings | None:
    """The newest translation into the letter's language, where one holds."""
    found = [one for one in values.translations if one.language == language]
    return max(found, key=lambda one: (one.at, one.digest), default=None)


def points_of(values: LetterValues, words: DocumentTexts) -> list[Point]:
    """All points in their order, numbered from 1."""
    parts = body_parts(values.kind, values.body)
    kind = KINDS.get(values.kind)
    instrument = values.basis.instrument if values.basis else ""
    teller = ValueFormatter(values, words)
    found: list[Point] = []
    for key, group in groupby(parts, key=_key):
        members = list(group)
        if key == PRINTED_ABOVE:
            continue
        found.append(
            Point(
                number=str(len(found) + 1),
                title=words(members[0].line.label),
                reference=reference_of(kind, key, instrument, words) if key else "",
                entries=tuple(_entries(members, teller, words)),
                matter=key,
            )
        )
    return found


def _key(part: BodyPart) -> str:
    return part.place.partition("/")[2].partition("/")[0]


def _entries(
    parts: list[BodyPart], teller: "ValueFormatter", words: DocumentTexts
) -> Iterator[LabelledText]:
    """Yield what stands below a point: nothing repeats the point's own title."""
    is_list = sum(part.line.level == 0 for part in parts) > 1
    for part in parts:
        line = part.line
        if line.level == 0:
            if isinstance(line.value, Heading):
                if line.value:
                    yield LabelledText(f"({line.value})", (Wording(""),), 0)
            else:
                yield LabelledText("", teller.wordings(part), 0)
        elif isinstance(line.value, Heading):
            label = f"{words(line.label)} ({line.value})" if line.value else words(line.label)
            yield LabelledText(label, (Wording(""),), line.level - (0 if is_list else 1))
        else:
            level = line.level - (0 if is_list else 1)
            yield LabelledText(words(line.label), teller.wordings(part), level)


class ValueFormatter:
    """Tells values in the letter's language."""

    def __init__(self, values: LetterValues, words: DocumentTexts) -> None:
        self.values = values
        self._words = words
        self._untranslated = words.language != values.language.partition("-")[0]
        self._translation = translation_for(values, words.language)

    def wordings(self, part: BodyPart) -> tuple[Wording, ...]:
        if isinstance(part.line.value, Lack):
            return (Wording(gap(self._words, part.line.value)),)
        if part.sort == "text":
            return self._written(part)
        if part.place.endswith("/instrument"):
            return (self._instrument(part.line.value),)
        if part.sort == "code":
            return (self._code(part),)
        return (Wording(self._own(part)),)

    def _own(self, part: BodyPart) -> str:
        """Our word, a moment, a day or a number, as the letter's language has it."""
        value, words = part.line.value, self._words
        if part.sort == "moment":
            return dates.moment(parse_moment(value), words)
        if part.sort == "date":
            return dates.day(parse_moment(f"{value}T00:00:00Z").date(), words)
        if part.sort == "number" and part.place.endswith("size"):
            return dates.number(int(value), words)
        return words(value) if isinstance(value, Term) else value

    def _code(self, part: BodyPart) -> Wording:
        """Return what machines read, as it is; a State also by its name."""
        value = part.line.value
        names = self.values.states.get(value, {})
        if part.place.endswith("_state") and names:
            return Wording(f"{named(names, self._words.language)} ({value})")
        return Wording(value, UNKNOWN)

    def _instrument(self, identifier: str) -> Wording:
        title, own = instrument_title(identifier, self.values.instruments, self._words)
        return Wording(title) if own else Wording(title, "en", self._mark("en"))

    def _written(self, part: BodyPart) -> tuple[Wording, ...]:
        """Return what a person wrote, and a translation of it where one holds."""
        language, text = self.values.language, shown_text(part.line.value)
        if not is_translatable(part):
            return (Wording(text, UNKNOWN),)
        if not self._untranslated:
            return (Wording(text, language),)
        fields: Mapping[str, str] = self._translation.fields if self._translation else {}
        translated = fields.get(part.place)
        if translated is None:
            return (Wording(text, language, self._mark(language)),)
        original = self._say(N_("Original, {language}"), language)
        into = self._say(N_("Translation, {language}"), self._words.language)
        return (
            Wording(text, language, original),
            Wording(shown_text(translated), self._words.language, into),
        )

    def _mark(self, language: str) -> str:
        return self._say(N_("{language}, not translated"), language)

    def _say(self, text: str, language: str) -> str:
        return self._words.say(text, language=language_name(language, self._words))
