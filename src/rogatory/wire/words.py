# SPDX-License-Identifier: Apache-2.0
"""Marks an English source text for translation; the edge translates it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self, override

from rogatory.errors import (
    PROBLEM,
    DocumentWords,
    Phrase,
    Reason,
    RogatoryError,
    Source,
    TranslatableText,
    fill,
    printed_reasons,
    sentences_in,
)

type Say = Callable[[str], str]
"""Gives a fixed text in a reader's language."""

type Show = Callable[[str | int], str | int]
"""Shows a field that is data, or a text that is another's."""

UNDETERMINED = "und"
"""The language of words whose language nobody stated."""

LONGEST_OF_THEIRS = 200
"""Characters of a library's own words: some repeat the whole text that they could not read."""


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    return text


def P_(text: str) -> Source:  # noqa: N802 - beside N_, for the same tools
    """Mark a phrase in the sentence of a reason: what is wrong, in a few words.

    Pages show it; documents, whose catalogues have what `N_` marks, show no reasons.
    """
    return Source(text)


def as_it_is(value: str | int) -> str | int:
    return value


class FilledText(TranslatableText):
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
        text = super().__new__(cls, fill(template, found))
        text.template, text.fields = template, found
        return text

    def in_words(self, say: Say, show: Show = as_it_is) -> str:
        return fill(
            say(self.template),
            {name: _field(name, value, say, show) for name, value in self.fields.items()},
            sentences_in(self.fields),
        )

    @override
    def as_json(self, document: DocumentWords) -> dict[str, object]:
        text = document.text(self)
        return {"text": text, "phrase": self.template, "fields": document.fields(self.fields)}

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        """Support a reader in a child process, which sends its reasons to its parent whole."""
        return _filled, (self.template, dict(self.fields))


class TextsInTurn(FilledText):
    """Several sentences, one after the other."""

    __slots__ = ("between", "parts")

    parts: tuple[str, ...]
    between: str

    @classmethod
    def of(cls, parts: Iterable[str], between: str = "; ") -> Self:
        found = tuple(parts)
        joined = cls("{text}", text=between.join(found))
        joined.parts, joined.between = found, between
        return joined

    @override
    def in_words(self, say: Say, show: Show = as_it_is) -> str:
        return self.between.join(str(in_words(part, say, show)) for part in self.parts)

    @override
    def as_json(self, document: DocumentWords) -> dict[str, object]:
        parts = [document.field(PROBLEM, part) for part in self.parts]
        return {"text": document.text(self), "parts": parts, "between": self.between}

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return TextsInTurn.of, (self.parts, self.between)


class Theirs(TranslatableText):
    """A text of a library or another program: shown as it is, and marked so.

    The sentence around it says what is wrong without it.
    """

    __slots__ = ()

    @override
    def as_json(self, document: DocumentWords) -> dict[str, object]:
        return {"text": str(self), "theirs": str(self)}


class OwnWords(TranslatableText):
    """A person's text, with its language as a BCP 47 tag (`und` where nobody stated it)."""

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str, language: str = UNDETERMINED) -> Self:
        words = super().__new__(cls, text)
        words.language = language
        return words

    @override
    def as_json(self, document: DocumentWords) -> dict[str, object]:
        return {"text": str(self), "words": str(self), "language": self.language}

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return OwnWords, (str(self), self.language)


class Statement(TranslatableText):
    """The reasons that a node writes down of a failure or an alert: each a code and its fields.

    It prints as English; `wire.statements` has the form in which it is stored. It may be the problem of
    another reason.
    """

    __slots__ = ("reasons",)

    reasons: tuple[Reason, ...]

    def __new__(cls, reasons: Reason | Iterable[Reason]) -> Self:
        found = (reasons,) if isinstance(reasons, Reason) else tuple(reasons)
        if not found:
            raise ValueError("a statement has at least one reason")
        statement = super().__new__(cls, printed_reasons(found))
        statement.reasons = found
        return statement

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code.id for reason in self.reasons)

    def in_words(self, say: Say, show: Show = as_it_is) -> str:
        return " ".join(one.in_words(say, show) for one in _sentences(self.reasons))

    @override
    def as_json(self, document: DocumentWords) -> dict[str, object]:
        return _with_reasons(self, self.reasons, document)

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return Statement, (self.reasons,)


class ReasonsInTurn(TextsInTurn):
    """The sentences of reasons one after the other, without their codes; `reasons` keeps these."""

    __slots__ = ("reasons",)

    reasons: tuple[Reason, ...]

    @override
    def as_json(self, document: DocumentWords) -> dict[str, object]:
        return _with_reasons(self, self.reasons, document)

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return reasons_text, (self.reasons,)


def statement_of(error: RogatoryError) -> Statement:
    """Return what an error says, to be written down."""
    return Statement(error.reasons)


def in_words(text: str | int, say: Say, show: Show = as_it_is) -> str | int:
    """Return a text in a reader's language: a sentence by its template, a bare field as it is."""
    return text.in_words(say, show) if isinstance(text, FilledText | Statement) else show(text)


def reasons_text(reasons: Iterable[Reason]) -> ReasonsInTurn:
    """Return the sentences of reasons, as the problem of another one."""
    found = tuple(reasons)
    sentences = ReasonsInTurn.of(_sentences(found), " ")
    sentences.reasons = found
    return sentences


def problems_text(reasons: Iterable[Reason]) -> TextsInTurn:
    """Return what is wrong by some reasons, without their remedies: another code has its own."""
    return TextsInTurn.of((_filled(reason.code.what, reason.fields) for reason in reasons), " ")


def problem_of(error: Exception, longest: int = LONGEST_OF_THEIRS) -> Phrase:
    """Return what an error says of the text that a reader did not like, as a phrase.

    It is the one that it was raised with, or what its reasons say; a library's error says it in the
    library's words.
    """
    if isinstance(error, RogatoryError):
        return reasons_text(error.reasons)
    found = error.args[0] if error.args else ""
    if isinstance(found, TranslatableText):
        return found
    return theirs(str(error) or type(error).__name__, longest)


def theirs(text: str, longest: int = LONGEST_OF_THEIRS) -> Theirs:
    """Return another program's words as a page can show them."""
    return Theirs("".join(one if one.isprintable() else " " for one in text[:longest]))


def _field(name: str, value: str | int, say: Say, show: Show) -> str | int:
    if name == PROBLEM and isinstance(value, str) and not isinstance(value, TranslatableText):
        return say(value)
    return in_words(value, say, show)


def _sentences(reasons: Iterable[Reason]) -> Iterator[FilledText]:
    for reason in reasons:
        yield _filled(reason.code.what, reason.fields)
        if reason.code.remedy:
            yield _filled(reason.code.remedy, reason.fields)


def _filled(template: str, fields: Mapping[str, Any]) -> FilledText:
    return FilledText(template, **fields)


def _with_reasons(
    text: str, reasons: Iterable[Reason], document: DocumentWords
) -> dict[str, object]:
    found = [document.reason(reason) for reason in reasons]
    return {"text": document.text(text), "reasons": found}
