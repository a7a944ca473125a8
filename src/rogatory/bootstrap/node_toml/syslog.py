# SPDX-License-Identifier: Apache-2.0
"""`[syslog]` in node.toml: the machine that the logs go to as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rogatory.bootstrap.node_toml.declared import PORT, setting
from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import TextsInTurn


@dataclass(frozen=True, kw_only=True)
class Syslog:
    """The machine that the logs go to as well, over TLS; without it they lie on the node alone."""

    host: str
    """Its name."""
    port: int = setting(6514, check=PORT)
    """Its port. The default is that of syslog over TLS (RFC 5425, 4.1)."""
    ca_file: str | None = None
    """Certificates of the authorities that may certify it, in the home; unless set, those of the machine."""


def syslog_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = list(form_problems("syslog", given, Syslog))
    return TextsInTurn.of(found) if found else None
