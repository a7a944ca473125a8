# SPDX-License-Identifier: Apache-2.0
"""`[paging]` in node.toml: by which means officers are called.

The secret of a webhook is in `keys/paging/NAME.key`, as `whsec_` and base64.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rogatory.bootstrap.node_toml.declared import PORT, building, declared, setting
from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.node.duty.addresses import is_address
from rogatory.transport.paging.security import Security
from rogatory.wire.words import P_, FilledText, TextsInTurn

MOST_WEBHOOKS = 4
"""Each is waited for at every call."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}\Z", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Mail:
    """The mail server by which officers are called; its password is in `keys/paging/mail.key`."""

    host: str
    """Its name."""
    port: int | None = setting(None, check=PORT)
    """Its port; unless set 587, or 465 with `tls`."""
    security: str = Security.STARTTLS
    """`starttls`, `tls`, or `plain`, which is for this machine only."""
    sender: str
    """The address that calls come from."""
    user: str | None = None
    """The user, where the server wants one."""
    ca_file: str | None = None
    """Certificates of the authorities that may certify it, in the home; unless set, those of the machine."""


@dataclass(frozen=True, kw_only=True)
class Hook:
    """A webhook for SMS, telephones, on-call systems; its secret is in `keys/paging/NAME.key`."""

    url: str
    """Its https address."""
    inside: bool = False
    """True if it is in the State's own network."""
    ca_file: str | None = None
    """As for mail."""


@dataclass(frozen=True, kw_only=True)
class Paging:
    """By which means officers are called; without any, calls are on the duty desk only."""

    mail: Mail | None = setting(None, read=building(Mail))
    """The mail server: a table of its own."""
    webhooks: Mapping[str, Hook] = setting(
        {}, read=lambda given: {name: building(Hook)(hook) for name, hook in given.items()}
    )
    """Webhooks, each a table under its name; at most four."""


def paging_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = list(_problems(given))
    return TextsInTurn.of(found) if found else None


def _problems(given: Mapping[str, Any]) -> Iterator[Phrase]:
    for name in sorted(given.keys() - {each.name for each in declared(Paging)}):
        yield FilledText(P_("has an unknown part {name}"), name=ascii(name))
    if (mail := given.get("mail")) is not None:
        yield from _mail_problems(mail)
    hooks = given.get("webhooks", {})
    if not isinstance(hooks, Mapping) or len(hooks) > MOST_WEBHOOKS:
        yield FilledText(
            P_("has webhooks that are no table of at most {limit}"), limit=MOST_WEBHOOKS
        )
        return
    for name, hook in hooks.items():
        yield from _webhook_problems(name, hook)


def _mail_problems(mail: Any) -> Iterator[Phrase]:
    yield from form_problems("mail", mail, Mail)
    if not isinstance(mail, Mapping):
        return
    security, host = mail.get("security", Mail.security), mail.get("host")
    if security not in set(Security):
        yield P_("mail.security is none of starttls, tls, plain")
    if security == Security.PLAIN and host not in {"localhost", "127.0.0.1", "::1"}:
        yield P_(
            "mail.security is plain to another machine, where anybody between reads and changes it"
        )
    if security == Security.PLAIN and "user" in mail:
        yield P_("mail.user has a password, which does not go over a plain line")
    if isinstance(mail.get("sender"), str) and not is_address(mail["sender"]):
        yield P_("mail.sender is no address for mail")


def _webhook_problems(name: str, hook: Any) -> Iterator[Phrase]:
    place = f"webhooks.{ascii(name)[1:-1][:41]}"
    if not _NAME.match(name) or name == "mail":
        yield FilledText(
            P_("{place} is no name: small letters, digits and hyphens, and not `mail`"), place=place
        )
    yield from form_problems(place, hook, Hook)
    if isinstance(hook, Mapping) and isinstance(hook.get("url"), str):
        parts = urlsplit(hook["url"])
        if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or parts.query:
            yield FilledText(P_("{place}.url is no plain https address"), place=place)
