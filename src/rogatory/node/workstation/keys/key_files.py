# SPDX-License-Identifier: Apache-2.0
"""Reading key files, and refusing those that others than their owner may read."""

import stat
from pathlib import Path

from rogatory.disk import read_file
from rogatory.errors import Refused
from rogatory.node.workstation import refusals

LARGEST_KEY_FILE = 1 << 20
"""Key files have a few kilobytes; a larger one is something else, and is not read into memory."""


def read_secret(path: Path) -> bytes:
    """Return the bytes of a file that its owner alone may read; refuses one open to others."""
    data = read_public(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise Refused(refusals.KEY_FILE_OPEN.because(path=str(path), mode=f"{mode:04o}"))
    return data


def read_public(path: Path) -> bytes:
    """Return the bytes of a small file."""
    return read_file(path, limit=LARGEST_KEY_FILE)
