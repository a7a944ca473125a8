# SPDX-License-Identifier: Apache-2.0
"""A home whose backups are written, tried and restored."""

import copy
import re
import secrets
from datetime import UTC, datetime

from casts.servers.seaweed_server import KEY, REGION
from rogatory.bootstrap.backup.escrow import EscrowPersons, make_home, open_escrow, write_escrow
from rogatory.bootstrap.backup.outcome import RestoreRun
from rogatory.bootstrap.backup.restore import restore
from rogatory.bootstrap.backup.run import BackupRun, back_up
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.moving.run import move_node
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.node.witnesses.high_water import SINCE

RECIPIENTS = "backup.recipients"
_TABLE = re.compile(r"^\[backup\]\n(?:(?!\[)[^\n]*\n?)*", re.MULTILINE)


class FixedClock:
    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


class BackedUp:
    """A home with its settings for backups. `movable` is what is compared."""

    def __init__(self, movable, folder, persons):
        self.movable, self.folder, self.persons = movable, folder, persons
        self.place = folder / "place"
        self.place.mkdir()
        self.set(folder=str(self.place), recipients=RECIPIENTS)
        self.recipients("backup")

    @property
    def path(self):
        return self.movable.home.path

    @property
    def home(self):
        return read_home(self.path)

    def set(self, **table):
        """Write [backup] anew into node.toml."""
        path = self.path / "node.toml"
        kept = _TABLE.sub("", path.read_text()).rstrip("\n")
        path.write_text(f"{kept}\n\n{write_table({'backup': table})}")
        self.table = table

    def recipients(self, *names):
        lines = [str(self.persons[one].recipient) for one in names]
        (self.path / RECIPIENTS).write_text("".join(f"{line}\n" for line in lines))

    def move_to(self, url, seaweed):
        """Let the node be on servers, and its backups in a bucket."""
        moved = self._servers(url, seaweed)
        move_node(self.path, self.movable.to(**moved), begins=True)
        self._back_up_into(moved)

    def begin_on(self, url, seaweed):
        """Do the same with a node that has never run."""
        begun = self._servers(url, seaweed)
        path = self.path / "node.toml"
        store = begun.pop("object_store")
        path.write_text(
            write_table(begun) + path.read_text() + "\n" + write_table({"object_store": store})
        )
        self._back_up_into({"object_store": store})

    def _servers(self, url, seaweed):
        key = f"{KEY.access_key_id}:{KEY.secret_access_key}\n"
        for path in (self.home.object_store_key, self.home.backup_store_key):
            path.write_text(key)
            path.chmod(0o600)
        store = {"endpoint": seaweed.endpoint, "bucket": "evidence", "region": REGION}
        return {"database_url": url, "object_store": store | {"prefix": secrets.token_hex(8)}}

    def _back_up_into(self, given):
        store = given["object_store"] | {"prefix": secrets.token_hex(8)}
        self.set(**store, recipients=RECIPIENTS)

    def back_up(self, at=None, **more):
        how = BackupRun(**more) if at is None else BackupRun(clock=FixedClock(at), **more)
        return back_up(self.path, how).manifest

    def escrow(self, name="escrow.age"):
        out = self.folder / name
        persons = self.persons
        write_escrow(
            self.path,
            out,
            EscrowPersons([persons["first"].recipient], [persons["second"].recipient]),
        )
        return out

    def empty_home(self, name="restored", **places):
        """A home made from the escrow, with an empty database and store elsewhere if `places` are given."""
        files = open_escrow(
            self.escrow(f"{name}.age"), [self.persons["first"]], [self.persons["second"]]
        )
        made = make_home(files, self.folder / name)
        if places:
            path = made.path / "node.toml"
            lines = path.read_text().splitlines(keepends=True)
            kept = [one for one in lines if not one.startswith("database_url")]
            text = "".join(kept)
            if "prefix" in places:
                text = text.replace(self.home.object_store.prefix, places["prefix"])
            path.write_text(write_table({"database_url": places["database_url"]}) + text)
        found = copy.copy(self.movable)
        found.home = read_home(made.path)
        return found

    def restore(self, movable, **how):
        return restore(movable.home.path, [self.persons["backup"]], RestoreRun(**how))


def without_recovery(rows):
    """Rows but for what a restore writes: that others must be asked, and how far logs were known."""
    settings = [row for row in rows["storage_setting"] if row[0] not in {"recovery", SINCE}]
    return rows | {"storage_setting": settings}


def day(number, hour=3, month=11):
    return datetime(2026, month, number, hour, tzinfo=UTC)
