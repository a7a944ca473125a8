# SPDX-License-Identifier: Apache-2.0
"""How long work says how far it is: bytes done, bytes in all."""

from collections.abc import Callable
from dataclasses import dataclass

type Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    del done, total


@dataclass(frozen=True, slots=True)
class ResultWriting:
    """How a result is written: whether the rest of an interrupted run is discarded, and who receives the progress."""

    discard_unfinished: bool = False
    progress: Progress = no_progress


DEFAULT_WRITING = ResultWriting()
