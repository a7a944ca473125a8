# SPDX-License-Identifier: Apache-2.0
"""How long a test waits for what must happen, and waiting for it."""

import time

PATIENCE = 480.0
"""Seconds: on a machine that others load, a process that starts at once on an idle one takes half
a minute; an attempt that meets it too early is repeated after pauses of 2, 5, 15, 60 and 300
(`rogatory.node.queue.end_job.PAUSES`). What happens earlier is waited for no longer."""


OFTEN, SELDOM = 0.02, 0.25
"""Seconds between two looks at the beginning and after a while: who looks takes time from what is awaited."""


def until(happened, seconds=PATIENCE):
    """Return what a function returns, once that is true of something."""
    began = time.monotonic()
    while not (found := happened()):
        waited = time.monotonic() - began
        assert waited < seconds, "it did not happen in time"
        time.sleep(min(SELDOM, max(OFTEN, waited / 20)))
    return found
