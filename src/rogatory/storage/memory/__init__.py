# SPDX-License-Identifier: Apache-2.0
"""The twins in memory, for tests of the use-cases. They know no Django and no disk.

`MemoryQueue` takes the store whose transactions it joins.
"""

from rogatory.storage.memory.objects import MemoryObjects
from rogatory.storage.memory.queue import MemoryQueue
from rogatory.storage.memory.store import MemoryStore

__all__ = ["MemoryObjects", "MemoryQueue", "MemoryStore"]
