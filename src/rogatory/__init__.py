# SPDX-License-Identifier: Apache-2.0
"""rogatory: requests between States for electronic evidence."""

import gc

__version__ = "0.1.0"

YOUNG_OBJECTS = 20_000
"""How many new objects Python gathers before it looks for garbage among them. Its own 2,000 are reached hundreds of
times while a process loads its modules, of which nothing is garbage: a seventh of the time of its start."""

gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
