# SPDX-License-Identifier: Apache-2.0
"""The twins in memory: what tests of the use-cases stand on. They know no Django and no disk.

`MemoryQueue` takes the books whose transactions it joins.
"""

from rogatory.storage.memory.books import MemoryBooks
from rogatory.storage.memory.objects import MemoryObjects
from rogatory.storage.memory.queue import MemoryQueue

__all__ = ["MemoryBooks", "MemoryObjects", "MemoryQueue"]
