# SPDX-License-Identifier: Apache-2.0
"""Rules for passwords of accounts: not what everybody here would try first, nor what was once
stolen.

Length and common passwords are Django's own checks, in our words: Django's translations differ from the rest of a
page. Nothing is asked of what kinds of character it has, and none expires. Of the twenty thousand common passwords that Django brings, few have twelve characters: so one
of them with digits and signs around it is common, too, and so are rows and repetitions. Every password that
was ever seen stolen is a list of many gigabytes, which a State gets for itself and names (`breached_passwords`).
"""

import hashlib
import itertools
import re
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext

from rogatory.bootstrap.node_toml.breached_passwords import is_breached

LEAST = 12
"""Characters. A second factor is used beside it, and guesses are few (`ACCOUNT_RATE_LIMITS`)."""

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
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")

SHORT_UNIT = 8
"""Characters: what repeats so few is no longer for it."""


class LongEnough(MinimumLengthValidator):
    """Refuses what is shorter than `LEAST`."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        text = ngettext(
            "Use at least %(n)d character.", "Use at least %(n)d characters.", self.min_length
        )
        return text % {"n": self.min_length}


class NotCommon(CommonPasswordValidator):
    """Refuses what is common, alone or with digits and signs around it, and what is a row or repeats."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return gettext("Do not use a common password, a row of characters or a repetition.")

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        plain = password.casefold()
        stem = _AROUND.sub("", plain)
        if stem in self.passwords or is_row(plain) or repeats(plain):
            raise ValidationError(self.get_error_message(), code="password_too_common")


def is_row(text: str) -> bool:
    """Decide whether each character is the next of the one before, by one step throughout; 0
    follows 9.
    """
    steps = {
        (int(b) - int(a)) % 10 if a.isdecimal() and b.isdecimal() else ord(b) - ord(a)
        for a, b in itertools.pairwise(text)
    }
    return len(steps) == 1 and steps <= {-1, 1, 9}


def repeats(text: str) -> bool:
    """Decide whether it is one short text over and over, the last time perhaps in part."""
    return any(
        text == (text[:size] * len(text))[: len(text)]
        for size in range(1, min(SHORT_UNIT, len(text) // 2) + 1)
    )


class NotBreached:
    """Refuses what is in the list of stolen passwords, where node.toml names one.

    While the list cannot be read no password is set at all: that fault is the operator's to see.
    """

    def __init__(self, file: str) -> None:
        self._file = Path(file)

    def validate(self, password: str, user: Any = None) -> None:
        del user
        name = hashlib.sha1(password.encode("utf-8"), usedforsecurity=False).hexdigest().upper()
        if is_breached(self._file, name.encode("ascii")):
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self) -> str:
        return gettext("Do not use a password that was ever stolen anywhere.")


class NoWordsOfThisPlace:
    """Refuses a password that is little more than words of this place and of its officer."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = _OTHER.sub("", password.casefold())
        for word in sorted({*WORDS, *_of(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < LEFT:
            raise ValidationError(self.get_help_text(), code="password_words_of_this_place")

    def get_help_text(self) -> str:
        return gettext("A password must be more than the words of this place and of its officer.")


def _of(user: Any) -> set[str]:
    """Return the words of an officer's number and name, those of one or two letters left out."""
    named = (str(getattr(user, name, "")) for name in ("number", "display_name"))
    words = {
        _OTHER.sub("", word) for one in named for word in (one.casefold(), *one.casefold().split())
    }
    return {word for word in words if len(word) > 2}
