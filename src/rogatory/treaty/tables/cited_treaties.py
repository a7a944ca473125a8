# SPDX-License-Identifier: Apache-2.0
"""The articles of treaties from which a row of the law is taken, each as fields; how the row's words name
its other sources is for people to read.
"""

from dataclasses import dataclass

from rogatory.treaty.rows import ID, TEXT, choice, rows
from rogatory.wire.fields import Fields

ROLES = ("also", "clause", "model", "office", "stronger")


@dataclass(frozen=True, slots=True)
class CitedTreaty:
    """An article of an instrument beside the one that the row itself cites.

    `role` is what it is there for: `also` has the same there, `clause` gives the wording of the clause,
    `model` is what the article was modelled on, `office` creates the point of contact, and `stronger` binds
    more strictly; none for the article that the row was read in.
    """

    instrument: str
    article: str
    role: str | None


def _read_cited(row: Fields) -> CitedTreaty:
    return CitedTreaty(
        instrument=row.read("instrument", ID),
        article=row.read("article", TEXT),
        role=row.optional("role", choice(ROLES), None),
    )


CITES = rows(_read_cited)
"""The form of the entry `cites`."""
