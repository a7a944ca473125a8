# SPDX-License-Identifier: Apache-2.0
"""Signatures of documents that claim a moment: none may lie ahead of the check."""

from collections.abc import Callable
from datetime import datetime

from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.seal.signature_moments import ahead_reasons


def verified_not_ahead[T](claimed: datetime, now: datetime, verify: Callable[[], T]) -> T:
    """Verify the signatures of a document, and refuse one that claims a moment after `now`.

    Raises:
        Refused: with the reasons of both.
        Undecided: as `verify` does, where the moment is not ahead.
    """
    ahead = ahead_reasons(claimed, now)
    try:
        found = verify()
    except Undecided:
        refuse_if_any(ahead)
        raise
    except Refused as error:
        refuse_if_any([*ahead, *error.reasons])
        raise
    refuse_if_any(ahead)
    return found
