# SPDX-License-Identifier: Apache-2.0
"""The names of instruments in a letter: their titles, where we have them in its language.

An instrument that a ministry added, and whose title we do not have, is printed by the title that
its data give, marked as being in that language.
"""

from collections.abc import Mapping

from rogatory.node.printing.languages import DocumentTexts
from rogatory.wire.words import N_

TITLES: Mapping[str, str] = {
    "un-cybercrime": N_("United Nations Convention against Cybercrime"),
    "ets-185": N_("Convention on Cybercrime (Budapest, 2001, ETS 185)"),
    "ets-30": N_(
        "European Convention on Mutual Assistance in Criminal Matters (Strasbourg, 1959, ETS 30)"
    ),
    "ets-182": N_(
        "Second Additional Protocol to the European Convention on Mutual Assistance in Criminal Matters "
        "(Strasbourg, 2001, ETS 182)"
    ),
    "cets-224": N_(
        "Second Additional Protocol to the Convention on Cybercrime (Strasbourg, 2022, CETS 224)"
    ),
    "eio-2014-41": N_("Directive 2014/41/EU regarding the European Investigation Order"),
    "e-evidence-2023-1543": N_(
        "Regulation (EU) 2023/1543 on European Production Orders and European Preservation Orders"
    ),
    "malabo-2014": N_(
        "African Union Convention on Cyber Security and Personal Data Protection (Malabo, 2014)"
    ),
    "interpol": N_("cooperation between police authorities through INTERPOL"),
    "arab-it-2010": N_("Arab Convention on Combating Information Technology Offences (2010)"),
    "untoc": N_("United Nations Convention against Transnational Organized Crime"),
    "uncac": N_("United Nations Convention against Corruption"),
    "comity": N_("comity and reciprocity between States"),
}
"""By the instrument's identifier in the treaty data."""

COMITY = "comity"

_IN_PHRASE: Mapping[str, str] = {
    "un-cybercrime": N_("of the United Nations Convention against Cybercrime"),
    "ets-185": N_("of the Convention on Cybercrime (Budapest, 2001, ETS 185)"),
    "ets-30": N_(
        "of the European Convention on Mutual Assistance in Criminal Matters (Strasbourg, 1959, "
        "ETS 30)"
    ),
    "ets-182": N_(
        "of the Second Additional Protocol to the European Convention on Mutual Assistance "
        "in Criminal Matters (Strasbourg, 2001, ETS 182)"
    ),
    "eio-2014-41": N_("of Directive 2014/41/EU regarding the European Investigation Order"),
    "e-evidence-2023-1543": N_(
        "of Regulation (EU) 2023/1543 on European Production Orders and European Preservation Orders"
    ),
    "malabo-2014": N_(
        "of the African Union Convention on Cyber Security and Personal Data Protection (Malabo, "
        "2014)"
    ),
    "cets-224": N_(
        "of the Second Additional Protocol to the Convention on Cybercrime (Strasbourg, 2022, CETS "
        "224)"
    ),
    "arab-it-2010": N_(
        "of the Arab Convention on Combating Information Technology Offences (2010)"
    ),
    "untoc": N_("of the United Nations Convention against Transnational Organized Crime"),
    "uncac": N_("of the United Nations Convention against Corruption"),
}
"""The same after *article 42*, where some languages have another case."""


def instrument_title(
    identifier: str, names: Mapping[str, str], words: DocumentTexts
) -> tuple[str, bool]:
    """Return the title to print, and whether it is in the letter's language."""
    known = TITLES.get(identifier)
    if known is not None:
        return words(known), True
    return names.get(identifier, identifier), words.language == "en"


def instrument_in_phrase(identifier: str, names: Mapping[str, str], words: DocumentTexts) -> str:
    """Return the title as it follows an article: *of the United Nations Convention against
    Cybercrime*.
    """
    known = _IN_PHRASE.get(identifier)
    if known is not None:
        return words(known)
    return words.say(N_("of the instrument “{title}”"), title=names.get(identifier, identifier))
