# SPDX-License-Identifier: Apache-2.0
"""Rows on instruments: what a request may rest on, and what each gives for which kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rogatory.treaty.rows import Certainty, Row

THE_CONVENTION = "un-cybercrime"

COVERS = ("convention-or-serious", "convention", "serious", "corruption", "any")
MEMBERSHIPS = ("parties", "pair", "any")
ASSISTANCE_TREATY = ("no", "yes", "lawyer")
SLOWEST = 99


@dataclass(frozen=True, slots=True)
class Service:
    """What an instrument gives for one kind: articles, the offences it covers, its rank by speed
    (1 is fastest), its time limits, and what must be shown besides.
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
    `parties`, `pair`, or `any` for what needs no treaty. `assistance_treaty` tells whether it is
    a treaty on mutual legal assistance whose rules go before article 40's (40(6)-(7)), where
    `lawyer` leaves that open. It applies from the one day up to and without the other.
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


def read_instrument(row: Row) -> Instrument:
    return Instrument(
        id=row.id(),
        name=row.text("name"),
        reference=row.text("reference"),
        membership=row.choice("membership", MEMBERSHIPS),
        addressee=row.choice("addressee", ("state", "provider")),
        source=row.text("source"),
        certainty=row.certainty(),
        gap=row.text_or_none("gap"),
        applies_from=row.day_or_none("applies_from"),
        applies_until=row.day_or_none("applies_until"),
        between=frozenset(row.texts("between")),
        assistance_treaty=row.choice_or_none("assistance_treaty", ASSISTANCE_TREATY) or "no",
        serves=row.parts_by_name("serves", _service),
    )


def _service(row: Row) -> Service:
    return Service(
        articles=row.texts("articles"),
        covers=row.choice("covers", COVERS),
        rank=row.integer("rank", 1, SLOWEST),
        limits=row.texts("limits"),
        needs=row.texts("needs"),
        certainty=row.certainty(),
    )
