# SPDX-License-Identifier: Apache-2.0
"""The lines of one instrument: a value, and the document that is stored as an object of its own.

Which instruments there are, what each brings in and which questions are asked is in the law's document, since
it is asked of every request. What one instrument says of kinds, grounds, duties, terms and contents is here, and
only a request on it, or on one that brings it in, reads it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from rogatory.errors import Refused
from rogatory.treaty.corrections import OTHER_SPELLING
from rogatory.treaty.objects.law_parts import (
    LARGEST_LAW_OBJECT,
    FindObject,
    LawPart,
    stated_part,
    stored_part,
)
from rogatory.treaty.rows import RowProblem, read_rows, refuse_problems, written, wrong
from rogatory.treaty.sections import OF_A_REGIME, SECTIONS
from rogatory.treaty.tables.grounds import Duty, ListedGround
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.kinds import KindLaw
from rogatory.treaty.tables.limits import Limit, Requirement
from rogatory.treaty.tables.provisions import CitedProvision
from rogatory.treaty.tables.terms import TermRule
from rogatory.wire.canonical import Json, decode, encode
from rogatory.wire.words import P_, FilledText

REGIME_VERSION = 1
"""Of the form of a regime's document."""

REGIMES_AT_HAND = 64
"""Objects that were read are kept parsed, by their content: laws that differ in one regime share the others."""


@dataclass(frozen=True)
class RegimeLines:
    """The lines of one instrument by section. Rows keep their order."""

    instrument: str
    kinds: tuple[KindLaw, ...] = ()
    grounds: tuple[ListedGround, ...] = ()
    postponements: tuple[ListedGround, ...] = ()
    conditions: tuple[ListedGround, ...] = ()
    never: tuple[ListedGround, ...] = ()
    duties: tuple[Duty, ...] = ()
    limits: tuple[Limit, ...] = ()
    terms: tuple[TermRule, ...] = ()
    required: tuple[Requirement, ...] = ()
    provisions: tuple[CitedProvision, ...] = ()

    @cached_property
    def provisions_by_id(self) -> Mapping[str, CitedProvision]:
        """The provisions by id; a page cites many."""
        return {one.id: one for one in self.provisions}

    @cached_property
    def required_by_key(self) -> Mapping[tuple[str, str], Requirement]:
        """The required contents by kind of message and field."""
        return {(one.kind, one.key): one for one in self.required}

    @property
    def rows(self) -> Mapping[str, tuple[Any, ...]]:
        """The rows by section."""
        return {name: getattr(self, name) for name in OF_A_REGIME}


def regime_document(lines: RegimeLines) -> bytes:
    """Return the canonical bytes of an instrument's lines, which `read_regime` gives back."""
    sections: dict[str, Json] = {
        name: [written(row) for row in rows] for name, rows in lines.rows.items() if rows
    }
    head: dict[str, Json] = {"version": REGIME_VERSION, "instrument": lines.instrument}
    return encode(head | sections)


@lru_cache(maxsize=REGIMES_AT_HAND)
def read_regime(data: bytes) -> RegimeLines:
    """Return the lines that a document states.

    Raises:
        Refused: with everything that is wrong in it; or it is not, byte for byte, what `regime_document`
            writes.
    """
    found = decode(data, limit=LARGEST_LAW_OBJECT)
    if not isinstance(found, Mapping) or found.get("version") != REGIME_VERSION:
        problem = FilledText(P_("it has no version {version}"), version=REGIME_VERSION)
        raise Refused(wrong("regime", P_("its head"), problem))
    name = found.get("instrument")
    problems: list[RowProblem] = []
    rows: dict[str, tuple[Any, ...]] = {}
    for section, listed in found.items():
        if section in OF_A_REGIME:
            rows[section] = tuple(read_rows(listed, section, SECTIONS[section].read, problems))
        elif section not in {"version", "instrument"}:
            unknown = FilledText(P_("the entry {name} is unknown"), name=section)
            problems.append(("regime", unknown))
    refuse_problems(problems, "regime")
    lines = RegimeLines(str(name), **rows)
    if any(_owner(row) != name for listed in rows.values() for row in listed):
        problem = FilledText(P_("instrument is not {name}"), name=ascii(name)[:40])
        refuse_problems([(P_("its text"), problem)], "regime")
    if regime_document(lines) != data:
        refuse_problems([(P_("its text"), OTHER_SPELLING)], "regime")
    return lines


def stated_regimes(
    rows: Mapping[str, Iterable[Any]], known: Mapping[str, LawPart[RegimeLines]]
) -> dict[str, LawPart[RegimeLines]]:
    """Return the lines of each instrument that has any, in the order of the instruments. Those that are as in
    `known` are the same part.
    """
    found: dict[str, dict[str, list[Any]]] = {}
    for section in OF_A_REGIME:
        for row in rows[section]:
            found.setdefault(_owner(row), {}).setdefault(section, []).append(row)
    regimes = {}
    for name in dict.fromkeys((*(one.id for one in rows["instruments"]), *found)):
        if name in found:
            lines = RegimeLines(name, **{section: tuple(v) for section, v in found[name].items()})
            part = known.get(name)
            is_same = part is not None and part.value == lines
            regimes[name] = part if part and is_same else stated_part(lines, regime_document)
    return regimes


def stored_regime(
    instrument: str, digest: str, find: FindObject, check: Callable[[RegimeLines], None]
) -> LawPart[RegimeLines]:
    """Return the lines of an instrument in a law that was stored. They are read when they are asked for, and
    refused then if they are another's, or if `check` refuses them.
    """

    def read(data: bytes) -> RegimeLines:
        lines = read_regime(data)
        if lines.instrument != instrument:
            problem = FilledText(P_("instrument is not {name}"), name=instrument)
            refuse_problems([("instrument", problem)], "regime")
        check(lines)
        return lines

    return stored_part(instrument, digest, find, read, regime_document)


def _owner(row: Any) -> str:
    name: str | None = row.instrument
    return name or THE_CONVENTION
