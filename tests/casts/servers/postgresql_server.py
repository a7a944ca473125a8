# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of a test's own, with the machine's newest programs: on a socket, or by TLS on the loopback."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from casts.servers.shared import Shared
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.exercises.processes import polled

PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian puts each version; the package is `postgresql`."""

_USER = "postgres"
"""The user of the server where the tests are root's: it refuses to run as root."""


class PostgresqlServer:
    """Made with its databases; `start`, `stop` and `restart` end with the server up or down."""

    def __init__(
        self,
        *,
        certificate: tuple[Path, Path] | None = None,
        follows: "PostgresqlServer | None" = None,
        name: str = "standby",
    ) -> None:
        """Make a server of its own; or one that `follows` another under a name, until it is promoted."""
        self._bin = max(PROGRAMS.iterdir(), key=lambda path: int(path.name)) / "bin"
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.port = free_port()
        self._data = self.folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self.folder, _USER)
        self.folder.chmod(0o755)
        if follows is not None:
            self._copy(follows, name)
            return
        self._run(
            "initdb", "-A", "trust", "-U", "rogatory", "-E", "UTF8", "--no-sync", "-D", self._data
        )
        lines = [f"unix_socket_directories = '{self.folder}'", "listen_addresses = ''"]
        if certificate is not None:
            for source, name in zip(certificate, ("server.crt", "server.key"), strict=True):
                shutil.copy(source, self._data / name)
                (self._data / name).chmod(0o600)
                if os.geteuid() == 0:
                    shutil.chown(self._data / name, _USER)
            lines[1] = "listen_addresses = '127.0.0.1'"
            lines.append("ssl = on")
        # What a test writes need not outlive the machine.
        lines += [f"port = {self.port}", "fsync = off", "max_connections = 60"]
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def _copy(self, other: "PostgresqlServer", name: str) -> None:
        where = ("-h", other.folder, "-p", other.port, "-U", "rogatory", "-D", self._data)
        how = ("-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", f"application_name={name}")
        self._run("pg_basebackup", *where, *how)
        lines = [f"unix_socket_directories = '{self.folder}'", f"port = {self.port}"]
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def start(self) -> None:
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-t", "120", "start")

    def stop(self) -> None:
        """End it as an operator does who does not wait for those connected."""
        self._run("pg_ctl", "-D", self._data, "-m", "fast", "-w", "-t", "120", "stop")

    def kill(self) -> None:
        """End it as a power cut does, but for what its disk had not written yet."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "-t", "120", "stop")

    def promote(self) -> None:
        """Make a server that follows another take writes, on a timeline of its own."""
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "120", "promote")

    def set(self, **settings: object) -> None:
        """Change settings of the server, and return once it has read them."""
        for name, value in settings.items():
            self.query("postgres", f"ALTER SYSTEM SET {name} = '{value}'")
        self.query("postgres", "SELECT pg_reload_conf()")
        for name, value in settings.items():
            for _left in polled(60.0):
                if self.query("postgres", f"SHOW {name}") == str(value):
                    break
            else:
                raise AssertionError(f"the server did not take {name}")

    def address(self, database: str, user: str = "rogatory") -> str:
        """Return the address of a database by the socket."""
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"

    def restart(self) -> None:
        self.stop()
        self.start()

    def create(self, database: str) -> str:
        """Make an empty database; return its address by the socket."""
        self._run("createdb", "-h", self.folder, "-p", self.port, "-U", "rogatory", database)
        return self.address(database)

    def query(self, database: str, statement: str) -> str:
        """Return what psql prints of a statement, without decoration."""
        where = ("-h", self.folder, "-p", self.port, "-U", "rogatory")
        return self._run("psql", *where, "-d", database, "-Atqc", statement)

    def remove(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self.kill()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: object) -> str:
        identity = {}
        if os.geteuid() == 0:
            who = pwd.getpwnam(_USER)
            identity = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [str(self._bin / program), *map(str, arguments)],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "psql" else subprocess.DEVNULL,
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            text=True,
            check=False,
            **identity,
        )
        assert done.returncode == 0, f"{program} {arguments}: {done.stderr}"
        return (done.stdout or "").strip()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """One server for all tests of a process: each makes a database of its own."""
    yield from _ONE.used()


@pytest.fixture
def own_postgresql() -> Iterator[PostgresqlServer]:
    """A server of this test alone, which may stop it."""
    yield from Shared(_running).used()


def _running() -> PostgresqlServer:
    made = PostgresqlServer()
    made.start()
    return made


_ONE = Shared(_running)
