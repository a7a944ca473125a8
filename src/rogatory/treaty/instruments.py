# SPDX-License-Identifier: Apache-2.0
"""The instruments that a request may rest on, and what each gives for which kind of request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.rows import Certainty, Row, packaged, read_rows

THE_CONVENTION = "un-cybercrime"

_COVERS = ("convention-or-serious", "serious", "corruption", "any")
_SLOWEST = 99


@dataclass(frozen=True, slots=True)
class Service:
    """What an instrument gives for one kind: articles, the offences it covers, its rank by speed
    (1 is fastest), its time limits, and what must be shown besides.
    """

    kind: str
    articles: tuple[str, ...]
    covers: str
    rank: int
    limits: tuple[str, ...]
    needs: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty or other basis. `between` names the two States of a bilateral one; `membership` is
    `parties`, `pair`, or `any` for what needs no treaty.
    """

    id: str
    name: str
    reference: str
    membership: str
    addressee: str
    source: str
    applies_from: date | None
    between: frozenset[str]
    serves: Mapping[str, Service]


def instrument(name: str) -> Instrument:
    """The instrument of that id; refuses one that the data do not have."""
    for found in instruments():
        if found.id == name:
            return found
    raise Refused(refusals.INSTRUMENT_UNKNOWN.because(instrument=ascii(name)[:40]))


@cache
def instruments() -> tuple[Instrument, ...]:
    """The multilateral instruments and comity; bilateral ones stand in a register of parties."""
    file = "instruments.yaml"
    return read_rows(packaged(file), file, "instruments", read_instrument)


def read_instrument(row: Row) -> Instrument:
    return Instrument(
        id=row.text("id"),
        name=row.text("name"),
        reference=row.text("reference"),
        membership=row.choice("membership", ("parties", "any")),
        addressee=row.choice("addressee", ("state", "provider")),
        source=row.text("source"),
        applies_from=row.day_or_none("applies_from"),
        between=frozenset(),
        serves=read_services(row),
    )


def read_bilateral(row: Row) -> Instrument:
    between = frozenset(row.texts("between"))
    return Instrument(
        id=row.text("id"),
        name=row.text("name"),
        reference=row.text("reference"),
        membership="pair",
        addressee="state",
        source=row.text("source"),
        applies_from=row.day_or_none("in_force_from"),
        between=between,
        serves=read_services(row),
    )


def read_services(row: Row) -> Mapping[str, Service]:
    return {kind: _service(kind, row.part(kind, found)) for kind, found in _served(row)}


def _served(row: Row) -> list[tuple[str, object]]:
    return list(row.mapping("serves").items())


def _service(kind: str, row: Row) -> Service:
    service = Service(
        kind=kind,
        articles=row.texts("articles"),
        covers=row.choice("covers", _COVERS),
        rank=row.integer("rank", 1, _SLOWEST),
        limits=row.texts("limits"),
        needs=row.texts("needs"),
        certainty=row.certainty(),
    )
    row.done()
    return service
