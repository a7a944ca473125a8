# SPDX-License-Identifier: Apache-2.0
"""The memory of a process and of everything it started, sampled from /proc while it runs.

PSS counts a page shared by n processes as a share of 1/n each, so that the sum over a tree is what
the tree really takes. A group of processes that shares pages with others too, as the nodes of an
exercise do that were forked from one process, would take more without them: its own pages, and once
those that it shares. VmHWM is the kernel's own largest RSS of a process: no sample misses it, but
it counts shared pages whole.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    """PSS that processes whose labels begin with the same word would have at one time without all others."""
    pss: dict[str, int] = field(default_factory=dict)
    rss: dict[str, int] = field(default_factory=dict)

    def note(self, label: str, pss: int, rss: int) -> None:
        self.pss[label] = max(self.pss.get(label, 0), pss)
        self.rss[label] = max(self.rss.get(label, 0), rss)

    def note_sample(self, tree: int, groups: "Mapping[str, Sequence[Pages]]") -> None:
        self.tree = max(self.tree, tree)
        for group, processes in groups.items():
            self.groups[group] = max(self.groups.get(group, 0), without_others(processes))


@dataclass(frozen=True, slots=True)
class Pages:
    """The memory of a process, in bytes."""

    pss: int
    private: int
    shared: int
    """Counted whole, with whomever it is shared."""


def pages_of(pid: int) -> Pages:
    path = PROC / str(pid) / "smaps_rollup"
    found = bytes_by_name(path)
    shared, private = (
        sum(found.get(f"{kind}_{state}:", 0) for state in ("Clean", "Dirty"))
        for kind in ("Shared", "Private")
    )
    return Pages(found.get("Pss:", 0), private, shared)


def without_others(processes: "Sequence[Pages]") -> int:
    """Return what processes would take together without those that they share pages with: each its own, and what the
    one shares that shares most. The others share parts of the same.
    """
    return sum(one.private for one in processes) + max((one.shared for one in processes), default=0)


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
            tree, groups = 0, dict[str, list[Pages]]()
            for pid in descendants(self._pid):
                pages = pages_of(pid)
                rss = bytes_of(PROC / str(pid) / "status", "VmHWM:")
                command = command_of(pid)
                if command and (pages.pss or rss):
                    label = self._label(command)
                    self.peaks.note(label, pages.pss, rss)
                    groups.setdefault(label.partition(" ")[0], []).append(pages)
                    tree += pages.pss
            self.peaks.note_sample(tree, groups)
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
    return bytes_by_name(path).get(name, 0)


def bytes_by_name(path: Path) -> Mapping[str, int]:
    """Return the values that the kernel gives in KiB, in bytes, by the names before them, colons included."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    words = [line.split() for line in lines]
    return {one[0]: int(one[1]) << 10 for one in words if one[2:] == ["kB"]}
