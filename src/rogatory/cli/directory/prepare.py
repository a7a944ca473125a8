# SPDX-License-Identifier: Apache-2.0
"""The common parts of a ceremony's preparing steps: from what counts now to a file unsigned."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.directory.options import FOLDER
from rogatory.cli.directory.proposal_text import print_prepared
from rogatory.disk import faults_at, write_new

if TYPE_CHECKING:
    from rogatory.directory.publish.proposal import MetadataProposal


def prepare_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return `--in COPY` and `--out FOLDER`."""
    return click.option(
        "--in",
        "copy",
        required=True,
        type=FOLDER,
        help="The directory as it is: its folder, or a copy of it.",
    )(out_option(command))


def out_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--out",
        "out",
        required=True,
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder for what the holders are to sign; made if need be.",
    )(command)


def keep_prepared(
    out: Path, prepared: Sequence[tuple[bytes, bytes | None]], *, as_json: bool
) -> None:
    """Write each prepared step (with what counts now) under its version and kind, and print it.

    Refuses to overwrite: what was prepared before may have signatures on it.
    """
    from rogatory.directory.publish.proposal import read_proposal

    with faults_at(out):
        out.mkdir(parents=True, exist_ok=True)
    written: list[tuple[Path, MetadataProposal]] = []
    for data, before in prepared:
        proposal = read_proposal(data, before)
        path = out / f"{proposal.version}.{proposal.kind}.json"
        write_new(path, data)
        written.append((path, proposal))
    print_prepared(written, as_json=as_json)
