# SPDX-License-Identifier: Apache-2.0
"""`rogatory order write`: an order from a case file, signed with the authority's keys."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options.case_files import MOMENT, on_case_file
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.cli.provider_orders.signing import directory_option, directory_to_send, order_option
from rogatory.directory.entry.card import LARGEST_CARD
from rogatory.disk import read_file
from rogatory.node.provider_orders.document import (
    AccountKind,
    Authoriser,
    OrderedAccount,
    typed_account,
)
from rogatory.node.provider_orders.signed_folder import FolderSigner
from rogatory.node.provider_orders.write import OrderTerms, order_document, write_order
from rogatory.wire.spoken_digest import spoken

if TYPE_CHECKING:
    from rogatory.node.provider_orders.document import OrderDocument
    from rogatory.node.provider_orders.signed_folder import WrittenFolder
    from rogatory.node.workstation.verification.trust import TrustedDirectory


@click.command(
    "write",
    epilog="Example:  rogatory order write /srv/rogatory/xb 0198… --order 0198… --key keys-xb "
    "--authorised-by court --account e-mail=a.person@mail.example --reply-to orders@police.example "
    "--officer xb-0001 --out order",
)
@on_case_file
@order_option
@options.key(required=True)
@click.option(
    "--authorised-by",
    required=True,
    type=click.Choice([one.value for one in Authoriser]),
    help="The kind of authority that authorised it, as its paper says.",
)
@click.option("--reply-to", required=True, metavar="TEXT", help="Where the provider's answer goes.")
@click.option(
    "--account",
    "accounts",
    multiple=True,
    metavar="KIND=VALUE",
    help=f"An account or user: {', '.join(AccountKind)}. May be repeated.",
)
@click.option("--legal-basis", metavar="TEXT", help="The provision of domestic law.")
@click.option("--data-from", type=MOMENT, help="Beginning of the period of the data.")
@click.option("--data-until", type=MOMENT, help="End of the period of the data.")
@click.option("--due", type=MOMENT, help="By when the provider must act.")
@click.option(
    "--card",
    "card_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Hand the State's card with all its numbers to the provider, who calls back by it.",
)
@directory_option
@options.out("The order: a folder that does not exist yet.")
@as_json
@reported
@for_officer()
def command(
    home: Path,
    thread: str,
    officer: str,
    order: str,
    key_folder: Path,
    target: Path,
    as_json: bool,
    **given: Any,
) -> None:
    """Sign an order of the case file of THREAD for its provider, and write it with the directory.

    The order says what the case file has recorded, and what you add here. It is signed with the keys of the
    authority in charge, from the folder on its workstation. Hand the folder to the provider; the fingerprint of
    the network's first root must reach the provider by another way.
    """
    now, folder = options.now().replace(microsecond=0), options.authority_folder(key_folder)
    directory = directory_to_send(given["directory"], home)
    document = order_document(
        connections.node_at(home),
        thread,
        order,
        _terms(given),
        officer=officer,
        signer=str(folder.authority),
        at=now,
    )
    card_file: Path | None = given["card_file"]
    card = None if card_file is None else read_file(card_file, limit=LARGEST_CARD)
    signer = FolderSigner(folder.keys_in_force(now), directory)
    done = write_order(document, signer, target, card=card, at=now)
    if as_json:
        print_json(_as_json(done, directory))
        return
    print_text(
        f"The order {document.reference} is in {done.folder}, signed by {document.authority}."
    )
    print_text(f"  Digest of the order   {grouped(done.digest)}")
    print_text("Give the provider, by another way than the order, the first root of the directory:")
    print_text(f"  Fingerprint           {grouped(directory.network)}")
    print_text(f"  By telephone          {spoken(directory.network)}")


def _as_json(done: "WrittenFolder[OrderDocument]", directory: "TrustedDirectory") -> dict[str, Any]:
    return {
        "authority": done.document.authority,
        "folder": str(done.folder),
        "order": done.document.order,
        "root": directory.network,
        "sha256": done.digest,
    }


def _terms(given: dict[str, Any]) -> OrderTerms:
    def moment(name: str) -> datetime | None:
        found: datetime | None = given[name]
        return found

    return OrderTerms(
        authorised_by=Authoriser(given["authorised_by"]),
        reply_to=given["reply_to"],
        accounts=tuple(map(_account, given["accounts"])),
        legal_basis=given["legal_basis"],
        data_from=moment("data_from"),
        data_until=moment("data_until"),
        due=moment("due"),
    )


def _account(text: str) -> OrderedAccount:
    found = typed_account(text)
    if found is None:
        raise click.UsageError(f"--account is KIND=VALUE, not {text}.")
    return found
