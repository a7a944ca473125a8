# SPDX-License-Identifier: Apache-2.0
"""The words of pages for documents that are printed without a page: what the law says, in its reader's language.

The sentences of the law's data are translated in the catalogues of pages alone.
"""

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files

from rogatory.wire.words import Say

_FOLDERS = {"zh": "zh_Hans"}
"""Catalogues whose folder has another name than their language."""


@cache
def page_words(language: str) -> Say:
    """Return what gives a text of pages in one of the six languages; a text that none has stays English."""
    if language == "en":
        return str
    place = ("locale", _FOLDERS.get(language, language), "LC_MESSAGES", "django.mo")
    with files("rogatory.console").joinpath(*place).open("rb") as file:
        catalogue = GNUTranslations(file)
    return lambda text: catalogue.gettext(text) if text else ""
