# SPDX-License-Identifier: Apache-2.0
"""rogatory: requests between States for electronic evidence."""

import atexit
import gc

__version__ = "0.1.0"

YOUNG_OBJECTS = 400_000
"""How many new objects Python gathers before it looks for garbage among them. A process loads 195,000 with its modules,
of which nothing is garbage: with Python's own 2,000 looking through them is a fifth of the time of its start."""

YOUNG_OBJECTS_AT_WORK = 20_000
"""The same for a process that stays: see `keep_what_is_loaded`."""

gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
atexit.register(gc.freeze)
"""At its end Python looks through all that is loaded once more, for longer than a short command works."""


def keep_what_is_loaded() -> None:
    """Look no more for garbage among what is loaded, and for newer garbage more often: this process stays."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS_AT_WORK, *gc.get_threshold()[1:])
