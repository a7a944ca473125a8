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
from rogatory.cli.provider_orders.signing import directory_option, directory_to_send, order_option
from rogatory.node.provider_orders.signed_folder import FolderSigner
from rogatory.node.provider_orders.withdraw import withdrawal_document, write_withdrawal
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.provider_orders.signed_folder import WrittenFolder
    from rogatory.node.provider_orders.withdrawal import WithdrawalDocument


@click.command(
    "withdraw",
    epilog="Example:  rogatory order withdraw /srv/rogatory/xb 0198… --order 0198… --key keys-xb "
    "--officer xb-0001 --out withdrawal",
)
@on_case_file
@order_option
@options.key(required=True)
@directory_option
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
    to_send = directory_to_send(directory, home)
    document = withdrawal_document(
        connections.node_at(home),
        thread,
        order,
        officer=officer,
        signer=str(folder.authority),
        at=now,
    )
    signer = FolderSigner(folder.keys_in_force(now), to_send)
    done = write_withdrawal(document, signer, target, at=now)
    if as_json:
        print_json(_as_json(done))
        return
    since = format_moment(document.since)
    print_text(
        f"The order {document.reference} is withdrawn since {since}, signed by {document.authority}."
    )
    print_text(f"  Folder                    {done.folder}")
    print_text(f"  Digest of the withdrawal  {grouped(done.digest)}")
    print_text("The provider checks it with: rogatory order check ORDER --withdrawal FOLDER")


def _as_json(done: "WrittenFolder[WithdrawalDocument]") -> dict[str, Any]:
    return {
        "authority": done.document.authority,
        "folder": str(done.folder),
        "order": done.document.order,
        "sha256": done.digest,
        "since": format_moment(done.document.since),
    }
