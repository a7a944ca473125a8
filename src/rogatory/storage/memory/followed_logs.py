# SPDX-License-Identifier: Apache-2.0
"""Other States' logs, and the receipts looked for in them, in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rogatory.node.repositories.followed_logs import FollowedLog, SoughtReceipt
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.storage.memory.messages.stored import MessageTables

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class FollowedLogTables(MessageTables):
    followed_logs: dict[str, FollowedLog] = field(default_factory=dict)
    sought_receipts: dict[str, SoughtReceipt] = field(default_factory=dict)


class MemoryFollowedLogs:
    tables: FollowedLogTables

    def put_followed_log(self, log: FollowedLog) -> None:
        self.tables.assert_writing()
        self.tables.followed_logs[log.origin] = log

    def followed_log(self, origin: str) -> FollowedLog | None:
        with self.tables.lock:
            return self.tables.followed_logs.get(origin)

    def followed_logs(self, state: str | None = None) -> Sequence[FollowedLog]:
        with self.tables.lock:
            found = list(self.tables.followed_logs.values())
        return sorted(
            (one for one in found if state in {None, one.state}), key=lambda log: log.origin
        )

    def put_sought_receipt(self, sought: SoughtReceipt) -> None:
        self.tables.assert_writing()
        before = self.tables.sought_receipts.get(sought.message)
        if sought.is_found or before is None or not before.is_found:
            self.tables.sought_receipts[sought.message] = sought

    def sought_receipts(
        self, state: str, *, found: bool, limit: int = 100
    ) -> Sequence[SoughtReceipt]:
        with self.tables.lock:
            rows = [one for one in self.tables.sought_receipts.values() if one.state == state]
        wanted = sorted(
            (one for one in rows if (one.is_found if found else one.problem is not None)),
            key=lambda one: one.message,
        )
        return sorted(wanted, key=lambda one: one.at, reverse=True)[:limit]

    def receipts_to_seek(self, state: str, limit: int) -> Sequence[StoredMessage]:
        with self.tables.lock:
            sought = dict(self.tables.sought_receipts)
            held = [one for one in self._kept(Direction.OUT) if one.peer == state]
        found = {digest for digest, one in sought.items() if one.is_found}
        waiting = [one for one in held if one.digest not in found]
        waiting.sort(key=lambda one: sought[one.digest].at if one.digest in sought else _NEVER)
        return waiting[:limit]

    def count_receipts(self, state: str) -> tuple[int, int, int]:
        with self.tables.lock:
            held = sum(one.peer == state for one in self._kept(Direction.OUT))
            rows = [one for one in self.tables.sought_receipts.values() if one.state == state]
        found = sum(one.is_found for one in rows)
        missing = sum(one.problem is not None for one in rows)
        return found, missing, held - found - missing

    def missing_receipts(self) -> dict[str, int]:
        with self.tables.lock:
            rows = [one for one in self.tables.sought_receipts.values() if one.problem is not None]
        return dict(sorted(Counter(one.state for one in rows).items()))

    def receipts_given(self, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        with self.tables.lock:
            given = [one.receipt for one in self._kept(Direction.IN)]
        numbered = [(n, one) for n, one in enumerate(given, 1) if one is not None and n > after]
        return numbered[:limit]

    def _kept(self, direction: Direction) -> list[StoredMessage]:
        return [
            one
            for one in self.tables.messages.values()
            if one.direction is direction
            and one.receipt is not None
            and one.delivery is Delivery.RECEIPTED
        ]
