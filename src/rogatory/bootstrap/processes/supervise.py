# SPDX-License-Identifier: Apache-2.0
"""A supervisor that ends with who started it: `python -m rogatory.bootstrap.processes.supervise HOME PARENT NAME...`."""

import signal
import sys
from pathlib import Path

from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.lifeline import end_with_parent
from rogatory.bootstrap.processes.supervisor import run_node
from rogatory.errors import RogatoryError


def main(path: str, parent: str, *names: str) -> int:
    end_with_parent(int(parent), signal.SIGTERM)
    try:
        home = read_home(Path(path))
        run_node(home, names or home.running_processes)
    except RogatoryError as error:
        sys.stderr.write(f"{error}\n")
        return int(error.exit_status)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
