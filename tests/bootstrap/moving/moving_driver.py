# SPDX-License-Identifier: Apache-2.0
"""A move killed at every step: `python moving_driver.py HOME FILE|- [PART]`.

Each attempt is a process of its own, forked before anything was opened. It is killed by SIGKILL at the
first step at which none was killed before; the last attempt ends. What the kills were is printed.
"""

import json
import os
import signal
import sys
from pathlib import Path

COUNTED = 2
"""Of the parts of a step, an attempt is killed at the first ones."""


def main(home: str, to: str, part: str) -> None:
    os.environ["ROGATORY_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.tables"
    import django

    django.setup()
    from rogatory.bootstrap.moving import run, steps
    from rogatory.storage.row_archive import archive, filling, tables

    archive.PART = int(part)
    seen: list[str] = []

    def once(name: str, report: int) -> None:
        """Die, if nobody died here before."""
        if name not in seen:
            os.write(report, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def attempt(report: int) -> None:
        def wrap(owner: object, function: str) -> None:
            real = getattr(owner, function)

            def killing(*values, **more):
                once(f"before {function}", report)
                found = real(*values, **more)
                once(f"after {function}", report)
                return found

            setattr(owner, function, killing)

        for owner, function in (
            (run, "write_plan"),
            (archive.RowArchive, "close"),
            (steps, "begin_arrival"),
            (tables.CarriedTable, "write"),  # inside the transaction that counts the part
            (filling, "go_on_after"),
            (steps, "compare_with_source"),  # inside the transaction that closes the database
            (steps, "open_arrived"),
            (steps, "_set_aside_objects"),
            (steps, "replace"),
            (steps.Moving, "_clear"),
        ):
            wrap(owner, function)
        target = None if to == "-" else Path(to)
        run.move_node(
            Path(home),
            target,
            begins=True,
            report=lambda step, number: once(f"{step} {min(number, COUNTED)}", report),
        )

    while True:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            attempt(writing)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as lines:
            name = lines.read()
        _pid, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            json.dump(seen, sys.stdout)
            sys.exit(os.waitstatus_to_exitcode(status))
        assert os.WTERMSIG(status) == signal.SIGKILL
        assert name not in seen
        seen.append(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
