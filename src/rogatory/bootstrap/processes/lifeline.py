# SPDX-License-Identifier: Apache-2.0
"""A child that does not outlive its parent, however the parent dies (Linux, prctl(2))."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int, how: signal.Signals) -> None:
    """Have the kernel send this process `how` when its parent, of that process id, ends.

    Ends at once if the parent is gone already. The kernel's "parent" is the thread that started
    this process, so a supervisor starts its children from the thread that lives longest.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        os._exit(1)
