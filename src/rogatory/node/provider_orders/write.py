# SPDX-License-Identifier: Apache-2.0
"""Write an order to a provider: from the record in the case file, signed at the authority's workstation."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rogatory.directory.view.export import export_metadata
from rogatory.directory.view.view import DirectoryView
from rogatory.disk import PartialFolder, faults_at, write_new
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.case_files.journal import case_file_reasons, read_case_file
from rogatory.node.case_files.ordering import running_order
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.check import check_order
from rogatory.node.provider_orders.document import (
    FOR_PROVIDERS,
    Authoriser,
    OrderDocument,
    OrderedAccount,
    OrderRenewal,
    parse_order,
)
from rogatory.node.provider_orders.layout import CARD, DIRECTORY, ORDER, SIGNATURES
from rogatory.node.workstation.keys.listed_keys import refuse_ended_keys
from rogatory.node.workstation.verification.trust import TrustedDirectory
from rogatory.seal.signatures import SigningKeys
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """The statements of an order that the case file does not have, as the officer gives them."""

    authorised_by: Authoriser
    reply_to: str
    accounts: tuple[OrderedAccount, ...] = ()
    legal_basis: str | None = None
    data_from: datetime | None = None
    data_until: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class WrittenOrder:
    """An order that lies in a folder."""

    folder: Path
    document: OrderDocument
    digest: str


@dataclass(frozen=True, slots=True)
class OrderSource:
    """The directory that goes with an order, and the State's card where it is handed to the provider."""

    directory: TrustedDirectory
    card: bytes | None = field(default=None, repr=False)


def order_document(
    node: Node,
    thread: str,
    order: str,
    terms: OrderTerms,
    *,
    officer: str,
    signer: str,
    at: datetime,
) -> OrderDocument:
    """Return the document of a recorded order that runs.

    1. The officer may record orders in this case file, and the signer is the authority in charge of it.
    2. The order runs, has not ended, and is of a kind for providers.
    3. What the terms add is in its form.

    Raises:
        Refused: with every reason of 1, else of 2, else of 3.
    """
    case_file = read_case_file(node, thread)
    reasons: list[Reason] = [
        *case_file_reasons(
            node.register.view(), case_file, officer, Permission.RECORD_ORDER, node.clock.now()
        )
    ]
    if signer != case_file.authority:
        reasons.append(refusals.OTHER_AUTHORITY.because(found=signer, wanted=case_file.authority))
    refuse_if_any(reasons)  # 1
    found = running_order(case_file, order)
    if found.kind not in FOR_PROVIDERS:
        kinds = ", ".join(FOR_PROVIDERS)
        reasons.append(refusals.NOT_FOR_PROVIDERS.because(kind=found.kind.value, kinds=kinds))
    if found.until <= at:
        reasons.append(refusals.ENDED.because(at=format_moment(found.until)))
    refuse_if_any(reasons)  # 2
    document = OrderDocument(
        network=node.network,
        authority=signer,
        officer=officer,
        order=found.id,
        signed=at.replace(microsecond=0),
        kind=found.kind,
        provider=found.custodian.name,
        reference=found.reference,
        issuer=found.issuer,
        authorised_by=terms.authorised_by,
        independent=found.independent,
        issued=found.issued,
        starts=found.starts,
        ends=found.until,
        renewals=tuple(
            OrderRenewal(one.reference, one.issuer, one.issued, one.ends) for one in found.renewals
        ),
        legal_basis=terms.legal_basis,
        scope=found.scope,
        categories=found.categories,
        accounts=terms.accounts,
        data_from=terms.data_from,
        data_until=terms.data_until,
        due=terms.due,
        secret=found.secret,
        secret_until=found.secret_until,
        reply_to=terms.reply_to,
    )
    return parse_order(document.encode())  # 3


def write_order(
    document: OrderDocument, source: OrderSource, out: Path, *, keys: SigningKeys, at: datetime
) -> WrittenOrder:
    """Sign an order and write it at `out`.

    1. The directory lists the keys as in force, and it holds now.
    2. What was written passes the provider's check against that directory.

    Raises:
        Refused: with every reason; nothing is left at `out` then.
    """
    view = source.directory.view(at)
    refuse_ended_keys(keys, view, at)  # 1
    data = document.encode()
    signatures = keys.sign(data, document.signed)
    files = {
        ORDER: data,
        SIGNATURES["p256"]: signatures.p256,
        **({SIGNATURES["mldsa65"]: signatures.mldsa65} if signatures.mldsa65 else {}),
        **({CARD: source.card} if source.card is not None else {}),
        **directory_files(source.directory, view, document.authority, at),
    }
    with PartialFolder(out.absolute(), private=True) as partial:
        place = Path(os.fsdecode(partial.path))
        put_files(place, files)
        _refuse_failing(place, source.directory, at)  # 2
    return WrittenOrder(out, document, sha256(data))


def directory_files(
    directory: TrustedDirectory, view: DirectoryView, authority: str, at: datetime
) -> Mapping[str, bytes]:
    """Return the copy of the directory that goes with an order, of the authority's State alone, by path."""
    states: Sequence[str] = [parse_authority(authority).state]
    files = export_metadata(directory.read, network=view.network, at=at, states=states)
    return {f"{DIRECTORY}{name}": data for name, data in files.items()}


def put_files(place: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a folder that is being made."""
    for name, data in files.items():
        with faults_at(place / name):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
        write_new(place / name, data)


def _refuse_failing(place: Path, directory: TrustedDirectory, at: datetime) -> None:
    """Refuse an order that a provider would refuse."""
    found = check_order(place, trusted=directory, now=at)
    failing = [reason for one in found.checks if one.outcome == "fails" for reason in one.reasons]
    if failing:
        raise Refused(failing)
