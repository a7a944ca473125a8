# SPDX-License-Identifier: Apache-2.0
"""Records of a page (HTML): what the rows, lists and messages state that the parser found."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rogatory.evidence.scope.field_names import FieldNames, has_both_sides, names_of
from rogatory.evidence.scope.identifiers import UNNAMED, AccountIdentifier
from rogatory.evidence.scope.labels import LONGEST_LABEL, ShortLabels
from rogatory.evidence.scope.page_elements import (
    LAST_LINE_IS_TIME,
    MOST_FIELDS,
    TEXT_PARTS,
    PageBlock,
    PagePart,
    PageTable,
)
from rogatory.evidence.scope.records import BrokenTextError, FoundRecord
from rogatory.evidence.scope.times import read_time

MOST_HELD = 4 << 20
"""Characters of all rows, lists and messages that are open at once."""

_PAIR = re.compile(r"([^:\n]{1,80}):\s*(.*)", re.DOTALL)


class PageRecords:
    """The records of one page so far, and what of it is in none."""

    def __init__(self) -> None:
        self._problems: dict[str, None] = {}
        self._found: list[FoundRecord] = []
        self._labels = ShortLabels()
        self._held = 0
        self._beside = 0
        self._excerpt = ""
        self._owner: tuple[AccountIdentifier, ...] = ()

    def add_problem(self, code: str) -> None:
        """Note why something of the page is not judged."""
        self._problems[code] = None

    def hold(self, size: int) -> None:
        """Count characters that are kept until their row, list or message ends."""
        self._held += size
        if self._held > MOST_HELD:
            raise BrokenTextError("too-much-open")

    def comment(self, text: str) -> None:
        """Take a comment, which may be longer than a label and then was hidden from who reads the page."""
        if not self._labels.take(text):
            self.add_problem("comment-not-read")

    def taken(self) -> list[FoundRecord]:
        found, self._found = self._found, []
        return found

    def rest(self) -> Iterator[FoundRecord]:
        if self._beside:
            self.add_problem("text-outside-records")
        if self._problems:
            place = "page" if not self._excerpt else f"page, from: {self._excerpt}"
            yield FoundRecord(place, problems=tuple(self._problems))

    def text_beside(self, data: str) -> None:
        self._beside += len(data.strip())
        if not self._excerpt:
            self._excerpt = " ".join(data.split())[:LONGEST_LABEL]

    def end_label(self, part: PagePart) -> None:
        self._held -= part.size
        if part.cut or not self._labels.take(part.text):
            self.text_beside(part.text)

    def end_message(self, block: PageBlock) -> None:
        self._release(block)
        names: list[str] = []
        values: list[list[str]] = []
        for part in block.parts:
            text = _stated(part)
            if part.name == LAST_LINE_IS_TIME:
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
        has_text = block.has_text or any(
            part.text for part in block.parts if part.name in TEXT_PARTS
        )
        if not has_text and not any(any(one) for one in values):
            return
        category = "content" if block.is_message and has_text else record.category
        if has_text and not block.is_message and "content" not in found.marks:
            category = None
        record = replace(record, category=category, complete=has_both_sides(names))
        if any(part.cut and part.name not in TEXT_PARTS for part in block.parts):
            record = replace(record, problems=(*record.problems, "field-too-long"))
        self._add(record)

    def end_list(self, block: PageBlock) -> None:
        self._release(block)
        pairs = [_PAIR.fullmatch(part.text) for part in block.parts if part.text]
        whole = [(one[1].strip(), one[2].strip()) for one in pairs if one is not None]
        names = names_of([name for name, _ in whole])
        cut = any(part.cut for part in block.parts)
        if len(whole) == len(pairs) and names.recognised and not cut:
            self._add_pairs(f"list {block.number}", whole)
        else:
            self._all_beside(block)
        if block.has_text:
            self.text_beside("text between the entries of a list")

    def end_definitions(self, block: PageBlock) -> None:
        self._release(block)
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

    def end_row(self, table: PageTable, row: PageBlock) -> None:
        self._release(row)
        cells = row.parts
        texts = [cell.text for cell in cells]
        if any(cell.has_table for cell in cells):
            self._all_beside(row)
        elif any(texts) or any(cell.cut for cell in cells):
            self._judge_row(table, row, texts)

    def end_table(self, table: PageTable) -> None:
        self._end_pairs(table)
        if table.unknown:
            place = f"table {table.number}, {table.unknown} rows"
            self._found.append(FoundRecord(place, problems=("columns-unknown",)))

    def _release(self, block: PageBlock) -> None:
        self._held -= sum(part.size for part in block.parts)

    def _all_beside(self, block: PageBlock) -> None:
        for part in block.parts:
            if part.text or part.cut:
                self.text_beside(part.text or "long text")

    def _judge_row(self, table: PageTable, row: PageBlock, texts: list[str]) -> None:
        cells = row.parts
        names = names_of(texts if table.names is None else ())
        is_header = len(cells) > 1 and all(cell.is_header for cell in cells)
        place = f"table {table.number}, row {row.number}"
        if len(cells) == 1:
            if cells[0].cut or not self._labels.take(texts[0]):
                self.text_beside(texts[0])
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

    def _add_pair(self, table: PageTable, name: str, value: str) -> None:
        if table.pairs and name == table.pairs[0][0]:
            self._end_pairs(table)
        if len(table.pairs) >= MOST_FIELDS:
            raise BrokenTextError("too-many-fields")
        table.pairs.append((name, value))
        table.size += len(name) + len(value)
        self.hold(len(name) + len(value))

    def _end_pairs(self, table: PageTable) -> None:
        if table.pairs:
            self._add_pairs(f"table {table.number}, up to row {table.rows}", table.pairs)
        self._held -= table.size
        table.pairs, table.size = [], 0

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


def _stated(part: PagePart) -> str:
    """Return what an attribute states, where that can be read as a time; else the text."""
    return part.stated if part.stated and read_time(part.stated) is not None else part.text


def _is_pair(cells: list[PagePart], names: FieldNames, table: PageTable) -> bool:
    """Decide whether a row of two is a name with its value: by its cells, or since those before it were."""
    if cells[0].is_header != cells[1].is_header:
        return cells[0].is_header
    first = names_of([cells[0].text.rstrip(": ")])
    return not cells[0].is_header and names.recognised < 2 and bool(first.recognised or table.pairs)
