# SPDX-License-Identifier: Apache-2.0
"""The checks of a table of node.toml against the form that its class declares, and of addresses in it."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from rogatory.bootstrap.node_toml.declared import declared, read_table
from rogatory.errors import Phrase
from rogatory.wire.fields import Fault, Kind
from rogatory.wire.words import P_, FilledText


def form_problems(place: str, given: Any, table: type) -> Iterator[Phrase]:
    """Return what of a table is unknown, missing, or not of its type; `place` is what it is called."""
    if not isinstance(given, Mapping):
        yield FilledText(P_("{place} is no table"), place=place)
        return
    _, faults = read_table(given, declared(table))
    for fault in sorted(faults, key=lambda one: _ORDER.index(one.kind)):
        yield _problem(place, fault)


_ORDER = (Kind.UNKNOWN, Kind.MISSING, Kind.PROBLEM)


def _problem(place: str, fault: Fault) -> Phrase:
    name = str(fault.place[-1])
    if fault.kind is Kind.UNKNOWN:
        return FilledText(
            P_("{place}.{name} is not known"), place=place, name=ascii(name)[1:-1][:41]
        )
    if fault.kind is Kind.MISSING:
        return FilledText(P_("{place}.{name} is missing"), place=place, name=name)
    assert fault.problem is not None
    return FilledText(P_("{place}.{name} {problem}"), place=place, name=name, problem=fault.problem)


def endpoint_problem(text: str) -> Phrase | None:
    """Return what is wrong with the address of a server, without a path, to which this node connects, or None."""
    try:
        parts = urlsplit(text)
        is_bare = parts.netloc == _host_and_port(parts) and parts.path in {"", "/"}
        is_bare = is_bare and not parts.query and not parts.fragment
    except ValueError:
        return P_("is no address")
    if not is_bare or not parts.hostname:
        return P_("is not https://HOST or https://HOST:PORT")
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname)):
        return None
    return P_("is no https address, and not on this machine")


def _host_and_port(parts: SplitResult) -> str:
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port is None else f"{shown}:{parts.port}"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
