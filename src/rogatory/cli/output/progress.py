# SPDX-License-Identifier: Apache-2.0
"""Progress on a terminal for what takes more than a second; silence everywhere else."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rogatory.node.workstation.progress import Progress, no_progress

SHOWN_AFTER = 1.0
"""Seconds. What is done sooner needs no bar."""

REDRAWN_EVERY = 0.1


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Provide a callable `(done, total)` in bytes that draws a bar on standard error."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    bar = _Bar(title)
    try:
        yield bar
    finally:
        bar.end()


class _Bar:
    def __init__(self, title: str) -> None:
        self.title = title
        self.began = time.monotonic()
        self.drawn = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.began < SHOWN_AFTER or now - self.drawn < REDRAWN_EVERY:
            return
        self.drawn = now
        share = done / total if total else 1.0
        rate = done / (now - self.began)
        left = (total - done) / rate if rate else 0.0
        filled = int(share * 30)
        bar = "━" * filled + "╌" * (30 - filled)
        sys.stderr.write(
            f"\r\x1b[K{self.title} {bar} {share:4.0%}  {rate / 1e6:,.0f} MB/s  {left:,.0f} s left"
        )
        sys.stderr.flush()

    def end(self) -> None:
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
