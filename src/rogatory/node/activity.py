# SPDX-License-Identifier: Apache-2.0
"""The work of a node's processes as operators see it: a request at one of its doors, a job, a message that is sent.

Each is a line at level `debug` when it ends; observers are called when it begins and ends. Nothing of a case is noted of it: kinds, codes
and States, and the digest of a message, by which the logs and traces of both nodes are found together.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

_log = logging.getLogger(__name__)


class ActivityKind(StrEnum):
    REQUEST = "door request"
    PAGE = "console request"
    OF_SYSTEM = "api request"
    JOB = "job"
    SENDING = "message sending"


@dataclass(slots=True)
class Activity:
    """Work under way."""

    kind: ActivityKind
    fields: dict[str, str | int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    is_fault: bool = False
    """True if it ended with a fault of ours."""


type ActivityEnd = Callable[[], None]

type ActivityObserver = Callable[[Activity], ActivityEnd]
"""Called when work begins, in its thread; what it returns is called when that work ends."""

_observers: list[ActivityObserver] = []
_current: ContextVar[Activity | None] = ContextVar("activity", default=None)


def observe_activities(observer: ActivityObserver) -> None:
    """Let an observer know of all work of this process from now on."""
    _observers.append(observer)


@contextmanager
def activity(kind: ActivityKind, **fields: str | int) -> Iterator[Activity]:
    """Note work for as long as the block lasts; an exception that leaves it is a fault of ours."""
    found = Activity(kind, fields)
    begun = time.monotonic()
    token = _current.set(found)
    with ExitStack() as ends:
        for observer in _observers:
            ends.callback(observer(found))
        try:
            yield found
        except BaseException:
            found.is_fault = True
            raise
        finally:
            _current.reset(token)
            if _log.isEnabledFor(logging.DEBUG):
                spent = round((time.monotonic() - begun) * 1000)
                of = {**found.fields, "milliseconds": spent}
                _log.debug("%s", kind.value, extra={"fields": of, "codes": found.codes})


def note_activity(
    *, codes: Iterable[str] = (), is_fault: bool = False, **fields: str | int
) -> None:
    """Note more about the work that this thread does now, if it is any."""
    if (found := _current.get()) is not None:
        found.fields |= fields
        found.codes += tuple(codes)
        found.is_fault = found.is_fault or is_fault
