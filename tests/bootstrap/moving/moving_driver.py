# SPDX-License-Identifier: Apache-2.0
"""A move killed at every step: `python moving_driver.py HOME FILE|- PART`."""

import sys
from pathlib import Path

from casts.faults.every_step import kill_at_every_step, set_up


def main(home: str, to: str, part: str) -> None:
    set_up(home)
    from rogatory.bootstrap.moving import run, steps
    from rogatory.storage.row_archive import archive, filling, tables

    archive.PART = int(part)
    target = None if to == "-" else Path(to)
    kill_at_every_step(
        (
            (run, "write_plan"),
            (archive.NewRowArchive, "close"),
            (steps, "begin_arrival"),
            (tables.CarriedTable, "write"),  # inside the transaction that counts the part
            (filling, "go_on_after"),
            (steps, "compare_with_source"),  # inside the transaction that closes the database
            (steps, "open_arrived"),
            (steps, "_set_aside_objects"),
            (steps, "replace"),
            (steps.Moving, "_clear"),
        ),
        lambda step: run.move_node(Path(home), target, begins=True, report=step),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
