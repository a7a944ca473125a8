# SPDX-License-Identifier: Apache-2.0
"""A treaty's file as a lawyer writes it: read, and compared with the law it is to join.

Everything that is wrong is reported at once, each with its line.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.treaty import refusals
from rogatory.treaty.bilateral.loading import edition_problems, is_taken, owner
from rogatory.treaty.bilateral.treaty_file import (
    LARGEST_TREATY,
    PlacedProblem,
    TreatyFile,
    read_lines,
)
from rogatory.treaty.bilateral.yaml_lines import LinedYaml, read_lined
from rogatory.treaty.law import Law
from rogatory.treaty.references import wrong_references
from rogatory.treaty.requirements import MessageForms
from rogatory.treaty.rows import NOT_A_TEXT, VERSION
from rogatory.treaty.sections import OF_A_TREATY, SECTIONS
from rogatory.treaty.tables.provision_names import PROVISION_NAMES
from rogatory.wire.fields import Place
from rogatory.wire.words import P_, FilledText


def read_treaty(law: Law, data: bytes, forms: MessageForms) -> TreatyFile:
    """Return the treaty that a file states, which fits the law and the forms of messages.

    1. It is YAML, of a size and shape that can be read.
    2. It has this version, a day and an edition, and one instrument between two States of the law.
    3. Each row has its entries: article, source and certainty among them; all are of that instrument.
    4. What its rows name exists, in the law or in the forms of messages, and no other instrument of the
       law has the id.
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
    problems += _against_forms(forms, treaty, broken)
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
    yield from _ids_taken(law, treaty, broken)
    yield from _references(law, treaty, broken)


def _ids_taken(
    law: Law, treaty: TreatyFile, broken: frozenset[tuple[str, int]]
) -> Iterator[PlacedProblem]:
    """Yield the questions that have the id of another one, and the provisions that nothing cites."""
    known = {one.id: one for one in law.questions}
    for count, row in enumerate(treaty.rows["questions"]):
        if ("questions", count) not in broken and is_taken(known.get(row.id), row):
            problem = FilledText(P_("the law has a question {name} already"), name=row.id)
            yield ("questions", count, "id"), f"questions {count + 1}", problem
    cited = {one.id for one in law.provisions} | known.keys() | PROVISION_NAMES.keys()
    for count, row in enumerate(treaty.rows["provisions"]):
        if ("provisions", count) not in broken and row.id not in cited:
            problem = FilledText(P_("nothing cites a provision {name}"), name=row.id)
            yield ("provisions", count, "id"), f"provisions {count + 1}", problem


def _against_forms(
    forms: MessageForms, treaty: TreatyFile, broken: frozenset[tuple[str, int]]
) -> Iterator[PlacedProblem]:
    for count, row in enumerate(treaty.rows["required"]):
        if ("required", count) not in broken:
            for problem in forms.problems(row):
                yield ("required", count), f"required {count + 1}", problem


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
    is_broken = ("instruments", 0) in broken
    if is_broken:
        rows["instruments"].append(treaty.instrument)
        places[f"instruments {gone}"] = ("instruments", 0)
    rows["treaties"] = []
    for place, problem in wrong_references(rows):
        known = [one for one in places if place == one or place.startswith(f"{one}.")]
        if known:
            section, count = places[max(known, key=len)]
            kind = place[len(max(known, key=len)) + 1 :]
            column = "serves" if section == "instruments" else "kinds"
            if section == "instruments" and is_broken and not kind:
                continue  # what follows from an entry that is out of form is no problem of its own
            yield (section, count, *((column, kind) if kind else ())), place, problem


def _in_order(lined: LinedYaml, problems: list[PlacedProblem]) -> list[Reason]:
    problems = [(way, place, _hinted(lined, way, problem)) for way, place, problem in problems]
    found = {(lined.line(way), place, str(problem)): problem for way, place, problem in problems}
    return [
        _reason(line, place, problem)
        for (line, place, _), problem in sorted(found.items(), key=lambda one: one[0])
    ]


def _hinted(lined: LinedYaml, way: Place, problem: Phrase) -> Phrase:
    """Return the problem, with what helps where somebody left out the quotes: `article: 5` is a number."""
    if (
        not isinstance(problem, FilledText)
        or problem.template != NOT_A_TEXT
        or not lined.is_plain(way)
    ):
        return problem
    return FilledText(
        P_("{name} is not a text: a number or a day that is one is written in quotes"),
        name=problem.fields["name"],
    )


def _reason(line: int, place: str, problem: Phrase) -> Reason:
    return refusals.TREATY_FILE.because(line=line, place=place, problem=problem)
