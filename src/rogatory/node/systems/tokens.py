# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems: made and ended by the operator, checked at each request.

A token is `rogatory_NAME_SECRET`. The secret is drawn here, shown once and stored as its SHA-256: it has 256 random
bits, so a slow hash would protect nothing. It begins with a word by which scanners of published code find it.
"""

import base64
import hmac
import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.audit.note import note_access
from rogatory.node.context import Node
from rogatory.node.repositories.audit import AccessKind
from rogatory.node.repositories.systems import SYSTEM, TokenRecord
from rogatory.node.systems import refusals
from rogatory.node.systems.scopes import Scope
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment

LONGEST_NAME = 40
"""Characters of a token's name: with its prefix it fits the columns of the journals."""

LEAST_DAYS, MOST_DAYS = 1, 366
"""A token that nobody renews for a year is one that nobody looks after: a leaked one would serve for ever."""

MOST_TOKENS = 100
"""In force at once. A State has a few systems; more tokens than anybody oversees are a danger of their own."""

SECRET_BYTES = 32
"""Random bytes of a secret: nobody guesses 256 bits, however fast the node answers."""

PREFIX = "rogatory"

_NAME = re.compile(rf"[a-z][a-z0-9-]{{0,{LONGEST_NAME - 1}}}\Z", re.ASCII)
_TOKEN = re.compile(rf"{PREFIX}_([a-z0-9-]{{1,{LONGEST_NAME}}})_([A-Za-z0-9_-]{{43}})\Z", re.ASCII)
_NOBODYS = "0" * 64
"""The digest with which a token of no system is compared, so that both take the same steps."""

_log = logging.getLogger("rogatory.audit")


def author(token: TokenRecord) -> str:
    """Return how journals and drafts name a system: by its token."""
    return f"{SYSTEM}{token.name}"


def add_token(
    node: Node, name: str, scopes: Collection[Scope], days: int
) -> tuple[TokenRecord, str]:
    """Make a token; return it with the text that its system sends. The text is stored nowhere.

    Raises:
        Refused: name, scopes or days are not admitted, the name was used before, or there are too many.
    """
    reasons = [*_reasons(name, scopes, days)]
    secret = base64.urlsafe_b64encode(node.random(SECRET_BYTES)).rstrip(b"=").decode()
    now = node.clock.now()
    token = TokenRecord(
        name=name,
        digest=sha256(secret.encode()),
        scopes=tuple(sorted(one.value for one in set(scopes))),
        made=now,
        expires=now + timedelta(days=min(days, MOST_DAYS)),
    )
    with node.store.transaction():
        if not reasons and node.store.system_token(name) is not None:
            reasons.append(refusals.TOKEN_EXISTS.because(name=name))
        if sum(one.is_valid(now) for one in node.store.system_tokens()) >= MOST_TOKENS:
            reasons.append(refusals.TOKENS_MANY.because(limit=MOST_TOKENS))
        refuse_if_any(reasons)
        node.store.put_system_token(token)
    about = f"{name} {' '.join(token.scopes)} until {format_moment(token.expires)}"
    note_access(node, AccessKind.ADMINISTERED, "", "system-token-added", subject=about)
    return token, f"{PREFIX}_{name}_{secret}"


def end_token(node: Node, name: str) -> TokenRecord:
    """End a token at once, with its webhook: the next request with it is refused. One that has expired is put away: no check
    names it then.

    Raises:
        Refused: there is none of that name, or it was ended before.
    """
    now = node.clock.now()
    with node.store.transaction():
        found = node.store.system_token(name)
        if found is None or found.ended is not None:
            raise Refused(refusals.TOKEN_UNKNOWN.because(name=ascii(name)[:LONGEST_NAME]))
        ended = replace(found, ended=now)
        node.store.put_system_token(ended)
        node.store.delete_hook(name)
    note_access(node, AccessKind.ADMINISTERED, "", "system-token-ended", subject=name)
    return ended


def token_of(node: Node, text: str) -> TokenRecord:
    """Return the token in force whose text a system sent.

    Raises:
        Refused: it is no token, of another secret, ended or expired: one answer to all of these.
    """
    match = _TOKEN.match(text)
    name, secret = (match[1], match[2]) if match else ("", "")
    found = node.store.system_token(name)
    digest = _NOBODYS if found is None else found.digest
    is_same = hmac.compare_digest(sha256(secret.encode()), digest)
    if found is None or not is_same or not found.is_valid(node.clock.now()):
        if found is not None:
            _log.warning("a token of the system %s was refused", name)
        raise Refused(refusals.TOKEN_REFUSED.because())
    return found


def _reasons(name: str, scopes: Collection[Scope], days: int) -> Iterator[Reason]:
    if not _NAME.match(name):
        yield refusals.TOKEN_NAME.because(name=ascii(name)[:80], limit=LONGEST_NAME)
    if not scopes:
        yield refusals.TOKEN_SCOPES.because(scopes=", ".join(Scope))
    if not LEAST_DAYS <= days <= MOST_DAYS:
        yield refusals.TOKEN_DAYS.because(least=LEAST_DAYS, most=MOST_DAYS, days=days)
