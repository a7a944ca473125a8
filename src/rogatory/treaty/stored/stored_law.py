# SPDX-License-Identifier: Apache-2.0
"""Reading a law that was stored: its document, and of the objects that it names those that are asked for.

What is read is checked as it was when the law was made: the document at once, the lines of a regime when they
are asked for. A decision names the digest of the document.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.corrections import (
    OTHER_SPELLING,
    correction_document,
    parse_correction,
)
from rogatory.treaty.law import LAW_VERSION, Law, law_document, law_of_rows, rows_of
from rogatory.treaty.objects.law_parts import LARGEST_LAW_OBJECT, FindObject, LawPart, stored_part
from rogatory.treaty.objects.regime_lines import RegimeLines, stored_regime
from rogatory.treaty.references import wrong_references
from rogatory.treaty.rows import DIGEST, ID, RowProblem, checked_head, read_rows, refuse_problems
from rogatory.treaty.sections import LATER_SECTIONS, OF_A_REGIME, SECTIONS, TREATIES
from rogatory.treaty.stored.one_document import ONE_DOCUMENT, read_one_document
from rogatory.treaty.tables.parties import RegisterHead
from rogatory.wire.canonical import decode, refuse_unreadable
from rogatory.wire.fields import Fields
from rogatory.wire.words import P_, FilledText

LARGEST_ONE_DOCUMENT = 4 << 20
"""Of a law that was stored as one document, which was allowed to be as large."""

CORRECTION = "correction"
"""The name of an object that states a correction, beside those of instruments."""

_FILE = "law"
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def no_object(digest: str) -> bytes:
    """Find none, for a law that names none or of which nothing but its document is asked."""
    raise Refused(refusals.LAW_OBJECT_MISSING.because(name="-", digest=digest))


def open_law(data: bytes, find: FindObject = no_object) -> Law:
    """Return the law of a document; `find` has the objects that it names, of which none is read before
    somebody asks for what it states.

    Raises:
        Refused: with everything that is wrong in the document; or it is not, byte for byte, what
            `law_document` writes, so that its digest is the version of the law that it states. Asked for what is
            missing, damaged or wrong, the law refuses then.
    """
    found = decode(data, limit=LARGEST_ONE_DOCUMENT)
    if isinstance(found, Mapping) and found.get("version") == ONE_DOCUMENT:
        return read_one_document(checked_head(found, _FILE, ONE_DOCUMENT), data, find)
    refuse_unreadable(data, limit=LARGEST_LAW_OBJECT)
    stated = {**checked_head(found, _FILE, LAW_VERSION)}
    regimes_stated, corrections_stated = (
        stated.pop("regimes", None),
        stated.pop("corrections", None),
    )
    for name in LATER_SECTIONS:
        stated.setdefault(name, [])
    rows: dict[str, list[Any]] = {name: [] for name in SECTIONS}
    heads: list[RegisterHead] = []
    problems = [*_of_sections(stated)]
    as_of = rows_of(stated, rows, heads, problems)
    regimes = read_rows(regimes_stated, "regimes", _read_named, problems)
    corrections = _digests(corrections_stated, problems)
    if len(heads) != 1:
        problems.append(("register", P_("there is not exactly one")))
    refuse_problems(problems, _FILE)
    named = dict(regimes)
    if [*named] != [one.id for one in rows["instruments"] if one.id in named] or len(named) != len(
        regimes
    ):
        problems.append(("regimes", P_("they are not instruments of the law, each once, in order")))
    refuse_problems([*problems, *wrong_references(rows)], _FILE)
    law = _law(heads[0], as_of, rows, named, corrections, find)
    if law_document(law) != data:
        refuse_problems([(P_("its text"), OTHER_SPELLING)], _FILE)
    return law


def read_law(data: bytes, find: FindObject = no_object) -> Law:
    """Return the law of a document with all that it names.

    Raises:
        Refused: with everything that is wrong in the document, or in the first object that is wrong.
    """
    law = open_law(data, find)
    for name in law.regimes:
        law.of(name)
    _ = law.corrections
    return law


def objects_named(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the objects that a document of a law of either form names: what each states, and its digest.

    Raises:
        Refused: the bytes are no document.
    """
    found = decode(data, limit=LARGEST_ONE_DOCUMENT)
    stated = found if isinstance(found, Mapping) else {}
    for section in ("regimes", TREATIES):
        rows = stated.get(section)
        for row in rows if isinstance(rows, list | tuple) else ():
            if isinstance(row, Mapping):
                yield str(row.get("id")), str(row.get("document"))
    if stated.get("version") == LAW_VERSION:
        digests = stated.get("corrections")
        for one in digests if isinstance(digests, list | tuple) else ():
            yield CORRECTION, str(one)


def _of_sections(stated: Mapping[str, object]) -> Iterator[RowProblem]:
    for name in SECTIONS:
        if name in OF_A_REGIME and name in stated:
            yield _FILE, FilledText(P_("the entry {name} is unknown"), name=name)
        elif name not in OF_A_REGIME and name not in stated:
            yield name, P_("it is missing")


def _read_named(row: Fields) -> tuple[str, str]:
    return row.read("id", ID), row.read("document", DIGEST)


def _digests(stated: object, problems: list[RowProblem]) -> list[str]:
    found = stated if isinstance(stated, list | tuple) else [None]
    if all(isinstance(one, str) and _DIGEST.fullmatch(one) for one in found):
        return [str(one) for one in found]
    problems.append(("corrections", P_("it is not a list of digests")))
    return []


def _law(
    head: RegisterHead,
    as_of: date,
    rows: Mapping[str, list[Any]],
    regimes: Mapping[str, str],
    corrections: list[str],
    find: FindObject,
) -> Law:
    def check(lines: RegimeLines) -> None:
        refuse_problems(wrong_references({**rows, **lines.rows}), f"regime {lines.instrument}")

    parts: dict[str, LawPart[RegimeLines]] = {
        name: stored_regime(name, digest, find, check) for name, digest in regimes.items()
    }
    corrected_by = tuple(
        stored_part(CORRECTION, digest, find, parse_correction, correction_document)
        for digest in corrections
    )
    return replace(law_of_rows(head, as_of, rows, corrected_by), regimes=parts)
