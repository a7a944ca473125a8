# SPDX-License-Identifier: Apache-2.0
"""The lines of a treaty between two States: one value, and the document that has its digest.

The document is kept apart from the law, which names its digest: a ministry with hundreds of treaties
has a law that is hardly longer (decision 98).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.treaty import refusals
from rogatory.treaty.rows import DAY, VERSION, checked_head, read_row_at, written
from rogatory.treaty.sections import OF_A_TREATY, SECTIONS
from rogatory.treaty.tables.instruments import Instrument
from rogatory.treaty.tables.treaties import EDITION, LoadedTreaty
from rogatory.wire.canonical import Json, decode, encode
from rogatory.wire.digests import sha256
from rogatory.wire.fields import Fields, Place
from rogatory.wire.words import P_, FilledText

LARGEST_TREATY = 256 << 10
"""A treaty on mutual assistance has some dozens of articles, its file some dozens of kilobytes; the
readers of YAML grow with what they read."""

NAME = "treaty"
"""The name under which a document of a treaty is refused."""

_OTHER_SPELLING = P_("it is not spelled as a document of a treaty is")

type PlacedProblem = tuple[Place, str, Phrase]
"""The way to what is wrong, its name for a reader, and the problem."""


@dataclass(frozen=True, slots=True)
class TreatyFile:
    """The lines of a treaty by section; the first section has its one instrument."""

    edition: int
    as_of: date
    rows: Mapping[str, tuple[Any, ...]]

    @property
    def instrument(self) -> Instrument:
        return cast("Instrument", self.rows["instruments"][0])

    @property
    def document(self) -> bytes:
        """Its canonical bytes, which `parse_treaty` reads; comments and layout of a file do not count."""
        head: dict[str, Json] = {
            "version": VERSION,
            "as_of": self.as_of.isoformat(),
            "edition": self.edition,
        }
        sections: dict[str, Json] = {
            name: [written(row) for row in rows] for name, rows in self.rows.items() if rows
        }
        return encode(head | sections)

    @property
    def loaded(self) -> LoadedTreaty:
        """The row of the law that names it."""
        return LoadedTreaty(
            id=self.instrument.id,
            edition=self.edition,
            between=self.instrument.between,
            document=sha256(self.document),
        )


type FindTreaty = Callable[[str], TreatyFile | None]
"""Return the treaty of a digest, or None where nobody has it."""


def no_treaty(digest: str) -> TreatyFile | None:
    """Find none, for a law without treaties of its own."""
    del digest
    return None


def parse_treaty(data: bytes) -> TreatyFile:
    """Return the treaty of a document.

    Raises:
        Refused: with everything that is wrong in it; or its bytes are not the ones that
            `TreatyFile.document` writes.
    """
    found = checked_head(decode(data, limit=LARGEST_TREATY), NAME)
    treaty, problems, _ = read_lines(found)
    refuse_if_any(_wrong(place, problem) for _, place, problem in problems)
    if treaty.document != data:
        raise Refused(_wrong(P_("its text"), _OTHER_SPELLING))
    return treaty


def read_lines(
    found: Mapping[str, object],
) -> tuple[TreatyFile, list[PlacedProblem], frozenset[tuple[str, int]]]:
    """Return what a mapping states of a treaty, what is wrong in it, and which rows are.

    The treaty counts only if nothing is; the rows in which nothing is wrong can still be compared
    with the law.
    """
    problems: list[PlacedProblem] = []
    broken: set[tuple[str, int]] = set()
    stated = {name: value for name, value in found.items() if name not in OF_A_TREATY}
    (edition, as_of), faults = read_row_at(stated, "head", _read_head)
    problems += [(way, place, problem) for way, (place, problem) in faults]
    rows: dict[str, tuple[Any, ...]] = {}
    for name in OF_A_TREATY:
        listed = found.get(name) or ()
        if not isinstance(listed, list | tuple):
            problems.append(((name,), name, P_("it is not a list")))
            listed = ()
        values = []
        for count, entry in enumerate(listed):
            value, wrong = read_row_at(entry, f"{name} {count + 1}", SECTIONS[name].read)
            problems += [((name, count, *way), place, problem) for way, (place, problem) in wrong]
            if wrong:
                broken.add((name, count))
            values.append(value)
        rows[name] = tuple(values)
    treaty = TreatyFile(edition, as_of, rows)
    problems += _of_one_treaty(treaty, broken)
    return treaty, problems, frozenset(broken)


def _read_head(row: Fields) -> tuple[int, date]:
    row.has("version")
    return row.read("edition", EDITION), row.read("as_of", DAY)


def _of_one_treaty(treaty: TreatyFile, broken: set[tuple[str, int]]) -> list[PlacedProblem]:
    """Return why the rows are not those of one treaty between two States."""
    instruments = treaty.rows["instruments"]
    if len(instruments) != 1:
        return [
            (("instruments",), "instruments", P_("there is not exactly one, with all its entries"))
        ]
    problems: list[PlacedProblem] = []
    (one,), place = instruments, "instruments 1"
    if ("instruments", 0) not in broken:
        if one.membership != "pair" or len(one.between) != 2:
            problem = P_("it is not a treaty between two States: membership pair, between both")
            problems.append((("instruments", 0), place, problem))
        if one.addressee != "state":
            problems.append(
                (("instruments", 0, "addressee"), place, P_("it is not addressed to a State"))
            )
    if not isinstance(one.id, str) or not one.id:
        return problems
    for name, rows in treaty.rows.items():
        for count, row in enumerate(rows):
            if name != "instruments" and row.instrument != one.id and (name, count) not in broken:
                other = FilledText(P_("instrument is not {name}"), name=one.id)
                problems.append(((name, count, "instrument"), f"{name} {count + 1}", other))
    return problems


def _wrong(place: str, problem: Phrase) -> Reason:
    return refusals.DATA.because(file=NAME, place=place, problem=problem)
