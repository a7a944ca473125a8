# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown
"""How often somebody tried to log in, counted for all processes and machines that serve the console.

The log-in library keeps its counts in Django's cache. Django's own cache in the database would unpickle what
it reads, so a person who can write a row there could run code in the console, beside the authorities' keys; its
cache in memory is each process's own and forgets the oldest of 300 entries, which an attacker makes himself.
"""

from datetime import UTC, datetime
from typing import Any, override

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import models

from rogatory.storage.tables.columns import JsonValue, Moment, Text
from rogatory.storage.transactions.writing import short_transaction

MOST_COUNTS = 200_000
"""Counts at once: a flood of numbers and addresses would fill the disk. Each attempt costs a password's
digest, so that an attacker needs hours to push a count out."""

BETWEEN_SWEEPS = 64
"""Counts that a process writes before it removes those that ended."""


class LogInCount(models.Model):
    """Times of attempts, or that one process is counting them, until they count no more."""

    key: Text = models.CharField(max_length=250, primary_key=True)
    value: JsonValue = models.JSONField()
    until: Moment = models.DateTimeField(db_index=True)


class LogInCounts(BaseCache):
    """Django's cache of that table. A value is what JSON can express; each has an end."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._written = 0

    @override
    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return a value that has not ended."""
        name = self.make_and_validate_key(key, version=version)
        found = LogInCount.objects.filter(key=name, until__gt=_now()).first()
        return default if found is None else found.value

    @override
    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep a value, in place of one of the same key."""
        name = self.make_and_validate_key(key, version=version)
        with short_transaction():
            LogInCount.objects.update_or_create(
                key=name, defaults={"value": value, "until": self._end(timeout)}
            )
            self._sweep()

    @override
    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep a value unless there is one; of several at once, one does."""
        name = self.make_and_validate_key(key, version=version)
        with short_transaction():
            LogInCount.objects.filter(key=name, until__lte=_now()).delete()
            _, is_new = LogInCount.objects.get_or_create(
                key=name, defaults={"value": value, "until": self._end(timeout)}
            )
        return is_new

    @override
    def delete(self, key: str, version: int | None = None) -> bool:
        name = self.make_and_validate_key(key, version=version)
        with short_transaction():
            count, _ = LogInCount.objects.filter(key=name).delete()
        return bool(count)

    @override
    def clear(self) -> None:
        """Forget every count."""
        with short_transaction():
            LogInCount.objects.all().delete()

    def _end(self, timeout: float | None) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        if seconds is None:
            raise ValueError("a count without an end would stay for ever")
        return datetime.fromtimestamp(seconds, UTC)

    def _sweep(self) -> None:
        """Remove, now and then, what ended, and of too many those that end first."""
        self._written += 1
        if self._written % BETWEEN_SWEEPS:
            return
        LogInCount.objects.filter(until__lte=_now()).delete()
        over = LogInCount.objects.count() - MOST_COUNTS
        if over > 0:
            oldest = LogInCount.objects.order_by("until").values_list("key", flat=True)[:over]
            LogInCount.objects.filter(key__in=list(oldest)).delete()


def _now() -> datetime:
    return datetime.now(UTC)
