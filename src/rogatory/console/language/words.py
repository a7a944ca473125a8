# SPDX-License-Identifier: Apache-2.0
"""English sources of the domain in the reader's language, and what a code is called."""

from collections.abc import Mapping

from django.utils.translation import gettext

from rogatory.errors import TranslatableText
from rogatory.wire.words import in_words


def translated(source: str) -> str:
    """Return an English source of the domain in the reader's language, with the fields that it has.
    The empty one has no translation.
    """
    if isinstance(source, TranslatableText):
        return str(in_words(source, translated))
    return gettext(source) if source else ""


def called(kind: Mapping[str, str], code: str) -> str:
    """Return what a code is called; an unknown one is shown as it is."""
    return translated(kind[code]) if code in kind else code
