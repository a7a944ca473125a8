# SPDX-License-Identifier: Apache-2.0
"""SHA-256 digests, written as 64 lower-case hex digits wherever they are in a document."""

import hashlib
import re
from collections.abc import Iterator

from rogatory.errors import Refused
from rogatory.wire import refusals

_DIGEST_FORM = re.compile(r"[0-9a-f]{64}\Z")
_WRITTEN, _WRITTEN_IN_BYTES = re.compile(r"[0-9a-f]{64,}"), re.compile(rb"[0-9a-f]{64,}")
_LENGTH = 64


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parse_digest(text: object) -> str:
    """Return `text`, once it is known to be a digest; refuses anything else."""
    if not isinstance(text, str) or not _DIGEST_FORM.match(text):
        raise Refused(refusals.DIGEST.because(text=ascii(text)[:80]))
    return text


def digests_in(text: str | bytes) -> Iterator[str]:
    """Yield everything in a text of any form that could be a digest, so that none which is written there is missed."""
    found = _WRITTEN_IN_BYTES.finditer(text) if isinstance(text, bytes) else _WRITTEN.finditer(text)
    for each in found:
        run = each.group()
        written = run if isinstance(run, str) else run.decode("ascii")
        for place in range(len(written) - _LENGTH + 1):
            yield written[place : place + _LENGTH]
