# SPDX-License-Identifier: Apache-2.0
"""Rows on the statement that prevails where a State's facts are stated differently."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, TEXT, TEXTS, Certainty, choice
from rogatory.wire.fields import Fields

SUBJECTS = ("party-status", "reservation", "declaration")
VOICES = ("ministry", "depositary", "own-statement", "package")


@dataclass(frozen=True, slots=True)
class Precedence:
    """For one subject, the voices from the one that prevails to the one that yields to all."""

    matter: str
    voices: tuple[str, ...]
    reason: str
    certainty: Certainty
    source: str


def read_precedence(row: Fields) -> Precedence:
    return Precedence(
        matter=row.read("matter", choice(SUBJECTS)),
        voices=row.optional("voices", TEXTS, ()),
        reason=row.read("reason", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
    )
