# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems, which read and draft through the API, and their webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.wire.words import Statement

SYSTEM = "system:"
"""With what a system's name begins where drafts and journals name who acted: no officer's number has a colon."""

NO_OFFICER = ""
"""The reader that no restriction can name: it is no officer's number, so every restricted request is closed to it."""


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


@dataclass(frozen=True, slots=True)
class HookRecord:
    """The webhook of a system, under the name of its token."""

    name: str
    url: str
    kinds: tuple[str, ...]
    """The kinds of change that it is notified of; see `node.hooks.hook_kinds`."""
    is_inside: bool
    """True if the operator said that it is in the State's own network."""
    authorities: str
    """Certificates (PEM) of the authorities that may certify it; empty for those of the machine."""
    secret: str
    """The secret under which its deliveries are signed, sealed with the node's own secret."""
    made: datetime
    old_secret: str = ""
    """The secret before, likewise, which signs as well until `old_until`; empty if there is none."""
    old_until: datetime | None = None
    failures: int = 0
    """Deliveries that failed since the last one arrived."""
    failing: datetime | None = None
    """Since when they fail."""
    problem: Statement | None = None
    """Why the last one failed."""
    paused: datetime | None = None
    """When the node stopped delivering; None while it delivers."""
    delivered: datetime | None = None
    """When the last delivery arrived."""


@dataclass(frozen=True, slots=True)
class HookDelivery:
    """A change of which a system is still to be notified. Of one thing and kind there is one at most."""

    hook: str
    kind: str
    subject: str
    """The id of what changed, as the API names it."""
    delivery: str
    """The `webhook-id`: the same at each try, and another one if the thing changed again meanwhile."""
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

    def put_hook(self, hook: HookRecord) -> None:
        """Write a webhook, or write it anew."""
        ...

    def hook(self, name: str) -> HookRecord | None:
        """Return the webhook of a token; inside a transaction nobody else changes it until that ends."""
        ...

    def hooks(self) -> Sequence[HookRecord]:
        """Return all webhooks, by name."""
        ...

    def delete_hook(self, name: str) -> None:
        """Remove a webhook with what waits for it."""
        ...

    def put_hook_delivery(self, found: HookDelivery) -> None:
        """Write a delivery in the place of the one of the same hook, kind and subject, or as a new one."""
        ...

    def hook_deliveries(self, hook: str, limit: int) -> Sequence[HookDelivery]:
        """Return what waits for a hook, the oldest first."""
        ...

    def count_hook_deliveries(self, hook: str) -> int: ...
    def end_hook_delivery(self, found: HookDelivery) -> None:
        """Remove a delivery, unless another one has taken its place."""
        ...

    def delete_hook_deliveries(self, hook: str) -> None: ...
