# SPDX-License-Identifier: Apache-2.0
"""The twins in memory, for tests of the use-cases. They know no Django and no disk.

`MemoryQueue` takes the store whose transactions it joins.
"""

from rogatory.storage.memory.books import MemoryBooks
from rogatory.storage.memory.objects import MemoryObjects
from rogatory.storage.memory.queue import MemoryQueue

__all__ = ["MemoryBooks", "MemoryObjects", "MemoryQueue"]
