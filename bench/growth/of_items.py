# SPDX-License-Identifier: Apache-2.0
"""A package with ever more files: sealing, opening, checking, its bytes and the memory of each."""

import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from bench import sources
from bench.growth.curves import sizes_to
from bench.rows import WrongOutputError
from bench.running import MIB, rogatory, run, watched
from bench.watching import Watch
from bench.workplace import Workplace

UNDECIDED = 3
"""Exit status where nothing fails, and nobody was trusted from elsewhere."""


def measure(work: Workplace, most: int) -> Mapping[int, Mapping[str, float]]:
    """Return the figures of packages of files of a few bytes, by their number."""
    return {size: _package(work, size) for size in sizes_to(most)}


def _package(work: Workplace, size: int) -> Mapping[str, float]:
    # What is opened has its journal beside it: each size has names of its own.
    names = (f"{name}-{size}" for name in ("tiny", "tiny-sealed", "tiny-opened"))
    source, out, opened = (work.scratch / name for name in names)
    sources.make_tiny_files(source, size)
    try:
        sealing = run(work.seal(source, out)).wall
        bytes_sealed = sum(each.stat().st_size for each in sources.files_below(out))
        opening = run(work.open(out, opened)).wall
        checking, checking_peak = _checked(opened)
        shutil.rmtree(out)
        return {
            "seal_s": sealing,
            "open_s": opening,
            "check_s": checking,
            "sealed_MiB": bytes_sealed / MIB,
            "memory_seal_MiB": watched(work.seal(source, out)),
            "memory_check_MiB": checking_peak,
        }
    finally:
        for folder in (source, out, opened):
            shutil.rmtree(folder, ignore_errors=True)


def _checked(bag: Path) -> tuple[float, float]:
    """Return the seconds and the largest PSS in MiB of a check of a bag, of which nothing may fail."""
    started = time.perf_counter()
    command = rogatory("evidence", "verify", bag)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with Watch(process.pid) as watch:
        status = process.wait()
    if status not in {0, UNDECIDED}:
        raise WrongOutputError(f"the check of {bag} ends with {status}")
    return time.perf_counter() - started, watch.peaks.tree / MIB
