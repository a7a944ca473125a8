# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty new-bilateral|load`: a treaty of this State with another, from a file."""

from datetime import datetime
from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.law.correct import authority, print_records
from rogatory.cli.law.options import day_of, home, on, reason
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.options.peers import FILE
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import read_file, write_new
from rogatory.treaty.bilateral.template import treaty_template
from rogatory.treaty.bilateral.treaty_file import LARGEST_TREATY
from rogatory.treaty.rows import ID, STATE

NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    "new-bilateral",
    epilog="Example:  rogatory treaty new-bilateral mlat-xb-xm.yaml --id mlat-xb-xm --between XB XM",
)
@click.argument("file", type=NEW_FILE)
@click.option(
    "--id", "name", required=True, metavar="ID", help="The name of the treaty: mlat-xb-xm."
)
@click.option(
    "--between", nargs=2, required=True, metavar="STATE STATE", help="The two States: XB XM."
)
@as_json
@reported
def new_bilateral(file: Path, name: str, between: tuple[str, str], as_json: bool) -> None:
    """Write FILE, in which a lawyer writes a treaty down: every entry, with what it means."""
    if not ID.fits(name):
        raise click.UsageError("--id is lower-case words joined by - or _.")
    if between[0] == between[1] or not all(STATE.fits(one) for one in between):
        raise click.UsageError("--between names two States, each by two capital letters.")
    write_new(file, treaty_template(name, *between).encode())
    if as_json:
        print_json({"file": str(file)})
        return
    print_text(f"wrote {file}; fill in what is empty, then: rogatory treaty load HOME {file}")


@click.command(
    "load",
    epilog="Example:  rogatory treaty load /srv/rogatory/xb mlat-xb-xm.yaml --own-key lawyer "
    "--reason 'In force since 2016'",
)
@home
@click.argument("file", type=FILE)
@authority
@reason
@on
@as_json
@reported
@by_own_key
def load(
    home: Path,
    file: Path,
    officer: str,
    authority: str | None,
    reason: str,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Propose the treaty in FILE (YAML). It counts once a second person has accepted it.

    Everything that is wrong in the file is printed with its line, and nothing of it is loaded.
    """
    from rogatory.node.corrections.load_treaty import propose_treaty

    node, data = connections.node_at(home), read_file(file, limit=LARGEST_TREATY + 1)
    record = propose_treaty(
        node, data, officer, reason=reason, dated=day_of(on), authority=authority
    )
    print_records([record], as_json)
