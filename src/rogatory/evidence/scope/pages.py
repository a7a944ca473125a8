# SPDX-License-Identifier: Apache-2.0
"""Pages (HTML): rows of tables, lists of names and values, and messages whose parts their classes name.

The parser of the standard library reads them piece by piece; nothing is run, loaded or shown. What of a page is in
none of these shapes makes one more record, which is not judged and says why.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from html.parser import HTMLParser
from typing import BinaryIO

from rogatory.evidence.scope.field_names import FieldNames, has_both_sides, names_of
from rogatory.evidence.scope.identifiers import UNNAMED, AccountIdentifier
from rogatory.evidence.scope.labels import LONGEST_LABEL, ShortLabels
from rogatory.evidence.scope.page_encoding import encoding_of_page
from rogatory.evidence.scope.records import FoundRecord
from rogatory.evidence.scope.times import read_time

LONGEST_MARKUP = 1 << 19
"""Characters of a tag, comment or script: each is in memory until it ends, as the parser's matches a hundred times."""

LONGEST_FIELD = 1 << 16
"""Characters that are kept of a cell or field: what is longer is no account or time."""

MOST_HELD = 4 << 20
"""Characters of all rows, lists and messages that are open at once."""

MOST_FIELDS = 2000
"""Cells of a row, and fields of a list or message."""

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
_PARTS = frozenset({"text", "message_text", "body_text", "full_text"})
_STATED_KINDS = frozenset({"email", "ip", "phone"})
_LAST_LINE_IS_TIME = "content_cell"
_PAIR = re.compile(r"([^:\n]{1,80}):\s*(.*)", re.DOTALL)


class _StoppedError(Exception):
    """The page cannot be read on, for this stable reason."""


@dataclass(slots=True)
class _Part:
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
class _Block:
    """A row, list or message while it is read."""

    number: int
    parts: list[_Part] = field(default_factory=list)
    size: int = 0
    has_text: bool = False
    is_message: bool = False
    records: int = 0


@dataclass(slots=True)
class _Table:
    number: int
    names: FieldNames | None = None
    rows: int = 0
    unknown: int = 0
    pairs: list[tuple[str, str]] = field(default_factory=list)
    size: int = 0


@dataclass(slots=True)
class _Element:
    tag: str
    table: _Table | None = None
    block: _Block | None = None
    part: _Part | None = None


def read_page(file: BinaryIO) -> Iterator[FoundRecord]:
    """Yield the records of a page; a last one says what of it was not judged."""
    start = file.read(_BLOCK)
    decoder = codecs.getincrementaldecoder(encoding_of_page(start))("replace")
    page = _Page()
    data = start
    try:
        while data:
            page.read(decoder.decode(data))
            yield from page.taken()
            left = LONGEST_MARKUP + 1 - len(page.rawdata)
            data = file.read(min(max(_BLOCK, len(page.rawdata)), left))
        page.read(decoder.decode(b"", final=True))
        page.finish()
    except _StoppedError as error:
        page.problems[str(error)] = None
    yield from page.taken()
    yield from page.rest()


class _Page(HTMLParser):
    """The parser's events as records."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: dict[str, None] = {}
        self._found: list[FoundRecord] = []
        self._open: list[_Element] = []
        self._labels = ShortLabels()
        self._held = 0
        self._numbers = {"table": 0, "list": 0, "message": 0}
        self._beside = 0
        self._excerpt = ""
        self._owner: tuple[AccountIdentifier, ...] = ()
        self._unseen: str | None = None

    def read(self, text: str) -> None:
        try:
            self.feed(text)
        except (AssertionError, ValueError) as error:
            raise _StoppedError("markup-unreadable") from error
        if len(self.rawdata) > LONGEST_MARKUP:
            raise _StoppedError("markup-too-long")

    def finish(self) -> None:
        """End the page. What is left is not given to the parser, which would begin it anew at every `<`."""
        rest, self.rawdata = self.rawdata, ""
        if "<" in rest or self._unseen is not None:
            self.problems["markup-unfinished"] = None
        else:
            self.handle_data(unescape(rest))
        self._close(0)

    def taken(self) -> list[FoundRecord]:
        found, self._found = self._found, []
        return found

    def rest(self) -> Iterator[FoundRecord]:
        if self._beside:
            self.problems["text-outside-records"] = None
        if self.problems:
            place = "page" if not self._excerpt else f"page, from: {self._excerpt}"
            yield FoundRecord(place, problems=tuple(self.problems))

    # the parser's events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if (
            any(value.lstrip()[:5].lower() == "data:" for value in given.values())
            or "srcdoc" in given
        ):
            self.problems["embedded-not-read"] = None
        if tag in _EMPTY:
            self.handle_data(
                "\n" if tag in {"br", "hr"} else given.get("value", "") if tag == "input" else ""
            )
            return
        if tag in _CLOSES:
            self._close_before(*_CLOSES[tag])
        if len(self._open) >= DEEPEST:
            raise _StoppedError("nested-too-deep")
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
        if not self._labels.take(data):
            self.problems["comment-not-read"] = None

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def handle_data(self, data: str) -> None:
        if self._unseen is not None:
            if self._unseen == "script" and data.strip():
                self.problems["script-not-read"] = None
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
            self._text_beside(data)

    # elements

    def _element(self, tag: str, given: dict[str, str]) -> _Element:
        """Return the element with what is kept of it."""
        message = self._innermost_message()
        if message is None and (cell := self._open_part("td", "th")):
            cell.has_table = cell.has_table or tag == "table"
            return self._new_table(tag) if tag == "table" else _Element(tag)
        if message is None and tag in {"table", "tr", "td", "th"}:
            return self._of_table(tag, given)
        marks = _marks(given)
        if tag not in {"body", "html"} and marks & _RECORDS:
            return self._new_message(tag, message, marks)
        if message is not None:
            return _Element(tag, part=self._field_of(message, tag, marks, given))
        return self._of_list(tag)

    def _new_message(self, tag: str, around: _Block | None, marks: set[str]) -> _Element:
        if around is not None:
            around.records += 1
        self._numbers["message"] += 1
        block = _Block(self._numbers["message"], is_message=bool(marks & _MESSAGES))
        return _Element(tag, block=block)

    def _of_list(self, tag: str) -> _Element:
        if tag in {"ul", "ol", "dl"}:
            self._numbers["list"] += 1
            return _Element(tag, block=_Block(self._numbers["list"]))
        if tag in {"li", "dt", "dd"} and (block := self._innermost_list()):
            return _Element(tag, part=self._added(block, _Part(tag)))
        return _Element(tag, part=_Part("label") if tag in _LABELS else None)

    def _of_table(self, tag: str, given: dict[str, str]) -> _Element:
        if tag == "table":
            return self._new_table(tag)
        table = next((one.table for one in reversed(self._open) if one.table), None)
        if table is None:
            return _Element(tag)
        if tag == "tr":
            table.rows += 1
            return _Element(tag, block=_Block(table.rows))
        row = next((one.block for one in reversed(self._open) if one.tag in {"tr", "table"}), None)
        if row is None:  # a cell without a row
            table.rows += 1
            row = _Block(table.rows)
            self._open.append(_Element("tr", block=row))
        spans = any(
            given.get(name, "1").strip() not in {"", "1"} for name in ("colspan", "rowspan")
        )
        return _Element(tag, part=self._added(row, _Part(tag, is_header=tag == "th", spans=spans)))

    def _new_table(self, tag: str) -> _Element:
        self._numbers["table"] += 1
        return _Element(tag, table=_Table(self._numbers["table"]))

    def _field_of(
        self, message: _Block, tag: str, marks: set[str], given: dict[str, str]
    ) -> _Part | None:
        """Return the field of a message that an element is, by its classes."""
        if tag == "time":
            return self._added(message, _Part("time", stated=given.get("datetime", "")))
        if self._inside_field():
            return None
        if _LAST_LINE_IS_TIME in marks:
            return self._added(message, _Part(_LAST_LINE_IS_TIME))
        for mark in sorted(marks):
            name = _KNOWN_PARTS.get(mark, mark)
            names = names_of([name])
            if names.names_accounts and not (names.is_side or names.roles[0] in _STATED_KINDS):
                name = "author"
            if name in _PARTS or names.recognised:
                stated = given.get("title", "") if names.names_times else ""
                return self._added(message, _Part(name, stated=stated))
        return None

    def _added(self, block: _Block, part: _Part) -> _Part:
        if len(block.parts) >= MOST_FIELDS:
            raise _StoppedError("too-many-fields")
        block.parts.append(part)
        return part

    def _innermost_message(self) -> _Block | None:
        for element in reversed(self._open):
            if element.block is not None and element.tag not in {"tr", "ul", "ol", "dl"}:
                return element.block
        return None

    def _innermost_list(self) -> _Block | None:
        for element in reversed(self._open):
            if element.tag in {"ul", "ol", "dl"}:
                return element.block
        return None

    def _open_part(self, *tags: str) -> _Part | None:
        for element in reversed(self._open):
            if element.table is not None:
                return None
            if element.tag in tags and element.part is not None:
                return element.part
        return None

    def _inside_field(self) -> bool:
        for element in reversed(self._open):
            if element.part is not None:
                return element.part.name != _LAST_LINE_IS_TIME
            if element.block is not None:
                return False
        return False

    def _keep(self, part: _Part, data: str) -> None:
        if part.size + len(data) > LONGEST_FIELD:
            part.cut = True
            return
        part.pieces.append(data)
        part.size += len(data)
        self._held += len(data)
        if self._held > MOST_HELD:
            raise _StoppedError("too-much-open")

    def _text_beside(self, data: str) -> None:
        self._beside += len(data.strip())
        if not self._excerpt:
            self._excerpt = " ".join(data.split())[:LONGEST_LABEL]

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
                self._end_table(element.table)
            elif element.block is not None:
                self._end_block(element)
            elif element.part is not None and element.part.name == "label":
                self._end_label(element.part)

    def _end_label(self, part: _Part) -> None:
        self._held -= part.size
        if part.cut or not self._labels.take(part.text):
            self._text_beside(part.text)

    def _end_block(self, element: _Element) -> None:
        block = element.block
        assert block is not None
        self._held -= sum(part.size for part in block.parts)
        if element.tag == "tr":
            table = next(one.table for one in reversed(self._open) if one.table)
            self._end_row(table, block)
        elif element.tag in {"ul", "ol"}:
            self._end_list(block, [_PAIR.fullmatch(part.text) for part in block.parts if part.text])
        elif element.tag == "dl":
            self._end_definitions(block)
        else:
            self._end_message(block)

    def _end_message(self, block: _Block) -> None:
        names: list[str] = []
        values: list[list[str]] = []
        for part in block.parts:
            text = _stated(part)
            if part.name == _LAST_LINE_IS_TIME:
                lines = [one.strip() for one in "".join(part.pieces).splitlines() if one.strip()]
                block.has_text = block.has_text or len(lines) > 1
                if lines and read_time(lines[-1]) is not None:
                    names.append("time")
                    values.append([lines[-1]])
            elif part.name in names:
                values[names.index(part.name)].append(text)
            else:
                names.append(part.name)
                values.append([text])
        place = f"message {block.number}"
        found = names_of(names)
        record = found.record(place, values)
        if block.records:
            if block.has_text or any(any(one) for one in values):
                self._found.append(FoundRecord(place, problems=("text-outside-records",)))
            return
        has_text = block.has_text or any(part.text for part in block.parts if part.name in _PARTS)
        if not has_text and not any(any(one) for one in values):
            return
        category = "content" if block.is_message and has_text else record.category
        if has_text and not block.is_message and "content" not in found.marks:
            category = None
        record = replace(record, category=category, complete=has_both_sides(names))
        if any(part.cut and part.name not in _PARTS for part in block.parts):
            record = replace(record, problems=(*record.problems, "field-too-long"))
        self._add(record)

    def _end_list(self, block: _Block, pairs: list[re.Match[str] | None]) -> None:
        whole = [(one[1].strip(), one[2].strip()) for one in pairs if one is not None]
        names = names_of([name for name, _ in whole])
        cut = any(part.cut for part in block.parts)
        if len(whole) == len(pairs) and names.recognised and not cut:
            self._add_pairs(f"list {block.number}", whole)
        else:
            self._all_beside(block)
        if block.has_text:
            self._text_beside("text between the entries of a list")

    def _end_definitions(self, block: _Block) -> None:
        pairs: list[tuple[str, str]] = []
        name = ""
        for part in block.parts:
            if part.name == "dt":
                name = part.text.rstrip(": ")
            else:
                pairs.append((name, part.text))
        names = names_of([name for name, _ in pairs])
        if (
            names.recognised
            and all(name for name, _ in pairs)
            and not any(p.cut for p in block.parts)
        ):
            self._add_pairs(f"list {block.number}", pairs)
        else:
            self._all_beside(block)

    def _all_beside(self, block: _Block) -> None:
        for part in block.parts:
            if part.text or part.cut:
                self._text_beside(part.text or "long text")

    def _end_row(self, table: _Table, row: _Block) -> None:
        cells = row.parts
        texts = [cell.text for cell in cells]
        if any(cell.has_table for cell in cells):
            self._all_beside(row)
        elif any(texts) or any(cell.cut for cell in cells):
            self._judge_row(table, row, texts)

    def _judge_row(self, table: _Table, row: _Block, texts: list[str]) -> None:
        cells = row.parts
        names = names_of(texts if table.names is None else ())
        is_header = len(cells) > 1 and all(cell.is_header for cell in cells)
        place = f"table {table.number}, row {row.number}"
        if len(cells) == 1:
            if cells[0].cut or not self._labels.take(texts[0]):
                self._text_beside(texts[0])
        elif table.names is None and len(cells) == 2 and _is_pair(cells, names, table):
            self._add_pair(table, texts[0].rstrip(": "), texts[1])
        elif is_header or (table.names is None and names.recognised >= min(2, len(cells) - 1)):
            self._end_pairs(table)
            table.names = FieldNames(texts)
        elif table.names is None or not (table.names.names_accounts or table.names.names_times):
            table.unknown += 1
        elif (
            len(cells) != len(table.names.roles)
            or any(
                cell.spans or (cell.cut and role is not None)
                for cell, role in zip(cells, table.names.roles, strict=False)
            )
            or any("\0" in one or "\ufffd" in one for one in texts)
        ):
            self._found.append(
                FoundRecord(place, table.names.category, problems=("row-unreadable",))
            )
        else:
            self._add(table.names.record(place, [[one] for one in texts]))

    def _add_pair(self, table: _Table, name: str, value: str) -> None:
        if table.pairs and name == table.pairs[0][0]:
            self._end_pairs(table)
        if len(table.pairs) >= MOST_FIELDS:
            raise _StoppedError("too-many-fields")
        table.pairs.append((name, value))
        table.size += len(name) + len(value)
        self._held += len(name) + len(value)

    def _end_pairs(self, table: _Table) -> None:
        if table.pairs:
            self._add_pairs(f"table {table.number}, up to row {table.rows}", table.pairs)
        self._held -= table.size
        table.pairs, table.size = [], 0

    def _end_table(self, table: _Table) -> None:
        self._end_pairs(table)
        if table.unknown:
            place = f"table {table.number}, {table.unknown} rows"
            self._found.append(FoundRecord(place, problems=("columns-unknown",)))

    # records

    def _add_pairs(self, place: str, pairs: list[tuple[str, str]]) -> None:
        """Add the record of names with values; one without an event says whose all that follows is."""
        names = names_of([name for name, _ in pairs])
        record = names.record(place, [[value] for _, value in pairs])
        named = tuple(one for one in record.identifiers if one.kind != "ip")
        if not named or not names.only_of_creation:
            self._add(record)
            return
        if record.category is None and not names.marks:
            record = replace(record, category="subscriber", span=None)
        self._found.append(record)
        if self._owner and set(self._owner) != set(named):
            self._owner = (UNNAMED,)
        else:
            self._owner = named[:20]

    def _add(self, record: FoundRecord) -> None:
        """Add a record, with the account of the page where it names none but addresses."""
        if record.identifiers and any(one.kind != "ip" for one in record.identifiers):
            record = replace(record, around=self._owner)
        elif self._owner:
            identifiers = (*record.identifiers, *self._owner)
            record = replace(record, identifiers=identifiers, complete=UNNAMED not in self._owner)
        self._found.append(record)


def _marks(given: dict[str, str]) -> set[str]:
    """Return the classes and properties of an element as names of fields are written."""
    words = f"{given.get('class', '')} {given.get('itemprop', '')}".split()[:50]
    return {re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_") for word in words}


def _stated(part: _Part) -> str:
    """Return what an attribute states, where that can be read as a time; else the text."""
    return part.stated if part.stated and read_time(part.stated) is not None else part.text


def _is_pair(cells: list[_Part], names: FieldNames, table: _Table) -> bool:
    """Decide whether a row of two is a name with its value: by its cells, or since those before it were."""
    if cells[0].is_header != cells[1].is_header:
        return cells[0].is_header
    first = names_of([cells[0].text.rstrip(": ")])
    return not cells[0].is_header and names.recognised < 2 and bool(first.recognised or table.pairs)
