# SPDX-License-Identifier: Apache-2.0
"""In which order the workers of a test run take tests, so that none is left alone with a long one."""

from collections.abc import Callable, Sequence


def long_ones_first[T](
    tests: Sequence[T], workers: int, is_long: Callable[[T], bool], module: Callable[[T], object]
) -> list[T]:
    """Return the tests in the order in which each worker begins with a share of the long ones.

    pytest-xdist gives each worker an equal part of the order, and later what is left at another's end. The
    long tests of a module stay together, even with short ones between them, because they share what takes long
    to make; the rest keep their order.
    """
    shares: list[list[T]] = [[] for _ in range(workers)]
    short: list[T] = []
    of_modules: dict[object, list[T]] = {}
    for one in tests:
        (of_modules.setdefault(module(one), []) if is_long(one) else short).append(one)
    for found in of_modules.values():
        min(shares, key=len).extend(found)
    ordered: list[T] = []
    for number, share in enumerate(shares):
        part = (len(tests) - len(ordered)) // (workers - number)
        rest = max(0, part - len(share))
        ordered += share + short[:rest]
        del short[:rest]
    return ordered + short
