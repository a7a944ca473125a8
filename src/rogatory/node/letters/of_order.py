# SPDX-License-Identifier: Apache-2.0
"""A signed order to a provider as a letter: what it says, and how its reader checks it.

The folder with the signatures is the original. The letter proves nothing, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.letters import refusals
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.order_document import (
    OrderLetter,
    OrderLetterSigner,
    order_letter_document,
)
from rogatory.node.letters.write import WrittenLetter, printable, printed
from rogatory.node.provider_orders.check import check_order
from rogatory.node.provider_orders.directory_inside import directory_inside
from rogatory.node.provider_orders.document import OrderDocument
from rogatory.node.provider_orders.layout import FolderPlace, read_order_folder
from rogatory.node.workstation.verification.trust import Trusted, directories_of
from rogatory.wire.identifiers import parse_authority


@dataclass(frozen=True, slots=True)
class DirectoryNames:
    """Names of a State and its authority, by language."""

    state: Mapping[str, str]
    authority: Mapping[str, str]


def values_of_order(
    folder: FolderPlace, trusted: Trusted | None, signer: OrderLetterSigner, at: datetime
) -> OrderLetter:
    """Return what the letter of an order's folder says.

    Numbers to call back are in it only if the check proves them with what was given to trust.

    Raises:
        Refused: with every reason of every check that fails; or the order cites no legal basis.
    """
    found = check_order(folder, trusted=trusted, now=at)
    refuse_if_any(found.failing)
    order = found.order
    assert order is not None  # else its form failed
    if order.legal_basis is None:
        raise Refused(refusals.ORDER_WITHOUT_BASIS.because(order=order.order))
    names = directory_names(folder, trusted, order)
    return OrderLetter(
        order=order,
        digest=found.digest,
        state_names=names.state,
        authority_names=names.authority,
        call_back=found.call_back,
        signer=signer,
    )


def letter_of_order(
    values: OrderLetter,
    language: str,
    *,
    pdf: bool = True,
    places: tuple[Path, ...] | None = None,
) -> WrittenLetter:
    """Return the letter in a language of `LANGUAGES`.

    Raises:
        Refused: this machine has no font for the language, or the PDF cannot be printed.
    """
    document = printable(order_letter_document(values, words_in(language)))
    return printed(document, values.order.signed, pdf=pdf, places=places)


def directory_names(
    folder: FolderPlace, trusted: Trusted | None, order: OrderDocument
) -> DirectoryNames:
    """Return the names of State and authority in the directory at hand; none where there is no directory."""
    inside = directory_inside(read_order_folder(folder))
    copies = [*directories_of(trusted), *(() if inside is None else (inside,))]
    view = max((one.newest() for one in copies), key=lambda one: one.snapshot_version, default=None)
    if view is None:
        return DirectoryNames({}, {})
    authority = order.authority
    state = view.entry(parse_authority(authority).state)
    return DirectoryNames(state.names, view.authority(authority).names)
