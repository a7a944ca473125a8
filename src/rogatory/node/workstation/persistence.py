# SPDX-License-Identifier: Apache-2.0
"""A segment asked or given again after the line broke in its midst.

A node that cannot take a body answers and closes, and what was still on its way to it resets the
connection before the answer is read: the workstation sees a broken pipe, whatever the answer was. The same
it sees of a node that is being restarted, and of a proxy. A segment is named by its digest, so that giving it
twice is giving it once.
"""

import time
from collections.abc import Callable

from rogatory.errors import Unreachable
from rogatory.node.peer_health.unfulfilled_answers import AnsweredError

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the attempts at one segment: a node is restarted in less. With more the officer would
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
