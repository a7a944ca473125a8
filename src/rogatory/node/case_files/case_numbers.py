# SPDX-License-Identifier: Apache-2.0
"""Case numbers that count as the same: a person would call them so.

An office's number is that of an investigation, and one investigation makes several requests: the
preservation, the request that keeps the data held, the one to a third State. So a number is not
unique in a State, and none is refused because it is used elsewhere; the officer who enters one is
shown where it is used, since two offices that use one number may mean two cases. (Practice; the
Convention only requires a specific case, articles 23(1) and 41(1), certainty: parallel.)
"""

import re
import unicodedata

from rogatory.wire.digests import sha256

_BETWEEN = re.compile(r"[\s./_–—-]+")


def case_key(number: str) -> str:
    """Return what two numbers have in common that a person would call the same: case, spaces, width
    and the marks between the parts do not count.
    """
    plain = unicodedata.normalize("NFKC", number).casefold()
    parts = _BETWEEN.sub("-", plain.strip()).strip("-")
    return sha256(parts.encode())
