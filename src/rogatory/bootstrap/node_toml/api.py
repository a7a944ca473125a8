# SPDX-License-Identifier: Apache-2.0
"""`[api]` in node.toml: where the State's own systems reach the API, if anywhere.

[api]
listen = "10.20.0.5:8443"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rogatory.bootstrap.node_toml.declared import setting
from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import P_, TextsInTurn


def host_and_port(text: str) -> Phrase | None:
    """Return what is wrong with an address to listen at, or None."""
    try:
        parts = urlsplit(f"//{text}")
        is_one = bool(parts.hostname and parts.port) and parts.netloc == text and "@" not in text
    except ValueError:
        is_one = False
    return None if is_one else P_("is no host:port")


@dataclass(frozen=True, kw_only=True)
class ApiTable:
    """The API for the State's own systems, such as its case management; without this table nothing serves it."""

    listen: str = setting(check=host_and_port)
    """`host:port` where it is served over TLS, by a process of its own: an address of the State's inner network."""


def api_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = list(form_problems("api", given, ApiTable))
    return TextsInTurn.of(found) if found else None
