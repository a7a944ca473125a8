# SPDX-License-Identifier: Apache-2.0
"""Nonces in memory: lost with all else, so none is ever lost alone."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.storage.memory.tables import Tables


@dataclass
class NonceTables(Tables):
    nonces: dict[tuple[str, str], datetime] = field(default_factory=dict)
    request_balances: dict[str, tuple[float, datetime]] = field(default_factory=dict)


class MemoryNonces:
    tables: NonceTables

    def relaxed_transaction(self) -> AbstractContextManager[None]:
        return self.tables.transaction()

    def notice_loss(self, now: datetime) -> None:
        """Find nothing lost."""

    def forgotten_until(self, key: str, created: datetime, now: datetime) -> datetime | None:  # noqa: ARG002 - the port's shape
        return None

    def seen_nonce(self, key: str, nonce: str, until: datetime) -> bool:
        self.tables.assert_writing()
        seen = (key, nonce) in self.tables.nonces
        self.tables.nonces.setdefault((key, nonce), until)
        return seen

    def request_balance(self, state: str) -> tuple[float, datetime] | None:
        with self.tables.lock:
            return self.tables.request_balances.get(state)

    def put_request_balance(self, state: str, balance: float, at: datetime) -> None:
        self.tables.assert_writing()
        self.tables.request_balances[state] = (balance, at)
