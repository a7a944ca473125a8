# SPDX-License-Identifier: Apache-2.0
"""PgBouncer before a PostgreSQL of a test's own, on a socket."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from casts.steady.patience import PATIENCE
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.exercises.processes import polled

PROGRAM = "/usr/sbin/pgbouncer"


@contextlib.contextmanager
def pgbouncer(server, mode):
    """Run it in `session` or `transaction` mode; gives what returns the address of a database through it."""
    place, port = Path(tempfile.mkdtemp(prefix="pooler-", dir=server.folder)), free_port()
    (place / "users").write_text('"rogatory" ""\n')
    settings = place / "settings.ini"
    settings.write_text(
        f"[databases]\n* = host={server.folder} port={server.port}\n[pgbouncer]\nlisten_addr =\n"
        f"listen_port = {port}\nunix_socket_dir = {place}\nauth_type = trust\nauth_file = {place}/users\n"
        f"pool_mode = {mode}\n"
    )
    identity = {}
    if os.geteuid() == 0:
        who = pwd.getpwnam("postgres")
        identity = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        for path in (place, *place.iterdir()):
            shutil.chown(path, who.pw_uid, who.pw_gid)
        place.chmod(0o755)
    log = place / "log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [PROGRAM, str(settings)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            **identity,
        )
    try:
        for _left in polled(PATIENCE):
            assert child.poll() is None, log.read_text()
            if (place / f".s.PGSQL.{port}").exists():
                break
        yield lambda database: f"postgresql://rogatory@/{database}?host={place}&port={port}"
    finally:
        child.terminate()
        child.wait(PATIENCE)
