# SPDX-License-Identifier: Apache-2.0
"""`rogatory demo`: a directory, three nodes, one case, from the first request to the court."""

import sys
from pathlib import Path

import click

from rogatory.bootstrap.processes.supervisor import CHILDREN
from rogatory.cli.output.reporting import print_failure
from rogatory.disk import FolderLock
from rogatory.errors import RogatoryError
from rogatory.exercises import refusals
from rogatory.exercises.consoles import serve as serve_consoles
from rogatory.exercises.demo.ending import narrate_ending
from rogatory.exercises.demo.stage import CODES, begin, demo_stage
from rogatory.exercises.demo.story import play
from rogatory.exercises.interrupting import interrupted_by_sigterm
from rogatory.exercises.narrator import Narrator
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.stage import found_network, raise_curtain

INTERRUPTED = 130


WITHOUT_CONSOLES = tuple(name for name in CHILDREN if name != "console")
"""The processes of a node that the story itself needs."""


@click.command("demo", epilog="Example:  rogatory demo --evidence ~/case-folder --home demo")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    help="A file, a folder of any size or a disk image for Borealia to collect. Without it the "
    "demo makes a small seizure up.",
)
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    default=Path("rogatory-demo"),
    show_default=True,
    help="Folder of the demo. With the same folder, an interrupted story continues.",
)
@click.option(
    "--no-serve", is_flag=True, help="End with the story instead of serving the consoles."
)
def demo(*, evidence: Path | None, home: Path, no_serve: bool) -> None:
    """Play the main job on three nodes of fictional States, with real keys and real evidence.

    Starts a directory, a timestamp authority and the nodes of Arcadia (XA), Borealia (XB) and
    Thalassia (XT) as processes on this machine, narrates the case, and ends with a court bundle and
    consoles to log in to. Ctrl-C stops everything it started.
    """
    try:
        with interrupted_by_sigterm():
            _run(evidence, home.absolute(), serve=not no_serve)
    except RogatoryError as error:
        print_failure(error, machine=False)
    except KeyboardInterrupt:
        click.echo()
        click.echo(refusals.INTERRUPTED.because().sentence(), err=True)
        sys.exit(INTERRUPTED)


def _run(evidence: Path | None, home: Path, *, serve: bool) -> None:
    narrator = Narrator()
    begun = begin(home, evidence, narrator)
    with FolderLock(home):
        narrator.text("rogatory: an exercise with fictional States. Nothing here is real.")
        if found_network(home, CODES, begun["ports"]):
            narrator.fact(
                "founded a network: directory (2 of 3 keys), three States, their officers"
            )
        with Ensemble(home / "logs") as ensemble:
            stage = demo_stage(home, narrator, begun, ensemble)
            with narrator.timed("  ", "directory, timestamp authority and three nodes are up"):
                raise_curtain(stage, CHILDREN if serve else WITHOUT_CONSOLES)
            story = play(stage)
            narrate_ending(story, serve=serve)
            if serve:
                serve_consoles(ensemble)
        narrator.text("Everything is stopped.")
