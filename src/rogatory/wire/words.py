# SPDX-License-Identifier: Apache-2.0
"""Marks an English source text for translation; the edge translates it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self, override

from rogatory.errors import Phrase, Reason, RogatoryError, Source, TranslatableText

type Say = Callable[[str], str]
"""Gives a fixed text in a reader's language."""

type Show = Callable[[str | int], str | int]
"""Shows a field that is data, or a text that is another's."""

PROBLEM = "problem"
"""The field of a sentence whose value is a phrase of ours, with fields of its own or without."""

LONGEST_OF_THEIRS = 200
"""Characters of a library's own words: some repeat the whole text that they could not read."""


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    return text


def P_(text: str) -> Source:  # noqa: N802 - beside N_, for the same tools
    """Marks a phrase that stands in the sentence of a reason: what is wrong, in a few words.

    Pages tell it; documents, whose catalogues have what `N_` marks, tell no reasons.
    """
    return Source(text)


def as_it_is(value: str | int) -> str | int:
    return value


class Said(TranslatableText):
    """A sentence made of a template (marked by `N_` or `P_`) and its fields.

    It prints as English; `in_words` says it in another language, fields that are sentences
    themselves included.
    """

    __slots__ = ("fields", "template")

    template: str
    fields: Mapping[str, str | int]

    def __new__(
        cls, template: str, /, *, problem: Phrase | None = None, **fields: str | int
    ) -> Self:
        found = fields if problem is None else {**fields, PROBLEM: problem}
        said = super().__new__(cls, template.format(**found))
        said.template, said.fields = template, found
        return said

    def in_words(self, say: Say, show: Show = as_it_is) -> str:
        return say(self.template).format(
            **{name: _field(name, value, say, show) for name, value in self.fields.items()}
        )

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        """A reader in a child process tells its reasons to its parent whole."""
        return _said, (self.template, dict(self.fields))


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

    @override
    def in_words(self, say: Say, show: Show = as_it_is) -> str:
        return self.between.join(str(in_words(part, say, show)) for part in self.parts)

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return SaidInTurn.of, (self.parts, self.between)


class Theirs(TranslatableText):
    """What a library or another program says in its own words: shown as it is, and marked so.

    The sentence around it says what is wrong without it.
    """

    __slots__ = ()


def in_words(text: str | int, say: Say, show: Show = as_it_is) -> str | int:
    """A text in a reader's language: a sentence by its template, a bare field as it stands."""
    return text.in_words(say, show) if isinstance(text, Said) else show(text)


def reasons_told(reasons: Iterable[Reason]) -> SaidInTurn:
    """What reasons say, as the problem of another one."""
    return SaidInTurn.of(
        (
            _said(sentence, reason.fields)
            for reason in reasons
            for sentence in (reason.code.what, reason.code.remedy)
        ),
        " ",
    )


def what_told(reasons: Iterable[Reason]) -> SaidInTurn:
    """What is wrong by some reasons, without their remedies: another code has its own."""
    return SaidInTurn.of((_said(reason.code.what, reason.fields) for reason in reasons), " ")


def problem_of(error: Exception, longest: int = LONGEST_OF_THEIRS) -> Phrase:
    """What an error says of the text that a reader did not like, as a phrase.

    It is the one that it was raised with, or what its reasons say; a library's error says it in the
    library's words.
    """
    if isinstance(error, RogatoryError):
        return reasons_told(error.reasons)
    found = error.args[0] if error.args else ""
    if isinstance(found, TranslatableText):
        return found
    theirs = (str(error) or type(error).__name__)[:longest]
    return Theirs("".join(one if one.isprintable() else " " for one in theirs))


def _field(name: str, value: str | int, say: Say, show: Show) -> str | int:
    if name == PROBLEM and isinstance(value, str) and not isinstance(value, TranslatableText):
        return say(value)
    return in_words(value, say, show)


def _said(template: str, fields: Mapping[str, Any]) -> Said:
    return Said(template, **fields)
