# SPDX-License-Identifier: Apache-2.0
"""How often, and how often at once, one State's node may ask.

`Crowd` counts in this process's memory: that costs nothing, is forgotten with the process, and holds a flood
off before the database is asked. `charge_request` counts in the database, for all processes and machines that
serve the door. A caller is known by its signature, so nobody can spend another one's share; outsiders are
never counted, and are held off before a thread is theirs (`bootstrap.patient_worker`).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rogatory.node.limits.bandwidth import PauseRequestedError, filled_until, left_over, seconds_up
from rogatory.node.limits.operator_settings import Settings
from rogatory.transport import refusals

if TYPE_CHECKING:
    from rogatory.node.ports import Store

SECONDS_APART = 1
"""After which who asks for too much at once comes again: most requests take less."""


def charge_request(
    store: "Store", state: str, settings: Settings, at: datetime
) -> PauseRequestedError | None:
    """Count a request of a State's node, within a relaxed transaction of the store; return what it is to be answered if
    it has asked too often in the last minute.
    """
    limit = settings.requests_per_minute
    found = store.request_balance(state)
    balance = left_over(found, limit / 60, limit, at)
    if balance < 1:
        return _too_fast(state, limit, balance)
    store.put_request_balance(state, balance - 1, filled_until(found, at))
    return None


def _too_fast(state: str, limit: int, balance: float) -> PauseRequestedError:
    seconds = seconds_up((1 - balance) * 60 / limit)
    reason = refusals.REQUESTS_TOO_FAST.because(state=state, limit=limit, seconds=seconds)
    return PauseRequestedError(reason, seconds)


class NotTheCallersError(Exception):
    """A request that somebody else made of what the caller had signed: a replay."""


class ForgottenRequestError(PauseRequestedError, NotTheCallersError):
    """A request that was signed before nonces were lost, so that nobody knows whether it is a replay."""

    def __init__(self, state: str, behind: timedelta) -> None:
        seconds = int(behind.total_seconds()) + 1
        super().__init__(refusals.REQUEST_FORGOTTEN.because(state=state, seconds=seconds), seconds)


@dataclass
class Crowd:
    """All callers of one process of a door."""

    _allowances: dict[str, tuple[float, datetime]] = field(default_factory=dict)
    _inside: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def admit(self, caller: str, settings: Settings, at: datetime) -> Iterator[None]:
        """Let a request in while the block lasts. A replay (`NotTheCallersError`) costs the caller nothing;
        all else does: only he can put another body under a head that was not used before.

        Raises:
            AskedToWaitError: the caller has asked too often in the last minute, or is inside too often.
        """
        with self._lock:
            self._enter(caller, settings, at)
        try:
            yield
        except NotTheCallersError:
            with self._lock:
                balance, since = self._allowances[caller]
                self._allowances[caller] = (balance + 1, since)
            raise
        finally:
            with self._lock:
                self._inside[caller] -= 1

    def _enter(self, caller: str, settings: Settings, at: datetime) -> None:
        limit = settings.requests_per_minute
        found = self._allowances.get(caller)
        balance = left_over(found, limit / 60, limit, at)
        if balance < 1:
            raise _too_fast(caller, limit, balance)
        self._allowances[caller] = (balance - 1, filled_until(found, at))
        most = settings.requests_at_once
        if self._inside.get(caller, 0) >= most:
            reason = refusals.REQUESTS_AT_ONCE.because(
                state=caller, limit=most, seconds=SECONDS_APART
            )
            raise PauseRequestedError(reason, SECONDS_APART)
        self._inside[caller] = self._inside.get(caller, 0) + 1
