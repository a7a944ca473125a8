# SPDX-License-Identifier: Apache-2.0
"""In which order the workers of a test run take tests, so that none is left alone with a long one."""

from collections.abc import Callable, Sequence
from itertools import groupby


def long_ones_first[T](
    tests: Sequence[T], workers: int, is_long: Callable[[T], bool], module: Callable[[T], object]
) -> list[T]:
    """Return the tests in the order in which each worker begins with a share of the long ones.

    pytest-xdist gives each worker an equal part of the order, and later what is left at another's end. The
    long tests of a module stay together, because they share what takes long to make; the rest keep their order.
    """
    shares: list[list[T]] = [[] for _ in range(workers)]
    short: list[T] = []
    for (_module, takes_long), found in groupby(tests, lambda one: (module(one), is_long(one))):
        (min(shares, key=len) if takes_long else short).extend(found)
    ordered: list[T] = []
    for number, share in enumerate(shares):
        part = (len(tests) - len(ordered)) // (workers - number)
        rest = max(0, part - len(share))
        ordered += share + short[:rest]
        del short[:rest]
    return ordered + short
