# SPDX-License-Identifier: Apache-2.0
"""The rule of an instrument on reservations and declarations: which it permits, and what others gain."""

from collections.abc import Iterable
from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, TEXT, TEXTS, Certainty, choice, number
from rogatory.wire.fields import Fields

LISTED, ANY, NO_RESERVATION, COMPATIBLE = "listed", "any", "none", "compatible"
PERMITTED = (LISTED, ANY, NO_RESERVATION, COMPATIBLE)
"""Those in a closed list; any; none; or, where the instrument says nothing, those that its object and
purpose allow (VCLT 19(c)), which no program decides."""


MOST_MONTHS = 24
"""The longest delay, in months, after which a declaration counts."""


@dataclass(frozen=True, slots=True)
class ReservationRule:
    """The rule of one instrument. `listed` and `declared` name the provisions under which it expressly
    permits reservations and declared elements; `reciprocity` cites what lets the other State use a
    reservation against the one that made it. `offences` is the certainty of the reading that an
    offence which a State excludes is none of the instrument between it and another; None where
    cooperation does not depend on it. A declaration under a provision in `later` counts from the first day of
    the month after `months` months, the end of one under a provision in `ended_later` likewise.
    """

    article: str
    permits: str
    listed: tuple[str, ...]
    declared: tuple[str, ...]
    reciprocity: str | None
    offences: Certainty | None
    certainty: Certainty
    source: str
    months: int | None = None
    later: tuple[str, ...] = ()
    ended_later: tuple[str, ...] = ()

    def authorises(self, article: str) -> bool:
        """Decide whether it expressly permits a reservation under a provision, so that no State need
        accept it (VCLT 20(1)).
        """
        return self.permits == ANY or is_under(article, self.listed)

    def can_declare(self, article: str) -> bool:
        """Decide whether a State may declare that it adds an element to an offence: a closed list names
        articles, or paragraphs of them.
        """
        return self.permits != LISTED or any(
            is_under(one, [article]) or is_under(article, [one]) for one in self.declared
        )


def is_under(article: str, provisions: Iterable[str]) -> bool:
    """Decide whether a citation is one of some provisions, or a part of one."""
    return any(article == one or article.startswith(f"{one}(") for one in provisions)


def read_reservation_rule(row: Fields) -> ReservationRule:
    return ReservationRule(
        article=row.read("article", TEXT),
        permits=row.read("permits", choice(PERMITTED)),
        listed=row.optional("listed", TEXTS, ()),
        declared=row.optional("declared", TEXTS, ()),
        reciprocity=row.optional("reciprocity", TEXT, None),
        offences=row.optional("offences", CERTAINTY, None),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        months=row.optional("months", number(1, MOST_MONTHS), None),
        later=row.optional("later", TEXTS, ()),
        ended_later=row.optional("ended_later", TEXTS, ()),
    )
