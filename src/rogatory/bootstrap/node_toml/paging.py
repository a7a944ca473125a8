# SPDX-License-Identifier: Apache-2.0
"""`[paging]` in node.toml: by which means officers are called.

    [paging.mail]
    host = "mail.xb.example"
    port = 587                            # unless told: 587, or 465 with `tls`
    security = "starttls"                 # or "tls"; "plain" only to this machine
    sender = "duty@xb.example"
    user = "rogatory"                     # with the password in keys/paging/mail.key
    ca_file = "keys/paging/ca.pem"        # unless the machine's own list of authorities serves

    [paging.webhooks.oncall]
    url = "https://oncall.xb.example/hooks/rogatory"
    inside = true                         # stands in the State's own network
    ca_file = "keys/paging/ca.pem"

The secret of a webhook is in `keys/paging/NAME.key`, as `whsec_` and base64.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.node.duty.addresses import is_address
from rogatory.transport.paging.security import Security
from rogatory.wire.words import P_, Said, SaidInTurn

MOST_WEBHOOKS = 4
"""Each is waited for at every call."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}\Z", re.ASCII)
_MAIL: Mapping[str, type] = {
    "host": str,
    "port": int,
    "security": str,
    "sender": str,
    "user": str,
    "ca_file": str,
}
_WEBHOOK: Mapping[str, type] = {"url": str, "inside": bool, "ca_file": str}


def paging_problem(given: Mapping[str, Any]) -> Phrase | None:
    """What is wrong with the table, or None; everything in one sentence."""
    found = list(_problems(given))
    return SaidInTurn.of(found) if found else None


def _problems(given: Mapping[str, Any]) -> Iterator[Phrase]:
    for name in sorted(given.keys() - {"mail", "webhooks"}):
        yield Said(P_("has an unknown part {name}"), name=ascii(name))
    if (mail := given.get("mail")) is not None:
        yield from _mail_problems(mail)
    hooks = given.get("webhooks", {})
    if not isinstance(hooks, Mapping) or len(hooks) > MOST_WEBHOOKS:
        yield Said(P_("has webhooks that are no table of at most {limit}"), limit=MOST_WEBHOOKS)
        return
    for name, hook in hooks.items():
        yield from _webhook_problems(name, hook)


def _mail_problems(mail: Any) -> Iterator[Phrase]:
    yield from form_problems("mail", mail, _MAIL, needed=("host", "sender"))
    if not isinstance(mail, Mapping):
        return
    security, host = mail.get("security", Security.STARTTLS), mail.get("host")
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
    port = mail.get("port", 587)
    if isinstance(port, int) and not 0 < port < 1 << 16:
        yield P_("mail.port is no port")


def _webhook_problems(name: str, hook: Any) -> Iterator[Phrase]:
    place = f"webhooks.{ascii(name)[1:-1][:41]}"
    if not _NAME.match(name) or name == "mail":
        yield Said(
            P_("{place} is no name: small letters, digits and hyphens, and not `mail`"), place=place
        )
    yield from form_problems(place, hook, _WEBHOOK, needed=("url",))
    if isinstance(hook, Mapping) and isinstance(hook.get("url"), str):
        parts = urlsplit(hook["url"])
        if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or parts.query:
            yield Said(P_("{place}.url is no plain https address"), place=place)
