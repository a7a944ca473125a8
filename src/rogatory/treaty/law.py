# SPDX-License-Identifier: Apache-2.0
"""The law as one value: every statement of it, with a version that a decision can name.

It is put together from the packaged files, corrected by a ministry's corrections, kept as a
document that names the lines of each regime, and read back by `rogatory.treaty.stored`. Every function
of this package takes it first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.bilateral.treaty_file import FindTreaty, no_treaty
from rogatory.treaty.corrections import Correction, apply, correction_document, in_form
from rogatory.treaty.data_files import document, packaged
from rogatory.treaty.objects.law_parts import LARGEST_LAW_OBJECT, LawPart, stated_part
from rogatory.treaty.objects.regime_lines import RegimeLines, stated_regimes
from rogatory.treaty.references import wrong_references
from rogatory.treaty.rows import (
    RowProblem,
    day_of,
    read_row,
    read_rows,
    refuse_problems,
    written,
)
from rogatory.treaty.sections import LATER_SECTIONS, OF_A_REGIME, REGISTER, SECTIONS
from rogatory.treaty.tables.articles import Article, Chapter
from rogatory.treaty.tables.composition import Agreement, Composition
from rogatory.treaty.tables.grounds import Duty, ListedGround
from rogatory.treaty.tables.instruments import Instrument
from rogatory.treaty.tables.kinds import KindLaw
from rogatory.treaty.tables.limits import Limit, Requirement
from rogatory.treaty.tables.offences import ConventionOffence, Threshold
from rogatory.treaty.tables.parties import (
    EntryRule,
    PartyRecord,
    RegisterHead,
    ReportedTotal,
    StateName,
    read_head,
)
from rogatory.treaty.tables.powers import DataCategory, DomesticMeasure
from rogatory.treaty.tables.precedence import Precedence
from rogatory.treaty.tables.provisions import CitedProvision
from rogatory.treaty.tables.questions import Question
from rogatory.treaty.tables.reservations import Declaration, Designation, Reservation
from rogatory.treaty.tables.terms import TermRule
from rogatory.treaty.tables.treaties import LoadedTreaty
from rogatory.wire.canonical import Json, encode, refuse_unreadable
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

WORLD, FEDERATION = "world", "federation"

LAW_VERSION = 2
"""Of the form of the law's document."""

FILES = (
    "articles.yaml",
    "offences.yaml",
    "instruments.yaml",
    "questions.yaml",
    "powers.yaml",
    "designations.yaml",
    "precedence.yaml",
    "regimes/un-cybercrime/kinds.yaml",
    "regimes/un-cybercrime/grounds.yaml",
    "regimes/un-cybercrime/limits.yaml",
    "regimes/un-cybercrime/terms.yaml",
    "regimes/un-cybercrime/provisions.yaml",
    "regimes/un-cybercrime/required.yaml",
    "regimes/ets-185.yaml",
    "regimes/ets-30.yaml",
    "regimes/ets-182.yaml",
    "regimes/untoc.yaml",
    "regimes/uncac.yaml",
    "regimes/comity.yaml",
)
"""The files that hold for every register of parties; the register's own file comes last."""

REGISTERS = frozenset({WORLD, FEDERATION})


@dataclass(frozen=True)
class Law:
    """The whole law as this State has it. Rows keep the order in which they were read."""

    register: RegisterHead
    as_of: date
    articles: tuple[Article, ...]
    chapters: tuple[Chapter, ...]
    offences: tuple[ConventionOffence, ...]
    thresholds: tuple[Threshold, ...]
    instruments: tuple[Instrument, ...]
    entry_rules: tuple[EntryRule, ...]
    states: tuple[StateName, ...]
    parties: tuple[PartyRecord, ...]
    totals: tuple[ReportedTotal, ...]
    reservations: tuple[Reservation, ...]
    declarations: tuple[Declaration, ...]
    designations: tuple[Designation, ...]
    questions: tuple[Question, ...]
    composition: tuple[Composition, ...]
    categories: tuple[DataCategory, ...]
    orders: tuple[DomesticMeasure, ...]
    precedence: tuple[Precedence, ...]
    treaties: tuple[LoadedTreaty, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    regimes: Mapping[str, LawPart[RegimeLines]] = field(default_factory=dict, repr=False)
    """The lines of each instrument that has any; of a law that was stored they are read when they are asked
    for."""
    corrected_by: tuple[LawPart[Correction], ...] = field(default=(), repr=False)

    @cached_property
    def document(self) -> bytes:
        """`law_document`, written once: each decision keeps it."""
        return law_document(self)

    @cached_property
    def version(self) -> str:
        """The digest of the law's document: two laws have one version only if they are the same."""
        return sha256(self.document)

    @cached_property
    def records(self) -> Mapping[tuple[str, str], PartyRecord]:
        """The records of parties by State and instrument."""
        return {(record.state, record.instrument): record for record in self.parties}

    def of(self, instrument: str) -> RegimeLines:
        """Return the lines of one instrument; no other's are read."""
        part = self.regimes.get(instrument)
        return RegimeLines(instrument) if part is None else part.value

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections that this law has, the oldest first."""
        return tuple(part.value for part in self.corrected_by)

    # Each of the following reads the lines of every instrument.

    @cached_property
    def kinds(self) -> tuple[KindLaw, ...]:
        return tuple(row for lines in self._lines() for row in lines.kinds)

    @cached_property
    def grounds(self) -> tuple[ListedGround, ...]:
        return tuple(row for lines in self._lines() for row in lines.grounds)

    @cached_property
    def postponements(self) -> tuple[ListedGround, ...]:
        return tuple(row for lines in self._lines() for row in lines.postponements)

    @cached_property
    def conditions(self) -> tuple[ListedGround, ...]:
        return tuple(row for lines in self._lines() for row in lines.conditions)

    @cached_property
    def never(self) -> tuple[ListedGround, ...]:
        return tuple(row for lines in self._lines() for row in lines.never)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        return tuple(row for lines in self._lines() for row in lines.duties)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        return tuple(row for lines in self._lines() for row in lines.limits)

    @cached_property
    def terms(self) -> tuple[TermRule, ...]:
        return tuple(row for lines in self._lines() for row in lines.terms)

    @cached_property
    def provisions(self) -> tuple[CitedProvision, ...]:
        return tuple(row for lines in self._lines() for row in lines.provisions)

    @cached_property
    def required(self) -> tuple[Requirement, ...]:
        return tuple(row for lines in self._lines() for row in lines.required)

    def _lines(self) -> Iterator[RegimeLines]:
        return (part.value for part in self.regimes.values())


@cache
def packaged_law(register: str) -> Law:
    """Return the law as packaged, with the parties of the `world` or of the `federation` of
    exercises.
    """
    if register not in REGISTERS:
        raise Refused(refusals.REGISTER_UNKNOWN.because(name=ascii(register)[:40]))
    files = (*FILES, f"{register}.yaml")
    return law_of_files({file: packaged(file) for file in files})


def law_of_files(files: Mapping[str, bytes]) -> Law:
    """Return the law that the files together state: any section may be in any of them.

    Raises:
        Refused: with everything that is wrong in the first file that is wrong, or, where all can
            be read, with everything that does not hold between their rows.
    """
    rows: dict[str, list[Any]] = {name: [] for name in SECTIONS}
    heads: list[RegisterHead] = []
    days: list[date] = []
    for file, data in files.items():
        found = document(data, file)
        problems: list[RowProblem] = []
        days.append(rows_of(found, rows, heads, problems))
        refuse_problems(problems, file)
    last = [*files][-1]
    if len(heads) != 1:
        refuse_problems([("register", P_("there is not exactly one"))], last)
    refuse_problems(wrong_references(rows), last)
    return law_of_rows(heads[0], max(days), rows)


def law_document(law: Law) -> bytes:
    """Return the law's document in canonical form, which `rogatory.treaty.stored.stored_law` reads: its own rows,
    and the digests of the objects with the lines of each regime and with each correction.
    """
    sections: dict[str, Json] = {
        name: [written(value) for value in getattr(law, name)]
        for name in SECTIONS
        if name not in OF_A_REGIME and (getattr(law, name) or name not in LATER_SECTIONS)
    }
    head: dict[str, Json] = {
        "version": LAW_VERSION,
        "as_of": law.as_of.isoformat(),
        "register": written(law.register),
        "regimes": [{"id": name, "document": part.digest} for name, part in law.regimes.items()],
        "corrections": [part.digest for part in law.corrected_by],
    }
    return encode(sections | head)


def corrected(law: Law, corrections: Sequence[Correction], find: FindTreaty = no_treaty) -> Law:
    """Return the law after the corrections, applied in their order: the later one wins. `find` has
    the documents of the treaties that they name.

    Raises:
        Refused: with everything that is wrong in any of them: a row, what it replaces, an id that
            was used before, or what does not hold between the rows that would result.
    """
    if not corrections:
        return law
    problems: list[RowProblem] = []
    corrections = [in_form(correction) for correction in corrections]
    ids = [correction.id for correction in (*law.corrections, *corrections)]
    problems += [
        (f"correction {name}", P_("its id occurs more than once"))
        for name in sorted({name for name in ids if ids.count(name) > 1})
    ]
    present = {name: getattr(law, name) for name in SECTIONS} | {REGISTER: (law.register,)}
    rows: dict[str, Sequence[Any]] = {**apply(present, corrections, problems, find)}
    heads = rows.pop(REGISTER)
    if [head.name for head in heads] != [law.register.name]:
        problem = FilledText(
            P_("it is not the one head of the register {name}"), name=law.register.name
        )
        problems.append((REGISTER, problem))
    refuse_problems([*problems, *wrong_references(rows)], "corrections")
    days = [law.as_of, *(correction.dated for correction in corrections)]
    parts = (*law.corrected_by, *(stated_part(one, correction_document) for one in corrections))
    found = law_of_rows(heads[0], max(days), rows, parts, law.regimes)
    for stated in (found.document, *(part.document for part in found.regimes.values())):
        refuse_unreadable(stated, limit=LARGEST_LAW_OBJECT)
    return found


def law_of_rows(
    register: RegisterHead,
    as_of: date,
    rows: Mapping[str, Sequence[Any]],
    corrected_by: tuple[LawPart[Correction], ...] = (),
    known: Mapping[str, LawPart[RegimeLines]] | None = None,
) -> Law:
    """Return the law of these rows by section; a regime that is as in `known` remains that object."""
    sections = {name: tuple(rows[name]) for name in SECTIONS if name not in OF_A_REGIME}
    return Law(
        register=register,
        as_of=as_of,
        regimes=stated_regimes(rows, known or {}),
        corrected_by=corrected_by,
        **sections,
    )


def rows_of(
    found: Mapping[str, object],
    rows: Mapping[str, list[Any]],
    heads: list[RegisterHead],
    problems: list[RowProblem],
) -> date:
    """Add the rows and heads of a document to those of others; return its day."""
    for name, listed in found.items():
        if name in SECTIONS:
            rows[name] += read_rows(listed, name, SECTIONS[name].read, problems)
        elif name == "register":
            heads.append(read_row(listed, name, read_head, problems))
        elif name not in {"version", "as_of"}:
            problems.append((str(name), P_("it is not a section of the law")))
    return day_of(found["as_of"]) or date.min
