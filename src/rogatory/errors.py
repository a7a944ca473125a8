# SPDX-License-Identifier: Apache-2.0
"""The two trees of expected failure, and the codes that name each reason.

    RogatoryError
    ├── Refused       they sent something wrong: sending the same again will not help
    └── Unreachable   it did not arrive: the same may succeed later

Anything else that leaves a package is a fault of ours. A `Code` is stable for ever: it is what the
exit status, the API, the log and the translations know a reason by. The sentences are English
sources for translation; the edge (console, command line) turns them into words.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise
from string import Formatter
from typing import NamedTuple, NewType

Source = NewType("Source", str)
"""A phrase of ours, fixed and marked for translation (`wire.words.P_`)."""


class TranslatableText(str):
    """A text that has its form in another language, or that is not ours to translate.

    `wire.words` has both kinds.
    """

    __slots__ = ()

    def as_json(self, document: "DocumentWords") -> dict[str, object]:
        """Return the text as documents give it: as it reads, and what it is made of."""
        return {"text": document.text(self)}


type Phrase = Source | TranslatableText
"""The values that may occur inside a sentence of ours."""

NO_ARTICLE = "-"
"""The citation of practice, which has no article."""

CITES = "cites"
"""The field of a reason that has the id, in the law's data, of the provision that it rests on: which one
that is depends on the instrument, and `treaty.citing` finds it where the reason is rendered."""

PROBLEM = "problem"
"""The field of a sentence whose value is a phrase of ours, with fields of its own or without."""


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The words of a document for scripts: how it gives a text, and how a reason."""

    text: Callable[[str], str]
    reason: Callable[["Reason"], Mapping[str, object]]

    def field(self, name: str, value: str | int) -> object:
        """Return a field of a reason: a number, a text, or a phrase with what it is made of."""
        if isinstance(value, TranslatableText):
            return value.as_json(self)
        if name == PROBLEM and isinstance(value, str):
            return {"text": self.text(value), "phrase": value}
        return value

    def fields(self, fields: Mapping[str, str | int]) -> dict[str, object]:
        return {name: self.field(name, value) for name, value in fields.items()}


_KNOWN: dict[str, "Code"] = {}
"""Every code that this process has, by id: what was written down with a code is read again by it."""

_CODE_FORM = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")


class ExitStatus(IntEnum):
    """The exit status of a command."""

    HOLDS = 0
    REFUSED = 1
    USAGE = 2
    NOT_CHECKED = 3
    UNREACHABLE = 4
    FAULT = 70


@dataclass(frozen=True, slots=True)
class Code:
    """The stable name of a reason, with its sentence and what to do about it.

    `what` says what is wrong, `remedy` who must do what, or nothing where an alert says both; they are
    `str.format` templates over the fields given to `because`. `certainty` is how well the statement of the treaty is known
    that they rest on, where that is the same in every case; it is a field of each reason. `article` is the provision, in the
    form of the law's data, where that is the same; several are joined by commas. `cites` is the id of the
    provision in the law's data, where it depends on the instrument of the request. Sentences name neither: `Reason.basis` has
    both, and who shows a reason cites it in the reader's language.
    """

    id: str
    what: str
    remedy: str
    certainty: str = ""
    article: str = ""
    cites: str = ""

    def __post_init__(self) -> None:
        if not _CODE_FORM.match(self.id):
            raise ValueError(f"a code is lower-case words joined by hyphens, not {self.id!r}")
        _KNOWN[self.id] = self

    def because(
        self,
        known: Mapping[str, str | int] | None = None,
        /,
        *,
        problem: Phrase | None = None,
        **fields: str | int,
    ) -> "Reason":
        """Return the reason that this code gives in one case; a missing field is our fault
        (KeyError).

        `known` are fields that several reasons have in common.

        The problem is the only field that holds a sentence of ours, so it is marked as one: English
        left inside a sentence of another language is a fault that the types show.
        """
        always = {"certainty": self.certainty} if self.certainty else {}
        always |= {CITES: self.cites} if self.cites else {}
        found = {**always, **(known or {}), **fields}
        reason = Reason(self, found if problem is None else {**found, PROBLEM: problem})
        reason.sentence()
        return reason


def known_code(name: str) -> Code | None:
    """Return the code of that id, if a package that this process has imported defines it."""
    return _KNOWN.get(name)


class ReasonBasis(NamedTuple):
    """The provision that a reason rests on, in the form of the law's data, and its certainty."""

    article: str
    certainty: str


PRACTICE = ReasonBasis(NO_ARTICLE, "practice")
"""The basis of what no instrument demands."""


_STOPS = (".", "。")

_TWO_STOPS = re.compile(r"[.。]{2}")


def sentences_in(fields: Mapping[str, str | int]) -> frozenset[str]:
    """Return the names of the fields whose values are sentences of ours, or of another program."""
    return frozenset(
        name
        for name, value in fields.items()
        if name == PROBLEM or isinstance(value, TranslatableText)
    )


def fill(
    template: str, fields: Mapping[str, str | int], sentences: Collection[str] | None = None
) -> str:
    """Return a text with its fields put in: of those that are sentences one that ends with a full stop, before
    another one, loses its own. A name that ends with one keeps it. `sentences` are their names, where the values
    do not show it.
    """
    text = template.format(**fields)
    if not _TWO_STOPS.search(text):
        return text
    parts = list(Formatter().parse(template))
    followed = {
        name
        for (_, name, _, _), (after, *_) in pairwise([*parts, ("", None, None, None)])
        if name and after.startswith(_STOPS)
    }
    of_ours = followed.intersection(sentences_in(fields) if sentences is None else sentences)
    shown = {
        name: _without_stop(value) if name in of_ours and isinstance(value, str) else value
        for name, value in fields.items()
    }
    return template.format(**shown)


def _without_stop(text: str) -> str:
    return text[:-1] if text.endswith(_STOPS) else text


def basis_in(provisions: Mapping[str, ReasonBasis], cites: str | None) -> ReasonBasis:
    """Return the provision of an id among those that a view has, practice for no id."""
    return PRACTICE if cites is None else provisions[cites]


def cited_plainly(basis: ReasonBasis) -> str:
    """Return a provision as lists in English give it: the article and its certainty, or the latter alone."""
    article, certainty = basis
    return certainty if article == NO_ARTICLE else f"article {article}, {certainty}"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in one case."""

    code: Code
    fields: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def basis(self) -> ReasonBasis | None:
        """Return the provision that the code or this case names; None where neither does, and where
        nothing is recorded of its certainty. Practice is a provision without an article.
        """
        article = self.code.article or self.fields.get("article")
        certainty = self.fields.get("certainty")
        return ReasonBasis(str(article), str(certainty)) if article and certainty else None

    def sentence(self) -> str:
        """Return in English what is wrong, who must do what, and the provision it rests on."""
        text = fill(self.code.what, self.fields)
        text = f"{text} {fill(self.code.remedy, self.fields)}".rstrip()
        basis = self.basis
        if basis is None or basis.article == NO_ARTICLE:
            return text
        word = "articles" if ", " in basis.article else "article"
        return f"{text} ({word} {basis.article}; certainty: {basis.certainty})"

    def as_json(self) -> dict[str, object]:
        basis = self.basis
        return {
            "code": self.code.id,
            "what": fill(self.code.what, self.fields),
            "remedy": fill(self.code.remedy, self.fields),
            **(basis._asdict() if basis else {}),
            "fields": ENGLISH.fields(self.fields),
        }


ENGLISH = DocumentWords(str, Reason.as_json)
"""The words of what commands print."""


def printed_reasons(reasons: Iterable[Reason]) -> str:
    """Return reasons as they are printed in English: the code before each."""
    return "; ".join(f"[{one.code.id}] {one.sentence()}" for one in reasons)


class RogatoryError(Exception):
    """An expected failure: all its reasons, never only the first."""

    exit_status = ExitStatus.FAULT

    def __init__(self, reasons: Reason | Iterable[Reason]) -> None:
        self.reasons = (reasons,) if isinstance(reasons, Reason) else tuple(reasons)
        if not self.reasons:
            raise ValueError("a refusal gives at least one reason")
        super().__init__(printed_reasons(self.reasons))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code.id for reason in self.reasons)


class Refused(RogatoryError):
    """They sent something wrong."""

    exit_status = ExitStatus.REFUSED


class Unreachable(RogatoryError):
    """It did not arrive."""

    exit_status = ExitStatus.UNREACHABLE


def refuse_if_any(reasons: Iterable[Reason]) -> None:
    """Raise `Refused` with every reason given, or return if there is none."""
    found = tuple(reasons)
    if found:
        raise Refused(found)


def refuse_by_checks(checks: Iterable[Callable[[], Iterable[Reason]]]) -> None:
    """Raise with the reasons of all checks, those of a check that fails as well.

    Raises:
        Unreachable: there are reasons, and a check could not reach what it looks at.
        Refused: there are other reasons.
    """
    reasons: list[Reason] = []
    unreachable = False
    for check in checks:
        try:
            reasons += check()
        except RogatoryError as error:
            reasons += error.reasons
            unreachable = unreachable or isinstance(error, Unreachable)
    if reasons and unreachable:
        raise Unreachable(reasons)
    refuse_if_any(reasons)
