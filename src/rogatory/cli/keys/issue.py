# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys issue`: keys that belong to the State itself, certified by its CA."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import click

from rogatory.cli.keys.options import new_folder, print_fingerprints
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import read_file
from rogatory.node.workstation.keys.issued_keys import StateUse, issue_keys
from rogatory.node.workstation.keys.new_keys import CERTIFICATE_YEARS

LARGEST_PUBLIC_KEY = 64 << 10
"""Bytes: the largest RSA key in PEM has some thousand."""


@click.command(
    "issue",
    epilog="Example:  rogatory keys issue node-tls --ca ca-xb --host node.example --out new-tls",
)
@click.argument("use", type=click.Choice(["node-tls", "node-http", "receipts", "tsa"]))
@click.option(
    "--ca",
    "state_ca",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The State CA's folder.",
)
@click.option(
    "--host",
    "hosts",
    multiple=True,
    help="node-tls: a name or address at which the node is reached.",
)
@click.option(
    "--public-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="tsa: certify this key (PEM), whose private half stays where it is; RSA is possible.",
)
@click.option("--years", type=click.IntRange(1, 10), default=CERTIFICATE_YEARS, show_default=True)
@new_folder()
@as_json
@reported
def command(
    use: str,
    state_ca: Path,
    hosts: tuple[str, ...],
    public_key: Path | None,
    years: int,
    folder: Path,
    as_json: bool,
) -> None:
    """Make keys and certificates of USE for the State of a CA, on the machine where the CA is kept.

    node-tls, node-http and receipts are keys of the State's node: carry the folder there, run `rogatory keys renew`,
    and destroy the carrier. tsa is a timestamp authority's key; what the entry must list is its certificate.
    """
    if (use == "node-tls") != bool(hosts):
        raise click.UsageError("--host is for node-tls, and needed there.")
    if public_key is not None and use != "tsa":
        raise click.UsageError("--public-key is for tsa.")
    at = datetime.now(UTC).replace(microsecond=0)
    issued = issue_keys(
        cast("StateUse", use),
        folder,
        state_ca=state_ca,
        hosts=hosts,
        public_key=None if public_key is None else read_file(public_key, limit=LARGEST_PUBLIC_KEY),
        at=at,
        until=at + timedelta(days=365 * years),
        random=os.urandom,
    )
    if as_json:
        print_json(
            {
                "folder": str(folder),
                "state": issued.state,
                "use": use,
                "fingerprints": issued.prints,
            }
        )
        return
    print_text(f"{use} of {issued.state} is in {folder}, until {issued.until:%Y-%m-%d}.")
    print_fingerprints(issued.prints)
    print_text(
        f"List it:  rogatory entry add ENTRY --certificate {folder / next(iter(issued.prints))}"
    )
