# SPDX-License-Identifier: Apache-2.0
"""How long a test waits for what must happen, and waiting for it."""

import time

PATIENCE = 480.0
"""Seconds: on a machine that others load, a process that starts at once on an idle one takes half
a minute; an attempt that meets it too early is repeated after pauses of 2, 5, 15, 60 and 300
(`rogatory.node.queue.end_job.PAUSES`). What happens earlier is waited for no longer."""


def until(happened, seconds=PATIENCE):
    """Return what a function returns, once that is true of something."""
    end = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return found
