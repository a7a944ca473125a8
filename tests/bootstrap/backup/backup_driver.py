# SPDX-License-Identifier: Apache-2.0
"""A backup or a restore killed at every step: `python backup_driver.py run|restore HOME [IDENTITY]`."""

import sys
from pathlib import Path

from casts.faults.every_step import kill_at_every_step, set_up


def main(act: str, home: str, identity: str = "") -> None:
    set_up(home)
    from rogatory.bootstrap.backup import inventory, pruning, restore, restoring, run, writer
    from rogatory.bootstrap.backup.outcome import RestoreRun
    from rogatory.disk.named_files import NamedFiles
    from rogatory.seal.age import parse_identity
    from rogatory.storage.files.objects import LocalObjects
    from rogatory.storage.row_archive import filling, tables

    if act == "run":
        kill_at_every_step(
            (
                (NamedFiles, "create"),
                (writer.BackupWriter, "shared"),
                (run, "append_destructions"),
                (inventory.ListWriter, "finish"),
                (run, "write_manifest"),
                (run, "note_place"),
                (pruning, "_remove_unnamed"),
                (NamedFiles, "remove"),
            ),
            lambda step: run.back_up(Path(home), run.BackupRun(report=step), prunes=True),
        )
    opened = [parse_identity(identity)]
    kill_at_every_step(
        (
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
        ),
        lambda step: restore.restore(Path(home), opened, RestoreRun(report=step)),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
