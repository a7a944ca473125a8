# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.node.repositories.systems import KeyedDraft, TokenRecord
from rogatory.storage.memory.tables import Tables


@dataclass
class SystemTables(Tables):
    system_tokens: dict[str, TokenRecord] = field(default_factory=dict)
    keyed_drafts: dict[tuple[str, str], KeyedDraft] = field(default_factory=dict)


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

    def add_keyed_draft(self, found: KeyedDraft) -> None:
        self.tables.assert_writing()
        self.tables.keyed_drafts[found.token, found.key] = found

    def keyed_draft(self, token: str, key: str) -> KeyedDraft | None:
        with self.tables.lock:
            return self.tables.keyed_drafts.get((token, key))

    def count_keyed_drafts(self, token: str, since: datetime) -> int:
        with self.tables.lock:
            found = list(self.tables.keyed_drafts.values())
        return sum(one.token == token and one.at >= since for one in found)

    def delete_keyed_drafts(self, before: datetime) -> None:
        self.tables.assert_writing()
        for place, one in list(self.tables.keyed_drafts.items()):
            if one.at < before:
                del self.tables.keyed_drafts[place]
