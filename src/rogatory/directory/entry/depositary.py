# SPDX-License-Identifier: Apache-2.0
"""The depositary's view: who is bound by what, with which reservations, as its keepers sign it.

One target of the top-level targets metadata, so that a threshold of Secretariat and States stands
behind it, and no one key. It is evidence beside a State's own statement (its entry) and what a
ministry corrects; which of them prevails is the treaty room's data. A directory without it is whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rogatory.directory.entry.fields import Field, Reading
from rogatory.directory.entry.reading import DATE, STATE
from rogatory.errors import refuse_if_any
from rogatory.wire import canonical
from rogatory.wire.canonical import LARGEST_DOCUMENT, Json
from rogatory.wire.words import P_, Said

VERSION = 1

MATTERS: Mapping[str, tuple[str, ...]] = {
    "party-status": ("signed", "deposited", "in-force", "ended"),
    "reservation": ("made", "withdrawn"),
    "declaration": ("made", "withdrawn"),
}
"""What a fact may be about, and what may have happened."""

LONGEST_STATEMENT = 4000
"""A reservation is a paragraph, not a book; it is shown on a page."""


@dataclass(frozen=True, slots=True)
class StateFact:
    """One thing that the depositary knows of a State and an instrument, with day and source.

    `article` and `text` are those of a reservation or declaration.
    """

    state: str
    instrument: str
    matter: str
    status: str
    date: str
    article: str | None
    text: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Depositary:
    """Everything that the depositary stated, as of a day."""

    as_of: str
    source: str
    facts: tuple[StateFact, ...]

    def of(self, state: str, instrument: str | None = None) -> tuple[StateFact, ...]:
        """The facts of a State, of one instrument or of all."""
        return tuple(
            fact
            for fact in self.facts
            if fact.state == state and instrument in {None, fact.instrument}
        )


def build_depositary(stated: Depositary) -> bytes:
    """The canonical bytes; refuses with every reason for which `parse_depositary` would not read them."""
    facts: list[Json] = [
        {
            "state": fact.state,
            "instrument": fact.instrument,
            "matter": fact.matter,
            "status": fact.status,
            "date": fact.date,
            "article": fact.article,
            "text": fact.text,
            "source": fact.source,
        }
        for fact in stated.facts
    ]
    data = canonical.encode(
        {"version": VERSION, "as_of": stated.as_of, "source": stated.source, "facts": facts}
    )
    parse_depositary(data)
    return data


def parse_depositary(data: bytes) -> Depositary:
    """What these bytes state.

    Raises:
        Refused: with every field that is missing, unknown, malformed or repeated.
    """
    reading = Reading(Said(P_("depositary's view")))
    members = reading.top(
        canonical.decode_object(data, limit=LARGEST_DOCUMENT),
        ("version", "as_of", "source", "facts"),
    )
    members["version"].integer(VERSION, VERSION)
    found = Depositary(
        as_of=members["as_of"].matching(DATE),
        source=members["source"].text(),
        facts=members["facts"].distinct(_fact),
    )
    refuse_if_any(reading.reasons)
    return found


def _fact(value: Field) -> StateFact:
    members = value.members(
        ("state", "instrument", "matter", "status", "date", "article", "text", "source")
    )
    matter = members["matter"].one_of(tuple(MATTERS))
    allowed: Sequence[str] = MATTERS.get(matter, ())
    return StateFact(
        state=members["state"].matching(STATE),
        instrument=members["instrument"].text(),
        matter=matter,
        status=members["status"].one_of(allowed) if allowed else "",
        date=members["date"].matching(DATE),
        article=members["article"].or_null(Field.text),
        text=members["text"].or_null(lambda item: item.text(LONGEST_STATEMENT)),
        source=members["source"].text(),
    )
