# SPDX-License-Identifier: Apache-2.0
"""The translator who answers for the translation beside the original in a letter."""

from collections.abc import Iterator

from rogatory.node.letters import dates
from rogatory.node.letters.points import language_name, translation_for
from rogatory.node.letters.values import LetterValues
from rogatory.node.printing.blocks import Block, Fact, FactTable, Paragraph
from rogatory.node.printing.figures import grouped
from rogatory.node.printing.languages import DocumentTexts
from rogatory.node.translations.fields import CAPACITIES
from rogatory.wire.words import N_

TRANSLATED = N_(
    "The translation into {language} appears beside the original and was signed by {authority} on "
    "{date}. The original prevails."
)


def translation_blocks(values: LetterValues, words: DocumentTexts) -> Iterator[Block]:
    """Yield who translated, and when, where a translation into the letter's language holds."""
    if words.language == values.language.partition("-")[0]:
        return
    found = translation_for(values, words.language)
    if found is None:
        return
    note = words.say(
        TRANSLATED,
        language=language_name(found.language, words),
        authority=found.authority,
        date=dates.moment(found.at, words),
    )
    yield Paragraph(note)
    yield FactTable(
        (
            Fact(words(N_("Translated by")), words(CAPACITIES[found.capacity])),
            Fact(words(N_("Officer")), found.officer),
            Fact(words(N_("Digest of the translation")), grouped(found.digest)),
        )
    )
