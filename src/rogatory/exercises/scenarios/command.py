# SPDX-License-Identifier: Apache-2.0
"""`rogatory exercise list` and `play`: cases for trainers, over real nodes or in one process."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from rogatory.cli.output.reporting import as_json as as_json_option
from rogatory.cli.output.reporting import print_json, print_text, reported
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.exercises import refusals
from rogatory.exercises.consoles import print_consoles, serve
from rogatory.exercises.interrupting import interrupted_by_sigterm
from rogatory.exercises.narrator import Narrator, Silence
from rogatory.exercises.scenarios.course import Course, ScenarioOutcome
from rogatory.exercises.scenarios.files import packaged_names, scenario
from rogatory.exercises.scenarios.networks import real_theatre, scenario_home, twin_theatre
from rogatory.exercises.scenarios.player import play_through
from rogatory.exercises.scenarios.scenario import Scenario
from rogatory.exercises.stage import TSA_STATE

INTERRUPTED = 130


@click.command("list", epilog="Example:  rogatory exercise list")
@as_json_option
@reported
def list_scenarios(*, as_json: bool) -> None:
    """List the cases that come with the program, and what each is about."""
    known = [scenario(name) for name in packaged_names()]
    if as_json:
        print_json([_summary(one) for one in known])
        return
    width = max(len(one.name) for one in known)
    for one in known:
        print_text(f"{one.name:{width}}  {one.title}  (art. {', '.join(one.articles)})")


@click.command("play", epilog="Example:  rogatory exercise play happy_path --home exercise")
@click.argument("names", metavar="[SCENARIO]...", nargs=-1)
@click.option("--all", "play_all", is_flag=True, help="Every case that comes with the program.")
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    help="Folder of the network, to be used again. By default, a temporary folder "
    "that is deleted at the end.",
)
@click.option(
    "--in-one-process",
    is_flag=True,
    help="Play on twins of the nodes, in this process: quicker, and time can go by.",
)
@click.option(
    "--serve", "serving", is_flag=True, help="Then serve the consoles until you press Ctrl-C."
)
@click.option(
    "--keep-going", is_flag=True, help="Play the other cases too when one goes otherwise."
)
@as_json_option
@reported
def play(
    *,
    names: Sequence[str],
    play_all: bool,
    home: Path | None,
    in_one_process: bool,
    serving: bool,
    keep_going: bool,
    as_json: bool,
) -> None:
    """Play cases: who does what, on which article, what is refused and why, what holds at both ends.

    SCENARIO is a name from `rogatory exercise list`, or a file of your own in that form. A case is
    played over the nodes of its States as processes that talk over TLS; one in which time passes is
    played in one process. Exit status 1 at the first thing that differs from the case; with
    --keep-going at the end, with all that differed.
    """
    if bool(names) == play_all:
        raise click.UsageError("Name scenarios, or give --all.")
    if serving and (in_one_process or as_json):
        raise click.UsageError("--serve needs running nodes, and prints no JSON.")
    wanted = [scenario(name) for name in (packaged_names() if play_all else names)]
    narrator = Silence() if as_json else Narrator()
    narrator.text("rogatory: an exercise with fictional States. Nothing here is real.")
    try:
        with interrupted_by_sigterm(), _scenario_home(home) as place:
            on_nodes = [one for one in wanted if not (in_one_process or one.moves_time)]
            on_twins = [one for one in wanted if one not in on_nodes]
            plays = _Plays(keep_going=keep_going)
            _on_twins(on_twins, place, narrator, plays)
            _on_nodes(on_nodes, place, narrator, plays, serving=serving)
    except KeyboardInterrupt:
        click.echo(refusals.CASE_INTERRUPTED.because().sentence(), err=True)
        sys.exit(INTERRUPTED)
    refuse_if_any(plays.differed)
    if as_json:
        print_json({"ok": True, "played": [asdict(one) for one in plays.played]})
    narrator.text()
    narrator.text(f"{len(plays.played)} played; everything was as it must be.")


@dataclass
class _Plays:
    """The cases that were played, and with `keep_going` those that went otherwise than written."""

    keep_going: bool
    played: list[ScenarioOutcome] = field(default_factory=list)
    differed: list[Reason] = field(default_factory=list)

    def play(self, course: Course) -> None:
        try:
            self.played.append(play_through(course))
        except Refused as error:
            if not self.keep_going:
                raise
            case = course.scenario.name
            self.differed.append(
                refusals.CASE_DIFFERED.because(case=case, output=error.reasons[0].sentence())
            )
            course.narrator.text(self.differed[-1].sentence())


def _on_twins(wanted: Sequence[Scenario], home: Path, narrator: Narrator, plays: _Plays) -> None:
    for one in wanted:
        twins = twin_theatre(scenario_home(home, one.without_node), one.with_node)
        plays.play(Course(one, twins, narrator))


def _on_nodes(
    wanted: Sequence[Scenario], home: Path, narrator: Narrator, plays: _Plays, *, serving: bool
) -> None:
    """Play cases by the home that they need; the consoles of the last one are served."""
    homes = sorted({scenario_home(home, one.without_node) for one in wanted}, reverse=True)
    for home_folder in homes:
        here = [one for one in wanted if scenario_home(home, one.without_node) == home_folder]
        codes = sorted({TSA_STATE} | {code for one in here for code in one.with_node})
        with real_theatre(home_folder, narrator, codes, consoles=serving) as theatre:
            narrator.fact(f"the nodes of {', '.join(codes)} are up")
            for one in here:
                plays.play(Course(one, theatre, narrator))
            if serving and home_folder == homes[-1]:
                print_consoles(theatre.stage)
                serve(theatre.stage.ensemble)


@contextmanager
def _scenario_home(home: Path | None) -> Iterator[Path]:
    if home is not None:
        yield home.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="rogatory-exercise-") as folder:
        yield Path(folder) / "home"


def _summary(one: Scenario) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title,
        "teaches": one.teaches,
        "articles": one.articles,
        "states": one.states,
        "steps": len(one.steps),
        "moves_time": one.moves_time,
    }
