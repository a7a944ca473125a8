# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems and their webhooks, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.node.repositories.systems import (
    HookDelivery,
    HookRecord,
    KeyedDraft,
    TokenRecord,
)
from rogatory.storage.memory.tables import Tables


@dataclass
class SystemTables(Tables):
    system_tokens: dict[str, TokenRecord] = field(default_factory=dict)
    keyed_drafts: dict[tuple[str, str], KeyedDraft] = field(default_factory=dict)
    hooks: dict[str, HookRecord] = field(default_factory=dict)
    hook_deliveries: dict[tuple[str, str, str], HookDelivery] = field(default_factory=dict)


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

    def put_hook(self, hook: HookRecord) -> None:
        self.tables.assert_writing()
        self.tables.hooks[hook.name] = hook

    def hook(self, name: str) -> HookRecord | None:
        with self.tables.lock:
            return self.tables.hooks.get(name)

    def hooks(self) -> Sequence[HookRecord]:
        with self.tables.lock:
            return [self.tables.hooks[name] for name in sorted(self.tables.hooks)]

    def delete_hook(self, name: str) -> None:
        self.tables.assert_writing()
        self.tables.hooks.pop(name, None)
        self.delete_hook_deliveries(name)

    def put_hook_delivery(self, found: HookDelivery) -> None:
        self.tables.assert_writing()
        self.tables.hook_deliveries[found.hook, found.kind, found.subject] = found

    def hook_deliveries(self, hook: str, limit: int) -> Sequence[HookDelivery]:
        with self.tables.lock:
            found = [one for one in self.tables.hook_deliveries.values() if one.hook == hook]
        return sorted(found, key=lambda one: one.at)[:limit]

    def count_hook_deliveries(self, hook: str) -> int:
        with self.tables.lock:
            return sum(one.hook == hook for one in self.tables.hook_deliveries.values())

    def end_hook_delivery(self, found: HookDelivery) -> None:
        self.tables.assert_writing()
        place = (found.hook, found.kind, found.subject)
        standing = self.tables.hook_deliveries.get(place)
        if standing is not None and standing.delivery == found.delivery:
            del self.tables.hook_deliveries[place]

    def delete_hook_deliveries(self, hook: str) -> None:
        self.tables.assert_writing()
        for place in [one for one in self.tables.hook_deliveries if one[0] == hook]:
            del self.tables.hook_deliveries[place]
