# SPDX-License-Identifier: Apache-2.0
"""The record of exchanges with one State, in memory."""

from collections.abc import Sequence

from rogatory.node.repositories.recovery import Exchanged
from rogatory.storage.memory.messages.stored import MessageTables


class MemoryRecovery:
    tables: MessageTables

    def exchanged_with(self, state: str, after: str | None, limit: int) -> Sequence[Exchanged]:
        with self.tables.lock:
            found = [one for one in self.tables.messages.values() if one.peer == state]
        digests = [one.digest for one in found]
        if after is not None and after not in digests:
            raise LookupError(f"no message {after} with {state}")
        begin = 0 if after is None else digests.index(after) + 1
        return [
            Exchanged(one.digest, one.direction, one.delivery, one.at, one.receipt)
            for one in found[begin : begin + limit]
        ]
