# SPDX-License-Identifier: Apache-2.0
"""Options that several commands on an entry have, and how reasons are printed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.options.peers import UtcMoment
from rogatory.cli.output.reporting import print_text
from rogatory.errors import Reason

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

folder = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
moment = click.option(
    "--at",
    "at",
    type=UtcMoment(),
    help="From when, in UTC (a day means its beginning); now unless given.",
)
place = click.option(
    "--from",
    "place",
    required=True,
    metavar="URL|FOLDER",
    help="The directory's address, or a folder with a copy of it.",
)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def print_reasons(reasons: Sequence[Reason], mark: str, colour: str) -> None:
    for reason in reasons:
        print_text(f"  {click.style(mark, fg=colour)} [{reason.code.id}] {reason.sentence()}")
