# SPDX-License-Identifier: Apache-2.0
"""`python -m fuzz [--minutes 30] [--target NAME …] [--corpus FOLDER]`

Runs every target in turn, as many at a time as there are processors, for the minutes given in
all, each beginning from its seeds and from what earlier runs kept in the corpus. The minutes are
divided over the targets that are left each time one begins, so that all are reached on a slow
machine too. What is found is kept there, named, and ends with status 1.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fuzz.seeds import seeds
from fuzz.targets import TARGETS
from fuzz.time_left import TimeLeft

LARGEST_INPUT = 1 << 17
LONGEST_RUN = 20
"""Seconds for one input: a reader that takes longer for 128 KiB can be made to hang."""
MOST_MEMORY = 1024
"""Mebibytes of the whole process, of which Python, libraries and instrumentation take a quarter."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of one target."""

    target: str
    seconds: int
    executions: int
    found: tuple[Path, ...]
    tail: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__.split("\n\n")[1])
    parser.add_argument("--minutes", type=float, default=30, help="in all (default: 30)")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS), help="only this one")
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"), help="kept between runs")
    given = parser.parse_args()
    targets = given.target or sorted(TARGETS)
    at_once = min(os.cpu_count() or 1, len(targets))
    print(f"{len(targets)} targets in {given.minutes:g} minutes, {at_once} at a time", flush=True)
    began, failed, total = time.monotonic(), 0, 0
    time_left = TimeLeft(given.minutes * 60, len(targets), at_once, time.monotonic)

    def run(name: str) -> Outcome:
        with time_left.share() as seconds:
            return fuzz(name, seconds, given.corpus)

    with ThreadPoolExecutor(at_once) as pool:
        for outcome in pool.map(run, targets):
            total += outcome.executions
            failed += bool(outcome.found)
            line = f"{outcome.target:22} {outcome.seconds:4} s {outcome.executions:12,} runs  "
            print(line, *_outcome_lines(outcome), flush=True)
    print(
        f"{total:,} runs in {(time.monotonic() - began) / 60:.1f} minutes; {failed} targets failed"
    )
    return 1 if failed else 0


def fuzz(target: str, seconds: int, corpus: Path) -> Outcome:
    """One target for so long, in a process of its own."""
    kept, findings = corpus / target / "kept", corpus / target / "found"
    for folder in (kept, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        (kept / hashlib.sha256(seed).hexdigest()[:40]).write_bytes(seed)
    before = set(findings.iterdir())
    command = [
        sys.executable, "-m", "fuzz.one", target,
        f"-max_total_time={seconds}", f"-max_len={LARGEST_INPUT}", f"-timeout={LONGEST_RUN}",
        f"-rss_limit_mb={MOST_MEMORY}", f"-artifact_prefix={findings}/", "-print_final_stats=1",
        str(kept),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    runs = re.search(r"stat::number_of_executed_units:\s+(\d+)", done.stderr)
    found = tuple(sorted(set(findings.iterdir()) - before))
    if done.returncode and not found:
        (findings / "did-not-run.txt").write_text(done.stderr[-4000:])
        found = (findings / "did-not-run.txt",)
    return Outcome(target, seconds, int(runs[1]) if runs else 0, found, done.stdout[-2000:])


def _outcome_lines(outcome: Outcome) -> Iterator[str]:
    if not outcome.found:
        yield "nothing found"
        return
    yield from (f"\n   FOUND {path}" for path in outcome.found)
    yield f"\n{outcome.tail}"


if __name__ == "__main__":
    sys.exit(main())
