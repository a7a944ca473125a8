# SPDX-License-Identifier: Apache-2.0
"""Loading a treaty between this State and another from a file: proposed by one officer, accepted by
a second one, as a correction of the law.

The treaty's lines are an object of their own, whose digest the law names. Only this State has them:
another that has not loaded the treaty remarks beside a request that it does not know the instrument.
"""

from datetime import date

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.corrections import refusals
from rogatory.node.corrections.correct_law import propose
from rogatory.node.provisions.law_data import corrected_law
from rogatory.node.provisions.law_objects import LawObjects
from rogatory.node.provisions.required_contents import message_forms
from rogatory.node.repositories.law import CorrectionRecord
from rogatory.treaty.bilateral.treaty_file import TreatyFile
from rogatory.treaty.corrections import Correction
from rogatory.treaty.rows import written
from rogatory.treaty.sections import TREATIES
from rogatory.treaty.written_treaty import read_treaty


def propose_treaty(
    node: Node, data: bytes, officer: str, *, reason: str, dated: date, authority: str | None = None
) -> CorrectionRecord:
    """Write the treaty of a file down for a second person.

    1. The file is in form, and fits the law in force and the forms of messages.
    2. It is between this State and another.
    3. The officer may correct the law for the authority.

    Raises:
        Refused: with every reason of the first step that fails; nothing is written.
    """
    treaty = read_treaty(corrected_law(node), data, message_forms())  # 1
    if node.state not in treaty.instrument.between:  # 2
        raise Refused(
            refusals.TREATY_OF_OTHERS.because(
                treaty=treaty.instrument.id,
                states=", ".join(sorted(treaty.instrument.between)),
                own=node.state,
            )
        )
    node.objects.put(treaty.document)
    return propose(
        node, loading(treaty, reason=reason, dated=dated), officer, authority=authority
    )  # 3


def loaded_by(node: Node, correction: Correction) -> TreatyFile | None:
    """Return the treaty that a correction loads, with its lines; None where it loads none."""
    if correction.section != TREATIES or correction.row is None:
        return None
    return LawObjects(node.objects).treaty(str(correction.row["document"]))


def loading(treaty: TreatyFile, *, reason: str, dated: date) -> Correction:
    """Return the correction of the law that loads a treaty."""
    row = written(treaty.loaded)
    assert isinstance(row, dict)
    return Correction(
        id=f"{treaty.instrument.id}-edition-{treaty.edition}-{treaty.loaded.document[:12]}",
        section=TREATIES,
        row=row,
        reason=reason,
        source=treaty.instrument.source,
        certainty=treaty.instrument.certainty,
        dated=dated,
        replaces=None,
    )
