# SPDX-License-Identifier: Apache-2.0
"""How long work says how far it is: bytes done, bytes in all."""

from collections.abc import Callable

type Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    del done, total
