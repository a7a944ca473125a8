# SPDX-License-Identifier: Apache-2.0
"""`rogatory backup escrow`: settings and keys of a home, for two persons."""

from pathlib import Path

import click

from rogatory.cli.backup.options import FILE
from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command(
    "escrow",
    epilog="Example:  rogatory backup escrow /srv/rogatory/xb escrow.age --first first.pub --second second.pub",
)
@home
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--first", required=True, type=FILE, help="File with the age recipient of the first person."
)
@click.option(
    "--second", required=True, type=FILE, help="File with the age recipient of the second person."
)
@as_json
@reported
def command(home: Path, out: Path, first: Path, second: Path, *, as_json: bool) -> None:
    """Write node.toml and all keys of HOME into the new file OUT, which two persons can open together.

    The file is encrypted to the second person, and the result to the first: neither opens it alone. Store it apart from the
    backups, and write it again whenever a key or node.toml has changed. The drill compares it with the home.
    """
    from rogatory.bootstrap.backup.escrow import EscrowPersons, write_escrow
    from rogatory.bootstrap.backup.keys import read_recipients

    persons = EscrowPersons(read_recipients(first), read_recipients(second))
    count = write_escrow(home, out, persons)
    if as_json:
        print_json({"escrow": str(out), "files": count})
        return
    print_text(
        f"{out}: {counted(count, 'file')}. With any age program, the first person and then the second:"
    )
    print_text(f"  age -d -i first.txt {out.name} | age -d -i second.txt | tar -x")
