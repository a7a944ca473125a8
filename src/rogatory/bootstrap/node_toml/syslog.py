# SPDX-License-Identifier: Apache-2.0
"""What may stand in the table `[syslog]` of node.toml: the machine that the logs go to as well.

[syslog]
host = "logs.xb.example"
port = 6514                           # unless told
ca_file = "keys/logs/ca.pem"          # unless the machine's own list of authorities serves
"""

from collections.abc import Mapping
from typing import Any

from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import P_, SaidInTurn

PORT = 6514
"""Of syslog over TLS (RFC 5425, 4.1)."""

_FORMS: Mapping[str, type] = {"host": str, "port": int, "ca_file": str}


def syslog_problem(given: Mapping[str, Any]) -> Phrase | None:
    """What is wrong with the table, or None; everything in one sentence."""
    found = list(form_problems("syslog", given, _FORMS, needed=("host",)))
    port = given.get("port", PORT)
    if type(port) is int and not 0 < port < 1 << 16:
        found.append(P_("syslog.port is no port"))
    return SaidInTurn.of(found) if found else None
