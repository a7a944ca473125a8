# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems, which read and draft through the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A token. Its secret is known to the system alone; `digest` is the secret's SHA-256."""

    name: str
    digest: str
    scopes: tuple[str, ...]
    made: datetime
    expires: datetime
    ended: datetime | None = None
    """When the operator ended it. Its row stays: journals name it, and no other token takes the name."""

    def is_valid(self, at: datetime) -> bool:
        return self.ended is None and at < self.expires


@dataclass(frozen=True, slots=True)
class KeyedDraft:
    """A draft that a system handed in under a key of its own, so that handed in twice it is one draft."""

    token: str
    key: str
    digest: str
    """SHA-256 of the body that came with the key."""
    draft: str
    at: datetime


class SystemRepository(Protocol):
    def put_system_token(self, token: TokenRecord) -> None:
        """Write a token, or write it anew."""
        ...

    def system_token(self, name: str) -> TokenRecord | None:
        """Return a token; inside a transaction nobody else changes it until that ends."""
        ...

    def system_tokens(self) -> Sequence[TokenRecord]:
        """Return all tokens that ever were, by name."""
        ...

    def add_keyed_draft(self, found: KeyedDraft) -> None: ...
    def keyed_draft(self, token: str, key: str) -> KeyedDraft | None:
        """Return what came under a key; inside a transaction nobody else writes for the token until that ends."""
        ...

    def count_keyed_drafts(self, token: str, since: datetime) -> int:
        """Return how many drafts a token handed in from a moment on."""
        ...

    def delete_keyed_drafts(self, before: datetime) -> None:
        """Forget the keys of all tokens that came before a moment; the drafts stay."""
        ...
