# SPDX-License-Identifier: Apache-2.0
"""Rows on treaties between two States that a ministry loaded, each from a file of its own."""

from dataclasses import dataclass

from rogatory.treaty.rows import DIGEST, ID, STATE, number, texts_of
from rogatory.wire.fields import Fields

LAST_EDITION = 9999
"""A file that is changed each week for a lifetime has fewer editions; a higher number is a slip of the
pen, after which no edition could follow.
"""

EDITION = number(1, LAST_EDITION)


@dataclass(frozen=True, slots=True)
class LoadedTreaty:
    """A treaty between two States by the id of its instrument: which edition of the file counts, and
    the digest of the document that has its lines.
    """

    id: str
    edition: int
    between: frozenset[str]
    document: str


def read_loaded_treaty(row: Fields) -> LoadedTreaty:
    return LoadedTreaty(
        id=row.read("id", ID),
        edition=row.read("edition", EDITION),
        between=frozenset(row.read("between", texts_of(STATE))),
        document=row.read("document", DIGEST),
    )
