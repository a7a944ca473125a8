# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown
"""The copy of the directory that the machines of a node share, in their database."""

import itertools
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast

from django.db import DatabaseError, models

from rogatory.directory.view.cache import Current
from rogatory.storage.tables.columns import DIGEST, BigNumber, Blob, JsonValue, Moment, Text
from rogatory.storage.transactions.writing import hold_off_others, short_transaction
from rogatory.wire.digests import sha256

SECONDS_BETWEEN_LOOKS = 1.0
"""A process looks so often whether another machine brought a newer copy: the directory is read many times a request."""

AT_ONCE = 500
"""Rows of one statement."""


class DirectoryCopy(models.Model):
    """The one row that says which generation counts. `files` has their paths, each with its SHA-256."""

    id: BigNumber = models.BigIntegerField(primary_key=True)
    revision: BigNumber = models.BigIntegerField()
    generation: BigNumber = models.BigIntegerField()
    refreshed: Moment = models.DateTimeField()
    accepted: Text = models.CharField(max_length=DIGEST)
    files: JsonValue = models.JSONField()


class DirectoryFile(models.Model):
    """A file of the generation that counts."""

    digest: Text = models.CharField(primary_key=True, max_length=DIGEST)
    data: Blob = models.BinaryField()


_ONE = 1
_NEWEST = ("revision", "generation", "refreshed", "accepted")


class DatabaseDirectoryCopy:
    """`SharedCopy` in the node's database. A copy counts only in place of the one that it was made from."""

    def __init__(self) -> None:
        self._looked: tuple[float, Current | None] | None = None

    def newest(self, *, at_once: bool = False) -> Current | None:
        now = time.monotonic()
        if not at_once and self._looked and now - self._looked[0] < SECONDS_BETWEEN_LOOKS:
            return self._looked[1]
        try:
            row = DirectoryCopy.objects.filter(id=_ONE).values_list(*_NEWEST).first()
        except DatabaseError:
            if at_once:
                raise
            return None  # who only reads goes on by the copy of this machine
        found = None if row is None else _current(*row)
        self._looked = now, found
        return found

    def files(self, current: Current) -> Mapping[str, str] | None:
        row = DirectoryCopy.objects.filter(id=_ONE, revision=current.revision).first()
        return None if row is None else cast("Mapping[str, str]", row.files)

    def file(self, digest: str) -> bytes | None:
        row = DirectoryFile.objects.filter(digest=digest).first()
        return None if row is None else bytes(row.data)

    def put(
        self, current: Current, files: Mapping[str, bytes], *, anew: bool = False
    ) -> Current | None:
        """Make a generation count as the port says, with its files, in one commit. Files that it has not are removed."""
        named = {path: sha256(data) for path, data in files.items()}
        kept = replace(current, revision=current.revision + 1)
        with short_transaction():
            hold_off_others("directory-copy")
            row = DirectoryCopy.objects.filter(id=_ONE).first()
            if (0 if row is None else row.revision) != current.revision:
                return None
            if anew:
                DirectoryFile.objects.all().delete()
            here = set(DirectoryFile.objects.values_list("digest", flat=True))
            new = {named[path]: data for path, data in files.items() if named[path] not in here}
            DirectoryFile.objects.bulk_create(
                [DirectoryFile(digest=digest, data=data) for digest, data in new.items()],
                batch_size=AT_ONCE,
            )
            for some in itertools.batched(here - set(named.values()), AT_ONCE):
                DirectoryFile.objects.filter(digest__in=some).delete()
            values = {name: getattr(kept, name) for name in _NEWEST}
            DirectoryCopy.objects.update_or_create(id=_ONE, defaults=values | {"files": named})
        self._looked = None
        return kept


def _current(revision: int, generation: int, refreshed: datetime, accepted: str) -> Current:
    return Current(generation, refreshed, accepted, revision)
