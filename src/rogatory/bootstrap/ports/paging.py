# SPDX-License-Identifier: Apache-2.0
"""The means of calling officers that `[paging]` in node.toml names (`Paging` in `node_toml/paging.py`)."""

import functools
import ssl
from collections.abc import Callable
from pathlib import Path

from rogatory.bootstrap.home.keys import read_secret_file
from rogatory.bootstrap.node_toml.paging import Mail, Paging
from rogatory.bootstrap.ports.pager import Means
from rogatory.node.ports import Clock
from rogatory.transport.paging.mail import MailMeans, MailServer
from rogatory.transport.paging.security import Security
from rogatory.transport.paging.webhook import Webhook, WebhookMeans
from rogatory.transport.webhook import parse_secret

FOLDER = "keys/paging"


def means_of(home: Path, given: Paging, desk: str, clock: Clock) -> tuple[Means, ...]:
    """Return the means that the table names; keys and certificates are read when a call is made."""
    found: list[Means] = []
    if given.mail:
        found.append(MailMeans(_server(home, given.mail), desk, clock))
    for name, hook in sorted(given.webhooks.items()):
        secret = functools.partial(_secret, home / FOLDER / f"{name}.key")
        webhook = Webhook(name, hook.url, secret, hook.inside, _context(home, hook.ca_file))
        found.append(WebhookMeans(webhook, desk, clock))
    return tuple(found)


def _server(home: Path, mail: Mail) -> MailServer:
    security = Security(mail.security)
    user = mail.user
    return MailServer(
        host=mail.host,
        port=mail.port or (465 if security is Security.TLS else 587),
        security=security,
        sender=mail.sender,
        user=user,
        password=functools.partial(_password, home / FOLDER / "mail.key") if user else None,
        context=_context(home, mail.ca_file),
    )


def _context(home: Path, authorities: str | None) -> Callable[[], ssl.SSLContext]:
    if authorities is None:
        return ssl.create_default_context
    return functools.partial(ssl.create_default_context, cafile=str(home / authorities))


def _password(path: Path) -> str:
    return read_secret_file(path).decode("utf-8").strip()


def _secret(path: Path) -> bytes:
    return parse_secret(read_secret_file(path).decode("ascii"))
