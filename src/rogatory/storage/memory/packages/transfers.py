# SPDX-License-Identifier: Apache-2.0
"""Transfers, what was served, and allowances in memory."""

from collections.abc import Sequence
from datetime import datetime

from rogatory.node.repositories.packages import TransferRecord
from rogatory.storage.memory.tables import Tables


class MemoryTransfers:
    tables: Tables

    def put_transfer(self, record: TransferRecord) -> None:
        self.tables.assert_writing()
        self.tables.transfers[record.seal, record.peer] = record

    def transfer(self, seal: str, peer: str) -> TransferRecord | None:
        with self.tables.lock:
            return self.tables.transfers.get((seal, peer))

    def transfers(self, seal: str | None = None) -> Sequence[TransferRecord]:
        with self.tables.lock:
            found = [r for r in self.tables.transfers.values() if seal in {None, r.seal}]
        return sorted(found, key=lambda record: record.began)

    def mark_served(self, seal: str, peer: str, index: int) -> bool:
        self.tables.assert_writing()
        is_new = (seal, peer, index) not in self.tables.served
        self.tables.served[seal, peer, index] = None
        return is_new

    def segments_elsewhere(
        self, seal: str, after: int, limit: int
    ) -> Sequence[tuple[int, str, int]]:
        with self.tables.lock:
            rows = list(self.tables.segments.items())
        wanted = {
            digest: index
            for (of, index), (digest, present) in rows
            if of == seal and not present and index > after
        }
        found = [
            (wanted[digest], of, index)
            for (of, index), (digest, present) in rows
            if of != seal and present and digest in wanted
        ]
        return sorted(found, key=lambda place: place[0])[:limit]

    def allowance(self, name: str) -> tuple[float, datetime] | None:
        with self.tables.lock:
            return self.tables.allowances.get(name)

    def put_allowance(self, name: str, balance: float, at: datetime) -> None:
        self.tables.assert_writing()
        self.tables.allowances[name] = (balance, at)

    def kept_bytes(self, peer: str) -> int:
        with self.tables.lock:
            return self.tables.kept_bytes.get(peer, 0)

    def add_kept_bytes(self, peer: str, size: int) -> None:
        self.tables.assert_writing()
        self.tables.kept_bytes[peer] = self.tables.kept_bytes.get(peer, 0) + size
