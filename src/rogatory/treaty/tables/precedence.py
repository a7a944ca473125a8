# SPDX-License-Identifier: Apache-2.0
"""Rows on whose word prevails where a State's facts are told differently."""

from dataclasses import dataclass

from rogatory.treaty.rows import Certainty, Row

MATTERS = ("party-status", "reservation", "declaration")
VOICES = ("ministry", "depositary", "own-statement", "package")


@dataclass(frozen=True, slots=True)
class Precedence:
    """For one matter, the voices from the one that prevails to the one that yields to all."""

    matter: str
    voices: tuple[str, ...]
    reason: str
    certainty: Certainty
    source: str


def read_precedence(row: Row) -> Precedence:
    return Precedence(
        matter=row.choice("matter", MATTERS),
        voices=row.texts("voices"),
        reason=row.text("reason"),
        certainty=row.certainty(),
        source=row.text("source"),
    )
