# SPDX-License-Identifier: Apache-2.0
"""Webhooks of systems: made, tried, renewed, resumed and ended by the operator, one for a token.

A hook is notified of what its token may read, and nothing else. It is no officer and no way in: it takes nothing from the receiver but a
status.
"""

import base64
import ssl
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.audit.note import note_access
from rogatory.node.context import Node
from rogatory.node.hooks.changes import job_of, notify_of_missed
from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.node.repositories.audit import AccessKind
from rogatory.node.repositories.systems import HookDelivery, HookRecord, TokenRecord
from rogatory.node.systems import refusals
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import LONGEST_NAME, SECRET_BYTES
from rogatory.wire.identifiers import uuid7
from rogatory.wire.words import Statement

SCOPES: Mapping[HookKind, Scope] = {
    HookKind.REQUEST: Scope.READ_REQUESTS,
    HookKind.DRAFT: Scope.WRITE_DRAFTS,
    HookKind.PACKAGE: Scope.READ_PACKAGES,
}
"""The kinds of change that a hook can be notified of, and the scope that its token needs for each."""

LONGEST_ADDRESS = 500
"""Characters of an address: a longer one is a mistake, and lists show it."""

LARGEST_AUTHORITIES = 64 << 10
"""Bytes of the receiver's authorities, which are read at each delivery: a bundle of all authorities of the world has more."""

BOTH_SECRETS_FOR = timedelta(days=1)
"""The receiver's operator has so long to put the new secret in the place of the old one: deliveries are signed under both."""


def add_hook(
    node: Node,
    name: str,
    url: str,
    kinds: Collection[HookKind] = (),
    *,
    is_inside: bool = False,
    authorities: str = "",
) -> tuple[HookRecord, str]:
    """Make the webhook of a token; return it with the secret, which is not shown again. Without kinds it is notified of all that the
    token may read.

    Raises:
        Refused: with every reason: no such token is in force, it has a webhook, or one of the values is not admitted.
    """
    now = node.clock.now()
    secret = _new_secret(node)
    reasons = [*_reasons(url, authorities)]
    with node.store.transaction():
        token = node.store.system_token(name)
        if token is None or not token.is_valid(now):
            reasons.append(refusals.TOKEN_UNKNOWN.because(name=ascii(name)[:LONGEST_NAME]))
        elif outside := set(kinds) - set(kinds_of(token)):
            listed = ", ".join(sorted(outside))
            reasons.append(refusals.HOOK_KINDS.because(name=name, kinds=listed))
        if node.store.hook(name) is not None:
            reasons.append(refusals.HOOK_EXISTS.because(name=name))
        refuse_if_any(reasons)
        assert token is not None
        hook = HookRecord(
            name=name,
            url=url,
            kinds=tuple(sorted(one.value for one in set(kinds) or kinds_of(token))),
            is_inside=is_inside,
            authorities=authorities,
            secret=node.hook_line.sealed(secret),
            made=now,
        )
        node.store.put_hook(hook)
    about = f"{name} {urlsplit(url).hostname} {' '.join(hook.kinds)}"
    note_access(node, AccessKind.ADMINISTERED, "", "system-hook-added", subject=about)
    return hook, secret


def end_hook(node: Node, name: str) -> None:
    """End the webhook of a token at once, with what waits for it.

    Raises:
        Refused: there is none.
    """
    with node.store.transaction():
        _hook_of(node, name)
        node.store.delete_hook(name)
    note_access(node, AccessKind.ADMINISTERED, "", "system-hook-ended", subject=name)


def renew_secret(node: Node, name: str) -> tuple[HookRecord, str]:
    """Give a webhook another secret, and return it. Deliveries are signed under both for a day.

    Raises:
        Refused: there is no such webhook.
    """
    secret = _new_secret(node)
    until = node.clock.now() + BOTH_SECRETS_FOR
    with node.store.transaction():
        found = _hook_of(node, name)
        renewed = replace(
            found,
            secret=node.hook_line.sealed(secret),
            old_secret=found.secret,
            old_until=until,
        )
        node.store.put_hook(renewed)
    note_access(node, AccessKind.ADMINISTERED, "", "system-hook-secret", subject=name)
    return renewed, secret


def resume_hook(node: Node, name: str) -> HookRecord:
    """Deliver again to a webhook that was paused. Its system is notified that it missed changes.

    Raises:
        Refused: there is no such webhook.
    """
    with node.store.transaction():
        found = _hook_of(node, name)
        resumed = replace(found, failures=0, failing=None, problem=None, paused=None)
        node.store.put_hook(resumed)
        notify_of_missed(node, resumed)
        # One that failed waits for its next try.
        node.queue.hasten([job_of(name)], node.clock.now())
    note_access(node, AccessKind.ADMINISTERED, "", "system-hook-resumed", subject=name)
    return resumed


def try_hook(node: Node, name: str) -> Statement | None:
    """Send a ping now, and return what failed; None if it arrived.

    Raises:
        Refused: there is no such webhook.
    """
    now = node.clock.now()
    found = _hook_of(node, name)
    identifier = uuid7(now, node.random(10))
    return node.hook_line.send(
        found, HookDelivery(name, HookKind.PING.value, name, identifier, now)
    )


def kinds_of(token: TokenRecord) -> tuple[HookKind, ...]:
    """Return the kinds of change of which the hook of a token can be notified."""
    return tuple(kind for kind, scope in SCOPES.items() if scope.value in token.scopes)


def _new_secret(node: Node) -> str:
    return f"whsec_{base64.b64encode(node.random(SECRET_BYTES)).decode()}"


def _hook_of(node: Node, name: str) -> HookRecord:
    found = node.store.hook(name)
    if found is None:
        raise Refused(refusals.HOOK_UNKNOWN.because(name=ascii(name)[:LONGEST_NAME]))
    return found


def _reasons(url: str, authorities: str) -> Iterator[Reason]:
    if len(url) > LONGEST_ADDRESS or not _is_plain(url):
        yield refusals.HOOK_ADDRESS.because(limit=LONGEST_ADDRESS)
    if authorities and not _has_certificates(authorities):
        yield refusals.HOOK_AUTHORITIES.because(limit=LARGEST_AUTHORITIES)


def _is_plain(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_one = parts.port != 0 and bool(parts.hostname)
    except ValueError:
        return False
    has_more = "@" in parts.netloc or "?" in url or "#" in url
    is_printable = url.isascii() and url.isprintable() and " " not in url
    return parts.scheme == "https" and is_one and is_printable and not has_more


def _has_certificates(authorities: str) -> bool:
    if len(authorities) > LARGEST_AUTHORITIES:
        return False
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=authorities)
    except (ssl.SSLError, ValueError):
        return False
    return bool(context.get_ca_certs())
