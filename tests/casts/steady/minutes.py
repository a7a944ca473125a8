# SPDX-License-Identifier: Apache-2.0
"""In which folders a run of the tests spends its time: printed at the end of a long run, the longest first.

The minutes are those of workers, of which several run at once: waiting for a process or a browser is in them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

LEAST = 60.0
"""Seconds of all workers below which nobody asks where they went."""

MOST = 24
"""Folders that are listed: those after have little each."""


@dataclass
class FolderMinutes:
    """Seconds of setting up, running and tearing down, by folder, and how many tests ran."""

    seconds: Counter[str] = field(default_factory=Counter)
    tests: Counter[str] = field(default_factory=Counter)

    def add(self, test: str, phase: str, seconds: float) -> None:
        """Add a phase of a test, by the name that pytest gives it (`tests/node/court/test_x.py::test_y`)."""
        path = PurePosixPath(test.partition("::")[0])
        folder = "/".join(path.parts[1:-1][:2]) or "."
        self.seconds[folder] += seconds
        self.tests[folder] += phase == "call"

    def lines(self) -> Iterator[str]:
        """Yield the folders with their minutes and their tests; nothing of a short run."""
        whole = self.seconds.total()
        if whole < LEAST:
            return
        yield f"minutes of workers: {whole / 60:.1f}"
        for folder, seconds in self.seconds.most_common(MOST):
            yield f"{seconds / 60:6.1f}  {folder} ({self.tests[folder]})"
