# SPDX-License-Identifier: Apache-2.0
"""The depositary's view: who is bound by what, with which reservations, as its keepers sign it.

One target of the top-level targets metadata, so that a threshold of Secretariat and States has
signed it, and no one key. It is evidence beside a State's own statement (its entry) and what a
ministry corrects; the treaty package's data decide which of them prevails. A directory without it
is whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.directory.entry.fields import LINE, distinct, line, read_fields
from rogatory.directory.entry.reading import DAY, STATE
from rogatory.wire import canonical
from rogatory.wire.canonical import LARGEST_DOCUMENT, Json
from rogatory.wire.fields import Fields, Form
from rogatory.wire.forms import Custom, Integer, Nullable, OneOf, Record
from rogatory.wire.words import P_, FilledText

VERSION = 1

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "party-status": ("signed", "deposited", "in-force", "ended"),
    "reservation": ("made", "withdrawn"),
    "declaration": ("made", "withdrawn"),
}
"""The subjects of a fact, and what may have happened to each."""

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
        """Return the facts of a State, of one instrument or of all."""
        return tuple(
            fact
            for fact in self.facts
            if fact.state == state and instrument in {None, fact.instrument}
        )


def build_depositary(stated: Depositary) -> bytes:
    """Return the canonical bytes; refuses with every reason for which `parse_depositary` would not
    read them.
    """
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
    """Return what these bytes state.

    Raises:
        Refused: with every field that is missing, unknown, malformed or repeated.
    """
    return read_fields(
        canonical.decode_object(data, limit=LARGEST_DOCUMENT),
        FilledText(P_("depositary's view")),
        _depositary,
    )


def _depositary(of: Fields) -> Depositary:
    of.read("version", Integer(VERSION, VERSION))
    return Depositary(
        as_of=of.read("as_of", DAY),
        source=of.read("source", LINE),
        facts=of.read("facts", distinct(Record(_fact))),
    )


def _fact(of: Fields) -> StateFact:
    return StateFact(
        state=of.read("state", STATE),
        instrument=of.read("instrument", LINE),
        matter=(subject := of.read("matter", _SUBJECT)),
        status=of.read("status", _status(subject)),
        date=of.read("date", DAY),
        article=of.read("article", Nullable(LINE)),
        text=of.read("text", Nullable(line(LONGEST_STATEMENT))),
        source=of.read("source", LINE),
    )


def _status(subject: str) -> Form[str]:
    """Return the form of what happened; for an unknown subject, anything may have."""
    return OneOf(SUBJECTS[subject]) if subject else Custom(lambda _found: "", "")


_SUBJECT = OneOf(tuple(SUBJECTS), otherwise="")
