# SPDX-License-Identifier: Apache-2.0
"""`rogatory order withdraw`: the withdrawal of an order, signed with the keys of the authority that ordered."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options.case_files import on_case_file
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.node.provider_orders.withdraw import withdrawal_document, write_withdrawal
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.provider_orders.withdraw import WrittenWithdrawal


@click.command(
    "withdraw",
    epilog="Example:  rogatory order withdraw /srv/rogatory/xb 0198… --order 0198… --key keys-xb "
    "--officer xb-0001 --out withdrawal",
)
@on_case_file
@click.option("--order", required=True, metavar="ID", help="The order's id in the case file.")
@options.key(required=True)
@click.option(
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The copy of the directory that goes along; by default the node's own.",
)
@options.out("The withdrawal: a folder that does not exist yet.")
@as_json
@reported
@for_officer()
def command(
    home: Path,
    thread: str,
    officer: str,
    order: str,
    key_folder: Path,
    directory: Path | None,
    target: Path,
    as_json: bool,
) -> None:
    """Sign the withdrawal of an order of the case file of THREAD, for its provider.

    Record the end of the order first, with its reason: the reason stays in the case file. Hand the folder to the
    provider, who checks it together with the order. It withdraws each form of the order that was signed before it.
    """
    now, folder = options.now().replace(microsecond=0), options.authority_folder(key_folder)
    trusted = read_trust(directory or home)
    if not isinstance(trusted, TrustedDirectory):
        raise click.UsageError("--directory is no copy of the directory.")
    document = withdrawal_document(
        connections.node_at(home),
        thread,
        order,
        officer=officer,
        signer=str(folder.authority),
        at=now,
    )
    keys = folder.keys_in_force(now)
    done = write_withdrawal(document, trusted, target, keys=keys, at=now)
    if as_json:
        print_json(_as_json(done))
        return
    since = format_moment(document.since)
    print_text(
        f"The order {document.reference} is withdrawn since {since}, signed by {keys.holder}."
    )
    print_text(f"  Folder                    {done.folder}")
    print_text(f"  Digest of the withdrawal  {grouped(done.digest)}")
    print_text("The provider checks it with: rogatory order check ORDER --withdrawal FOLDER")


def _as_json(done: "WrittenWithdrawal") -> dict[str, Any]:
    return {
        "authority": done.document.authority,
        "folder": str(done.folder),
        "order": done.document.order,
        "sha256": done.digest,
        "since": format_moment(done.document.since),
    }
