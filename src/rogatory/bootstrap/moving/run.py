# SPDX-License-Identifier: Apache-2.0
"""A move as a command runs it: the node is stopped, and stays so; Django is set up before its models are imported."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rogatory.bootstrap import refusals as home_refusals
from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.moving import refusals
from rogatory.bootstrap.moving.outcome import Moved, MoveReport, MoveStep
from rogatory.bootstrap.moving.plan import new_plan, read_plan, target_of, write_plan
from rogatory.bootstrap.recovery.new_epoch import refuse_running
from rogatory.disk.folder_lock import FolderLock
from rogatory.errors import Refused, Unreachable
from rogatory.wire.randomness import Random


def _unreported(_step: MoveStep, _number: int) -> None:
    """Report nothing."""


def move_node(
    path: Path,
    to: Path | None,
    *,
    begins: bool,
    random: Random = os.urandom,
    report: MoveReport = _unreported,
) -> Moved:
    """Move the node of a home to the place that a file names, or to its home; or go on with a move that was
    begun, if `begins` is false.

    Raises:
        Refused: everything that is against it, before anything was changed; or rows, objects or the log do
            not agree.
        Unreachable: a database, a store or the disk failed. The same command goes on.
    """
    with _stopped(path) as home:
        from rogatory.bootstrap.moving.steps import Moving

        begun = read_plan(home)
        target = target_of(to) if begins else None
        if begun is not None and target not in (None, begun.target):
            raise Refused(refusals.OTHER.because(path=str(home.path)))
        if begun is None and target is None:
            raise Refused(refusals.NONE_BEGUN.because(path=str(home.path)))
        plan = begun or new_plan(home, target or {}, random)
        with closing(Moving(home, plan, report)) as moving:
            if begun is None:
                moving.refuse()
                write_plan(home, plan)
            return moving.run()


def give_up(path: Path) -> str:
    """Open the database that a move is about to leave, and forget the move; return in words what was being
    filled, which the operator empties.

    Raises:
        Refused: there is no move, or the database was left already.
    """
    with _stopped(path) as home:
        from rogatory.bootstrap.moving.steps import Moving

        plan = read_plan(home)
        if plan is None:
            raise Refused(refusals.NONE_BEGUN.because(path=str(home.path)))
        with closing(Moving(home, plan, _unreported)) as moving:
            return moving.give_up()


@contextmanager
def _stopped(path: Path) -> Iterator[Home]:
    """Provide the home of a node that does not run, and is not started within the block."""
    home = read_home(path)
    refuse_running(home)
    set_up_tables(home)
    try:
        with FolderLock(home.path):
            yield home
    except Unreachable as error:
        if "disk-folder-locked" in error.codes:
            raise Refused(home_refusals.NODE_RUNS.because(path=str(home.path))) from error
        raise


def set_up_tables(home: Home) -> None:
    """Set Django up, once a process; the databases of a move, a backup or a restore are opened apart."""
    import django

    os.environ["ROGATORY_HOME"] = str(home.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rogatory.bootstrap.settings.tables")
    django.setup()
