# SPDX-License-Identifier: Apache-2.0
"""Why a translation does not hold, or is not enough."""

from rogatory.errors import Code

_TRANSLATOR = "The authority that signed it must"

TRANSLATION_FORM = Code(
    "translation-form",
    "The attachment {name} is not a translation in its form: {problem}.",
    f"{_TRANSLATOR} make it again, as specified.",
)
TRANSLATION_NETWORK = Code(
    "translation-network",
    "The translation {name} is of another network.",
    f"{_TRANSLATOR} translate the message of this network.",
)
TRANSLATION_BODY = Code(
    "translation-body",
    "The translation {name} is of another text than this message's.",
    f"{_TRANSLATOR} translate this text; one that was changed since must be translated again.",
)
TRANSLATION_LANGUAGE = Code(
    "translation-language",
    "The translation {name} is from {language}, and the message is written in {written}.",
    f"{_TRANSLATOR} translate from the language of the message.",
)
TRANSLATION_FIELD = Code(
    "translation-field",
    "The translation {name} has a text for {place}, where the message has none to translate.",
    f"{_TRANSLATOR} leave it out.",
)
TRANSLATION_AUTHORITY = Code(
    "translation-authority",
    "The translation {name} is signed for {authority}, which is of another State than the sender.",
    "An authority of the State that sends the message must sign it.",
)
TRANSLATION_UNSIGNED = Code(
    "translation-unsigned",
    "The signature of the translation {name} does not count: {problem}",
    f"{_TRANSLATOR} sign it again, with the certificates that the directory lists.",
)
TRANSLATION_INCOMPLETE = Code(
    "translation-incomplete",
    "The translation {name} has no text for {place}.",
    "Translate every text of the message: the addressee reads no other language.",
    cites="language",
)
SAME_LANGUAGE = Code(
    "translation-same-language",
    "The message is written in {language} already.",
    "Name another language to translate into.",
)
CAPACITY_UNKNOWN = Code(
    "translation-capacity",
    "There is no translator of capacity {capacity}.",
    "Name one of: {known}.",
)
TRANSLATION_EMPTY = Code(
    "translation-empty",
    "Nothing was translated.",
    "Give the text of at least one field.",
)
