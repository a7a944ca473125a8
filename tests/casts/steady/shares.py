# SPDX-License-Identifier: Apache-2.0
"""In which order the workers of a test run take tests: none is left alone with a long one, and no core is idle."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain


def long_ones_first[T](
    tests: Sequence[T],
    workers: int,
    is_long: Callable[[T], bool],
    is_sharing: Callable[[T], bool],
    module: Callable[[T], object],
    folder: Callable[[T], object],
) -> list[T]:
    """Return the tests in the order in which every second worker begins with a share of the long ones, and each other
    worker with a folder whose tests share what takes seconds to make.

    Long tests wait for processes and browsers half of their time: while one worker waits, its neighbour computes.
    With the long ones first in all workers, the cores were idle for two minutes of a run.

    pytest-xdist gives each worker an equal part of the order, and later what is left at another's end. The
    long tests of a module stay together, even with short ones between them, and likewise the rest of a folder,
    because they share what takes long to make; otherwise all keep their order. What lies at the beginning of a part
    is not taken by others, so the long ones that share begin: the last of a part are taken one by one by workers that are
    idle, and each worker would make what they share (a demo that four workers played took two minutes of them).
    """
    shares: list[list[T]] = [[] for _ in range(workers)]
    long, short = _parted(tests, is_long)
    sharing, rest_of_all = _parted(short, is_sharing)
    sharing_first = sorted(
        _together(long, module), key=lambda group: not any(map(is_sharing, group))
    )
    for found in sharing_first:
        min(shares[::2], key=len).extend(found)
    for found in _together(sharing, folder):
        min(shares[1::2] or shares, key=len).extend(found)
    short = list(chain.from_iterable(_together(rest_of_all, folder)))
    ordered: list[T] = []
    for number, share in enumerate(shares):
        part = (len(tests) - len(ordered)) // (workers - number)
        rest = max(0, part - len(share))
        ordered += share + short[:rest]
        del short[:rest]
    return ordered + short


def _parted[T](tests: Iterable[T], chosen: Callable[[T], bool]) -> tuple[list[T], list[T]]:
    """Return the tests that are chosen, and the others."""
    found: tuple[list[T], list[T]] = ([], [])
    for one in tests:
        found[not chosen(one)].append(one)
    return found


def _together[T](tests: Iterable[T], of: Callable[[T], object]) -> Iterable[list[T]]:
    """Return the tests of each group, the groups in the order of their first tests."""
    found: dict[object, list[T]] = {}
    for one in tests:
        found.setdefault(of(one), []).append(one)
    return found.values()
