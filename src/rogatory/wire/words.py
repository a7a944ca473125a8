# SPDX-License-Identifier: Apache-2.0
"""Marks an English source text for translation; the edge translates it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Self

type Say = Callable[[str], str]
"""Gives a fixed text in a reader's language."""


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    return text


class Said(str):
    """A sentence made of a template (marked by `N_`) and its fields.

    It prints as English; `in_words` says it in another language, fields that are sentences
    themselves included.
    """

    __slots__ = ("fields", "template")

    template: str
    fields: Mapping[str, str | int]

    def __new__(cls, template: str, **fields: str | int) -> Self:
        said = super().__new__(cls, template.format(**fields))
        said.template, said.fields = template, fields
        return said

    def in_words(self, say: Say) -> str:
        return say(self.template).format(
            **{name: in_words(value, say) for name, value in self.fields.items()}
        )


class SaidInTurn(Said):
    """Several sentences, one after the other."""

    __slots__ = ("between", "parts")

    parts: tuple[str, ...]
    between: str

    @classmethod
    def of(cls, parts: Iterable[str], between: str = "; ") -> Self:
        found = tuple(parts)
        said = cls("{text}", text=between.join(found))
        said.parts, said.between = found, between
        return said

    def in_words(self, say: Say) -> str:
        return self.between.join(str(in_words(part, say)) for part in self.parts)


def in_words(text: str | int, say: Say) -> str | int:
    """A text in a reader's language: a sentence by its template, a bare field as it stands."""
    return text.in_words(say) if isinstance(text, Said) else text
