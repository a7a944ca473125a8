# SPDX-License-Identifier: Apache-2.0
"""The elements of a page, in any printed form: plain text in a few shapes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rogatory.node.printing.blanks import FillIn

UNKNOWN = "und"
"""The language of a text whose writer did not say (BCP 47)."""


class MissingText(str):
    """A text that says in its place that something lacks there: printers set it off."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Box:
    """A notice that must not be overlooked; `code` is printed as such, for comparing by eye."""

    text: str
    code: str = ""
    kind: str = "box"


class Fact(NamedTuple):
    """A label and its value, which may be empty; `level` is 0, or one more inside each group. `language`
    is that of a value which others wrote, empty if it is the page's own.
    """

    label: str
    value: str
    level: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class FactTable:
    rows: tuple[Fact, ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """`widths` in shares; a column in `codes` is of digests or paths, one in `foreign` is what
    others wrote; an outcome column gets a mark.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    codes: tuple[int, ...] = ()
    outcome: int | None = None
    foreign: tuple[int, ...] = ()
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Points:
    items: tuple[str, ...]
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class Commands:
    title: str
    lines: tuple[str, ...]
    kind: str = "commands"


class DiagramLine(NamedTuple):
    """From point to point, in one of the styles that both printers know."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str


class DiagramMark(NamedTuple):
    """A sign about a point: `circle`, `ring` or `diamond`; or the point of an `arrow` that goes
    to the left or to the right.
    """

    x: float
    y: float
    shape: str
    style: str


class Label(NamedTuple):
    """One line of text. `x` is its left end, its right end or its middle; `y` its foot."""

    x: float
    y: float
    text: str
    anchor: str
    size: float
    style: str
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in points, with what it shows in words for who cannot see it."""

    title: str
    description: str
    width: float
    height: float
    lines: tuple[DiagramLine, ...]
    marks: tuple[DiagramMark, ...]
    labels: tuple[Label, ...]
    kind: str = "picture"


class Wording(NamedTuple):
    """One wording of a text: `language` is empty if it is the document's own, `mark` is its
    description (the original, a translation), empty if it needs no mark.
    """

    text: str
    language: str = ""
    mark: str = ""


class LabelledText(NamedTuple):
    """The text of a point under a label, which may be empty: wordings are beside each other."""

    label: str
    wordings: tuple[Wording, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered point of a letter or form; `reference` is the article that it rests on, `body_keys`
    the fields of the body that it prints.
    """

    number: str
    title: str
    reference: str
    entries: tuple[LabelledText, ...]
    body_keys: str = ""
    kind: str = "point"


@dataclass(frozen=True, slots=True)
class Signing:
    """Places to be filled in by hand, by their labels: who signs, where and when."""

    labels: tuple[str, ...]
    kind: str = "signing"


type PlainBlock = (
    Paragraph | Box | FactTable | DocumentTable | Points | Commands | Picture | Point | Signing
)
type Block = PlainBlock | FillIn


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The sender and the addressee of a letter; `warning` is what must be seen first, such as that
    it is a draft.
    """

    state: str
    authority: str
    details: tuple[str, ...]
    references: tuple[Fact, ...]
    addressee: tuple[str, ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A part under a title; the first one that `is_annex` begins a page of its own."""

    title: str
    blocks: tuple[Block, ...]
    is_annex: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report or letter; `footer` is printed on every page.

    The sections of a report are numbered and listed. Those of a letter, which is a document with a
    letterhead, are not: its points are numbered.
    """

    language: str
    title: str
    subtitle: str
    footer: str
    sections: tuple[DocumentSection, ...]
    right_to_left: bool = False
    letterhead: Letterhead | None = None


def with_texts(document: Document, change: Callable[[str], str]) -> Document:
    """Return the document with each of its texts changed."""
    return replace(
        document,
        title=change(document.title),
        subtitle=change(document.subtitle),
        footer=change(document.footer),
        letterhead=_headed(document.letterhead, change),
        sections=tuple(
            replace(
                one,
                title=change(one.title),
                blocks=tuple(
                    block.changed(change) if isinstance(block, FillIn) else _changed(block, change)
                    for block in one.blocks
                ),
            )
            for one in document.sections
        ),
    )


def _changed(block: PlainBlock, change: Callable[[str], str]) -> PlainBlock:  # noqa: PLR0911 - one a shape
    match block:
        case Paragraph():
            return replace(block, text=change(block.text))
        case Box():
            return replace(block, text=change(block.text), code=change(block.code))
        case FactTable():
            rows = (
                one._replace(label=change(one.label), value=change(one.value)) for one in block.rows
            )
            return replace(block, rows=tuple(rows))
        case DocumentTable():
            return replace(
                block,
                header=_all(block.header, change),
                rows=tuple(_all(row, change) for row in block.rows),
            )
        case Points():
            return replace(block, items=_all(block.items, change))
        case Point():
            return replace(
                block,
                title=change(block.title),
                reference=change(block.reference),
                entries=tuple(_entry(one, change) for one in block.entries),
            )
        case Signing():
            return replace(block, labels=_all(block.labels, change))
        case Commands():
            return replace(block, title=change(block.title), lines=_all(block.lines, change))
        case Picture():
            return replace(
                block,
                title=change(block.title),
                description=change(block.description),
                labels=tuple(one._replace(text=change(one.text)) for one in block.labels),
            )


def _entry(entry: LabelledText, change: Callable[[str], str]) -> LabelledText:
    wordings = (
        one._replace(text=change(one.text), mark=change(one.mark)) for one in entry.wordings
    )
    return entry._replace(label=change(entry.label), wordings=tuple(wordings))


def _headed(head: Letterhead | None, change: Callable[[str], str]) -> Letterhead | None:
    if head is None:
        return None
    return Letterhead(
        state=change(head.state),
        authority=change(head.authority),
        details=_all(head.details, change),
        references=tuple(
            one._replace(label=change(one.label), value=change(one.value))
            for one in head.references
        ),
        addressee=_all(head.addressee, change),
        warning=change(head.warning),
    )


def _all(texts: Sequence[str], change: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(change(text) for text in texts)
