# SPDX-License-Identifier: Apache-2.0
"""What instruments are called in a letter: their titles, where we have them in its language.

An instrument that a ministry added, and whose title we do not have, is printed by the title that
its data give, marked as being in that language.
"""

from collections.abc import Mapping

from rogatory.node.printing.languages import DocumentTexts
from rogatory.wire.words import N_

TITLES: Mapping[str, str] = {
    "un-cybercrime": N_("United Nations Convention against Cybercrime"),
    "ets-185": N_("Convention on Cybercrime (Budapest, 2001, ETS 185)"),
    "cets-224": N_(
        "Second Additional Protocol to the Convention on Cybercrime (Strasbourg, 2022, CETS 224)"
    ),
    "arab-it-2010": N_("Arab Convention on Combating Information Technology Offences (2010)"),
    "untoc": N_("United Nations Convention against Transnational Organized Crime"),
    "uncac": N_("United Nations Convention against Corruption"),
    "comity": N_("comity and reciprocity between States"),
}
"""By the instrument's identifier in the treaty data."""


def instrument_title(
    identifier: str, names: Mapping[str, str], words: DocumentTexts
) -> tuple[str, bool]:
    """The title to print, and whether it is in the letter's language."""
    known = TITLES.get(identifier)
    if known is not None:
        return words(known), True
    return names.get(identifier, identifier), words.language == "en"
