# SPDX-License-Identifier: Apache-2.0
"""Pages (HTML): rows of tables, lists of names and values, and messages whose parts their classes name.

The parser of the standard library reads them piece by piece; nothing is run, loaded or shown. What of a page is in
none of these shapes makes one more record, which is not judged and says why.
"""

import codecs
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import BinaryIO

from rogatory.evidence.scope.field_names import names_of
from rogatory.evidence.scope.page_elements import (
    LAST_LINE_IS_TIME,
    MOST_FIELDS,
    TEXT_PARTS,
    PageBlock,
    PageElement,
    PagePart,
    PageTable,
)
from rogatory.evidence.scope.page_records import PageRecords
from rogatory.evidence.scope.records import BrokenTextError, FoundRecord
from rogatory.evidence.scope.text_encoding import encoding_of_page

LONGEST_MARKUP = 1 << 19
"""Characters of a tag, comment or script: each is in memory until it ends, as the parser's matches a hundred times."""

LONGEST_FIELD = 1 << 16
"""Characters that are kept of a cell or field: what is longer is no account or time."""

DEEPEST = 500
"""Open elements: pages have a few dozen, and each end is looked for among them."""

_BLOCK = 1 << 16
_EMPTY = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_LABELS = frozenset(
    ["button", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "summary", "title"]
)
_UNSEEN = frozenset({"script", "style"})
_CLOSES = {
    "li": ({"li"}, {"ol", "ul", "table"}),
    "dt": ({"dt", "dd"}, {"dl", "table"}),
    "dd": ({"dt", "dd"}, {"dl", "table"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "p": ({"p"}, {"div", "li", "td", "th", "dd", "table", "section", "article"}),
}
"""Elements whose end need not be written: what begins one ends those before it, up to a boundary."""

_MESSAGES = frozenset(["chat_message", "comment", "mail", "message", "msg", "post"])
_RECORDS = _MESSAGES | frozenset(
    {"a6_g", "activity", "call", "entry", "event", "login", "outer_cell", "record", "session"}
)
"""Classes of an element that is one record; the last but a few are those of known archives."""

_KNOWN_PARTS = {"a6_h": "sender_name", "a6_p": "text", "a6_o": "date"}
_STATED_KINDS = frozenset({"email", "ip", "phone"})


def read_page(file: BinaryIO) -> Iterator[FoundRecord]:
    """Yield the records of a page; a last one says what of it was not judged."""
    start = file.read(_BLOCK)
    decoder = codecs.getincrementaldecoder(encoding_of_page(start))("replace")
    page = _Page()
    data = start
    try:
        while data:
            page.read(decoder.decode(data))
            yield from page.records.taken()
            left = LONGEST_MARKUP + 1 - len(page.rawdata)
            data = file.read(min(max(_BLOCK, len(page.rawdata)), left))
        page.read(decoder.decode(b"", final=True))
        page.finish()
    except BrokenTextError as error:
        page.records.add_problem(str(error))
    yield from page.records.taken()
    yield from page.records.rest()


class _Page(HTMLParser):
    """The parser's events as rows, lists and messages."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.records = PageRecords()
        self._open: list[PageElement] = []
        self._numbers = {"table": 0, "list": 0, "message": 0}
        self._unseen: str | None = None

    def read(self, text: str) -> None:
        try:
            self.feed(text)
        except (AssertionError, ValueError) as error:
            raise BrokenTextError("markup-unreadable") from error
        if len(self.rawdata) > LONGEST_MARKUP:
            raise BrokenTextError("markup-too-long")

    def finish(self) -> None:
        """End the page. What is left is not given to the parser, which would begin it anew at every `<`."""
        rest, self.rawdata = self.rawdata, ""
        if "<" in rest or self._unseen is not None:
            self.records.add_problem("markup-unfinished")
        else:
            self.handle_data(unescape(rest))
        self._close(0)

    # the parser's events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if (
            any(value.lstrip()[:5].lower() == "data:" for value in given.values())
            or "srcdoc" in given
        ):
            self.records.add_problem("embedded-not-read")
        if tag in _EMPTY:
            self.handle_data(
                "\n" if tag in {"br", "hr"} else given.get("value", "") if tag == "input" else ""
            )
            return
        if tag in _CLOSES:
            self._close_before(*_CLOSES[tag])
        if len(self._open) >= DEEPEST:
            raise BrokenTextError("nested-too-deep")
        if tag in _UNSEEN:
            self._unseen = tag
        self.handle_data(" " if tag in {"span", "a", "b", "i", "em"} else "\n")
        self._open.append(self._element(tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY and tag in {"svg", "path", "use", "rect", "circle"}:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = None
        boundary = {"table"} if tag != "table" else set()
        if tag not in {"td", "th", "tr", "table", "thead", "tbody", "tfoot"}:
            boundary |= {"td", "th"}
        self._close_before({tag}, boundary)

    def handle_comment(self, data: str) -> None:
        self.records.comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def handle_data(self, data: str) -> None:
        if self._unseen is not None:
            if self._unseen == "script" and data.strip():
                self.records.add_problem("script-not-read")
            return
        for element in reversed(self._open):
            if element.part is not None:
                self._keep(element.part, data)
                return
            if element.block is not None and element.tag != "tr":
                element.block.has_text = element.block.has_text or bool(data.strip())
                return
            if element.table is not None:
                break
        if data.strip():
            self.records.text_beside(data)

    # elements

    def _element(self, tag: str, given: dict[str, str]) -> PageElement:
        """Return the element with what is kept of it."""
        message = self._innermost_message()
        if message is None and (cell := self._open_part("td", "th")):
            cell.has_table = cell.has_table or tag == "table"
            return self._new_table(tag) if tag == "table" else PageElement(tag)
        if message is None and tag in {"table", "tr", "td", "th"}:
            return self._of_table(tag, given)
        marks = _marks(given)
        if tag not in {"body", "html"} and marks & _RECORDS:
            return self._new_message(tag, message, marks)
        if message is not None:
            return PageElement(tag, part=self._field_of(message, tag, marks, given))
        return self._of_list(tag)

    def _new_message(self, tag: str, around: PageBlock | None, marks: set[str]) -> PageElement:
        if around is not None:
            around.records += 1
        self._numbers["message"] += 1
        block = PageBlock(self._numbers["message"], is_message=bool(marks & _MESSAGES))
        return PageElement(tag, block=block)

    def _of_list(self, tag: str) -> PageElement:
        if tag in {"ul", "ol", "dl"}:
            self._numbers["list"] += 1
            return PageElement(tag, block=PageBlock(self._numbers["list"]))
        if tag in {"li", "dt", "dd"} and (block := self._innermost_list()):
            return PageElement(tag, part=self._added(block, PagePart(tag)))
        return PageElement(tag, part=PagePart("label") if tag in _LABELS else None)

    def _of_table(self, tag: str, given: dict[str, str]) -> PageElement:
        if tag == "table":
            return self._new_table(tag)
        table = next((one.table for one in reversed(self._open) if one.table), None)
        if table is None:
            return PageElement(tag)
        if tag == "tr":
            table.rows += 1
            return PageElement(tag, block=PageBlock(table.rows))
        row = next((one.block for one in reversed(self._open) if one.tag in {"tr", "table"}), None)
        if row is None:  # a cell without a row
            table.rows += 1
            row = PageBlock(table.rows)
            self._open.append(PageElement("tr", block=row))
        spans = any(
            given.get(name, "1").strip() not in {"", "1"} for name in ("colspan", "rowspan")
        )
        return PageElement(
            tag, part=self._added(row, PagePart(tag, is_header=tag == "th", spans=spans))
        )

    def _new_table(self, tag: str) -> PageElement:
        self._numbers["table"] += 1
        return PageElement(tag, table=PageTable(self._numbers["table"]))

    def _field_of(
        self, message: PageBlock, tag: str, marks: set[str], given: dict[str, str]
    ) -> PagePart | None:
        """Return the field of a message that an element is, by its classes."""
        if tag == "time":
            return self._added(message, PagePart("time", stated=given.get("datetime", "")))
        if self._inside_field():
            return None
        if LAST_LINE_IS_TIME in marks:
            return self._added(message, PagePart(LAST_LINE_IS_TIME))
        for mark in sorted(marks):
            name = _KNOWN_PARTS.get(mark, mark)
            names = names_of([name])
            if names.names_accounts and not (names.is_side or names.roles[0] in _STATED_KINDS):
                name = "author"
            if name in TEXT_PARTS or names.recognised:
                stated = given.get("title", "") if names.names_times else ""
                return self._added(message, PagePart(name, stated=stated))
        return None

    def _added(self, block: PageBlock, part: PagePart) -> PagePart:
        if len(block.parts) >= MOST_FIELDS:
            raise BrokenTextError("too-many-fields")
        block.parts.append(part)
        return part

    def _innermost_message(self) -> PageBlock | None:
        for element in reversed(self._open):
            if element.block is not None and element.tag not in {"tr", "ul", "ol", "dl"}:
                return element.block
        return None

    def _innermost_list(self) -> PageBlock | None:
        for element in reversed(self._open):
            if element.tag in {"ul", "ol", "dl"}:
                return element.block
        return None

    def _open_part(self, *tags: str) -> PagePart | None:
        for element in reversed(self._open):
            if element.table is not None:
                return None
            if element.tag in tags and element.part is not None:
                return element.part
        return None

    def _inside_field(self) -> bool:
        for element in reversed(self._open):
            if element.part is not None:
                return element.part.name != LAST_LINE_IS_TIME
            if element.block is not None:
                return False
        return False

    def _keep(self, part: PagePart, data: str) -> None:
        if part.size + len(data) > LONGEST_FIELD:
            part.cut = True
            return
        part.pieces.append(data)
        part.size += len(data)
        self.records.hold(len(data))

    # ends

    def _close_before(self, tags: set[str], boundary: set[str]) -> None:
        """End the innermost of these elements and all that is open in it, unless a boundary lies before it."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag in tags:
                self._close(index)
                return
            if self._open[index].tag in boundary:
                return

    def _close(self, index: int) -> None:
        while len(self._open) > index:
            element = self._open.pop()
            if element.table is not None:
                self.records.end_table(element.table)
            elif element.block is not None:
                self._end_block(element.tag, element.block)
            elif element.part is not None and element.part.name == "label":
                self.records.end_label(element.part)

    def _end_block(self, tag: str, block: PageBlock) -> None:
        if tag == "tr":
            table = next(one.table for one in reversed(self._open) if one.table)
            self.records.end_row(table, block)
        elif tag in {"ul", "ol"}:
            self.records.end_list(block)
        elif tag == "dl":
            self.records.end_definitions(block)
        else:
            self.records.end_message(block)


def _marks(given: dict[str, str]) -> set[str]:
    """Return the classes and properties of an element as names of fields are written."""
    words = f"{given.get('class', '')} {given.get('itemprop', '')}".split()[:50]
    return {re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_") for word in words}
