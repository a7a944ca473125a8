# SPDX-License-Identifier: Apache-2.0
"""A backup or a restore killed at every step: `python backup_driver.py run|restore HOME [IDENTITY]`.

Each attempt is a process of its own, forked before anything was opened. It is killed by SIGKILL at the first step at which
none was killed before; the last attempt ends. What the kills were is printed.
"""

import json
import os
import signal
import sys
from pathlib import Path

COUNTED = 2
"""Of the parts of a step, an attempt is killed at the first ones."""


def main(act: str, home: str, identity: str = "") -> None:
    os.environ["ROGATORY_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.tables"
    import django

    django.setup()
    from rogatory.bootstrap.backup import places, pruning, restore, restoring, run, writer
    from rogatory.bootstrap.backup.outcome import RestoreRun
    from rogatory.seal.age import parse_identity
    from rogatory.storage.files.objects import LocalObjects
    from rogatory.storage.row_archive import filling, tables

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

        def step(name: str, number: int) -> None:
            once(f"{name} {min(number, COUNTED)}", report)

        if act == "run":
            for owner, function in (
                (places.FolderPlace, "create"),
                (writer.BackupWriter, "shared"),
                (run, "append_destructions"),
                (run, "write_lists"),
                (run, "write_manifest"),
                (run, "note_place"),
                (pruning, "_remove_unnamed"),
                (places.FolderPlace, "remove"),
            ):
                wrap(owner, function)
            run.back_up(Path(home), run.BackupRun(report=step), prunes=True)
            return
        for owner, function in (
            (restore, "write_plan"),
            (restoring, "begin_arrival"),
            (tables.CarriedTable, "write"),  # inside the transaction that counts the part
            (filling, "go_on_after"),
            (LocalObjects, "put"),
            (LocalObjects, "begin_package"),
            (LocalObjects, "put_segment"),
            (restoring, "repeat_destructions"),
            (restoring, "note_restored"),  # inside the transaction that opens the database
            (restoring, "open_arrived"),
            (restoring, "remove_nonces"),
        ):
            wrap(owner, function)
        restore.restore(Path(home), [parse_identity(identity)], RestoreRun(report=step))

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
