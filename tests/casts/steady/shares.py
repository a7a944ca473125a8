# SPDX-License-Identifier: Apache-2.0
"""In which order the workers of a test run take tests: none is left alone with a long one, and no core is idle."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain


def long_ones_first[T](
    tests: Sequence[T],
    workers: int,
    is_long: Callable[[T], bool],
    module: Callable[[T], object],
    folder: Callable[[T], object],
) -> list[T]:
    """Return the tests in the order in which every second worker begins with a share of the long ones.

    Long tests wait for processes and browsers half of their time: while one worker waits, its neighbour computes.
    With the long ones first in all workers, the cores were idle for two minutes of a run.

    pytest-xdist gives each worker an equal part of the order, and later what is left at another's end. The
    long tests of a module stay together, even with short ones between them, and likewise the rest of a folder,
    because they share what takes long to make; otherwise all keep their order.
    """
    shares: list[list[T]] = [[] for _ in range(workers)]
    for found in _together((one for one in tests if is_long(one)), module):
        min(shares[::2], key=len).extend(found)
    rest_of_all = (one for one in tests if not is_long(one))
    short = list(chain.from_iterable(_together(rest_of_all, folder)))
    ordered: list[T] = []
    for number, share in enumerate(shares):
        part = (len(tests) - len(ordered)) // (workers - number)
        rest = max(0, part - len(share))
        ordered += share + short[:rest]
        del short[:rest]
    return ordered + short


def _together[T](tests: Iterable[T], of: Callable[[T], object]) -> Iterable[list[T]]:
    """Return the tests of each group, the groups in the order of their first tests."""
    found: dict[object, list[T]] = {}
    for one in tests:
        found.setdefault(of(one), []).append(one)
    return found.values()
