# SPDX-License-Identifier: Apache-2.0
"""Going on after a refusal, so that one who must correct something hears every reason."""

from collections.abc import Callable

from rogatory.errors import Reason, Refused


def attempt[T](reasons: list[Reason], read: Callable[[], T]) -> T | None:
    """Return what `read` returns, or None with its reasons added to the others."""
    try:
        return read()
    except Refused as error:
        reasons.extend(error.reasons)
        return None
