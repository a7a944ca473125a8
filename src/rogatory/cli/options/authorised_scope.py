# SPDX-License-Identifier: Apache-2.0
"""Options of commands that compare a provider's return before they take it in."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from rogatory.cli.options.evidence import all_of
from rogatory.cli.tree import Command
from rogatory.disk import read_file
from rogatory.node.provider_orders.scope import read_scope
from rogatory.node.workstation.return_scope import StatedScope
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256

_COMPARING: tuple[Callable[[Command], Command], ...] = (
    click.option(
        "--authorised",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="What was authorised, as for evidence scope, or the order.json of an order: refuse a return with surplus.",
    ),
    click.option(
        "--with-surplus",
        metavar="REASON",
        help="Why what is outside is kept all the same; recorded in the custody journal.",
    ),
)

comparing = all_of(_COMPARING)


def authorised_of(given: Mapping[str, Any], *, is_recorded: bool) -> StatedScope | None:
    """Return what was authorised, from the options in `comparing`."""
    path: Path | None = given["authorised"]
    why: str | None = given["with_surplus"]
    if path is None:
        if why is not None:
            raise click.UsageError("--with-surplus is about --authorised: give that file too.")
        return None
    if why is not None and (not is_recorded or not why.strip()):
        raise click.UsageError("--with-surplus is recorded: state a reason, and give --key.")
    data = read_file(path, limit=LARGEST_DOCUMENT)
    return StatedScope(read_scope(data), sha256(data), why)
