# SPDX-License-Identifier: Apache-2.0
"""The values of a message's body in a letter's language.

What a person wrote is printed exactly as written; in a letter of another language it is marked as not
translated, with its language, or a translation that holds is printed beside it.
"""

import re
from collections.abc import Mapping

from rogatory.node.letters import dates
from rogatory.node.letters.formal_terms import FORMAL
from rogatory.node.letters.instruments import instrument_title
from rogatory.node.letters.missing_items import Lack, gap
from rogatory.node.letters.values import LetterValues, Wordings
from rogatory.node.printing.blocks import UNKNOWN, Wording
from rogatory.node.printing.languages import NAMES, DocumentTexts
from rogatory.node.printing.shown_text import shown_text
from rogatory.node.translations.fields import is_translatable
from rogatory.requests.contents.plain_words import BodyPart, Term
from rogatory.treaty.grounds import stated_labels
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_

_NAMES = frozenset({"authority", "made_to", "name", "participants", "service", "with"})
"""Fields with a name, by the last part of their place that is no place in a list: within a sentence it
has no mark of its language."""


_REFERENCE = re.compile(r"(?=[^0-9]*[0-9])[A-Z0-9 ./()-]{1,40}")
"""A file number, such as `AR-2026-0417`, which is the same in every language."""


def language_name(language: str, words: DocumentTexts) -> str:
    """Return a language by its name where letters have one, else by its tag."""
    base = language.partition("-")[0]
    return words(NAMES[base]) if base in NAMES else language


def named(names: Mapping[str, str], language: str) -> str:
    """Return a name in a language, in English where there is none, empty where there is neither."""
    return names.get(language) or names.get("en", "")


def translation_for(values: LetterValues, language: str) -> Wordings | None:
    """Return the newest translation into the letter's language, where one holds."""
    found = [one for one in values.translations if one.language == language]
    return max(found, key=lambda one: (one.at, one.digest), default=None)


class ValueFormatter:
    """Formats values in the letter's language."""

    def __init__(self, values: LetterValues, words: DocumentTexts) -> None:
        self.values = values
        self._words = words
        self._untranslated = words.language != values.language.partition("-")[0]
        self._translation = translation_for(values, words.language)
        self._grounds = stated_labels(values.law)

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

    def inline(self, part: BodyPart) -> str:
        """Return a value as it is within a sentence of ours."""
        if part.sort != "text":
            return self._our_word(part)
        text = shown_text(part.line.value)
        if not self._untranslated or not is_translatable(part):
            return text
        translated = self._translated(part)
        if translated is not None:
            template = N_("{translation} (in the original: {written})")
            return self._words.say(template, translation=translated, written=text)
        if _last_name(part.place) in _NAMES or _REFERENCE.fullmatch(text):
            return text
        language = language_name(self.values.language, self._words)
        return self._words.say(
            N_("{written} [{language}, not translated]"), written=text, language=language
        )

    def _our_word(self, part: BodyPart) -> str:
        """Return a value of ours in the words of treaties, a State by its name alone."""
        value = part.line.value
        if part.sort == "term" and value in FORMAL:
            return self._words(FORMAL[value])
        if part.sort == "code" and value in self.values.states:
            name = named(self.values.states[value], self._words.language)
            return shown_text(name or value)
        return self.wordings(part)[0].text

    def _own(self, part: BodyPart) -> str:
        """Return our word, a moment, a day or a number, as the letter's language has it."""
        value, words = part.line.value, self._words
        if part.sort == "moment":
            return dates.moment(parse_moment(value), words)
        if part.sort == "date":
            return dates.day(parse_moment(f"{value}T00:00:00Z").date(), words)
        if part.place.endswith("size") and value.isdecimal():
            return dates.number(int(value), words)
        return words(value) if isinstance(value, Term) else value

    def _code(self, part: BodyPart) -> Wording:
        """Return what machines read, as it is; a State also by its name, a ground as a lawyer wrote it."""
        value = part.line.value
        names = self.values.states.get(value, {})
        if part.place == "/ground" and value in self._grounds:
            return Wording(f"{self._grounds[value]} ({value})", UNKNOWN)
        if part.place.endswith(("_state", "/state")) and names:
            return Wording(named(names, self._words.language) + self._words.beside(value))
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
        translated = self._translated(part)
        if translated is None and _REFERENCE.fullmatch(text):
            return (Wording(text, UNKNOWN),)
        if translated is None:
            return (Wording(text, language, self._mark(language)),)
        original = self._say(N_("Original, {language}"), language)
        into = self._say(N_("Translation, {language}"), self._words.language)
        return (
            Wording(text, language, original),
            Wording(shown_text(translated), self._words.language, into),
        )

    def _translated(self, part: BodyPart) -> str | None:
        return self._translation.fields.get(part.place) if self._translation else None

    def _mark(self, language: str) -> str:
        return self._say(N_("{language}, not translated"), language)

    def _say(self, text: str, language: str) -> str:
        return self._words.say(text, language=language_name(language, self._words))


def _last_name(place: str) -> str:
    return next((one for one in reversed(place.split("/")) if not one.isdigit()), "")
