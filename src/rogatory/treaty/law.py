# SPDX-License-Identifier: Apache-2.0
"""The law as one value: every statement of it, with a version that a decision can name.

It is put together from the packaged files, corrected by a ministry's corrections, kept as a
document, and read back from one. Every function of this package takes it first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.bilateral.loading import (
    WITHOUT,
    all_rows,
    keys_without,
    stated_rows,
    treaties_found,
)
from rogatory.treaty.bilateral.treaty_file import FindTreaty, TreatyFile, no_treaty
from rogatory.treaty.corrections import (
    OTHER_SPELLING,
    Correction,
    apply,
    in_form,
    read_correction,
)
from rogatory.treaty.data_files import document, packaged
from rogatory.treaty.references import wrong_references
from rogatory.treaty.rows import (
    VERSION,
    RowProblem,
    checked_head,
    day_of,
    read_row,
    read_rows,
    refuse_problems,
    written,
)
from rogatory.treaty.sections import LATER_SECTIONS, REGISTER, SECTIONS, TREATIES
from rogatory.treaty.tables.articles import Article, Chapter
from rogatory.treaty.tables.composition import Agreement, Composition
from rogatory.treaty.tables.grounds import Duty, ListedGround
from rogatory.treaty.tables.instruments import THE_CONVENTION, Instrument
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
from rogatory.wire.canonical import Json, decode, encode, refuse_unreadable
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

WORLD, FEDERATION = "world", "federation"

LARGEST_LAW = 4 << 20
"""The law has some hundred kilobytes; a parser asked to read much more is under attack."""

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
    kinds: tuple[KindLaw, ...]
    instruments: tuple[Instrument, ...]
    entry_rules: tuple[EntryRule, ...]
    states: tuple[StateName, ...]
    parties: tuple[PartyRecord, ...]
    totals: tuple[ReportedTotal, ...]
    reservations: tuple[Reservation, ...]
    declarations: tuple[Declaration, ...]
    designations: tuple[Designation, ...]
    grounds: tuple[ListedGround, ...]
    postponements: tuple[ListedGround, ...]
    conditions: tuple[ListedGround, ...]
    never: tuple[ListedGround, ...]
    duties: tuple[Duty, ...]
    questions: tuple[Question, ...]
    limits: tuple[Limit, ...]
    terms: tuple[TermRule, ...]
    provisions: tuple[CitedProvision, ...]
    required: tuple[Requirement, ...]
    composition: tuple[Composition, ...]
    categories: tuple[DataCategory, ...]
    orders: tuple[DomesticMeasure, ...]
    precedence: tuple[Precedence, ...]
    treaties: tuple[LoadedTreaty, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    corrections: tuple[Correction, ...] = ()
    loaded: Mapping[str, TreatyFile] = field(default_factory=dict, repr=False)
    """The documents of `treaties` by digest; their lines are among the rows."""

    @cached_property
    def document(self) -> bytes:
        """`law_document`, written once: each decision keeps it, and it is some hundred kilobytes."""
        return law_document(self)

    @cached_property
    def version(self) -> str:
        """The digest of the law's document: two laws have one version only if they are the same."""
        return sha256(self.document)

    @cached_property
    def records(self) -> Mapping[tuple[str, str], PartyRecord]:
        """The records of parties by State and instrument."""
        return {(record.state, record.instrument): record for record in self.parties}

    @cached_property
    def provisions_by_id(self) -> Mapping[tuple[str, str], CitedProvision]:
        """The provisions by instrument and id; a page cites many."""
        return {(one.instrument or THE_CONVENTION, one.id): one for one in self.provisions}

    @cached_property
    def required_by_key(self) -> Mapping[tuple[str, str, str], Requirement]:
        """The required contents by instrument, kind of message and field."""
        return {(one.instrument or THE_CONVENTION, one.kind, one.key): one for one in self.required}


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
        days.append(_rows_of(found, rows, heads, problems))
        refuse_problems(problems, file)
    last = [*files][-1]
    if len(heads) != 1:
        refuse_problems([("register", P_("there is not exactly one"))], last)
    refuse_problems(wrong_references(rows), last)
    return _law(heads[0], max(days), rows)


def law_document(law: Law) -> bytes:
    """Return the whole law in canonical form; `read_law` gives it back. Of a treaty that was loaded
    it names the digest, and the lines that were corrected since.
    """
    rows, without = stated_rows({name: getattr(law, name) for name in SECTIONS}, _loaded_by(law))
    sections: dict[str, Json] = {
        name: [written(value) for value in values]
        for name, values in rows.items()
        if values or name not in LATER_SECTIONS
    }
    head: dict[str, Json] = {
        "version": VERSION,
        "as_of": law.as_of.isoformat(),
        "register": written(law.register),
        "corrections": [written(correction) for correction in law.corrections],
    }
    if without:
        head[WITHOUT] = {name: list(keys) for name, keys in without.items()}
    return encode(sections | head)


def read_law(data: bytes, find: FindTreaty = no_treaty) -> Law:
    """Return the law that a document states; `find` has the documents of the treaties that it
    names.

    Raises:
        Refused: with everything that is wrong in it; or it is not, byte for byte, what
            `law_document` writes, so that its digest is the version of the law that it states.
    """
    file = "law"
    found = dict(checked_head(decode(data, limit=LARGEST_LAW), file))
    corrections_stated = found.pop("corrections", None)
    without = found.pop(WITHOUT, {})
    for name in LATER_SECTIONS:
        found.setdefault(name, [])
    rows: dict[str, list[Any]] = {name: [] for name in SECTIONS}
    heads: list[RegisterHead] = []
    problems: list[RowProblem] = [
        (name, P_("it is missing")) for name in SECTIONS if name not in found
    ]
    as_of = _rows_of(found, rows, heads, problems)
    corrections = read_rows(corrections_stated, "corrections", read_correction, problems)
    loaded = {} if problems else treaties_found(rows[TREATIES], find, problems)
    gone = keys_without(without, problems)
    refuse_problems(problems, file)
    if len(heads) != 1:
        refuse_problems([("register", P_("there is not exactly one"))], file)
    rows = all_rows(rows, gone, [*loaded.values()])
    refuse_problems(wrong_references(rows), file)
    law = replace(_law(heads[0], as_of, rows, loaded), corrections=tuple(corrections))
    if law_document(law) != data:
        refuse_problems([(P_("its text"), OTHER_SPELLING)], file)
    return law


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
    rows: dict[str, Sequence[Any]] = {
        **apply(present, corrections, problems, lambda one: law.loaded.get(one) or find(one))
    }
    heads = rows.pop(REGISTER)
    if [head.name for head in heads] != [law.register.name]:
        problem = FilledText(
            P_("it is not the one head of the register {name}"), name=law.register.name
        )
        problems.append((REGISTER, problem))
    refuse_problems([*problems, *wrong_references(rows)], "corrections")
    days = [law.as_of, *(correction.dated for correction in corrections)]
    loaded = treaties_found(rows[TREATIES], lambda one: law.loaded.get(one) or find(one), problems)
    rows = {**all_rows(*stated_rows(rows, [*loaded.values()]), [*loaded.values()])}
    found = replace(
        _law(heads[0], max(days), rows, loaded),
        corrections=(*law.corrections, *corrections),
    )
    refuse_unreadable(found.document, limit=LARGEST_LAW)
    return found


def _rows_of(
    found: Mapping[str, object],
    rows: Mapping[str, list[Any]],
    heads: list[RegisterHead],
    problems: list[RowProblem],
) -> date:
    for name, listed in found.items():
        if name in SECTIONS:
            rows[name] += read_rows(listed, name, SECTIONS[name].read, problems)
        elif name == "register":
            heads.append(read_row(listed, name, read_head, problems))
        elif name not in {"version", "as_of"}:
            problems.append((str(name), P_("it is not a section of the law")))
    return day_of(found["as_of"]) or date.min


def _law(
    register: RegisterHead,
    as_of: date,
    rows: Mapping[str, Sequence[Any]],
    loaded: Mapping[str, TreatyFile] | None = None,
) -> Law:
    sections = {name: tuple(values) for name, values in rows.items()}
    return Law(register=register, as_of=as_of, loaded=loaded or {}, **sections)


def _loaded_by(law: Law) -> list[TreatyFile]:
    return [law.loaded[one.document] for one in law.treaties]
