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
