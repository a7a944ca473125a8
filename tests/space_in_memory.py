# SPDX-License-Identifier: Apache-2.0
"""Exit with 0 if the files of all tests may lie in memory, else with 1. `just test` asks."""

import shutil
import sys
from pathlib import Path

MEMORY = Path("/dev/shm")

FILES = 4 << 30
"""Bytes that the tests' files take at most."""

FREE = 8 << 30
"""Bytes of memory that must be free: with less, the files would drive out the programs that are tested."""


def available() -> int:
    """Bytes that programs can still get without swapping; 0 where the kernel does not say."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return 0
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 if found else 0


def main() -> int:
    is_large = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= FILES
    return 0 if is_large and available() >= FREE else 1


if __name__ == "__main__":
    sys.exit(main())
