# SPDX-License-Identifier: Apache-2.0
"""The languages of printed documents, and a writer's words in one of them.

English is the source. Each writer has a catalogue for each other language,
`locale/<language>.po` in its package, compiled to `.mo` by its `catalogues.py`; at run time the
compiled file alone is read, by Python's own gettext.
"""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from rogatory.node.printing.shown_text import PrintableText, isolated, shown_text
from rogatory.wire.words import N_, FilledText, TextsInTurn

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")

RIGHT_TO_LEFT = frozenset({"ar"})

NAMES: Mapping[str, str] = {
    "ar": N_("Arabic"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "fr": N_("French"),
    "ru": N_("Russian"),
    "zh": N_("Chinese"),
}
"""The languages that a document can name; another is named by its code."""


@dataclass(frozen=True, slots=True)
class DocumentTexts:
    """The fixed texts in one language. What has no translation stays English: see `knows`.

    `singular` has, by the form for many, the form for one of each text with a number in it.
    """

    language: str = "en"
    catalogue: gettext.NullTranslations = field(
        default_factory=gettext.NullTranslations, repr=False
    )
    singular: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __call__(self, text: str) -> str:
        return self.catalogue.gettext(text) if text else text

    def knows(self, text: str) -> bool:
        """Decide whether a source is translated, or needs no translation."""
        return self.language == "en" or bool(self.catalogue.gettext(text) != text)

    def say(self, text: str, **fields: object) -> str:
        """Return a fixed text with its fields, each printable and in a direction of its own."""
        return self.filled(self(text), fields)

    def filled(self, text: str, fields: Mapping[str, object]) -> str:
        """Return a text in this language with its fields."""
        right_to_left = self.language in RIGHT_TO_LEFT
        shown = {
            name: value
            if isinstance(value, PrintableText)
            else isolated(str(value), right_to_left=right_to_left)
            for name, value in fields.items()
        }
        return PrintableText(text.format(**shown) if fields else text)

    def bracketed(self, text: object) -> str:
        """Return a text in this language's brackets, such as the number of a point."""
        return f"（{text}）" if self.language == "zh" else f"({text})"

    def beside(self, text: object) -> str:
        """Return a text in brackets for the end of another, with the space between the two."""
        return self.bracketed(text) if self.language == "zh" else f" {self.bracketed(text)}"

    def counted(self, text: str, count: int) -> str:
        """Return the form of a text with `{count}` in it that goes with the number."""
        if text not in self.singular:
            return self(text)
        return self.catalogue.ngettext(self.singular[text], text, count)

    def rendered(self, text: str) -> str:
        """Return a remark: each template in it in this language, its fields as they are, printable
        and each in a direction of its own.
        """
        if isinstance(text, TextsInTurn):
            return PrintableText(text.between.join(self.rendered(part) for part in text.parts))
        if not isinstance(text, FilledText):
            return shown_text(self(text))
        fields = {name: self._field(value) for name, value in text.fields.items()}
        count = text.fields.get("count")
        if isinstance(count, int):
            return PrintableText(self.counted(text.template, count).format(**fields))
        return PrintableText(self(text.template).format(**fields))

    def _field(self, value: str | int) -> str:
        if isinstance(value, FilledText):
            return self.rendered(value)
        return isolated(str(value), right_to_left=self.language in RIGHT_TO_LEFT)


def catalogue_in(package: str, language: str) -> gettext.NullTranslations:
    """Return a package's compiled catalogue; a language that is not in `LANGUAGES` is a fault of
    the caller (KeyError).
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    if language == "en":
        return gettext.NullTranslations()
    with files(package).joinpath(f"locale/{language}.mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)
