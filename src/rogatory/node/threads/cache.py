# SPDX-License-Identifier: Apache-2.0
"""A cache of values computed from bytes, under the digest of all that each follows from.

So nothing here can be out of date: other bytes have another name. The size of the cache is bounded,
and the least recently used value is dropped first.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable


class AtHand[K: Hashable, V]:
    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: K) -> V | None:
        with self._lock:
            if name not in self._found:
                return None
            self._found.move_to_end(name)
            return self._found[name]

    def keep(self, name: K, value: V) -> V:
        with self._lock:
            self._found[name] = value
            self._found.move_to_end(name)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return value
