# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter similar`: other cases of the own State on the same account or data."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import home_argument, officer_option, print_warnings
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command(
    "similar", epilog="Example:  rogatory matter similar /srv/rogatory/xb 0198… --officer xb-0001"
)
@home_argument
@click.argument("draft")
@officer_option
@as_json
@reported
@for_officer(reads=True, draft="draft")
def command(home: Path, draft: str, officer: str, as_json: bool) -> None:
    """Find requests of this State on the same account or data as DRAFT: duplicates and conflicts.

    The authority and thread are shown only to officers who may read that case file.
    """
    from rogatory.node.case_files.related_cases import similar

    found = similar(connections.node_at(home), draft, officer)
    if as_json:
        print_json({"findings": found})
        return
    print_warnings(tuple(one.reason for one in found))
    if not found:
        print_text("Nothing else is aimed at the same.")
