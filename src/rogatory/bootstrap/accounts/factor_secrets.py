# SPDX-License-Identifier: Apache-2.0
"""The database's form of an officer's second factor: nothing that lets in somebody who copies it.

The seed of an authenticator app must be read at each log-in, so it is sealed with the node's own secret.
A recovery code need not: once the codes were shown, a digest of each is left. A code has 34 digits, and
ASVS 6.5.2 takes a plain digest for 112 bits.
"""

import hashlib
import hmac
import os
import re

from django.conf import settings

from rogatory.seal.kept_secrets import open_secret, seal_secret

CODE_DIGITS = 34
"""112.9 bits."""

_DIGEST = "digest:"
_NOT_DIGITS = re.compile(r"[\s-]+")


def sealed_secret(text: str) -> str:
    return seal_secret(settings.SECRET_KEY, text, os.urandom)


def reveal(kept: str) -> str:
    """Return the text of what was sealed; of a recovery code's digest, something that equals the
    code alone.
    """
    return KeptCode(kept) if kept.startswith(_DIGEST) else open_secret(settings.SECRET_KEY, kept)


def recovery_code_digest(code: str) -> str:
    """Return what is left of a recovery code once it was shown."""
    return _DIGEST + _sha256(_plain(code))


class KeptCode(str):
    """A recovery code that nobody can read any more. The log-in library looks for a typed code in a
    list of those that are left; each compares as its code would.
    """

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, typed: object) -> bool:
        if not isinstance(typed, str) or isinstance(typed, KeptCode):
            return str.__eq__(self, typed) is True
        plain, digest = _plain(typed), str(self).removeprefix(_DIGEST)
        return len(plain) >= CODE_DIGITS and hmac.compare_digest(digest, _sha256(plain))


def _plain(code: str) -> str:
    """Return the digits without the gaps in which people type them."""
    return _NOT_DIGITS.sub("", code)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
