# SPDX-License-Identifier: Apache-2.0
"""`python -m storms kill`: whether anything is lost when everything is killed."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from rogatory.cli.output.reporting import as_json as as_json_option
from rogatory.cli.output.reporting import print_json, reported
from rogatory.disk import FolderLock
from rogatory.exercises.interrupting import interrupted_by_sigterm
from rogatory.exercises.narrator import Narrator, Silence
from storms.killing import refusals
from storms.killing.folder import open_place
from storms.killing.kill_run import run_kills

INTERRUPTED = 130


@click.command(epilog="Example:  python -m storms kill --kills 1000 --seed 7 --home siege --resume")
@click.option("--kills", type=click.IntRange(1), default=100, show_default=True, help="In all.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of a new trial.")
@click.option(
    "--part",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help="After so many the network comes to rest, and the databases are compared.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0.05),
    default=1.5,
    show_default=True,
    help="Seconds, on average.",
)
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    help="Where it happens. Without it, in a temporary folder that is gone at the end.",
)
@click.option("--resume", is_flag=True, help="Go on with the trial in --home, with its own seed.")
@as_json_option
@reported
def kill(
    *,
    kills: int,
    seed: int,
    part: int,
    pause: float,
    home: Path | None,
    resume: bool,
    as_json: bool,
) -> None:
    """Kill processes of three running nodes at random, on bad lines, while officers work on.

    Doors, consoles, workers, supervisors and officers' terminals get SIGKILL; requests between the
    nodes are cut, held back, slowed, sent twice and sent again later. After each part everything must
    come to rest with nothing lost, nothing done twice, each thread the same at both ends, and each
    log the one that all others were shown. If it does not, this ends with 1 and leaves the home as it
    is.
    """
    narrator = Silence() if as_json else Narrator()
    with _folder(home) as folder:
        place = open_place(folder, seed, resume=resume)
        try:
            with interrupted_by_sigterm(), FolderLock(folder):
                narrator.text("rogatory: an exercise with fictional States. Nothing here is real.")
                found = run_kills(place, narrator, kills=kills, part=part, pause=pause)
        except KeyboardInterrupt:
            click.echo(refusals.SIEGE_INTERRUPTED.because().sentence(), err=True)
            sys.exit(INTERRUPTED)
    if as_json:
        print_json({"ok": True, **found})
        return
    narrator.text()
    for name in ("killed", "line"):
        counts = ", ".join(f"{what} {times}" for what, times in sorted(found[name].items()))
        narrator.text(f"{name}: {counts}")
    narrator.text(f"supervisors started again {found['restarts']} times")


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    if home is not None:
        yield home.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="rogatory-kill-") as folder:
        yield Path(folder) / "home"
