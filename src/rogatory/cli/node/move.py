# SPDX-License-Identifier: Apache-2.0
"""`rogatory node move`: the node's rows and objects go to servers, or back into its home."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.cli.options.peers import FILE, home
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported

if TYPE_CHECKING:
    from rogatory.bootstrap.moving.outcome import MoveStep

STEPS = {
    "closed": "The database is closed: the node does not start until the move has ended.",
    "read": "Parts of rows read",
    "tables": "The other database has its tables.",
    "filled": "Parts of rows written",
    "compared": "Parts of rows compared",
    "objects": "Objects and segments copied and compared",
    "left": "The database that was left is closed for ever.",
    "opened": "The database of the new place is open.",
    "aside": "Files that are not used any more are in moved/.",
    "settings": "node.toml names the new place.",
    "done": "The move has ended.",
}
"""The line that is printed of each step."""

COUNTED = ("read", "filled", "compared", "objects")
LINES_EVERY = 100
"""Parts between two lines."""


@click.command(
    "move",
    epilog="Example:  rogatory node move /srv/rogatory/xb --to servers.toml",
)
@home
@click.option(
    "--to",
    type=FILE,
    metavar="FILE",
    help="Where the node moves: database_url and [object_store] as node.toml will have them. What is not "
    "in the file moves to the home.",
)
@click.option("--to-home", is_flag=True, help="Move everything into the home.")
@click.option(
    "--abandon", is_flag=True, help="Give up an unfinished move; the node stays where it was."
)
@as_json
@reported
def command(home: Path, to: Path | None, *, to_home: bool, abandon: bool, as_json: bool) -> None:
    """Move the rows and objects of the node of HOME to a PostgreSQL server and an object store, or back. The
    node does not run.

    Every row and object is compared before the new place is used. A move that was interrupted goes on with
    the same command; --to is then optional. Keys stay where they are. What was left behind is closed, and
    removed by the operator.
    """
    from rogatory.bootstrap.moving.run import give_up, move_node

    if (to is not None) + to_home + abandon > 1:
        raise click.UsageError("--to, --to-home and --abandon exclude each other")
    if abandon:
        place = give_up(home)
        if as_json:
            print_json({"abandoned": True, "to_empty": place})
        else:
            print_text("The move is given up; the node may start where it was.")
            print_text(f"Empty {place} before it is used again.")
        return
    moved = move_node(
        home, to, begins=to is not None or to_home, report=_silent if as_json else _print_step
    )
    if as_json:
        print_json({"place": moved.place, "left": moved.left, "rows": moved.rows})
        return
    print_text(f"The node is in {moved.place}. Start it: rogatory node run {home}")
    print_text(
        "Keep what was left behind until the node has run well, then remove it: see docs/moving.md."
    )


def _silent(_step: "MoveStep", _number: int) -> None:
    """Print nothing."""


def _print_step(step: "MoveStep", number: int) -> None:
    if step.value not in COUNTED:
        print_text(STEPS[step.value])
    elif number == 1 or number % LINES_EVERY == 0:
        print_text(f"{STEPS[step.value]}: {number}")
