# SPDX-License-Identifier: Apache-2.0
"""A request to the own node made again after the line broke in its midst.

A node that cannot take a body answers and closes, and what was still on its way to it resets the
connection before the answer is read: the workstation sees a broken pipe, whatever the answer was. The same
it sees of a node that is being restarted, and of a proxy. Segments, documents and events are named by their
digests, so that giving one twice is giving it once.
"""

import functools
import time
from collections.abc import Callable

from rogatory.errors import Unreachable
from rogatory.node.peer_health.unfulfilled_answers import AnsweredError

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the attempts at one request: a node is restarted in less. With more the officer would
look at a page that does not move, of a node that is away."""

type Pause = Callable[[float], None]


def persist[T](act: Callable[[], T], between: Callable[[], None], pause: Pause = time.sleep) -> T:
    """Return what `act` returns, and repeat it while the line breaks. `between` is called before each
    repetition, and ends it by raising.

    Raises:
        Unreachable: the line broke at each attempt, or the other side answered that it cannot.
    """
    for seconds in PAUSES:
        try:
            return act()
        except AnsweredError:
            raise
        except Unreachable:
            pause(seconds)
            between()
    return act()


def persisting[**P, T](
    act: Callable[P, T], between: Callable[[], None], pause: Pause = time.sleep
) -> Callable[P, T]:
    """Make of `act` a function that persists, as `persist` says."""

    def persistent(*args: P.args, **kwargs: P.kwargs) -> T:
        return persist(functools.partial(act, *args, **kwargs), between, pause)

    return persistent
