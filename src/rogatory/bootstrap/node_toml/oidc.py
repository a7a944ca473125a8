# SPDX-License-Identifier: Apache-2.0
"""`[oidc]` in node.toml: the State's own log-in service."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rogatory.bootstrap.node_toml.declared import declared
from rogatory.errors import Phrase
from rogatory.wire.words import P_, FilledText

_NUMBER = re.compile(r"[a-z]{2}-[0-9]{4,8}")


@dataclass(frozen=True, kw_only=True)
class LogInTable:
    """The State's own log-in service (OpenID Connect), with its secret in `keys/oidc.secret`."""

    issuer: str
    """Its address: https, or http on this machine."""
    client_id: str
    """The name under which it knows this console."""
    officers: Mapping[str, str]
    """The officer's number, by the subject that the service gives."""


def oidc_problem(value: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with it, as a person wrote it."""
    if value.keys() != {each.name for each in declared(LogInTable)}:
        return P_("has not exactly issuer, client_id and officers")
    if not all(isinstance(value[name], str) and value[name] for name in ("issuer", "client_id")):
        return P_("gives an issuer or a client_id that is no text")
    if not _is_safe(value["issuer"]):
        return P_("names an issuer that is no https address")
    return _officers_problem(value["officers"])


def _officers_problem(officers: object) -> Phrase | None:
    if not isinstance(officers, dict) or not officers:
        return P_("names no officers by their subject")
    odd = [
        one for one in officers.values() if not isinstance(one, str) or not _NUMBER.fullmatch(one)
    ]
    if odd:
        return FilledText(P_("names {odd}, which is no officer's number"), odd=ascii(odd[0])[:40])
    return P_("names an officer twice") if len(set(officers.values())) != len(officers) else None


def _is_safe(issuer: str) -> bool:
    """Decide whether the address is reached over TLS, or on this machine."""
    parts = urlsplit(issuer)
    on_loopback = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    return not parts.query and not parts.fragment and (parts.scheme == "https" or on_loopback)
