# SPDX-License-Identifier: Apache-2.0
"""Reading a law that was stored as one document, with the lines of all regimes in it, before decision 126.

Decisions name such documents for ever. Nobody writes them any more. Of a treaty that was loaded from a file
they name the digest, the lines that were corrected since, and the keys of those that were taken away.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rogatory.errors import Refused
from rogatory.treaty.bilateral.treaty_file import TreatyFile, parse_treaty
from rogatory.treaty.corrections import (
    OTHER_SPELLING,
    Correction,
    correction_document,
    read_correction,
)
from rogatory.treaty.law import Law, law_of_rows, rows_of
from rogatory.treaty.objects.law_parts import FindObject, stated_part
from rogatory.treaty.references import wrong_references
from rogatory.treaty.rows import RowProblem, read_rows, refuse_problems, written
from rogatory.treaty.sections import LATER_SECTIONS, SECTIONS, TREATIES
from rogatory.treaty.tables.treaties import LoadedTreaty
from rogatory.wire.canonical import Json, encode
from rogatory.wire.words import P_

ONE_DOCUMENT = 1
"""The version of that form."""

_WITHOUT = "without"


def read_one_document(stated: Mapping[str, object], data: bytes, find: FindObject) -> Law:
    """Return the law that a document of that form states; `find` has the treaties that it names. Its version is
    that of the form of today, and not the digest by which decisions name the document.

    Raises:
        Refused: with everything that is wrong in it; or it is not spelled as such a document was.
    """
    found, file = dict(stated), "law"
    corrections_stated = found.pop("corrections", None)
    without = found.pop(_WITHOUT, {})
    for name in LATER_SECTIONS:
        found.setdefault(name, [])
    rows: dict[str, list[Any]] = {name: [] for name in SECTIONS}
    heads: list[Any] = []
    problems: list[RowProblem] = [
        (name, P_("it is missing")) for name in SECTIONS if name not in found
    ]
    as_of = rows_of(found, rows, heads, problems)
    corrections = read_rows(corrections_stated, "corrections", read_correction, problems)
    treaties = [] if problems else _treaties(rows[TREATIES], find, problems)
    gone = _keys_without(without, problems)
    refuse_problems(problems, file)
    if len(heads) != 1:
        refuse_problems([("register", P_("there is not exactly one"))], file)
    rows = _all_rows(rows, gone, treaties)
    refuse_problems(wrong_references(rows), file)
    head = {"as_of": as_of.isoformat(), "register": written(heads[0])}
    if _document(rows, treaties, corrections, head) != data:
        refuse_problems([(P_("its text"), OTHER_SPELLING)], file)
    parts = tuple(stated_part(one, correction_document) for one in corrections)
    return law_of_rows(heads[0], as_of, rows, parts)


def _document(
    rows: Mapping[str, Sequence[Any]],
    treaties: Sequence[TreatyFile],
    corrections: Sequence[Correction],
    head: Mapping[str, Json],
) -> bytes:
    """Return how a law of these rows was spelled."""
    stated, without = _stated_rows(rows, treaties)
    sections: dict[str, Json] = {
        name: [written(value) for value in values]
        for name, values in stated.items()
        if values or name not in LATER_SECTIONS
    }
    sections |= {"version": ONE_DOCUMENT, "corrections": [written(one) for one in corrections]}
    if without:
        sections[_WITHOUT] = {name: list(keys) for name, keys in without.items()}
    return encode({**sections, **head})


def _stated_rows(
    rows: Mapping[str, Sequence[Any]], treaties: Sequence[TreatyFile]
) -> tuple[dict[str, list[Any]], dict[str, list[str]]]:
    """Return the rows that the law states itself, and by section the keys of a treaty's lines that
    were taken away: its document names no other line of a treaty.
    """
    kept: dict[str, list[Any]] = {}
    without: dict[str, list[str]] = {}
    for name, values in rows.items():
        lines = dict(_lines(name, treaties))
        keys = {SECTIONS[name].key(row) for row in values}
        kept[name] = [row for row in values if not _is_line(name, row, lines)]
        gone = [key for key in lines if key not in keys]
        if gone:
            without[name] = gone
    return kept, without


def _all_rows(
    stated: Mapping[str, Sequence[Any]],
    without: Mapping[str, Sequence[str]],
    treaties: Sequence[TreatyFile],
) -> dict[str, list[Any]]:
    """Return the law's rows with the lines of its treaties, which come last."""
    found: dict[str, list[Any]] = {}
    for name, values in stated.items():
        known = {*without.get(name, ()), *(SECTIONS[name].key(row) for row in values)}
        lines = [row for key, row in _lines(name, treaties) if key not in known]
        found[name] = [*values, *lines]
    return found


def _treaties(
    rows: Sequence[LoadedTreaty], find: FindObject, problems: list[RowProblem]
) -> list[TreatyFile]:
    """Return the treaties that a law names; one that nobody has is noted."""
    found = []
    for one in rows:
        try:
            treaty = parse_treaty(find(one.document))
        except Refused:
            treaty = None
        if treaty is None or treaty.loaded != one:
            place = f"{TREATIES} {one.id}"
            problems.append((place, P_("its document is not here, or states another treaty")))
        else:
            found.append(treaty)
    return found


def _keys_without(stated: object, problems: list[RowProblem]) -> Mapping[str, Sequence[str]]:
    """Return the lines that were taken away. What has another form is noted."""
    if isinstance(stated, Mapping) and all(
        name in SECTIONS
        and isinstance(keys, list | tuple)
        and all(isinstance(k, str) for k in keys)
        for name, keys in stated.items()
    ):
        return stated
    problems.append((_WITHOUT, P_("it does not list keys of lines by section")))
    return {}


def _lines(section: str, treaties: Sequence[TreatyFile]) -> Iterator[tuple[str, Any]]:
    for treaty in treaties:
        for row in treaty.rows.get(section, ()):
            yield SECTIONS[section].key(row), row


def _is_line(section: str, row: Any, lines: Mapping[str, Any]) -> bool:
    """Decide whether a row is, as it is written, a line of a treaty's document."""
    line = lines.get(SECTIONS[section].key(row)) if lines else None
    return line is not None and written(line) == written(row)
