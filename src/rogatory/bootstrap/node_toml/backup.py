# SPDX-License-Identifier: Apache-2.0
"""`[backup]` in node.toml: where backups of the node are stored, to whom they are encrypted, and which are kept.

    [backup]
    folder = "/mnt/backup/xb"

or, in a bucket, whose access key lies in `keys/backup-store.key`:

    [backup]
    endpoint = "https://s3.example.test"
    bucket = "backup"
    prefix = "xb"
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rogatory.bootstrap.node_toml.declared import POSITIVE, declared, setting
from rogatory.bootstrap.node_toml.object_store import ObjectStoreTable, object_store_problem
from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import P_, FilledText, TextsInTurn

_OF_A_STORE = tuple(each.name for each in declared(ObjectStoreTable))


def _absolute(text: str) -> Phrase | None:
    return None if Path(text).is_absolute() else P_("is no absolute path")


def _absolute_ones(values: list[Any]) -> Phrase | None:
    odd = [each for each in values if not isinstance(each, str) or not Path(each).is_absolute()]
    return (
        FilledText(P_("lists {odd}, which is no absolute path"), odd=ascii(odd[0])[:40])
        if odd
        else None
    )


@dataclass(frozen=True, kw_only=True)
class BackupTable:
    """Where backups of the node are stored, and which are kept. See docs/backup.md."""

    folder: str | None = setting(None, check=_absolute)
    """The folder of the backups, or else `endpoint` and `bucket`."""
    endpoint: str | None = None
    """The address of the store, as in [object_store]; the access key is in `keys/backup-store.key`."""
    bucket: str | None = None
    """The name of the bucket."""
    region: str | None = None
    """The region that requests are signed for."""
    prefix: str | None = None
    """The beginning of the names of this node's backups. Each node in a bucket needs a prefix of its own."""
    ca_file: str | None = None
    """Certificates of authorities that may certify the store, in the home."""
    recipients: str | None = None
    """A file in the home with the age recipients that can open the backups, one on each line; unless set, the recovery
    recipients that the directory lists for this State's authorities."""
    every_hours: int = setting(24, check=POSITIVE)
    """After how many hours a further backup is due."""
    keep_daily: int = setting(7, check=POSITIVE)
    """Of how many days with backups the newest backup is kept."""
    keep_weekly: int = setting(5, check=POSITIVE)
    """Of how many weeks with backups the newest backup is kept."""
    keep_monthly: int = setting(12, check=POSITIVE)
    """Of how many months with backups the newest backup is kept."""
    record_folders: tuple[str, ...] = setting((), check=_absolute_ones)
    """Further folders with a copy of the record of destructions; best on another machine than the backups."""

    @property
    def store(self) -> ObjectStoreTable | None:
        """The bucket of the backups, or None if they are in a folder."""
        if self.endpoint is None or self.bucket is None:
            return None
        found = {"endpoint": self.endpoint, "bucket": self.bucket}
        more = {"region": self.region, "prefix": self.prefix, "ca_file": self.ca_file}
        return ObjectStoreTable(
            **found, **{name: each for name, each in more.items() if each is not None}
        )


def backup_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = list(_problems(given))
    return TextsInTurn.of(found) if found else None


def _problems(given: Mapping[str, Any]) -> Iterator[Phrase]:
    yield from form_problems("backup", given, BackupTable)
    store = {name: value for name, value in given.items() if name in _OF_A_STORE}
    if "folder" in given and store:
        yield P_("names both a folder and a bucket")
    elif "folder" not in given and not store:
        yield P_("names neither a folder nor a bucket")
    elif store and (problem := object_store_problem(store)) is not None:
        yield problem
