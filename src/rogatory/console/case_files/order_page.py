# SPDX-License-Identifier: Apache-2.0
"""The page of one order to a provider in a case file: how far it has come, what is missing, and what leaves the node."""

import os
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, checked
from rogatory.console.frame.downloads import LETTER_TYPES, download, letter_bytes, refuse_unknown
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused, RogatoryError
from rogatory.node.case_files.journal import case_file_for
from rogatory.node.case_files.ordering import order_in
from rogatory.node.case_files.orders import REPLY_TITLES, DomesticOrder
from rogatory.node.context import Node
from rogatory.node.letters.of_order import letter_of_order, values_of_order
from rogatory.node.letters.order_document import OrderLetterSigner
from rogatory.node.permissions import Permission
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.provider_orders.document import (
    AccountKind,
    Authoriser,
    OrderedAccount,
    typed_account,
)
from rogatory.node.provider_orders.etsi_folder import order_to_write
from rogatory.node.provider_orders.etsi_write import Hi1Envelope, parse_endpoint, write_hi1
from rogatory.node.provider_orders.recorded_order import is_for_provider
from rogatory.node.provider_orders.write import OrderTerms, order_document
from rogatory.node.served_orders.command import (
    accounts_of_request,
    withdraw_command,
    write_command,
)
from rogatory.node.served_orders.kept import kept_by_digest, last_signed, trusted_root
from rogatory.node.served_orders.order_titles import AUTHORISER_TITLES
from rogatory.node.served_orders.standing import standing_of

_AUTHORISED_BY = _n("Authorised by")
_REPLY_TO = _n("Where the answer goes")


@require_safe
@officer_page(Permission.READ_CASE_FILE)
def show(request: HttpRequest, thread: UUID, order: UUID) -> HttpResponse:
    """Return one order to a provider: how far it has come, what is missing, whom the provider calls back."""
    return order_answer(request, str(thread), str(order))


def order_answer(
    request: HttpRequest,
    thread: str,
    order: str,
    error: RogatoryError | None = None,
    command: str | None = None,
    *,
    with_card: bool = False,
) -> HttpResponse:
    """Return the page of an order, with the command that was asked for, or why an act was refused."""
    node, reader = this_node(), reader_of(request)
    case_file = case_file_for(node, thread, reader.number)
    found = order_in(case_file, order)
    standing = standing_of(node, case_file, found) if is_for_provider(found) else None
    signed = standing.document if standing else None
    named = accounts_of_request(node, thread) if signed is None else signed.accounts
    data = {"thread": thread, "order": found, "standing": standing, "command": command}
    decor: dict[str, Any] = {
        "matter": case_file,
        "may_order": reader.may(Permission.RECORD_ORDER),
        "authorisers": AUTHORISER_TITLES.items(),
        "accounts": "\n".join(one.typed for one in named),
        "kinds": ", ".join(AccountKind),
        "with_card": with_card,
        "withdraw": withdraw_command(thread, found, reader.number),
        "replies": REPLY_TITLES.items(),
        "letter_languages": LANGUAGES,
    }
    reasons = error.reasons if error else ()
    return answer(request, "console/case_files/order.html", data, decor=decor, reasons=reasons)


@require_POST
@officer_page(Permission.RECORD_ORDER)
def command(request: HttpRequest, thread: UUID, order: UUID) -> HttpResponse:
    """Return the command that signs an order on the workstation, for the terms given (`authorised_by`, `reply_to`,
    `accounts`, `legal_basis`, `data_from`, `data_until`, `due`, `with_card`). Nothing is signed or recorded here.
    """
    node, officer = this_node(), reader_of(request).number
    of, named = str(thread), str(order)
    reading = form_values.FormReading(request)
    terms = OrderTerms(
        authorised_by=reading.choice(
            "authorised_by", Authoriser, _AUTHORISED_BY, AUTHORISER_TITLES
        ),
        reply_to=form_values.text(request, "reply_to"),
        accounts=_accounts(form_values.text(request, "accounts")),
        legal_basis=form_values.text_or_none(request, "legal_basis"),
        data_from=reading.moment_or_none("data_from"),
        data_until=reading.moment_or_none("data_until"),
        due=reading.moment_or_none("due"),
    )
    with_card = form_values.is_yes(request, "with_card")
    try:
        reading.finish()
        form_values.refuse_unwritten(request, {"reply_to": _REPLY_TO})
        case_file = case_file_for(node, of, officer)
        signer, now = case_file.authority, node.clock.now()
        order_document(node, of, named, terms, officer=officer, signer=signer, at=now)
    except Refused as error:
        return order_answer(request, of, named, error)
    made = write_command(of, named, terms, officer, with_card=with_card)
    message = _("The command is below. Nothing was signed.")
    return checked(
        request,
        message,
        lambda: order_answer(request, of, named, command=made, with_card=with_card),
    )


@require_safe
@officer_page(Permission.RECORD_ORDER)
def folder(request: HttpRequest, thread: UUID, order: UUID, digest: str) -> HttpResponse:
    """Return a signed folder, of the order or of its withdrawal, as a zip, by the digest of what was signed."""
    node = this_node()
    kept = kept_by_digest(_order(request, node, thread, order), digest)
    return download(request, f"order-{digest[:12]}.zip", node.objects.get(kept.archive))


@require_safe
@officer_page(Permission.RECORD_ORDER)
def letter(
    request: HttpRequest, thread: UUID, order: UUID, language: str, form: str
) -> HttpResponse:
    """Return the order that was signed last as a letter, in one of six languages, `html` or `pdf`. It proves nothing."""
    node = this_node()
    found = last_signed(node, _order(request, node, thread, order))
    refuse_unknown(language, form, LETTER_TYPES)
    values = values_of_order(found, trusted_root(node), OrderLetterSigner(), node.clock.now())
    made = letter_of_order(values, language, pdf=form == "pdf")
    title = f"order-{str(order)[-12:]}-{language}.{form}"
    return download(request, title, letter_bytes(made, form), LETTER_TYPES[form])


@require_POST
@officer_page(Permission.RECORD_ORDER)
def etsi(request: HttpRequest, thread: UUID, order: UUID) -> HttpResponse:
    """Return the order that was signed last as a message of ETSI TS 103 120 for a `receiver` (`XB/MAIL01`); nothing of it is signed."""
    node = this_node()
    recorded, now = _order(request, node, thread, order), node.clock.now()
    transaction = UUID(bytes=os.urandom(16), version=4)
    try:
        endpoint = parse_endpoint(form_values.text(request, "receiver"))
        found = order_to_write(last_signed(node, recorded), now)
        data = write_hi1(found, Hi1Envelope(endpoint, transaction, now))
    except Refused as error:
        return order_answer(request, str(thread), str(order), error)
    return download(request, f"order-{str(order)[-12:]}.xml", data, "application/xml")


def _order(request: HttpRequest, node: Node, thread: UUID, order: UUID) -> DomesticOrder:
    case_file = case_file_for(node, str(thread), reader_of(request).number)
    return order_in(case_file, str(order))


def _accounts(text: str) -> tuple[OrderedAccount, ...]:
    """Return the accounts, one a line as KIND=VALUE; a line of another kind is an account of kind `other`."""
    lines = filter(None, map(str.strip, text.splitlines()))
    found = (typed_account(line) or OrderedAccount(AccountKind.OTHER, line) for line in lines)
    return tuple(dict.fromkeys(found))
