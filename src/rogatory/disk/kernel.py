# SPDX-License-Identifier: Apache-2.0
"""Four system calls that Python's os module lacks.

Each raises `OSError`; where the C library or the file system does not know the call, the
number is one of `UNSUPPORTED` and the caller has another way.
"""

import ctypes
import errno
import os

UNSUPPORTED = frozenset({errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})

_RENAME_NOREPLACE = 1
_RENAME_EXCHANGE = 2
_LIBC = ctypes.CDLL(None, use_errno=True)


def allocate(fd: int, size: int) -> None:
    """Reserve space for `size` bytes (fallocate).

    Not `os.posix_fallocate`, which where the file system cannot reserve writes every block.
    """
    _call("fallocate", fd, 0, ctypes.c_int64(0), ctypes.c_int64(size))


def sync_file_system(fd: int) -> None:
    """Make durable everything on the file system of `fd` (syncfs).

    Raises also for writes that failed since `fd` was opened.
    """
    _call("syncfs", fd)


def rename_new(folder: int, old: bytes, new: bytes) -> None:
    """Rename within a folder unless `new` exists (renameat2 with RENAME_NOREPLACE)."""
    _call("renameat2", folder, old, folder, new, ctypes.c_uint(_RENAME_NOREPLACE))


def exchange(folder: int, one: bytes, other: bytes) -> None:
    """Let two names within a folder change places, at once (renameat2 with RENAME_EXCHANGE)."""
    _call("renameat2", folder, one, folder, other, ctypes.c_uint(_RENAME_EXCHANGE))


def _call(name: str, *arguments: object) -> None:
    function = getattr(_LIBC, name, None)
    if function is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    while function(*arguments) != 0:
        number = ctypes.get_errno()
        if number != errno.EINTR:
            raise OSError(number, os.strerror(number))
