# SPDX-License-Identifier: Apache-2.0
"""Refusals of python-tuf, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)

from rogatory.directory import refusals
from rogatory.errors import Code, Refused, RogatoryError, Unreachable
from rogatory.wire.words import problem_of

_CODES: tuple[tuple[type[Exception], Code], ...] = (
    (ExpiredMetadataError, refusals.EXPIRED),
    (BadVersionNumberError, refusals.ROLLBACK),
    (UnsignedMetadataError, refusals.UNSIGNED),
    (LengthOrHashMismatchError, refusals.MIXED),
    (DownloadLengthMismatchError, refusals.ENDLESS),
    (RepositoryError, refusals.MALFORMED),
)


def coded(error: Exception) -> RogatoryError:
    """Return the expected failure that an error of python-tuf means."""
    for kind, code in _CODES:
        if isinstance(error, kind):
            return Refused(code.because(problem=problem_of(error)))
    return Unreachable(refusals.UNREACHABLE.because(problem=problem_of(error)))


@contextmanager
def tuf_refusals() -> Iterator[None]:
    """Raise what python-tuf refuses inside the block as ours."""
    try:
        yield
    except (RepositoryError, DownloadError) as error:
        raise coded(error) from error
