# SPDX-License-Identifier: Apache-2.0
"""Errors of the kernel, in our words: `OSError` becomes a coded refusal, or stays a fault of
ours.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from rogatory.disk import refusals
from rogatory.disk.paths import Location, shown
from rogatory.errors import Code, Refused, RogatoryError, Unreachable

_REFUSED: dict[int, Code] = {
    errno.EEXIST: refusals.EXISTS,
    errno.ENOTEMPTY: refusals.EXISTS,
    errno.ENOENT: refusals.MISSING,
    errno.ELOOP: refusals.LINK,
    errno.ENOTDIR: refusals.NOT_A_FOLDER,
    errno.EISDIR: refusals.NOT_A_FILE,
    errno.ENXIO: refusals.NOT_A_FILE,
    errno.ENAMETOOLONG: refusals.NAME,
    errno.EILSEQ: refusals.NAME,
    errno.EACCES: refusals.DENIED,
    errno.EPERM: refusals.DENIED,
    errno.EROFS: refusals.DENIED,
}

_UNREACHABLE: dict[int, Code] = {
    errno.ENOSPC: refusals.FULL,
    errno.EDQUOT: refusals.FULL,
    errno.EFBIG: refusals.SIZE_LIMIT,
    errno.EWOULDBLOCK: refusals.LOCKED,
    errno.EIO: refusals.FAILING,
    errno.ESTALE: refusals.FAILING,
}


def coded(error: OSError, path: Location) -> RogatoryError | None:
    """Return the expected failure that an error of the kernel means at a path, or None."""
    if code := _REFUSED.get(error.errno or 0):
        return Refused(code.because(path=shown(path)))
    if code := _UNREACHABLE.get(error.errno or 0):
        return Unreachable(code.because(path=shown(path)))
    return None


@contextmanager
def faults_at(path: Location) -> Iterator[None]:
    """Raise what the kernel refuses inside the block as coded failures at `path`."""
    try:
        yield
    except OSError as error:
        failure = coded(error, path)
        if failure is None:
            raise
        raise failure from error
