# SPDX-License-Identifier: Apache-2.0
"""What a password of an account may not be made of: the words that everybody here would try first.

Length and the list of common passwords are Django's own checks (`settings.tables`); nothing is asked of
what kinds of character it has, and none expires.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

LEAST = 12
"""Characters. A second factor stands beside it, and guesses are few (`ACCOUNT_RATE_LIMITS`)."""

LEFT = 8
"""Letters and digits that must be left without the words below: the rest is what nobody can guess."""

WORDS = (
    "rogatory",
    "evidence",
    "cybercrime",
    "convention",
    "contact",
    "central",
    "authority",
    "officer",
    "password",
    "passphrase",
)

_OTHER = re.compile(r"[\W_]+")


class NoWordsOfThisPlace:
    """Refuses a password that is little more than words of this place and of its officer."""

    def validate(self, password: str, user: Any = None) -> None:
        told = _OTHER.sub("", password.casefold())
        for word in sorted({*WORDS, *_of(user)}, key=len, reverse=True):
            told = told.replace(word, "")
        if len(told) < LEFT:
            raise ValidationError(self.get_help_text(), code="password_words_of_this_place")

    def get_help_text(self) -> str:
        return gettext("A password must be more than the words of this place and of its officer.")


def _of(user: Any) -> set[str]:
    """The words of an officer's number and name, those of one or two letters left out."""
    named = (str(getattr(user, name, "")) for name in ("number", "display_name"))
    words = {
        _OTHER.sub("", word) for one in named for word in (one.casefold(), *one.casefold().split())
    }
    return {word for word in words if len(word) > 2}
