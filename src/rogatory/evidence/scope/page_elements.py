# SPDX-License-Identifier: Apache-2.0
"""Parts of a page (HTML) while it is read: open elements, and the rows, lists and messages among them."""

from dataclasses import dataclass, field

from rogatory.evidence.scope.field_names import FieldNames

MOST_FIELDS = 2000
"""Cells of a row, and fields of a list or message."""

LAST_LINE_IS_TIME = "content_cell"
"""The class of a message's part whose last line is its moment."""

TEXT_PARTS = frozenset({"text", "message_text", "body_text", "full_text"})
"""The names of parts that are the text of a message."""


@dataclass(slots=True)
class PagePart:
    """The text of one element that is kept: a cell, a field, a label."""

    name: str = ""
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    cut: bool = False
    is_header: bool = False
    spans: bool = False
    has_table: bool = False
    stated: str = ""
    """An attribute's statement in the text's place."""

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


@dataclass(slots=True)
class PageBlock:
    """A row, list or message while it is read."""

    number: int
    parts: list[PagePart] = field(default_factory=list)
    has_text: bool = False
    is_message: bool = False
    records: int = 0


@dataclass(slots=True)
class PageTable:
    number: int
    names: FieldNames | None = None
    rows: int = 0
    unknown: int = 0
    pairs: list[tuple[str, str]] = field(default_factory=list)
    size: int = 0


@dataclass(slots=True)
class PageElement:
    tag: str
    table: PageTable | None = None
    block: PageBlock | None = None
    part: PagePart | None = None
