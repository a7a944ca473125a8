# SPDX-License-Identifier: Apache-2.0
"""Start a module of the storms as a process of its own.

    python -I storms/process.py MODULE [ARGUMENT]...

The processes of an exercise are started with `-I`, so that nobody's environment decides what they import; the
checkout, where the storms lie, must then be named.
"""

import runpy
import sys
from pathlib import Path

LAUNCHER = str(Path(__file__).resolve())
"""The command that `Ensemble.start` runs, with the module after it."""


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
