# SPDX-License-Identifier: Apache-2.0
"""`rogatory order etsi`: a signed order as a message of ETSI TS 103 120."""

import os
from pathlib import Path
from uuid import UUID

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.disk import write_new
from rogatory.node.provider_orders.etsi_folder import order_to_write
from rogatory.node.provider_orders.etsi_names import ETSI_VERSION
from rogatory.node.provider_orders.etsi_write import Hi1Envelope, parse_endpoint, write_hi1
from rogatory.wire.digests import sha256


@click.command(
    "etsi", epilog="Example:  rogatory order etsi order --receiver XB/MAIL01 --out order.xml"
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--receiver",
    required=True,
    metavar="COUNTRY/ID",
    help="The provider's end of the interface, as agreed with it: XB/MAIL01.",
)
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="The message: a file that does not exist yet.",
)
@as_json
@reported
def command(folder: Path, receiver: str, target: Path, as_json: bool) -> None:
    """Write the signed order in FOLDER as a message of ETSI TS 103 120 (HI-1, V1.12.1).

    The message has no signature of yours. It names the order by its digest, and the provider still needs the folder
    for `order check`. A preservation has no task in it: that version knows only disclosure.
    """
    endpoint, now = parse_endpoint(receiver), options.now()
    order = order_to_write(folder, now)
    transaction = UUID(bytes=os.urandom(16), version=4)
    data = write_hi1(order, Hi1Envelope(endpoint, transaction, now))
    write_new(target, data)
    digest = sha256(order.encode())
    if as_json:
        print_json(
            {
                "file": str(target),
                "order": order.order,
                "order_sha256": digest,
                "sha256": sha256(data),
                "transaction": str(transaction),
                "version": ETSI_VERSION,
            }
        )
        return
    print_text(f"The order {order.reference} is in {target}, as ETSI TS 103 120 {ETSI_VERSION}.")
    print_text(f"  Digest of the order   {grouped(digest)}")
    print_text("Nothing in this file is signed. Hand the order's folder to the provider with it.")
