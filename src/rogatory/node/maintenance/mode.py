# SPDX-License-Identifier: Apache-2.0
"""Maintenance of a node: begun and ended by its operator, for its processes on all machines.

It is one setting in the store, so every process sees the same, and a node that is started again in between is
still in maintenance. Meanwhile peers and officers are answered that they must come again; what is under way is finished, and no
new job begins.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rogatory.node.context import Node
from rogatory.node.ports import Store
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment, parse_moment

SETTING = "maintenance"

RETRY_AFTER = timedelta(seconds=30)
"""After which a peer asks again: within a minute of the end its messages are here."""

UNNAMED = "?"
"""The account of a maintenance that an earlier version began."""

NOTICED_WITHIN = timedelta(seconds=1)
"""How old a process's knowledge of it may be: the database is not asked at each request."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Maintenance that began. `by` is the account that began it; `until` is when it ended, None while it lasts."""

    since: datetime
    by: str
    until: datetime | None = None


def last_maintenance(store: Store) -> Maintenance | None:
    """Return the maintenance under way or, without one, the last."""
    return read_maintenance(store.setting(SETTING))


def read_maintenance(value: Json) -> Maintenance | None:
    """Return the maintenance that a value of the setting states."""
    if not isinstance(value, Mapping):
        return None
    until = value["until"]
    ended = None if until is None else parse_moment(str(until))
    return Maintenance(parse_moment(str(value["since"])), str(value.get("by", UNNAMED)), ended)


def maintenance_of(store: Store) -> Maintenance | None:
    """Return the maintenance under way."""
    found = last_maintenance(store)
    return found if found is not None and found.until is None else None


def begin_maintenance(node: Node, by: str) -> Maintenance:
    """Begin maintenance; one that is under way goes on, and stays with the account that began it."""
    with node.store.transaction():
        found = maintenance_of(node.store) or Maintenance(node.clock.now(), by)
        _put(node.store, found)
    return found


def end_maintenance(node: Node) -> Maintenance | None:
    """End the maintenance under way and return it; None if there is none."""
    with node.store.transaction():
        found = maintenance_of(node.store)
        if found is not None:
            found = replace(found, until=node.clock.now())
            _put(node.store, found)
    return found


def _put(store: Store, found: Maintenance) -> None:
    until = None if found.until is None else format_moment(found.until)
    since = format_moment(found.since)
    store.put_setting(SETTING, {"since": since, "by": found.by, "until": until})


class MaintenanceWatch:
    """The maintenance as one process knows it; its beginning and end are in the process's log."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._looked: datetime | None = None
        self._found: Maintenance | None = None

    def current(self) -> Maintenance | None:
        """Return the maintenance under way, from the store if nobody has looked in the last second."""
        now = self._node.clock.now()
        if self._looked is None or not timedelta() <= now - self._looked < NOTICED_WITHIN:
            found = maintenance_of(self._node.store)
            if found is not None and self._found is None:
                _log.warning("in maintenance since %s", format_moment(found.since))
            elif found is None and self._found is not None:
                _log.warning("the maintenance has ended")
            self._looked, self._found = now, found
        return self._found

    @property
    def is_known(self) -> bool:
        """Decide whether maintenance was under way at the last look, without another one."""
        return self._found is not None
