# SPDX-License-Identifier: Apache-2.0
"""The drill: two persons restore a backup into an empty folder, and everything is compared.

1. The escrow is opened by both persons; its files must be those that the home has now.
2. The backup is restored into a new folder, with SQLite and files, by the very steps of a restore: every row is compared
   with what was written, every object with its digest, every segment with its row, the log with itself.
3. The log that was restored is the beginning of the node's own; every message in it is one that the node has.
4. The folder is removed, with the keys in it, whatever happened. That the backup was verified is noted at its place.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rogatory.bootstrap.backup import restore_refusals as refusals
from rogatory.bootstrap.backup.escrow import escrowed_files, make_home, open_escrow
from rogatory.bootstrap.backup.keys import backup_key
from rogatory.bootstrap.backup.outcome import Restored, RestoreRun
from rogatory.bootstrap.backup.places import place_of, table_of
from rogatory.bootstrap.backup.restore import restore_home
from rogatory.bootstrap.backup.verified import note_verified
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.moving.run import set_up_tables
from rogatory.errors import Refused
from rogatory.seal.age import Identity


@dataclass(frozen=True, slots=True)
class DrillKeys:
    """The secrets of two persons: the escrow, the identity of each, and that which opens the backups."""

    escrow: Path
    first: Sequence[Identity]
    second: Sequence[Identity]
    identities: Sequence[Identity]


def drill(path: Path, keys: DrillKeys, how: RestoreRun, within: Path | None = None) -> Restored:
    """Restore a backup of the node of a home, which may run, into a new folder in `within`, and compare.

    Raises:
        Refused: the escrow is old, or what was restored is not what the node has; every difference is named.
    """
    home = read_home(path)
    table_of(home)
    files = open_escrow(keys.escrow, keys.first, keys.second)  # 1
    present = escrowed_files(home)
    odd = sorted(
        name for name in files.keys() | present.keys() if files.get(name) != present.get(name)
    )
    if odd:
        raise Refused(refusals.ESCROW_OLD.because(names=", ".join(odd)))
    set_up_tables(home)
    from rogatory.bootstrap.backup.comparing import compare_with_node

    place = how.place or place_of(home)
    with _folder(within or home.backup_work) as folder:  # 4
        made = replace(make_home(files, folder / "home"), database_url=None, object_store=None)
        done = restore_home(made, keys.identities, replace(how, place=place))  # 2
        compare_with_node(made, home, done)  # 3
    note_verified(place.files, backup_key(home), done.manifest.id, how.clock.now())
    return done


@contextmanager
def _folder(within: Path) -> Iterator[Path]:
    within.mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir=within))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
