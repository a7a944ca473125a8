# SPDX-License-Identifier: Apache-2.0
"""A treaty's file as a lawyer writes it: read, and compared with the law it is to join.

Everything that is wrong is reported at once, each with its line.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.treaty import refusals
from rogatory.treaty.bilateral.loading import edition_problems, owner
from rogatory.treaty.bilateral.treaty_file import (
    LARGEST_TREATY,
    PlacedProblem,
    TreatyFile,
    read_lines,
)
from rogatory.treaty.bilateral.yaml_lines import LinedYaml, read_lined
from rogatory.treaty.law import Law
from rogatory.treaty.references import wrong_references
from rogatory.treaty.rows import VERSION
from rogatory.treaty.sections import OF_A_TREATY, SECTIONS
from rogatory.wire.words import P_, FilledText


def read_treaty(law: Law, data: bytes) -> TreatyFile:
    """Return the treaty that a file states, which fits the law.

    1. It is YAML, of a size and shape that can be read.
    2. It has this version, a day and an edition, and one instrument between two States of the law.
    3. Each row has its entries: article, source and certainty among them; all are of that instrument.
    4. What its rows name exists, and no other instrument of the law has the id.
    5. The edition is later than the one that counts.

    Raises:
        Refused: with everything that is wrong, each with its line.
    """
    if len(data) > LARGEST_TREATY:
        problem = FilledText(P_("it has more than {limit} bytes"), limit=LARGEST_TREATY)
        raise Refused(_reason(1, P_("its size"), problem))
    lined, broken_yaml = read_lined(data)  # 1
    refuse_if_any(_reason(line, P_("its text"), problem) for line, problem in broken_yaml)
    if not isinstance(lined.value, Mapping):
        raise Refused(_reason(1, P_("its text"), P_("it is not a mapping")))
    found = {str(name): value for name, value in lined.value.items()}
    treaty, problems, broken = read_lines(found)  # 2, 3
    if found.get("version") != VERSION or isinstance(found.get("version"), bool):
        problem = FilledText(P_("it is not {version}"), version=VERSION)
        problems.append((("version",), "version", problem))
    if len(treaty.rows["instruments"]) == 1 and treaty.instrument.id:
        problems += _against(law, treaty, broken)  # 4, 5
    refuse_if_any(_in_order(lined, problems))
    return treaty


def _against(
    law: Law, treaty: TreatyFile, broken: frozenset[tuple[str, int]]
) -> Iterator[PlacedProblem]:
    """Yield what does not hold between the treaty's rows and those of the law."""
    one, place = treaty.instrument, "instruments 1"
    old = next((each for each in law.treaties if each.id == one.id), None)
    if old is None and any(each.id == one.id for each in law.instruments):
        yield (
            ("instruments", 0, "id"),
            place,
            FilledText(P_("the law has an instrument {name} already"), name=one.id),
        )
        return
    if ("instruments", 0) not in broken:
        known = {each.code for each in law.states}
        for state in sorted(one.between - known):
            unknown = FilledText(P_("the law has no State {state}"), state=state)
            yield ("instruments", 0, "between"), place, unknown
        for problem in edition_problems(old, treaty.loaded):
            yield ("edition",), "edition", problem
    yield from _references(law, treaty, broken)


def _references(
    law: Law, treaty: TreatyFile, broken: frozenset[tuple[str, int]]
) -> Iterator[PlacedProblem]:
    gone = treaty.instrument.id
    rows: dict[str, list[Any]] = {name: list(getattr(law, name)) for name in SECTIONS}
    places: dict[str, tuple[str, int]] = {}
    for name in OF_A_TREATY:
        rows[name] = [row for row in rows[name] if owner(name, row) != gone]
        for count, row in enumerate(treaty.rows[name]):
            is_named = name == "instruments"
            if (name, count) not in broken and (is_named or row.instrument == gone):
                rows[name].append(row)
                places[f"{name} {SECTIONS[name].key(row)}"] = (name, count)
    if ("instruments", 0) in broken:
        rows["instruments"].append(treaty.instrument)
    rows["treaties"] = []
    for place, problem in wrong_references(rows):
        known = [one for one in places if place == one or place.startswith(f"{one}.")]
        if known:
            section, count = places[max(known, key=len)]
            kind = place[len(max(known, key=len)) + 1 :]
            column = "serves" if section == "instruments" else "kinds"
            yield (section, count, *((column, kind) if kind else ())), place, problem


def _in_order(lined: LinedYaml, problems: list[PlacedProblem]) -> list[Reason]:
    found = {(lined.line(way), place, str(problem)): problem for way, place, problem in problems}
    return [
        _reason(line, place, problem)
        for (line, place, _), problem in sorted(found.items(), key=lambda one: one[0])
    ]


def _reason(line: int, place: str, problem: Phrase) -> Reason:
    return refusals.TREATY_FILE.because(line=line, place=place, problem=problem)
