# SPDX-License-Identifier: Apache-2.0
"""SHA-256 digests, written as 64 lower-case hex digits wherever they are in a document."""

import hashlib
import re

from rogatory.errors import Refused
from rogatory.wire import refusals

_DIGEST_FORM = re.compile(r"[0-9a-f]{64}\Z")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parse_digest(text: object) -> str:
    """Return `text`, once it is known to be a digest; refuses anything else."""
    if not isinstance(text, str) or not _DIGEST_FORM.match(text):
        raise Refused(refusals.DIGEST.because(text=ascii(text)[:80]))
    return text
