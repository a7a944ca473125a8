# SPDX-License-Identifier: Apache-2.0
"""What may stand in the table `[syslog]` of node.toml: the machine that the logs go to as well.

[syslog]
host = "logs.xb.example"
port = 6514                           # unless told
ca_file = "keys/logs/ca.pem"          # unless the machine's own list of authorities serves
"""

from collections.abc import Iterator, Mapping
from typing import Any

PORT = 6514
"""Of syslog over TLS (RFC 5425, 4.1)."""

_FORMS: Mapping[str, type] = {"host": str, "port": int, "ca_file": str}


def syslog_problem(given: Mapping[str, Any]) -> str | None:
    """What is wrong with the table, or None; everything in one sentence."""
    return "; ".join(_problems(given)) or None


def _problems(given: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(given.keys() - _FORMS.keys()):
        yield f"has {ascii(name)[:41]}: only host, port and ca_file stand there"
    for name, form in _FORMS.items():
        if name in given and type(given[name]) is not form:
            yield f"gives a {name} that is not of the type {form.__name__}"
    if not given.get("host"):
        yield "names no host"
    port = given.get("port", PORT)
    if type(port) is int and not 0 < port < 1 << 16:
        yield "gives a port that is none"
