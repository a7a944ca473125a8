# SPDX-License-Identifier: Apache-2.0
"""The digest of a seal as somebody typed or copied it: whole, with or without the spaces of a print."""

import re

from rogatory.errors import Refused
from rogatory.node.packages import package_refusals

LENGTH = 64
"""Hexadecimal characters of a digest. A part of one would name several packages."""

_HEX = re.compile(r"[0-9a-f]*\Z", re.ASCII)


def typed_seal(text: str) -> str:
    """Return the digest of a seal.

    Raises:
        Refused: it is no whole digest.
    """
    found = "".join(text.split()).lower()
    if len(found) != LENGTH or not _HEX.match(found):
        shown = ascii(text)[1:-1][:80]
        raise Refused(
            package_refusals.SEAL_PARTIAL.because(text=shown, count=len(found), length=LENGTH)
        )
    return found
