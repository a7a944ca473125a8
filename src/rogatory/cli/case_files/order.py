# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter order|renew|end`: domestic orders, whose clock is not the treaty's."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import MOMENT, on_case_file, print_recorded
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.output.reporting import as_json, reported
from rogatory.node.case_files.orders import (
    CATEGORIES,
    Custodian,
    CustodianPresence,
    OrderKind,
)
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.context import Node

_KINDS = (
    "preservation",
    "partial-disclosure",
    "production",
    "search-seizure",
    "realtime-traffic",
    "interception",
)
_order = click.option("--order", metavar="ID", help="Which; not needed where only one runs.")
_reference = click.option("--reference", required=True, metavar="TEXT", help="The order's number.")
_issuer = click.option("--issuer", required=True, metavar="NAME", help="Who issued it.")
_issued = click.option("--issued", required=True, type=MOMENT, help="When it was issued.")
_ends = click.option("--ends", required=True, type=MOMENT, help="When the period ends.")
_independent = click.option(
    "--independent", is_flag=True, help="A court or another independent body decided."
)


@click.command(
    "order",
    epilog="Example:  rogatory matter order /srv/rogatory/xb 0198… --kind preservation "
    '--custodian "Borealia Mail" --reference "Gs 12/26" --issuer "District Court" '
    '--issued 2026-11-24 --ends 2027-02-22 --scope "Log-in records" --category traffic --secret '
    "--officer xb-0001",
)
@on_case_file
@click.option("--kind", required=True, type=click.Choice(_KINDS), help="Which kind of order.")
@click.option("--custodian", required=True, metavar="NAME", help="Whom it binds.")
@click.option(
    "--only-offers-services",
    is_flag=True,
    help="The custodian is a provider abroad that offers services here.",
)
@_reference
@_issuer
@_issued
@click.option("--starts", type=MOMENT, help="Start of the order; by default, when it was issued.")
@_ends
@click.option("--scope", required=True, metavar="TEXT", help="What data, of whom.")
@click.option(
    "--category",
    "categories",
    multiple=True,
    required=True,
    type=click.Choice(CATEGORIES),
    help="Category of the data; repeatable.",
)
@_independent
@click.option("--secret", is_flag=True, help="The custodian is bound to secrecy.")
@click.option("--secret-until", type=MOMENT, help="End of the order, if it states one.")
@as_json
@reported
@for_officer()
def order(
    home: Path,
    thread: str,
    officer: str,
    kind: str,
    custodian: str,
    only_offers_services: bool,
    reference: str,
    issuer: str,
    issued: datetime,
    starts: datetime | None,
    ends: datetime,
    scope: str,
    categories: tuple[str, ...],
    independent: bool,
    secret: bool,
    secret_until: datetime | None,
    as_json: bool,
) -> None:
    """Record a domestic order for the request of THREAD, so that its end is monitored."""
    from rogatory.node.case_files.ordering import NewOrder, record_order

    presence = (
        CustodianPresence.OFFERING_SERVICES
        if only_offers_services
        else CustodianPresence.IN_TERRITORY
    )
    new = NewOrder(
        kind=OrderKind(kind),
        custodian=Custodian(custodian, presence),
        reference=reference,
        issuer=issuer,
        issued=issued,
        starts=starts,
        ends=ends,
        scope=scope,
        categories=categories,
        independent=independent,
        secret=secret or secret_until is not None,
        secret_until=secret_until,
    )
    recorded = record_order(connections.node_at(home), thread, new, officer)
    words = f"The order {reference} runs until {format_moment(ends)}."
    print_recorded(recorded, words, machine=as_json)


@click.command(
    "renew",
    epilog='Example:  rogatory matter renew /srv/rogatory/xb 0198… --reference "Gs 40/27" '
    '--issuer "District Court" --issued 2027-02-20 --ends 2027-05-20 --officer xb-0001',
)
@on_case_file
@_order
@_reference
@_issuer
@_issued
@_ends
@_independent
@as_json
@reported
@for_officer()
def renew(
    home: Path,
    thread: str,
    officer: str,
    order: str | None,
    reference: str,
    issuer: str,
    issued: datetime,
    ends: datetime,
    independent: bool,
    as_json: bool,
) -> None:
    """Record that an order was renewed before it ended."""
    from rogatory.node.case_files.ordering import NewRenewal, renew_order

    node = connections.node_at(home)
    new = NewRenewal(reference, issuer, issued, ends, independent)
    recorded = renew_order(node, thread, _which(node, thread, order), new, officer)
    print_recorded(recorded, f"It runs until {format_moment(ends)}.", machine=as_json)


@click.command(
    "end",
    epilog='Example:  rogatory matter end /srv/rogatory/xb 0198… --reason "Lifted by the court" '
    "--officer xb-0001",
)
@on_case_file
@_order
@click.option("--reason", required=True, metavar="TEXT", help="Why it has ended.")
@click.option("--at", type=MOMENT, help="Time of the end; by default, now.")
@as_json
@reported
@for_officer()
def end(
    home: Path,
    thread: str,
    officer: str,
    order: str | None,
    reason: str,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Record that an order was lifted or has served its purpose."""
    from rogatory.node.case_files.ordering import end_order

    node = connections.node_at(home)
    named = _which(node, thread, order)
    recorded = end_order(node, thread, named, officer, reason=reason, at=at)
    print_recorded(recorded, "It has ended.", machine=as_json)


def _which(node: "Node", thread: str, order: str | None) -> str:
    """Return the order named, or the only one that nobody has ended."""
    from rogatory.node.case_files.journal import read_case_file

    if order is not None:
        return order
    running = [one for one in read_case_file(node, thread).orders if one.ended is None]
    if len(running) != 1:
        raise click.UsageError("Not exactly one order runs: name one with --order.")
    return running[0].id
