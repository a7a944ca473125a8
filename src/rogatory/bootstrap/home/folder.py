# SPDX-License-Identifier: Apache-2.0
"""A node's home: one folder with its settings, keys, books and objects.

`node.toml` holds no secret; secrets are files of mode 0600 beneath `keys/`. What is read here is
handed on as values: no other room looks at the folder's settings or at the environment.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.node_toml.breached_passwords import passwords_problem
from rogatory.bootstrap.node_toml.oidc import oidc_problem
from rogatory.bootstrap.node_toml.paging import paging_problem
from rogatory.bootstrap.node_toml.scanner import scanner_problem
from rogatory.bootstrap.node_toml.syslog import syslog_problem
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.custody.log.quorum import LARGEST_POLICY, parse_policy
from rogatory.directory.entry.period import OFFLINE_GRACE_HOURS
from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.node.limits.bandwidth import Bandwidth, bandwidth_problem
from rogatory.node.limits.fetching import FetchLimits, fetching_problem
from rogatory.node.limits.messages import MessageLimits, messages_problem
from rogatory.requests.deadlines.thread_deadlines import LONGEST_DRILL
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_authority, parse_state
from rogatory.wire.words import P_, Said, problem_of, reasons_told
from rogatory.wire.written import read_toml

SETTINGS_FILE = "node.toml"

_FOLDERS = (
    "objects",
    "packages",
    "directory",
    "keys/node/receipts",
    "keys/authorities",
    "run",
    "logs",
)


@dataclass(frozen=True, slots=True)
class Home:
    """What `node.toml` says, and where things lie."""

    path: Path
    state: str
    network: str
    node_url: str
    console_url: str
    directory_url: str
    """The address of the directory, or a folder with a copy of it."""
    timestamp_urls: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    """The authorities whose signing keys this node uses."""
    log_epoch: int = 1
    directory_grace: timedelta = timedelta(hours=OFFLINE_GRACE_HOURS)
    door_threads: int = 8
    door_listen: str | None = None
    """`host:port` where the door listens, if that is not where `node_url` says: behind a packet filter
    that hands connections on. TLS and signatures are still those of `node_url`."""
    database_url: str | None = None
    """None: SQLite in the home. Else `postgresql:///name?host=...`."""
    exercise: bool = False
    """Whether nothing here is real: the console then lets officers in without a second factor."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """Values of `node.context.Settings` in seconds (durations) or counts, by name."""
    witness_policy: str | None = None
    """The text of the file that `[witness] policy` names; None: what the State's entry says."""
    fetching: FetchLimits = field(default_factory=FetchLimits)
    """How much evidence is taken: `[fetching.bytes_per_day]` and `[fetching.bytes_under_way]`, by State."""
    bandwidth: Bandwidth = field(default_factory=Bandwidth)
    """How fast evidence goes: `[bandwidth.serve]` and `[bandwidth.fetch]`, bytes a second by State."""
    drills: Mapping[str, Any] = field(default_factory=dict)
    """`[drills]`: whether the node drills others by itself (`send`), and `minutes` to answer."""
    paging: Mapping[str, Any] = field(default_factory=dict)
    """By which means officers are called: see `bootstrap.paging`."""
    oidc: Mapping[str, Any] = field(default_factory=dict)
    """The State's own log-in service: see `bootstrap.log_in_service`."""
    syslog: Mapping[str, Any] = field(default_factory=dict)
    """The machine that the logs go to as well: see `bootstrap.syslog_settings`."""
    scanner: Mapping[str, Any] = field(default_factory=dict)
    """The command that looks at what officers upload: see `bootstrap.scanner_settings`."""
    passwords: Mapping[str, Any] = field(default_factory=dict)
    """The list of stolen passwords: see `bootstrap.breached_passwords`."""
    messages: MessageLimits = field(default_factory=MessageLimits)
    """What each State may hand over: `[messages.per_minute]`, `[messages.bytes_per_day]` and
    `[messages.bytes_in_all]`."""

    @property
    def database(self) -> Path:
        return self.path / "books.sqlite3"

    @property
    def objects(self) -> Path:
        return self.path / "objects"

    @property
    def packages(self) -> Path:
        return self.path / "packages"

    @property
    def directory_cache(self) -> Path:
        return self.path / "directory"

    @property
    def first_root(self) -> Path:
        return self.directory_cache / "1.root.json"

    @property
    def node_keys(self) -> Path:
        return self.path / "keys" / "node"

    @property
    def authority_keys(self) -> Path:
        return self.path / "keys" / "authorities"

    @property
    def django_key(self) -> Path:
        return self.path / "keys" / "django.key"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def bell(self) -> Path:
        return self.run / "bell"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def log_origin(self) -> str:
        return f"{self.network}/{self.state.lower()}/{self.log_epoch}"

    @property
    def on_loopback(self) -> bool:
        """Whether the node serves this machine only, as in exercises; then its peers may, too."""
        host, _port = self.address(self.node_url)
        return host in {"localhost", "::1"} or host.startswith("127.")

    @property
    def door_address(self) -> tuple[str, int]:
        """Host and port that the peer door is served at."""
        return self.address(f"https://{self.door_listen}" if self.door_listen else self.node_url)

    def address(self, url: str) -> tuple[str, int]:
        """Host and port that one of the node's own addresses is served at."""
        parts = urlsplit(url)
        return parts.hostname or "127.0.0.1", parts.port or (443 if parts.scheme == "https" else 80)


def create_home(
    path: Path,
    *,
    state: str,
    root: bytes,
    directory_url: str,
    node_url: str | None = None,
    console_url: str | None = None,
    timestamp_urls: Iterable[str] = (),
    authorities: Iterable[str] = (),
    limits: Mapping[str, int] | None = None,
    exercise: bool = False,
    database_url: str | None = None,
    bandwidth: Mapping[str, Mapping[str, int]] | None = None,
) -> Home:
    """Make a node's home and read it back.

    Addresses that are not given get a free port of this machine, chosen once. `root` is the
    directory's first root (`1.root.json`); its digest is the network's name. The node's keys are
    made by `node_keys`, afterwards.

    Raises:
        Refused: there is a node already, or a value is malformed.
    """
    if (path / SETTINGS_FILE).exists():
        raise Refused(refusals.HOME_EXISTS.because(path=str(path)))
    for folder in _FOLDERS:
        (path / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    settings: dict[str, Any] = {
        "state": state,
        "network": hashlib.sha256(root).hexdigest(),
        "node_url": node_url or f"https://127.0.0.1:{free_port()}",
        "console_url": console_url or f"http://localhost:{free_port()}",
        "directory_url": directory_url,
        "timestamp_urls": list(timestamp_urls),
        "authorities": list(authorities),
    }
    if exercise:
        settings["exercise"] = True
    if database_url:
        settings["database_url"] = database_url
    (path / "directory" / "1.root.json").write_bytes(root)
    write_new(path / "keys" / "django.key", secrets.token_urlsafe(64).encode(), secret=True)
    tables = {"limits": limits, "bandwidth": bandwidth}
    text = write_table(settings | {name: table for name, table in tables.items() if table})
    (path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return read_home(path)


def read_home(path: Path) -> Home:
    """The home in that folder; refuses one that is none, with every malformed setting."""
    try:
        settings = read_toml((path / SETTINGS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Refused(refusals.HOME_ABSENT.because(path=str(path))) from error
    except ValueError as error:
        raise Refused(
            refusals.HOME_SETTING.because(
                name="the file",
                problem=Said(P_("is not TOML: {problem}"), problem=problem_of(error)),
            )
        ) from error
    refuse_if_any(_reasons(settings))
    hours = settings.get("directory_grace_hours", OFFLINE_GRACE_HOURS)
    return Home(
        path=path.resolve(),
        state=parse_state(settings["state"]),
        network=parse_digest(settings["network"]),
        node_url=settings["node_url"].rstrip("/"),
        console_url=settings["console_url"].rstrip("/"),
        directory_url=settings["directory_url"],
        timestamp_urls=tuple(settings.get("timestamp_urls", ())),
        authorities=tuple(settings.get("authorities", ())),
        log_epoch=settings.get("log_epoch", 1),
        directory_grace=timedelta(hours=hours),
        door_threads=settings.get("door_threads", 8),
        door_listen=settings.get("door_listen"),
        database_url=settings.get("database_url"),
        exercise=settings.get("exercise", False),
        limits=settings.get("limits", {}),
        witness_policy=_witness_policy(path, settings.get("witness", {})),
        bandwidth=Bandwidth(**settings.get("bandwidth", {})),
        paging=settings.get("paging", {}),
        drills=settings.get("drills", {}),
        oidc=settings.get("oidc", {}),
        syslog=settings.get("syslog", {}),
        scanner=settings.get("scanner", {}),
        passwords=settings.get("passwords", {}),
        messages=MessageLimits(**settings.get("messages", {})),
        fetching=FetchLimits(**settings.get("fetching", {})),
    )


def _witness_problem(value: Mapping[str, Any]) -> Phrase | None:
    if value.keys() == {"policy"} and isinstance(value["policy"], str):
        return None
    return P_('is not the path of a policy file: policy = "..."')


def _witness_policy(home: Path, table: Mapping[str, str]) -> str | None:
    """The text of the policy file, which lies in the home if its path is relative; refuses one that
    is no policy.
    """
    if not table:
        return None
    try:
        text = read_file(home / table["policy"], limit=LARGEST_POLICY).decode()
    except UnicodeDecodeError as error:
        problem = P_("names a file that is no text")
        raise Refused(refusals.HOME_SETTING.because(name="witness", problem=problem)) from error
    parse_policy(text)
    return text


def note_epoch(home: Home, epoch: int) -> Home:
    """Write down which epoch of the log grows, in place of the old settings file, and read it back."""
    path = home.path / SETTINGS_FILE
    text = path.read_text(encoding="utf-8")
    kept = re.sub(r"^log_epoch *=[^\n]*\n", "", text, flags=re.MULTILINE)
    new = path.with_name(f".{SETTINGS_FILE}.new")
    new.unlink(missing_ok=True)
    write_new(new, f"log_epoch = {epoch}\n{kept}".encode())
    new.replace(path)
    return read_home(home.path)


_FORMS: Mapping[str, tuple[type, bool]] = {
    # name: (type, whether it must be there)
    "state": (str, True),
    "network": (str, True),
    "node_url": (str, True),
    "console_url": (str, True),
    "directory_url": (str, True),
    "timestamp_urls": (list, False),
    "authorities": (list, False),
    "log_epoch": (int, False),
    "directory_grace_hours": (int, False),
    "door_threads": (int, False),
    "door_listen": (str, False),
    "database_url": (str, False),
    "exercise": (bool, False),
    "limits": (dict, False),
    "witness": (dict, False),
    "bandwidth": (dict, False),
    "paging": (dict, False),
    "drills": (dict, False),
    "fetching": (dict, False),
    "messages": (dict, False),
    "oidc": (dict, False),
    "passwords": (dict, False),
    "scanner": (dict, False),
    "syslog": (dict, False),
}


def _reasons(settings: Mapping[str, Any]) -> list[Reason]:
    """Everything that is wrong with the settings read."""
    found: list[tuple[str, Phrase]] = [
        (name, P_("is not a known setting")) for name in settings.keys() - _FORMS.keys()
    ]
    for name, (form, needed) in _FORMS.items():
        if name not in settings:
            found += [(name, P_("is missing"))] if needed else []
        elif not isinstance(settings[name], form) or isinstance(settings[name], bool) != (
            form is bool
        ):
            found.append((name, Said(P_("is not of the type {form}"), form=form.__name__)))
        elif problem := _problem(name, settings[name]):
            found.append((name, problem))
    return [refusals.HOME_SETTING.because(name=n, problem=p) for n, p in sorted(found)]


def _drills_problem(value: Mapping[str, Any]) -> Phrase | None:
    """What is wrong with the table on drills, as a person wrote it."""
    odd = sorted(value.keys() - {"send", "minutes"})
    if odd:
        return Said(P_("has {name}: only send and minutes stand there"), name=repr(odd[0]))
    if not isinstance(value.get("send", True), bool):
        return P_("says of send neither true nor false")
    minutes = value.get("minutes", 1)
    if type(minutes) is not int or not 1 <= minutes <= LONGEST_DRILL:
        return Said(P_("gives minutes that are no number from 1 to {limit}"), limit=LONGEST_DRILL)
    return None


_TABLES: Mapping[str, Callable[[Mapping[str, Any]], Phrase | None]] = {
    "witness": _witness_problem,
    "bandwidth": bandwidth_problem,
    "drills": _drills_problem,
    "fetching": fetching_problem,
    "messages": messages_problem,
    "oidc": oidc_problem,
    "paging": paging_problem,
    "passwords": passwords_problem,
    "scanner": scanner_problem,
    "syslog": syslog_problem,
}
"""What is wrong with a table of settings, by its name."""


def _problem(name: str, value: Any) -> Phrase | None:
    try:
        if name == "state":
            parse_state(value)
        elif name == "network":
            parse_digest(value)
        elif name == "authorities":
            for authority in value:
                parse_authority(authority)
    except Refused as error:
        return Said(P_("is wrong: {problem}"), problem=reasons_told(error.reasons[:1]))
    if isinstance(value, str):
        return _address_problem(name, value)
    if name in _TABLES:
        return _TABLES[name](value)
    if isinstance(value, int) and not isinstance(value, bool) and value < 1:
        return P_("is smaller than 1")
    return None


def _address_problem(name: str, text: str) -> Phrase | None:
    scheme = urlsplit(text).scheme
    if name in {"node_url", "console_url"} and scheme not in {"http", "https"}:
        return P_("is no http or https address")
    if name == "node_url" and scheme != "https":
        return P_("is no https address")
    if name == "door_listen" and not _is_host_and_port(text):
        return P_("is no host:port")
    return None


def _is_host_and_port(text: str) -> bool:
    try:
        parts = urlsplit(f"//{text}")
        return bool(parts.hostname and parts.port) and parts.netloc == text and "@" not in text
    except ValueError:
        return False
