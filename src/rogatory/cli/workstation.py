# SPDX-License-Identifier: Apache-2.0
"""`rogatory workstation`: the pages on which an examiner looks at evidence, on his machine alone."""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.output.reporting import print_text, reported
from rogatory.node.workstation.verification.trust import read_trust

if TYPE_CHECKING:
    from rogatory.node.viewer.exchange import OpenLine

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(
    "workstation",
    epilog="Example:  rogatory workstation --key keys-xa --packages /media/case-12 "
    "--messages bundle --trust directory",
)
@click.option(
    "--key",
    "key_folder",
    required=True,
    type=_FOLDER,
    help="The authority's key folder, as `rogatory keys new` made it; the page asks for passphrases.",
)
@click.option(
    "--packages", required=True, type=_FOLDER, help="The folder with sealed packages and bags."
)
@click.option(
    "--out",
    "target",
    type=_FOLDER,
    help="Where exports and second officers' consents go; the folder of packages if not given.",
)
@click.option(
    "--messages",
    multiple=True,
    type=_FOLDER,
    help="A court bundle or the exported record of a case file, whose consents and "
    "notices count; may be repeated.",
)
@click.option(
    "--officer-key",
    "officer_keys",
    multiple=True,
    type=_FOLDER,
    help="A second officer's own key folder, to choose from; may be repeated.",
)
@options.trust
@click.option(
    "--node",
    "node",
    metavar="URL",
    help="The https address of the own State's node, from which packages and requests come and to "
    "which packages go; with --trust.",
)
@click.option(
    "--idle-minutes",
    type=click.IntRange(1, 120),
    default=15,
    show_default=True,
    help="Idle time after which the keys are forgotten.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="A port of 127.0.0.1; any free one if not given.",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@reported
def command(
    key_folder: Path,
    packages: Path,
    target: Path | None,
    trust_path: Path | None,
    node: str | None,
    port: int,
    no_browser: bool,
    **given: Any,
) -> None:
    """View evidence in a browser on this machine: check, search, view, export.

    Listens only on 127.0.0.1, and admits one browser, once, by the address that it prints. Viewing,
    searching and exporting are recorded in the custody journals; `rogatory custody submit` hands those
    in. Ctrl-C ends it, and forgets the keys.
    """
    from rogatory.bootstrap.workstation.server import workstation
    from rogatory.node.viewer.session import SessionInputs, ViewerSession

    open_line = _line_to(node, trust_path)
    session = ViewerSession(
        SessionInputs(
            key=key_folder,
            packages=packages.absolute(),
            out=(target or packages).absolute(),
            trusted=read_trust(trust_path) if trust_path else None,
            officer_keys=tuple(one.absolute() for one in given["officer_keys"]),
            messages=given["messages"],
            idle=timedelta(minutes=given["idle_minutes"]),
            open_line=open_line,
        ),
        clock=options.now,
        random=os.urandom,
    )
    with workstation(session, port) as (door, serve):
        print_text(
            f"The workstation of {session.authority.authority}. Open this once, in ten minutes:"
        )
        print_text(f"  {door.address}")
        print_text("Ctrl-C ends it and forgets the keys.")
        sys.stdout.flush()
        if not no_browser:
            click.launch(door.address)
        try:
            serve()
        except KeyboardInterrupt:
            print_text("The keys are forgotten.")


def _line_to(node: str | None, trust_path: Path | None) -> "OpenLine | None":
    """Return how the own node is reached with the keys that will be unlocked; None where none is
    named.
    """
    if node is None:
        return None
    if not connections.is_address(node):
        raise click.UsageError(
            "The pages reach a node over the line: --node wants its https address. Where the node is "
            "on this machine, `rogatory evidence fetch` and `hand-over` take its home."
        )
    if trust_path is None:
        raise click.UsageError("--node wants --trust: the directory says whose key the node has.")
    return lambda folder: connections.own_node(node, folder, trust_path)
