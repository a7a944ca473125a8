# SPDX-License-Identifier: Apache-2.0
"""A correction of the law by a ministry's lawyer: one row added, replaced or taken away.

It is a document of its own, dated, with reason and source, and is in the law that it made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.bilateral.loading import put_treaty
from rogatory.treaty.bilateral.treaty_file import FindTreaty
from rogatory.treaty.rows import (
    CERTAINTY,
    DAY,
    TEXT,
    Certainty,
    RowProblem,
    choice,
    read_row,
    refuse_problems,
    rows,
    written,
)
from rogatory.treaty.sections import CORRECTABLE, TREATIES
from rogatory.treaty.tables.readings import LineReading, read_reading
from rogatory.wire.canonical import LARGEST_DOCUMENT, Json, decode, encode
from rogatory.wire.fields import Fields
from rogatory.wire.forms import Record
from rogatory.wire.words import P_, FilledText

LARGEST_CORRECTION = LARGEST_DOCUMENT
"""A correction is an object of its own, with a row and the readings of each of its lines; what is larger
would fill memory, each time that the law is read.
"""

OTHER_SPELLING = P_("it spells an entry that is absent, empty or false, which is left out")
"""Two spellings of one statement would be two digests of one fact."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of a section as it shall be: it takes the place of the row with the same key and of
    the one that `replaces` names; `row` is None where that one is only taken away.
    """

    id: str
    section: str
    row: Mapping[str, Json] | None
    reason: str
    source: str
    certainty: Certainty
    dated: date
    replaces: str | None
    readings: tuple[LineReading, ...] = ()
    """The lines of the row that were read in the official text, where a sheet made the correction."""


def parse_correction(found: bytes | Mapping[str, object]) -> Correction:
    """Return a correction from its document.

    Raises:
        Refused: with everything that is wrong in it, its row included; it is larger than a correction
            may be, however it is spelled; or its bytes are not the ones that `correction_document`
            writes.
    """
    problems: list[RowProblem] = []
    stated = _decoded(found) if isinstance(found, bytes) else found
    correction = read_row(stated, "correction", read_correction, problems)
    refuse_problems(problems, _name(correction))
    round_trip = correction_document(correction)
    if not isinstance(found, bytes):
        _decoded(round_trip)  # refuses what nobody could read again
    elif round_trip != found:
        refuse_problems([(P_("its text"), OTHER_SPELLING)], _name(correction))
    return correction


def correction_document(correction: Correction) -> bytes:
    """Return its canonical bytes, which `parse_correction` reads."""
    return encode(written(in_form(correction)))


def readable_document(correction: Correction) -> bytes:
    """Return the same, of a correction that can be read again: what is to be kept.

    Raises:
        Refused: as `parse_correction`, however the correction was made.
    """
    data = correction_document(correction)
    parse_correction(data)
    return data


def read_correction(row: Fields) -> Correction:
    section = row.read("section", choice(tuple(CORRECTABLE)))
    value = row.optional("row", Record(CORRECTABLE[section].read), None)
    replaces = row.optional("replaces", TEXT, None)
    if value is None and replaces is None:
        row.note(P_("it names neither a row nor what it replaces"))
    return Correction(
        id=row.read("id", TEXT),
        section=section,
        row=None if value is None else _written(value),
        reason=row.read("reason", TEXT),
        source=row.read("source", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        dated=row.read("dated", DAY),
        replaces=replaces,
        readings=row.optional("readings", rows(read_reading), ()),
    )


def value_of(correction: Correction, problems: list[RowProblem]) -> Any:
    """Return the value of its row, or None where it only takes one away; problems are noted."""
    if correction.row is None:
        return None
    section = CORRECTABLE[correction.section]
    value: Any = read_row(correction.row, correction.section, section.read, problems)
    return value


def in_form(correction: Correction) -> Correction:
    """Return the same correction with its row as `written` writes it; unchanged where the row is
    wrong.
    """
    problems: list[RowProblem] = []
    value = value_of(correction, problems)
    return correction if value is None or problems else replace(correction, row=_written(value))


def _written(value: object) -> Mapping[str, Json]:
    return cast("Mapping[str, Json]", written(value))


def _decoded(data: bytes) -> Mapping[str, object]:
    found = decode(data, limit=LARGEST_CORRECTION)
    if not isinstance(found, Mapping):
        raise Refused(
            refusals.DATA.because(
                file="correction", place=P_("its text"), problem=P_("it is not a mapping")
            )
        )
    return found


def _name(correction: Correction) -> str:
    return f"correction {ascii(correction.id)[1:-1][:80]}"


def apply(
    found_rows: Mapping[str, Sequence[object]],
    corrections: Sequence[Correction],
    problems: list[RowProblem],
    find: FindTreaty,
) -> dict[str, tuple[Any, ...]]:
    """Return the sections' values after the corrections, in their order; the later one wins.

    A correction whose row is wrong, or which replaces what is not there, is noted and left out. One
    that names a treaty brings in the treaty's lines.
    """
    found: dict[str, dict[str, Any]] = {
        name: {CORRECTABLE[name].key(value): value for value in values}
        for name, values in found_rows.items()
    }
    for correction in corrections:
        noted: list[RowProblem] = []
        section, table = CORRECTABLE[correction.section], found[correction.section]
        value = value_of(correction, noted)
        if correction.replaces is not None and correction.replaces not in table:
            noted.append(
                (
                    correction.section,
                    FilledText(
                        P_("there is no row {replaces} to replace"), replaces=correction.replaces
                    ),
                )
            )
        key = correction.replaces if value is None else section.key(value)
        if correction.section == TREATIES and not noted:
            old = table.get(str(key))
            if correction.replaces not in {None, key}:
                noted.append((TREATIES, P_("it replaces a treaty of another id")))
            else:
                noted += [(TREATIES, one) for one in put_treaty(found, old, value, find)]
        if not noted:
            _put(table, correction.replaces, key, value)
        problems += [(f"{_name(correction)}, {place}", problem) for place, problem in noted]
    return {name: tuple(table.values()) for name, table in found.items()}


def _put(table: dict[str, object], replaces: str | None, key: object, value: object | None) -> None:
    """Put a value in the place of the row that it replaces, so that the order of rows is kept."""
    if value is None:
        table.pop(str(replaces))
        return
    if replaces is None or replaces == key:
        table[str(key)] = value
        return
    kept = [
        (str(key), value) if old == replaces else (old, one)
        for old, one in table.items()
        if old != key
    ]
    table.clear()
    table.update(kept)
