# SPDX-License-Identifier: Apache-2.0
"""The lawyer's verification of the law on this node: sheets proposed, and how far the reading is."""

from collections.abc import Mapping, Sequence

from rogatory.node.context import Node
from rogatory.node.corrections.correct_law import correction_history, propose_all
from rogatory.node.provisions.law_data import corrected_law
from rogatory.node.repositories.law import CorrectionRecord
from rogatory.treaty.corrections import Correction
from rogatory.treaty.verification.filled_sheet import wordings_of
from rogatory.treaty.verification.progress import ReadingProgress, progress_of
from rogatory.treaty.verification.sheet_corrections import corrections_of_sheet


def propose_sheet(
    node: Node, data: bytes, officer: str, *, authority: str | None = None
) -> list[CorrectionRecord]:
    """Write what a sheet says down for a second person: one correction for each row, all or none.

    Raises:
        Refused: with everything that is wrong in the sheet, or why the officer may not.
    """
    today = node.clock.now().date()
    found = corrections_of_sheet(corrected_law(node), data, today, waiting_corrections(node))
    return propose_all(node, found, officer, authority=authority, sheet=data)


def waiting_corrections(node: Node) -> list[Correction]:
    """Return the corrections that no second person has reviewed."""
    return [one for record, one in correction_history(node) if record.is_open]


def verification_progress(node: Node) -> Sequence[ReadingProgress]:
    """Return how many lines of each instrument were read, wait for review, differ, and are left."""
    return progress_of(corrected_law(node), waiting_corrections(node))


def official_wordings(node: Node, correction: Correction) -> Mapping[str, str]:
    """Return the official wording of each line that a correction says was read."""
    found: dict[str, str] = {}
    for sheet in {one.sheet for one in correction.readings}:
        wordings = wordings_of(node.objects.get(sheet))
        lines = [one.line for one in correction.readings if one.sheet == sheet]
        found |= {line: wordings[line] for line in lines}
    return found
