# SPDX-License-Identifier: Apache-2.0
"""Where a process of a node runs, and whether the kernel of this machine still has it."""

import hashlib
from datetime import timedelta
from pathlib import Path

from rogatory.bootstrap.home.folder import Home

SILENT_AFTER = timedelta(seconds=20)
"""A process elsewhere that gave no sign for so long counts as ended."""

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_PIDS = Path("/proc/self/ns/pid")

_STARTED = 18
"""Among the values after the name and the state in proc_pid_stat(5)."""


def place_of(home: Home) -> str:
    """Return what processes of this home on this machine have in common until the machine is restarted."""
    seen = (_BOOT.read_text(encoding="ascii").strip(), str(_PIDS.readlink()), str(home.path))
    return hashlib.sha256("\0".join(seen).encode()).hexdigest()


def started(pid: int) -> int | None:
    """Return when the kernel started a process, in ticks; None where there is none any more."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *rest = text.rpartition(")")[2].split()
    return None if state in "ZX" else int(rest[_STARTED])
