# SPDX-License-Identifier: Apache-2.0
"""The twins' tables, and transactions over them.

Rows are frozen, so a shallow copy of the tables is a savepoint.
"""

import contextlib
import copy
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields


@dataclass
class Tables:
    """The base of each domain's tables. Dictionaries keep the order in which rows were written."""

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self._depth = 0
        self._afterwards: list[Callable[[], None]] = []

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Provide all of it or nothing; other threads wait, readers included."""
        with self.lock:
            before = {one.name: copy.copy(getattr(self, one.name)) for one in fields(self)}
            waiting_before = len(self._afterwards)
            self._depth += 1
            try:
                yield
            except BaseException:
                for name, value in before.items():
                    setattr(self, name, value)
                del self._afterwards[waiting_before:]
                raise
            finally:
                self._depth -= 1
            if not self._depth:
                waiting, self._afterwards = self._afterwards, []
                for act in waiting:
                    act()

    def on_commit(self, act: Callable[[], None]) -> None:
        """Have something done once the transaction under way is whole, and only then."""
        self.assert_writing()
        self._afterwards.append(act)

    def assert_writing(self) -> None:
        with self.lock:
            if not self._depth:
                raise AssertionError("the store is written only inside a transaction of its own")


def existing[R](rows: Mapping[str, R], key: str) -> R:
    """Return the row of a key; LookupError if there is none."""
    if key not in rows:
        raise LookupError(f"no row {key}")
    return rows[key]
