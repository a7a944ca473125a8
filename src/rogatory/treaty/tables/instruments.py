# SPDX-License-Identifier: Apache-2.0
"""Rows on instruments: what a request may rest on, and what each gives for which kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rogatory.treaty.rows import (
    CERTAINTY,
    DAY,
    ID,
    TEXT,
    TEXTS,
    Certainty,
    choice,
    nested,
    number,
    rows_by_name,
)
from rogatory.treaty.tables.reservation_rules import ReservationRule, read_reservation_rule
from rogatory.wire.fields import Fields

THE_CONVENTION = "un-cybercrime"

COVERS = ("convention-or-serious", "convention", "serious", "corruption", "any")
MEMBERSHIPS = ("parties", "pair", "any")
ASSISTANCE_TREATY = ("no", "yes", "lawyer", "reciprocal-legislation")
SLOWEST = 99
"""The last rank of an instrument; the fastest one has rank 1."""


@dataclass(frozen=True, slots=True)
class Service:
    """The service of an instrument for one kind: articles, the offences it covers, its rank by
    speed (1 is fastest), its time limits, and what must be shown besides.
    """

    articles: tuple[str, ...]
    covers: str
    rank: int
    limits: tuple[str, ...]
    needs: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty or other basis. `between` names the two States of a bilateral one; `membership` is
    `parties`, `pair`, or `any` for what needs no treaty. `assistance_treaty` says whether it is a
    treaty on mutual legal assistance whose rules go before article 40's (40(6)-(7)), where `lawyer`
    leaves that open, or an arrangement by uniform or `reciprocal-legislation`; `reservations` has its rule on
    these. `establishes` has the articles by which it makes conduct an offence; none where its law makes no
    difference between those and other offences. It applies from the one day up to and without the other.
    """

    id: str
    name: str
    reference: str
    membership: str
    addressee: str
    source: str
    certainty: Certainty
    gap: str | None
    applies_from: date | None
    applies_until: date | None
    between: frozenset[str]
    assistance_treaty: str
    serves: Mapping[str, Service]
    reservations: ReservationRule | None = None
    establishes: tuple[str, ...] = ()


def read_instrument(row: Fields) -> Instrument:
    return Instrument(
        id=row.read("id", ID),
        name=row.read("name", TEXT),
        reference=row.read("reference", TEXT),
        membership=row.read("membership", choice(MEMBERSHIPS)),
        addressee=row.read("addressee", choice(("state", "provider"))),
        source=row.read("source", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        gap=row.optional("gap", TEXT, None),
        applies_from=row.optional("applies_from", DAY, None),
        applies_until=row.optional("applies_until", DAY, None),
        between=frozenset(row.optional("between", TEXTS, ())),
        assistance_treaty=row.optional("assistance_treaty", choice(ASSISTANCE_TREATY), None)
        or "no",
        serves=row.optional("serves", rows_by_name(_service), {}),
        reservations=row.optional("reservations", nested(read_reservation_rule), None),
        establishes=row.optional("establishes", TEXTS, ()),
    )


def _service(row: Fields) -> Service:
    return Service(
        articles=row.optional("articles", TEXTS, ()),
        covers=row.read("covers", choice(COVERS)),
        rank=row.read("rank", number(1, SLOWEST)),
        limits=row.optional("limits", TEXTS, ()),
        needs=row.optional("needs", TEXTS, ()),
        certainty=row.read("certainty", CERTAINTY),
    )
