# SPDX-License-Identifier: Apache-2.0
"""The memory of a process and of everything it started, sampled from /proc while it runs.

PSS counts a page shared by n processes as a share of 1/n each, so that the sum over a tree is what
the tree really takes. VmHWM is the kernel's own largest RSS of a process: no sample misses it, but
it counts shared pages whole.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

PROC = Path("/proc")
SECONDS_BETWEEN_SAMPLES = 0.05

type Label = Callable[[str], str]
"""Names a process by its command line, words separated by spaces."""


@dataclass
class Peaks:
    """Largest values seen, in bytes."""

    tree: int = 0
    groups: dict[str, int] = field(default_factory=dict)
    """PSS of processes whose labels begin with the same word, at one time."""
    pss: dict[str, int] = field(default_factory=dict)
    rss: dict[str, int] = field(default_factory=dict)

    def note(self, label: str, pss: int, rss: int) -> None:
        self.pss[label] = max(self.pss.get(label, 0), pss)
        self.rss[label] = max(self.rss.get(label, 0), rss)

    def note_sample(self, sums: Mapping[str, int]) -> None:
        self.tree = max(self.tree, sum(sums.values()))
        for group, pss in sums.items():
            self.groups[group] = max(self.groups.get(group, 0), pss)


def whole_command(words: str) -> str:
    return words


class Watch:
    """Samples the tree below a process, itself included, as long as the block lasts."""

    def __init__(
        self, pid: int, label: Label = whole_command, every: float = SECONDS_BETWEEN_SAMPLES
    ) -> None:
        self.peaks = Peaks()
        self._pid, self._label, self._every = pid, label, every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while True:
            sums: dict[str, int] = {}
            for pid in descendants(self._pid):
                pss = bytes_of(PROC / str(pid) / "smaps_rollup", "Pss:")
                rss = bytes_of(PROC / str(pid) / "status", "VmHWM:")
                command = command_of(pid)
                if command and (pss or rss):
                    label = self._label(command)
                    self.peaks.note(label, pss, rss)
                    group = label.partition(" ")[0]
                    sums[group] = sums.get(group, 0) + pss
            self.peaks.note_sample(sums)
            if self._stop.wait(self._every):
                return


def descendants(root: int) -> Iterator[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for path in PROC.glob("[0-9]*/stat"):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        parent = int(text.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(int(path.parent.name))
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        waiting += children.get(pid, ())


def command_of(pid: int) -> str:
    """The command line, words separated by spaces; empty while a process begins or ends."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def bytes_of(path: Path, name: str) -> int:
    """Return a value that the kernel gives in KiB, in bytes; 0 if the process is gone or is a
    zombie.
    """
    try:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(name):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    return 0
