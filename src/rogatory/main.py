# SPDX-License-Identifier: Apache-2.0
"""The command `rogatory`: assembles the tree from the packages cli and exercises."""

import sys
import traceback

import click

import rogatory
from rogatory.cli.tree import LateGroup
from rogatory.errors import ExitStatus

COMMANDS = {
    "keys": "rogatory.cli.keys.group:keys",
    "evidence": "rogatory.cli.evidence.group:evidence",
    "custody": "rogatory.cli.custody.group:custody",
    "log": "rogatory.cli.custody_log.group:log",
    "duty": "rogatory.cli.duty.group:duty",
    "matter": "rogatory.cli.case_files.group:case_files",
    "order": "rogatory.cli.provider_orders.group:order",
    "node": "rogatory.cli.node.group:node",
    "backup": "rogatory.cli.backup.group:backup",
    "restore": "rogatory.cli.backup.restore:command",
    "workstation": "rogatory.cli.workstation:command",
    "directory": "rogatory.cli.directory.group:directory",
    "letter": "rogatory.cli.letters:command",
    "form": "rogatory.cli.form:form",
    "translate": "rogatory.cli.translate:translate",
    "peer": "rogatory.cli.peers.group:peer",
    "emergency": "rogatory.cli.emergencies.group:emergency",
    "drill": "rogatory.cli.drills.group:drill",
    "witness": "rogatory.cli.witnesses.group:witness",
    "trace": "rogatory.cli.delivery_trace:command",
    "join": "rogatory.cli.join:command",
    "officers": "rogatory.cli.officers:officers",
    "systems": "rogatory.cli.systems.group:systems",
    "timestamps": "rogatory.cli.timestamps:command",
    "entry": "rogatory.cli.entry.group:entry",
    "queue": "rogatory.cli.queue:queue",
    "treaty": "rogatory.cli.law.group:treaty",
    "statistics": "rogatory.cli.statistics:statistics",
    "doctor": "rogatory.cli.doctor:doctor",
    "demo": "rogatory.exercises.demo.command:demo",
    "exercise": "rogatory.exercises.command:exercise",
}


@click.group(
    cls=LateGroup,
    places=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 all holds; 1 refused; 2 wrong arguments; 3 not everything could be checked; "
    "4 something did not arrive, try later; 70 a fault of this program.",
)
@click.version_option(rogatory.__version__, prog_name="rogatory")
def main() -> None:
    """Exchange requests between States for electronic evidence: ask, preserve, seal, deliver,
    check.

    Begin with:  rogatory demo
    """


def run() -> None:
    """Run the program: a fault of ours ends it with its own exit status, never with a refusal's."""
    try:
        main()
    except Exception:  # noqa: BLE001 - the one boundary beyond which nobody could handle it
        traceback.print_exc()
        click.echo("This is a fault of rogatory. Please report the text above.", err=True)
        sys.exit(int(ExitStatus.FAULT))


if __name__ == "__main__":
    run()
