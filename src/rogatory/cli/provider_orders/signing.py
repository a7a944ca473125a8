# SPDX-License-Identifier: Apache-2.0
"""The common parts of the commands that sign for a provider: which order, and which directory goes along."""

from pathlib import Path

import click

from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust

order_option = click.option(
    "--order", required=True, metavar="ID", help="The order's id in the case file."
)
directory_option = click.option(
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The copy of the directory that goes along; by default the node's own.",
)


def directory_to_send(directory: Path | None, home: Path) -> TrustedDirectory:
    """Return the copy of the directory that goes along, or the node's own."""
    found = read_trust(directory or home)
    if not isinstance(found, TrustedDirectory):
        raise click.UsageError("--directory is no copy of the directory.")
    return found
