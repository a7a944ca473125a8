# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rogatory.node.repositories.systems import TokenRecord
from rogatory.storage.memory.tables import Tables


@dataclass
class SystemTables(Tables):
    system_tokens: dict[str, TokenRecord] = field(default_factory=dict)


class MemorySystems:
    tables: SystemTables

    def put_system_token(self, token: TokenRecord) -> None:
        self.tables.assert_writing()
        self.tables.system_tokens[token.name] = token

    def system_token(self, name: str) -> TokenRecord | None:
        with self.tables.lock:
            return self.tables.system_tokens.get(name)

    def system_tokens(self) -> Sequence[TokenRecord]:
        with self.tables.lock:
            return [self.tables.system_tokens[name] for name in sorted(self.tables.system_tokens)]
