# SPDX-License-Identifier: Apache-2.0
"""Two nodes that exchange messages for an hour, five thousand of them: none is lost, and memory is flat.

python -m bench.soak --minutes 60 --per-hour 5000
python -m bench.soak --minutes 5 --folder DIR

Exit status 1: a message had no receipt in time, or a process's memory grew.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bench import load
from bench.rows import WrongOutputError, median
from bench.studies.messages import Officers, two_nodes
from bench.watching import PROC, bytes_of, command_of, descendants

if TYPE_CHECKING:
    from rogatory.exercises.federation import Federation

SECONDS_BETWEEN_SAMPLES = 5.0

WARMING = 0.2
"""The part of the time that is not compared: caches and pools fill."""

GROWN_SHARE, GROWN_MIB = 0.1, 5.0
"""By more than both, from the first third of the rest to the last, memory has grown."""

LATE = 5.0
"""Seconds behind its own rate at which a run says so: the machine did not keep up."""


@dataclass
class Memory:
    """PSS of each process over time, in MiB."""

    samples: dict[str, list[float]] = field(default_factory=dict)

    def sample(self, names: Mapping[int, str]) -> None:
        for pid, name in names.items():
            self.samples.setdefault(name, []).append(_pss_mib(pid))

    def grown(self) -> Iterator[tuple[str, float, float, bool]]:
        """Yield each process with its memory at first and at last, and whether it grew."""
        for name, taken in self.samples.items():
            rest = taken[int(len(taken) * WARMING) :]
            third = max(1, len(rest) // 3)
            first, last = median(rest[:third]), median(rest[-third:])
            grew = last - first > GROWN_MIB and last > first * (1 + GROWN_SHARE)
            yield name, first, last, grew


@click.command(epilog="Example:  python -m bench.soak --minutes 60 --per-hour 5000")
@click.option("--minutes", default=60.0, show_default=True, help="How long messages are sent.")
@click.option("--per-hour", default=5000, show_default=True, help="Messages in an hour.")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Where the figures go, as JSON.")
def main(minutes: float, per_hour: int, folder: Path | None, out: Path | None) -> None:
    """Exchange messages between two nodes at a steady rate, and watch the memory of their processes."""
    before = load.now()
    with tempfile.TemporaryDirectory(prefix="rogatory-soak-", dir=folder) as place:
        found = _soak(Path(place) / "network", minutes * 60, 3600 / per_hour)
    found["foreign_share"] = round(load.foreign_share(before), 3)
    click.echo(json.dumps(found, indent=1))
    if out:
        out.write_text(f"{json.dumps(found, indent=1)}\n", encoding="utf-8")
    sys.exit(1 if any(each["grew"] for each in found["memory"].values()) else 0)


def _soak(network: Path, seconds: float, interval: float) -> dict[str, Any]:
    with two_nodes(network) as federation:
        officers = Officers.of(federation)
        officers.await_receipt(officers.approve_and_send(officers.draft()))
        names = {pid: name for pid in descendants(os.getpid()) if (name := _name(pid))}
        memory, took, late = Memory(), list[float](), 0.0
        started = next_sample = time.monotonic()
        sizes = [_database_mib(federation)]
        while (now := time.monotonic()) - started < seconds:
            due = started + len(took) * interval
            if now < due:
                time.sleep(due - now)
            late = max(late, time.monotonic() - due)
            draft = officers.draft()
            began = time.monotonic()
            officers.await_receipt(officers.approve_and_send(draft))
            took.append(1000 * (time.monotonic() - began))
            if time.monotonic() >= next_sample:
                memory.sample(names)
                next_sample = time.monotonic() + SECONDS_BETWEEN_SAMPLES
        sizes.append(_database_mib(federation))
    return _report(took, memory, late, sizes)


def _report(
    took: Sequence[float], memory: Memory, late: float, sizes: Sequence[float]
) -> dict[str, Any]:
    quarter = max(1, len(took) // 4)
    return {
        "messages": len(took),
        "first_quarter_ms": round(median(took[:quarter]), 1),
        "last_quarter_ms": round(median(took[-quarter:]), 1),
        "slowest_ms": round(max(took), 1),
        "behind_s": round(late, 1) if late > LATE else 0.0,
        "database_kib_a_message": round(1024 * (sizes[1] - sizes[0]) / len(took), 1),
        "memory": {
            name: {"first_mib": round(first, 1), "last_mib": round(last, 1), "grew": grew}
            for name, first, last, grew in memory.grown()
        },
    }


def _name(pid: int) -> str | None:
    """Return a process's name: what it is, and whose; None of one that is not a node's."""
    found = re.search(r"processes\.child (\w+) \S*/(\w+)", command_of(pid))
    if found is not None:
        return f"{found[1]} of {found[2].upper()} ({pid})"
    return "officer" if pid == os.getpid() else None


def _database_mib(federation: "Federation") -> float:
    from rogatory.bootstrap.home.folder import read_home

    paths = [read_home(federation.node(state)).database for state in ("XA", "XB")]
    return sum(path.stat().st_size for path in paths) / 2**20


def _pss_mib(pid: int) -> float:
    found = bytes_of(PROC / str(pid) / "smaps_rollup", "Pss:")
    if not found:
        raise WrongOutputError(f"the process {pid} has ended")
    return found / 2**20


if __name__ == "__main__":
    main()
