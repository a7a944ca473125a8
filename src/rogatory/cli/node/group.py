# SPDX-License-Identifier: Apache-2.0
"""`rogatory node`: run a State's node; show its processes; move it; take back what was lost with its disk."""

from pathlib import Path

import click

from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.supervisor import isolate, run_node
from rogatory.cli.node.maintenance import command as maintenance
from rogatory.cli.node.metrics import command as metrics
from rogatory.cli.node.move import command as move
from rogatory.cli.node.recover import command as recover
from rogatory.cli.node.status import command as status
from rogatory.cli.output.reporting import print_text, reported


@click.group()
def node() -> None:
    """Run a State's node, show who runs where, serve its metrics, move it, or recover from the loss of its disk."""


@node.command("run", epilog="Example:  rogatory node run /srv/rogatory/xb")
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@reported
def run(home: Path) -> None:
    """Run the node of HOME until it is stopped: peer door, console and worker.

    A process that dies is started again; what it was doing is taken up by the next one.
    """
    found = read_home(home)
    isolate(found, "node", "run", str(home))
    print_text(
        f"The node of {found.state}: peers at {found.node_url}, officers at {found.console_url}"
    )
    print_text(f"Logs are in {found.logs}. Ctrl-C stops it.")
    run_node(found, found.running_processes, report=print_text)


node.add_command(metrics)
node.add_command(maintenance)
node.add_command(move)
node.add_command(recover)
node.add_command(status)
