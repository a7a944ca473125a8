# SPDX-License-Identifier: Apache-2.0
"""`rogatory order check`: what a provider can prove of an order, and which number to call."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.output.checks import checks_json, print_checks
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.errors import ExitStatus
from rogatory.evidence.checks import count
from rogatory.node.printing.shown_text import shown_line
from rogatory.node.provider_orders.check import check_order
from rogatory.node.provider_orders.order_verification import OrderVerification
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.wire.canonical import decode_object
from rogatory.wire.moments import format_moment
from rogatory.wire.spoken_digest import spoken

if TYPE_CHECKING:
    from rogatory.node.provider_orders.document import OrderDocument

SCHEMA = "rogatory/order-check/1"
"""The form of the output of `--json` (SPECIFICATION.md section 24)."""

_STATUS = {
    "holds": ExitStatus.HOLDS,
    "fails": ExitStatus.REFUSED,
    "undecided": ExitStatus.NOT_CHECKED,
}
_DO_NOT_ACT = (
    "Do not act on this order. Call the authority back by a number that you have from elsewhere."
)
_CALL_BACK = "Call back before releasing anything."
_ASK = "Ask whether the authority ordered exactly this of you, and whether the order still runs."
_NO_OTHER = "Use no number and no address from the order, its letter or its sender for this call."


@click.command("check", epilog="Example:  rogatory order check order --trust 5f70…")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.trusts
@click.option(
    "--withdrawal",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of a withdrawal that you received: show whether it withdraws this order.",
)
@as_json
@reported
def command(
    folder: Path, trust_paths: Sequence[Path], withdrawal: Path | None, as_json: bool
) -> None:
    """Check the order to a provider in FOLDER. No account is needed, and nothing is fetched.

    Give with --trust what you have by another way than the order: the fingerprint of the network's first
    root, or a copy of the directory. Without it the check says only what holds relative to the directory
    that came with the order, which its sender may have made. Only what is given is looked at: an order may have been
    withdrawn, and the withdrawal may not have reached you.

    Exit status 0 if everything holds; 1 if anything fails; 3 if nothing fails, but something could not be
    decided. In each case: call back before releasing anything.
    """
    trusted = read_trust(trust_paths) if trust_paths else None
    found = check_order(folder, trusted=trusted, now=options.now(), withdrawal=withdrawal)
    if as_json:
        print_json(_as_json(folder, found))
    else:
        for line in _lines(found):
            print_text(line)
        print_text()
        print_checks(found.checks)
    sys.exit(int(_STATUS[found.outcome]))


def _as_json(folder: Path, found: OrderVerification) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "call_back": {
            "before_releasing": True,
            "numbers": [
                {"authority": one.authority, "label": one.label, "e164": one.e164}
                for one in found.call_back.numbers
            ],
            "channels": [
                {"authority": one.authority, "kind": one.kind, "value": one.value}
                for one in found.call_back.channels
            ],
            "confirming": list(found.confirming),
        },
        "checks": checks_json(found.checks),
        "directory": {
            "snapshot": found.snapshot,
            "current_until": None
            if found.current_until is None
            else format_moment(found.current_until),
        },
        "first_line": found.rests.first_line(),
        "name": found.name,
        "order": None if found.order is None else decode_object(found.order.encode()),
        "outcome": found.outcome,
        "path": str(folder),
        "rests_on": found.rests.as_json(),
        "sha256": found.digest,
        "withdrawn_since": None
        if found.withdrawn_since is None
        else format_moment(found.withdrawn_since),
    }


def _lines(found: OrderVerification) -> Iterator[str]:
    yield f"{found.rests.first_line()}."
    yield f"{count(found.checks).sentence()}."
    if found.snapshot is not None and found.current_until is not None:
        until = format_moment(found.current_until)
        yield f"Directory used: snapshot {found.snapshot}, current until {until}."
    if root := found.rests.root:
        yield f"First root of the directory: {grouped(root)}"
        yield f"               by telephone: {spoken(root)}"
    if found.withdrawn_since is not None:
        yield f"Withdrawn since {format_moment(found.withdrawn_since)}."
    if found.outcome == "fails":
        yield _DO_NOT_ACT
    elif found.name is not None and found.order is not None:
        yield (
            f"Signed by {found.order.authority} of {found.order.authority[:2].upper()} "
            f"({shown_line(found.name)} in the directory)."
        )
    else:
        yield "It is not proved who signed it: see what cannot be decided below."
    yield from _call_back(found)
    if found.order is not None:
        yield from _stated(found.order)


def _call_back(found: OrderVerification) -> Iterator[str]:
    if found.outcome == "fails":
        return
    yield _CALL_BACK
    for number in found.call_back.numbers:
        yield f"  {number.authority}, {shown_line(number.label)}: {number.e164}"
    for channel in found.call_back.channels:
        yield f"  {channel.authority}, {channel.kind}: {shown_line(channel.value)}"
    if not found.call_back.numbers and not found.call_back.channels:
        yield "  No number is proved here: take one that you have from elsewhere."
    if found.confirming:
        yield f"  The State confirms its requests by: {', '.join(found.confirming)}"
    yield _ASK
    yield _NO_OTHER


def _stated(order: "OrderDocument") -> Iterator[str]:
    """Yield what the order states, which is its author's word and nothing more."""
    yield "The order states (the word of its author; nobody else vouches for it):"
    yield from (f"  {name}: {shown_line(value)}" for name, value in _facts(order) if value)
    yield "  The directory lists no kind of authority: who authorised it is stated alone."


def _facts(order: "OrderDocument") -> Iterator[tuple[str, str]]:
    yield "Kind", order.kind.value
    yield "Authority", f"{order.authority}, officer {order.officer}"
    yield "Provider", order.provider
    yield "Reference", order.reference
    yield "Authorised by", f"{order.issuer} ({order.authorised_by.value})"
    yield "Independent decision", "yes" if order.independent else "no"
    yield "Legal basis", order.legal_basis or ""
    yield "Issued", format_moment(order.issued)
    yield "In force", f"{format_moment(order.starts)} to {format_moment(order.ends)}"
    for one in order.renewals:
        yield "Renewed", f"{one.reference}, {one.issuer}, until {format_moment(one.ends)}"
    yield "Categories of data", ", ".join(order.categories)
    yield "Scope", order.scope
    for account in order.accounts:
        yield "Account", f"{account.kind.value} {account.value}"
    if order.data_from is not None:
        yield "Data from", format_moment(order.data_from)
    if order.data_until is not None:
        yield "Data until", format_moment(order.data_until)
    if order.due is not None:
        yield "Due", format_moment(order.due)
    secret = "yes" if order.secret else "no"
    if order.secret_until is not None:
        secret += f", until {format_moment(order.secret_until)}"
    yield "Secrecy", secret
    yield "Reply to", order.reply_to
