# SPDX-License-Identifier: Apache-2.0
"""The record in a home of the database's server that was accepted last: a file beside its settings."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.bootstrap.home.folder import Home
from rogatory.disk import read_file, replace
from rogatory.node.failover.accepted import AcceptedServer, read_accepted

FILE = "database-server.json"

LARGEST = 4096
"""Bytes of the file, several times what is written."""


@dataclass
class ServerFile:
    """The file, read again only when it changed: every request looks at it."""

    path: Path
    _changed: int | None = None
    _read: AcceptedServer | None = field(default=None)

    def read(self) -> AcceptedServer | None:
        try:
            changed = self.path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if changed != self._changed:
            self._read = read_accepted(json.loads(read_file(self.path, limit=LARGEST)))
            self._changed = changed
        return self._read

    def write(self, accepted: AcceptedServer) -> None:
        replace(self.path, json.dumps(accepted.as_json()).encode())


def server_file(home: Home) -> ServerFile:
    return ServerFile(home.path / FILE)
