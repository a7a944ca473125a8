# SPDX-License-Identifier: Apache-2.0
"""A node's home: one folder with its settings, keys, database and objects.

`node.toml` holds no secret; secrets are files of mode 0600 beneath `keys/`. What is read here is
handed on as values: no other package looks at the folder's settings or at the environment.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.node_toml.database_url import set_variables
from rogatory.bootstrap.node_toml.declared import declared, read_table, settings_to_write
from rogatory.bootstrap.node_toml.object_store import set_variables as set_for_the_store
from rogatory.bootstrap.node_toml.settings import ELSEWHERE, NodeSettings
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.disk.faults import faults_at
from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.wire.fields import Fault, Kind
from rogatory.wire.foreign_files import read_toml
from rogatory.wire.witness_policy import LARGEST_POLICY, parse_policy
from rogatory.wire.words import P_, FilledText, problem_of

SETTINGS_FILE = "node.toml"

FOLDERS = (
    "objects",
    "packages",
    "directory",
    "keys/node/receipts",
    "keys/authorities",
    "run",
    "logs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home(NodeSettings):
    """The settings of `node.toml`, and the places of files."""

    path: Path
    witness_policy: str | None = None
    """The text of the file that `[witness] policy` names; None: what the State's entry says."""

    @property
    def database(self) -> Path:
        return self.path / "books.sqlite3"

    @property
    def nonces(self) -> Path:
        """Where nonces are kept unless the database is PostgreSQL: beside what lasts as long as the processes."""
        return self.run / "nonces.sqlite3"

    @property
    def objects(self) -> Path:
        return self.path / "objects"

    @property
    def packages(self) -> Path:
        return self.path / "packages"

    @property
    def object_store_key(self) -> Path:
        return self.path / "keys" / "object-store.key"

    @property
    def backup_key(self) -> Path:
        """The secret by which this node's backups are known; see `bootstrap.backup.backup_key`."""
        return self.path / "keys" / "backup.key"

    @property
    def backup_store_key(self) -> Path:
        return self.path / "keys" / "backup-store.key"

    @property
    def backup_work(self) -> Path:
        """Where a backup under way notes what it needs; nothing there is needed afterwards."""
        return self.path / "backup"

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
        """Decide whether the node serves this machine only, as in exercises; then its peers may,
        too.
        """
        host, _port = self.address(self.node_url)
        return host in {"localhost", "::1"} or host.startswith("127.")

    @property
    def door_address(self) -> tuple[str, int]:
        """Host and port that the peer door is served at."""
        return self.address(f"https://{self.door_listen}" if self.door_listen else self.node_url)

    @property
    def console_address(self) -> tuple[str, int]:
        """Host and port that the console is served at."""
        listen = self.console_listen
        return self.address(f"https://{listen}" if listen else self.console_url)

    @property
    def console_certificate(self) -> tuple[Path, Path]:
        """The certificate with which the console is served, and its key: its own, where the operator has
        put one beside the peer door's; else that one.
        """
        name = "console" if (self.node_keys / "console.pem").exists() else "tls"
        return self.node_keys / f"{name}.pem", self.node_keys / f"{name}.key"

    @property
    def running_processes(self) -> tuple[str, ...]:
        """The processes that this home runs: those that `processes` lists, and that of the API if there is one."""
        return self.processes if self.api is None else (*self.processes, "api")

    @property
    def api_address(self) -> tuple[str, int]:
        """Host and port that the API is served at."""
        assert self.api is not None
        return self.address(f"https://{self.api.listen}")

    @property
    def api_certificate(self) -> tuple[Path, Path]:
        """The certificate with which the API is served, and its key: its own, where the operator has put one
        beside the peer door's; else that one.
        """
        name = "api" if (self.node_keys / "api.pem").exists() else "tls"
        return self.node_keys / f"{name}.pem", self.node_keys / f"{name}.key"

    def address_of(self, door: str) -> tuple[str, int]:
        """Return host and port of `door`, `console` or `api`."""
        if door == "api":
            return self.api_address
        return self.door_address if door == "door" else self.console_address

    def certificate_of(self, door: str) -> tuple[Path, Path]:
        """Return the certificate with which one of them is served over TLS, and its key."""
        if door == "api":
            return self.api_certificate
        own = self.node_keys / "tls.pem", self.node_keys / "tls.key"
        return own if door == "door" else self.console_certificate

    def is_secure(self, door: str) -> bool:
        """Decide whether one of them is served over TLS; all but a console on this machine are."""
        return door != "console" or self.console_url.startswith("https:")

    def address(self, url: str) -> tuple[str, int]:
        """Return host and port that one of the node's own addresses is served at."""
        parts = urlsplit(url)
        return parts.hostname or "127.0.0.1", parts.port or (443 if parts.scheme == "https" else 80)


@dataclass(frozen=True, slots=True)
class NewHome:
    """The values that a node's home is made from. `root` is the directory's first root (`1.root.json`); its digest
    is the network's name. Addresses that are not given get a free port of this machine, chosen once.
    """

    state: str
    root: bytes
    directory_url: str
    node_url: str | None = None
    console_url: str | None = None
    timestamp_urls: Iterable[str] = ()
    authorities: Iterable[str] = ()
    limits: Mapping[str, int] | None = None
    exercise: bool = False
    database_url: str | None = None
    bandwidth: Mapping[str, Mapping[str, int]] | None = None


def create_home(path: Path, new: NewHome) -> Home:
    """Make a node's home and read it back. The node's keys are made by `node_keys`, afterwards.

    Raises:
        Refused: there is a node already, or a value is malformed.
    """
    if (path / SETTINGS_FILE).exists():
        raise Refused(refusals.HOME_EXISTS.because(path=str(path)))
    for folder in FOLDERS:
        (path / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    settings: dict[str, Any] = {
        "state": new.state,
        "network": hashlib.sha256(new.root).hexdigest(),
        "node_url": new.node_url or f"https://127.0.0.1:{free_port()}",
        "console_url": new.console_url or f"http://localhost:{free_port()}",
        "directory_url": new.directory_url,
        "timestamp_urls": list(new.timestamp_urls),
        "authorities": list(new.authorities),
        "exercise": new.exercise,
        "database_url": new.database_url,
        "limits": new.limits,
        "bandwidth": new.bandwidth,
    }
    (path / "directory" / "1.root.json").write_bytes(new.root)
    write_new(path / "keys" / "django.key", secrets.token_urlsafe(64).encode(), secret=True)
    text = write_table(settings_to_write(NodeSettings, settings))
    (path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return read_home(path)


def read_home(path: Path) -> Home:
    """Return the home in that folder; refuses one that is none, with every malformed setting.

    Raises:
        Refused: there is none, it cannot be read, or a setting is malformed.
        Unreachable: the disk fails.
    """
    try:
        with faults_at(path / SETTINGS_FILE):
            settings = read_toml((path / SETTINGS_FILE).read_text(encoding="utf-8"))
    except Refused as error:
        if isinstance(error.__cause__, (FileNotFoundError, NotADirectoryError)):
            raise Refused(refusals.HOME_ABSENT.because(path=str(path))) from error
        raise
    except ValueError as error:
        raise Refused(
            refusals.HOME_SETTING.because(
                name="the file",
                problem=FilledText(P_("is not TOML: {problem}"), problem=problem_of(error)),
            )
        ) from error
    values, faults = read_table(settings, declared(NodeSettings))
    refuse_if_any(_reasons(faults))
    refuse_if_any(environment_reasons(values))
    refuse_if_any(_signer_reasons(values))
    policy = _witness_policy(path, values.get("witness", {}))
    return Home(path=path.resolve(), witness_policy=policy, **values)


def environment_reasons(values: Mapping[str, Any]) -> Iterator[Reason]:
    """Yield why a command would reach other servers than the node that has these settings: variables that only
    the command sees.
    """
    if values.get("database_url") and (names := set_variables(os.environ)):
        yield refusals.DATABASE_VARIABLES.because(names=", ".join(names))
    if uses_a_bucket(values) and (names := set_for_the_store(os.environ)):
        yield refusals.OBJECT_STORE_VARIABLES.because(names=", ".join(names))


def uses_a_bucket(values: Mapping[str, Any]) -> bool:
    """Decide whether objects or backups are in a bucket."""
    backup = values.get("backup")
    return bool(values.get("object_store")) or (backup is not None and backup.store is not None)


def _signer_reasons(values: Mapping[str, Any]) -> Iterator[Reason]:
    if values.get("signer") != ELSEWHERE:
        return
    if not values.get("database_url"):
        problem = P_("is elsewhere, and there is no database_url by which it could be asked")
        yield refusals.HOME_SETTING.because(name="signer", problem=problem)
    if "signer" in values.get("processes", ()):
        problem = P_("lists the signer, but the setting signer is elsewhere")
        yield refusals.HOME_SETTING.because(name="processes", problem=problem)


def _witness_policy(home: Path, table: Mapping[str, str]) -> str | None:
    """Return the text of the policy file, which lies in the home if its path is relative; refuses
    one that is no policy.
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


def _reasons(faults: Iterable[Fault]) -> list[Reason]:
    """Return everything that is wrong with the settings read."""
    found = sorted((str(fault.place[0]), setting_problem(fault)) for fault in faults)
    return [refusals.HOME_SETTING.because(name=name, problem=problem) for name, problem in found]


def setting_problem(fault: Fault) -> Phrase:
    """Return what is wrong with one setting."""
    if fault.kind is Kind.UNKNOWN:
        return P_("is not a known setting")
    if fault.kind is Kind.MISSING:
        return P_("is missing")
    assert fault.problem is not None
    return fault.problem
