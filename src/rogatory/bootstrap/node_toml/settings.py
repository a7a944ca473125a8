# SPDX-License-Identifier: Apache-2.0
"""The settings of `node.toml`: each once, with its type, limits, default and meaning."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from rogatory.bootstrap.node_toml.api import ApiTable, api_problem, host_and_port
from rogatory.bootstrap.node_toml.backup import BackupTable, backup_problem
from rogatory.bootstrap.node_toml.breached_passwords import StolenPasswords, passwords_problem
from rogatory.bootstrap.node_toml.database_url import database_url_problem
from rogatory.bootstrap.node_toml.declared import POSITIVE, building, declared, setting
from rogatory.bootstrap.node_toml.logs import LogsTable, logs_problem
from rogatory.bootstrap.node_toml.object_store import ObjectStoreTable, object_store_problem
from rogatory.bootstrap.node_toml.oidc import LogInTable, oidc_problem
from rogatory.bootstrap.node_toml.paging import Paging, paging_problem
from rogatory.bootstrap.node_toml.scanner import ScannerCommand, scanner_problem
from rogatory.bootstrap.node_toml.syslog import Syslog, syslog_problem
from rogatory.bootstrap.node_toml.telemetry import TelemetryTable, telemetry_problem
from rogatory.directory.entry.period import OFFLINE_GRACE_HOURS
from rogatory.errors import Phrase, Refused
from rogatory.node.limits.bandwidth import Bandwidth, bandwidth_problem
from rogatory.node.limits.fetch_limits import FetchLimits, fetching_problem
from rogatory.node.limits.message_limits import MessageLimits, messages_problem
from rogatory.node.limits.operator_settings import Drills, Settings
from rogatory.requests.deadlines.drill_minutes import LONGEST_DRILL
from rogatory.transport.client_address import Network
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_authority, parse_state
from rogatory.wire.words import P_, FilledText, reasons_text

HERE, ELSEWHERE = "here", "elsewhere"
"""Where the keys of authorities, log and witness are, as seen from a home."""

PROCESSES = ("door", "console", "worker", "signer")
"""The processes that a home can run."""

SECURE = ("https",)
ANY_WEB = ("http", "https")


def _parsed(parse: Callable[[Any], object]) -> Callable[[Any], Phrase | None]:
    def check(value: Any) -> Phrase | None:
        try:
            parse(value)
        except Refused as error:
            return FilledText(P_("is wrong: {problem}"), problem=reasons_text(error.reasons[:1]))
        return None

    return check


def _each(check: Callable[[Any], Phrase | None]) -> Callable[[Any], Phrase | None]:
    def first(values: list[Any]) -> Phrase | None:
        for value in values:
            if (problem := check(value)) is not None:
                return problem
        return None

    return first


def _text(value: Any) -> Phrase | None:
    if isinstance(value, str):
        return None
    return FilledText(P_("lists {odd}, which is no text"), odd=ascii(value)[:40])


def _https(address: str) -> Phrase | None:
    scheme = urlsplit(address).scheme
    if scheme not in ANY_WEB:
        return P_("is no http or https address")
    return None if scheme in SECURE else P_("is no https address")


def _http(address: str) -> Phrase | None:
    return None if urlsplit(address).scheme in ANY_WEB else P_("is no http or https address")


def _signer(value: str) -> Phrase | None:
    return None if value in {HERE, ELSEWHERE} else P_("is neither here nor elsewhere")


def _process(value: Any) -> Phrase | None:
    if value in PROCESSES:
        return None
    return FilledText(P_("lists {odd}, which is no process of a node"), odd=ascii(value)[:40])


def _network(value: Any) -> Phrase | None:
    try:
        ip_network(str(value))
    except ValueError:
        return FilledText(P_("lists {odd}, which is no address or network"), odd=ascii(value)[:40])
    return None


def _networks(values: list[str]) -> tuple[Network, ...]:
    return tuple(ip_network(value) for value in values)


def _witness(table: Mapping[str, Any]) -> Phrase | None:
    names = {each.name for each in declared(Witness)}
    if table.keys() == names and isinstance(table["policy"], str):
        return None
    return P_('is not the path of a policy file: policy = "..."')


def _drills(table: Mapping[str, Any]) -> Phrase | None:
    odd = sorted(table.keys() - {each.name for each in declared(Drills)})
    if odd:
        return FilledText(
            P_("has {name}: only send and minutes are allowed there"), name=repr(odd[0])
        )
    if not isinstance(table.get("send", True), bool):
        return P_("says of send neither true nor false")
    minutes = table.get("minutes", 1)
    if type(minutes) is not int or not 1 <= minutes <= LONGEST_DRILL:
        return FilledText(
            P_("gives minutes that are no number from 1 to {limit}"), limit=LONGEST_DRILL
        )
    return None


def setting_limits() -> Mapping[str, Any]:
    """Return the durations (written in seconds) and counts of a node's settings, by name."""
    return {
        each.name: each.default
        for each in fields(Settings)
        if isinstance(each.default, timedelta) or type(each.default) is int
    }


def _limits(table: Mapping[str, Any]) -> Phrase | None:
    odd = sorted(table.keys() - setting_limits().keys())
    if odd:
        return FilledText(P_("has {name}, which is no limit"), name=ascii(odd[0])[:40])
    for name, value in table.items():
        if type(value) is not int or value < 1:
            return FilledText(P_("gives for {name} no whole number from 1"), name=name)
    return None


@dataclass(frozen=True, kw_only=True)
class Witness:
    """By which policy this node's log is to be witnessed, where it is another than the State's entry says."""

    policy: str
    """The path of the file with the policy; a relative one lies in the home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSettings:
    """The settings of a node."""

    state: str = setting(check=_parsed(parse_state))
    """The State's code, `XB`."""
    network: str = setting(check=_parsed(parse_digest))
    """The network's name: SHA-256 of the directory's first root."""
    node_url: str = setting(check=_https, read=lambda url: url.rstrip("/"))
    """The https address of the peer door, as the directory lists it."""
    console_url: str = setting(check=_http, read=lambda url: url.rstrip("/"))
    """The address of the console."""
    directory_url: str = setting()
    """The address of the directory, or a folder with a copy of it."""
    timestamp_urls: tuple[str, ...] = setting((), check=_each(_text))
    """The addresses of timestamp authorities."""
    authorities: tuple[str, ...] = setting((), check=_each(_parsed(parse_authority)))
    """The authorities whose signing keys this node uses."""
    log_epoch: int = setting(1, check=POSITIVE)
    """Which epoch of the custody log grows; `rogatory node recover` begins the next one."""
    directory_grace: timedelta = setting(
        timedelta(hours=OFFLINE_GRACE_HOURS),
        name="directory_grace_hours",
        kind=int,
        check=POSITIVE,
        read=lambda hours: timedelta(hours=hours),
    )
    """How many hours the directory is relied on after its metadata expired, while it cannot be reached."""
    door_threads: int = setting(8, check=POSITIVE)
    """Threads of each process of a door."""
    door_processes: int = setting(1, check=POSITIVE)
    """Processes of the peer door."""
    door_listen: str | None = setting(None, check=host_and_port)
    """`host:port` where the door listens, if that is not where `node_url` says: behind a packet filter
    that hands connections on, or a proxy. TLS and signatures are still those of `node_url`."""
    console_processes: int = setting(1, check=POSITIVE)
    """Processes of the console."""
    console_listen: str | None = setting(None, check=host_and_port)
    """`host:port` where the console listens, if that is not where `console_url` says."""
    metrics_listen: str | None = setting(None, check=host_and_port)
    """`host:port` where `rogatory node metrics` serves the node's metrics for Prometheus, such as `127.0.0.1:9464`; unless
    set, nothing is measured and nothing is served. Everyone who reaches it can read them: keep it on the loopback, or behind a
    packet filter."""
    proxies: tuple[Network, ...] = setting((), check=_each(_network), read=_networks)
    """The addresses, or networks (`10.0.0.0/28`), of the proxies in front of the doors: what they say in
    `X-Forwarded-For` is the caller's address. Of nobody else it is believed."""
    database_url: str | None = setting(None, check=database_url_problem)
    """`postgresql://user@host/name?sslrootcert=...`; unless set, SQLite in the home. Any option of PostgreSQL's
    library, or a refusal by its name."""
    processes: tuple[str, ...] = setting(("door", "console", "worker"), check=_each(_process))
    """Which processes this home runs: `door`, `console`, `worker`, and `signer`, which signs for hosts without the keys."""
    signer: str = setting(HERE, check=_signer)
    """`here` if this home has the keys of authorities, log and witness; `elsewhere` if a signer on another host has them,
    which is asked through the database. That takes a `database_url`."""
    object_store: ObjectStoreTable | None = setting(
        None, check=object_store_problem, read=building(ObjectStoreTable)
    )
    """The bucket in which packages and attachments are kept: a table of its own; unless set, the home."""
    backup: BackupTable | None = setting(None, check=backup_problem, read=building(BackupTable))
    """Where backups are stored, and which are kept: a table of its own."""
    exercise: bool = False
    """True if nothing here is real: the console then lets officers in without a second factor."""
    limits: Mapping[str, int] = setting({}, check=_limits)
    """Durations in seconds, and counts: a table of its own."""
    witness: Mapping[str, str] = setting({}, check=_witness)
    """The policy by which the log is witnessed: a table of its own."""
    bandwidth: Bandwidth = setting(Bandwidth(), check=bandwidth_problem, read=building(Bandwidth))
    """How fast evidence goes: tables of bytes a second by State's code, or `other`."""
    fetching: FetchLimits = setting(
        FetchLimits(), check=fetching_problem, read=building(FetchLimits)
    )
    """How much evidence is fetched: tables of bytes by State's code, or `other`."""
    messages: MessageLimits = setting(
        MessageLimits(), check=messages_problem, read=building(MessageLimits)
    )
    """Limits for what each State may hand over: tables by State's code, or `other`."""
    drills: Mapping[str, Any] = setting({}, check=_drills)
    """The drills of others by this node, if any: a table of its own."""
    paging: Paging = setting(
        Paging(),
        check=paging_problem,
        read=building(Paging),
    )
    """By which means officers are called: tables of their own."""
    oidc: LogInTable | None = setting(None, check=oidc_problem, read=building(LogInTable))
    """The State's own log-in service: a table of its own."""
    logs_table: LogsTable = setting(
        LogsTable(), name="logs", check=logs_problem, read=building(LogsTable)
    )
    """How much is written into the logs: a table of its own."""
    syslog: Syslog | None = setting(None, check=syslog_problem, read=building(Syslog))
    """The machine that the logs go to as well: a table of its own."""
    telemetry: TelemetryTable | None = setting(
        None, check=telemetry_problem, read=building(TelemetryTable)
    )
    """The collector that receives traces: a table of its own."""
    scanner: ScannerCommand | None = setting(
        None, check=scanner_problem, read=building(ScannerCommand)
    )
    """The command that looks at what officers upload: a table of its own."""
    api: ApiTable | None = setting(None, check=api_problem, read=building(ApiTable))
    """The API for the State's own systems: a table of its own. Its process runs in each home that has the table."""
    passwords: StolenPasswords | None = setting(
        None, check=passwords_problem, read=building(StolenPasswords)
    )
    """The list of stolen passwords: a table of its own."""


TABLES: Mapping[str, type] = {
    "object_store": ObjectStoreTable,
    "backup": BackupTable,
    "limits": Settings,
    "witness": Witness,
    "bandwidth": Bandwidth,
    "fetching": FetchLimits,
    "messages": MessageLimits,
    "drills": Drills,
    "paging": Paging,
    "oidc": LogInTable,
    "logs": LogsTable,
    "syslog": Syslog,
    "telemetry": TelemetryTable,
    "scanner": ScannerCommand,
    "api": ApiTable,
    "passwords": StolenPasswords,
}
"""The class that declares each table."""
