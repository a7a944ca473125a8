# SPDX-License-Identifier: Apache-2.0
"""Rows on treaties between two States that a ministry loaded, each from a file of its own."""

import re
from dataclasses import dataclass

from rogatory.treaty.rows import ID, STATE, number, texts_of
from rogatory.wire.fields import Fields
from rogatory.wire.forms import Matching
from rogatory.wire.words import P_, FilledText

LAST_EDITION = 9999
"""A file that is changed each week for a lifetime has fewer editions; a higher number is a slip of the
pen, after which no edition could follow.
"""

EDITION = number(1, LAST_EDITION)

_DIGEST = Matching(
    re.compile(r"[0-9a-f]{64}", re.ASCII),
    unlike=lambda name: FilledText(P_("{name} is not a SHA-256 in hex digits"), name=name),
)


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
        document=row.read("document", _DIGEST),
    )
