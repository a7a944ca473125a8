# SPDX-License-Identifier: Apache-2.0
"""Work done in a child process, so that what it took of memory goes with it.

typst keeps fonts and what it laid out until the process ends: six reports would hold three times
what one needs. The child touches nothing of its parent's but the pipe, and ends without cleaning
up what is its parent's.
"""

import os
import pickle
from collections.abc import Callable
from pathlib import Path

from rogatory.errors import Refused


def apart[T](work: Callable[[], T]) -> T:
    """What the work returns or refuses, done by a child.

    A process with other threads must not fork: it does the work itself, and so does one whose
    child died, so that the fault is seen where it can be told.
    """
    threads = Path("/proc/self/task")
    if not threads.is_dir() or len(list(threads.iterdir())) > 1:
        return work()
    taking, giving = os.pipe()
    child = os.fork()
    if child == 0:
        _do(work, giving)
    os.close(giving)
    with os.fdopen(taking, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0 or not told:
        return work()
    done, found = pickle.loads(told)  # noqa: S301 - our own child wrote it
    if not done:
        raise Refused(found)
    result: T = found
    return result


def _do[T](work: Callable[[], T], giving: int) -> None:
    """The child: tells what came out, and is gone."""
    status = 1
    try:
        try:
            told = pickle.dumps((True, work()))
        except Refused as refused:
            told = pickle.dumps((False, refused.reasons))
        with os.fdopen(giving, "wb") as pipe:
            pipe.write(told)
        status = 0
    finally:
        os._exit(status)
