# SPDX-License-Identifier: Apache-2.0
"""The terms of docs/glossary.md, and the catalogues' entries that use another word for one.

`python tests/docs/glossary_terms.py` prints these, with what they are translated as.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "glossary.md"
STEMS = Path(__file__).with_name("glossary_stems.yaml")
LANGUAGES = ("ar", "es", "fr", "ru", "zh")
PACKAGE = ROOT / "src" / "rogatory"
CATALOGUES = {
    "console": "console/locale/{folder}/LC_MESSAGES/django.po",
    "report": "node/court/report/locale/{language}.po",
    "letters": "node/letters/locale/{language}.po",
}

VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")
"""Arabic texts may have them or not, and the long stroke as well: the word is the same."""
SAME = str.maketrans({"\u2019": "'", "\u00a0": " ", "\u202f": " ", "ё": "е"})

NOT_WORDS = re.compile(r"`[^`]*`|\{[^}]*\}|%\(\w+\)s|\w+(?:[._]\w+)+|https?://\S+")
"""Code, values, and names of files: no language has words for them."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the page; `decided` and `stems` by language."""

    name: str
    decided: Mapping[str, str]
    english: re.Pattern[str]
    other_senses: re.Pattern[str] | None
    stems: Mapping[str, re.Pattern[str]]

    def is_used(self, english: str) -> bool:
        """Decide whether an English text, in small letters, uses the term in the page's sense."""
        text = english
        if self.other_senses is not None:
            text = self.other_senses.sub(" ", text)
        return self.english.search(text) is not None

    def is_translated(self, language: str, translation: str) -> bool:
        """Decide whether a translation uses the decided word, however inflected."""
        return self.stems[language].search(plain(translation)) is not None


def plain(text: str) -> str:
    """Return the text as stems are compared with it."""
    return VOWEL_SIGNS.sub("", text.casefold().translate(SAME))


def decisions() -> dict[str, dict[str, str]]:
    """Return the rows of the page's tables in six languages: each term with its words by language."""
    found: dict[str, dict[str, str]] = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 7 and cells[0] not in {"Term", "---"}:
            assert cells[0] not in found, f"{cells[0]} is decided twice"
            found[cells[0]] = dict(zip(("ar", "es", "fr", "ru", "zh"), cells[1:6], strict=True))
            found[cells[0]]["reason"] = cells[6]
    return found


@cache
def terms() -> tuple[Term, ...]:
    """Return the terms in the page's order, each with its stems."""
    stems = yaml.safe_load(STEMS.read_text("utf-8"))
    decided = decisions()
    assert stems.keys() == decided.keys(), stems.keys() ^ decided.keys()
    return tuple(
        Term(
            name,
            {language: row[language] for language in LANGUAGES},
            _whole_words(stems[name]["en"]),
            _whole_words(stems[name]["not"]) if "not" in stems[name] else None,
            {language: _stem(language, stems[name][language]) for language in LANGUAGES},
        )
        for name, row in decided.items()
    )


def _whole_words(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{expression})(?![\w-])")


def _stem(language: str, expression: str) -> re.Pattern[str]:
    begin = r"(?<!\w)" if language in {"es", "fr", "ru"} else ""
    return re.compile(f"{begin}(?:{plain(expression)})")


def entries(catalogue: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield each translated text in English with its translation; of plurals, the last form."""
    folder = {"zh": "zh_Hans"}.get(language, language)
    place = PACKAGE / CATALOGUES[catalogue].format(folder=folder, language=language)
    with place.open("rb") as file:
        for message in read_po(file):
            english = message.id if isinstance(message.id, str) else (message.id or [""])[0]
            translation = message.string if isinstance(message.string, str) else message.string[-1]
            if english and translation:
                yield english, translation


def departures(catalogue: str, language: str) -> dict[str, list[str]]:
    """Return by term the English texts whose translation uses another word for it."""
    found: dict[str, list[str]] = {}
    for english, translation in entries(catalogue, language):
        for term in used(english):
            if not term.is_translated(language, translation):
                found.setdefault(term.name, []).append(english)
    return found


@cache
def used(english: str) -> tuple[Term, ...]:
    """Return the terms that an English text uses; the same text is asked for once per language."""
    text = NOT_WORDS.sub(" ", english).casefold()
    return tuple(term for term in terms() if term.is_used(text))


def _printed() -> Iterator[str]:
    for catalogue in CATALOGUES:
        for language in LANGUAGES:
            translations = dict(entries(catalogue, language))
            for name, texts in departures(catalogue, language).items():
                for english in texts:
                    yield f"{catalogue} {language} {name}: {english}\n    {translations[english]}\n"


if __name__ == "__main__":
    sys.stdout.writelines(_printed())
