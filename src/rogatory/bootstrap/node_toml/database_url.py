# SPDX-License-Identifier: Apache-2.0
"""`database_url` in node.toml: where a node's PostgreSQL is, and how it is reached.

    database_url = "postgresql://rogatory@db1,db2/rogatory?sslrootcert=/etc/rogatory/database-ca.pem"

Every option of PostgreSQL's library is passed on, or refused here by its name: an option that were
dropped silently could be the one that asks for encryption. A password is never written here; it lies in
a pgpass file. A server on another machine proves who it is by its certificate.
"""

import importlib.util
from collections.abc import Iterator, Mapping
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl

from rogatory.errors import Phrase
from rogatory.wire.words import P_, FilledText, TextsInTurn

SCHEMES = ("postgresql://", "postgres://")

REFUSED = (
    "password",
    "sslpassword",
    "oauth_client_secret",
    "scram_client_key",
    "scram_server_key",
    "sslkeylogfile",
    "service",
    "servicefile",
    "options",
    "replication",
    "client_encoding",
    "application_name",
    "fallback_application_name",
)
"""Options that are secrets, that write down the keys of the connection, that bring further options from
elsewhere, or that the node sets itself: `options` could, for one, let a commit return before it is
durable."""

PROVEN = "verify-full"
"""The one `sslmode` towards another machine: with any weaker one a machine in between can read and write rows."""

DEFAULTS: Mapping[str, str] = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""Seconds (the last one milliseconds) after which a server that vanished is given up. Without them a
process waits for a host without power for a quarter of an hour."""


def database_url_problem(url: str) -> Phrase | None:
    """Return what is wrong with the address, or None; everything in one sentence."""
    if not url.startswith(SCHEMES):
        return P_("is no postgresql:// address")
    if importlib.util.find_spec("psycopg") is None:
        return P_("names PostgreSQL, and psycopg is not installed (the extra `postgres` brings it)")
    given = {name for name, _ in parse_qsl(url.partition("?")[2], keep_blank_values=True)}
    if unknown := sorted(given - set(known_options())):
        return FilledText(
            P_("has {names}, which PostgreSQL's library does not know"), names=", ".join(unknown)
        )
    options = _read(url)
    if options is None:
        # The library's own words may repeat the address, and with it a password.
        return P_("is an address that PostgreSQL's library cannot read")
    found = list(_problems(options))
    return TextsInTurn.of(found) if found else None


def _problems(options: Mapping[str, str]) -> Iterator[Phrase]:
    if refused := [name for name in REFUSED if name in options]:
        yield FilledText(
            P_(
                "has {names}, which may not be there: a password lies in a pgpass file (passfile=...), the rest is the node's"
            ),
            names=", ".join(refused),
        )
    if not options.get("dbname"):
        yield P_("names no database")
    if not is_elsewhere(options):
        return
    if options.get("sslmode", PROVEN) != PROVEN:
        yield FilledText(
            P_("has an sslmode other than {mode} for a server on another machine"), mode=PROVEN
        )
    if "sslrootcert" not in options:
        yield P_("names no sslrootcert, the CA by which the server's certificate is checked")


def connection_options(url: str) -> dict[str, str]:
    """Return the options of PostgreSQL's library for an address that has no problem, with our defaults."""
    given = _read(url)
    assert given is not None, "the settings were checked"
    ours = dict(DEFAULTS)
    if is_elsewhere(given):
        ours["sslmode"] = PROVEN
    if len(given.get("host", given.get("hostaddr", "")).split(",")) > 1:
        # Of several servers one takes writes: after a failover it is another.
        ours["target_session_attrs"] = "read-write"
    return {**ours, **given}


def is_elsewhere(options: Mapping[str, str]) -> bool:
    """Decide whether a server may be another machine: it is, unless each is a socket or the loopback."""
    hosts = f"{options.get('host', '')},{options.get('hostaddr', '')}".split(",")
    return not all(map(_is_here, filter(None, hosts)))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.startswith(("/", "@"))


@cache
def known_options() -> Mapping[str, str]:
    """Return the options of PostgreSQL's library, each with its variable of the environment, or ""."""
    from psycopg.pq import Conninfo

    return {
        each.keyword.decode(): (each.envvar or b"").decode() for each in Conninfo.get_defaults()
    }


def set_variables(environment: Mapping[str, str]) -> list[str]:
    """Return which variables of PostgreSQL's library are set: a node's processes would not see them."""
    return sorted(name for name in known_options().values() if name and name in environment)


def _read(url: str) -> dict[str, Any] | None:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError:
        return None
