# SPDX-License-Identifier: Apache-2.0
"""What a report is made of, whatever it is printed as: plain text in a few shapes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Box:
    """What must not be overlooked; `code` is printed as such, for comparing by eye."""

    text: str
    code: str = ""
    kind: str = "box"


@dataclass(frozen=True, slots=True)
class Facts:
    """Label, value and level: 0, or one more inside each group; a value may be empty."""

    rows: tuple[tuple[str, str, int], ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` in shares; a column in `codes` is of digests or paths; an outcome column gets a
    mark.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    codes: tuple[int, ...] = ()
    outcome: int | None = None
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


type Block = Paragraph | Box | Facts | Table | Points | Commands


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report; `footer` stands on every page."""

    language: str
    title: str
    subtitle: str
    footer: str
    sections: tuple[Section, ...]


def with_texts(document: Document, change: Callable[[str], str]) -> Document:
    """The document with each of its texts changed."""
    return Document(
        language=document.language,
        title=change(document.title),
        subtitle=change(document.subtitle),
        footer=change(document.footer),
        sections=tuple(
            Section(change(one.title), tuple(_changed(block, change) for block in one.blocks))
            for one in document.sections
        ),
    )


def _changed(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Paragraph():
            return replace(block, text=change(block.text))
        case Box():
            return replace(block, text=change(block.text), code=change(block.code))
        case Facts():
            rows = ((change(label), change(value), level) for label, value, level in block.rows)
            return replace(block, rows=tuple(rows))
        case Table():
            return replace(
                block,
                header=_all(block.header, change),
                rows=tuple(_all(row, change) for row in block.rows),
            )
        case Points():
            return replace(block, items=_all(block.items, change))
        case Commands():
            return replace(block, title=change(block.title), lines=_all(block.lines, change))


def _all(texts: Sequence[str], change: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(change(text) for text in texts)
