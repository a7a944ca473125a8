# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter list|show`: case files as an officer who may know of them reads them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import (
    home_argument,
    officer_option,
    on_case_file,
    print_warnings,
)
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import ReasonBasis, cited_plainly
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.case_files.case_file_deadlines import CaseFileClock
    from rogatory.node.views.case_file_view import CaseFileView, OrderView, ReferralView


@click.command(
    "list", epilog="Example:  rogatory matter list /srv/rogatory/xb --officer xb-0001 --mine"
)
@home_argument
@officer_option
@click.option("--mine", is_flag=True, help="Only those that this officer has.")
@as_json
@reported
def list_case_files(home: Path, officer: str, mine: bool, as_json: bool) -> None:
    """List the case files of the officer's authorities, oldest first."""
    from rogatory.node.views.case_file_view import case_files_for

    found = case_files_for(connections.node_at(home), officer, mine=mine)
    if as_json:
        print_json({"matters": found})
        return
    for each in found:
        title = each.summary.title if each.summary else "-"
        number = each.row.case_number or "no number"
        who = each.row.assignee or "nobody"
        print_text(f"{each.row.thread}  {number}  {title}: {each.stage_title}, with {who}")
    if not found:
        print_text("No case files.")


@click.command(
    "show", epilog="Example:  rogatory matter show /srv/rogatory/xb 0198… --officer xb-0001"
)
@on_case_file
@as_json
@reported
@for_officer(reads=True)
def show(home: Path, thread: str, officer: str, as_json: bool) -> None:
    """Show the case file of THREAD: assignee, work done, deadlines, and points to consider."""
    from rogatory.node.views.case_file_view import case_file_view

    found = case_file_view(connections.node_at(home), thread, officer)
    if as_json:
        print_json(found)
        return
    for line in _lines(found):
        print_text(line)
    print_warnings(found.warnings)


def _lines(view: "CaseFileView") -> Iterator[str]:
    summary = view.summary
    yield f"Case file {view.case_number or 'without a number'} on the thread {view.thread}"
    if summary is not None:
        yield f"  {summary.title}, {summary.peer}, {summary.role}: {summary.status}"
    yield f"  {view.stage_title}; with {view.assignee or 'nobody'}, of {view.authority}"
    for given in view.assignments:
        yield (
            f"  {format_moment(given.at)}  given to {given.assignee or given.authority} "
            f"by {given.by}{_because(given.reason)}"
        )
    for order in view.orders:
        yield from _order_lines(order, view.provisions)
    for referral in view.referrals:
        yield from _referral_lines(referral, view.provisions)
    yield "Treaty clocks (both States count them)"
    for clock in view.treaty_clocks:
        yield _clock_line(clock, clock.basis(view.provisions))
    for note in view.notes:
        yield f"Note of {note.officer}, {format_moment(note.at)} (internal)"
        yield from (f"    {line}" for line in note.text.splitlines())


def _order_lines(view: "OrderView", provisions: Mapping[str, ReasonBasis]) -> Iterator[str]:
    order = view.order
    yield (
        f"{view.title} {order.reference} of {order.issuer} "
        f"({cited_plainly(ReasonBasis(view.article, view.certainty))}), id {order.id}"
    )
    yield f"    {view.presence}: {order.custodian.name}; {', '.join(order.categories)}; {order.scope}"
    yield f"    {format_moment(order.starts)} to {format_moment(view.until)}"
    if order.ended is not None:
        yield f"    ended {format_moment(order.ended.at)}{_because(order.ended.reason)}"
    yield from (_own_clock_line(one, provisions) for one in view.clocks)
    yield from (f"    ! [{one.code.id}] {one.sentence()}" for one in view.warnings)


def _referral_lines(view: "ReferralView", provisions: Mapping[str, ReasonBasis]) -> Iterator[str]:
    referral = view.referral
    yield f"Referred to {referral.to.name} on {format_moment(referral.at)}, id {referral.id}"
    yield f"    {referral.asked}"
    for result in referral.results:
        yield (
            f"    {format_moment(result.received)}  brought by {result.brought_by}: "
            f"{result.summary or '-'}"
        )
        yield from (f"      {one.name}  sha256 {one.sha256}" for one in result.files)
        yield from (f"      package {seal}" for seal in result.packages)
    if referral.recalled is not None:
        yield f"    recalled{_because(referral.recalled.reason)}"
    if view.clock is not None:
        yield _own_clock_line(view.clock, provisions)


def _own_clock_line(clock: "CaseFileClock", provisions: Mapping[str, ReasonBasis]) -> str:
    return _clock_line(clock, clock.basis(provisions))


def _clock_line(clock: Any, basis: ReasonBasis) -> str:
    due = "no end" if clock.due is None else f"until {format_moment(clock.due)}"
    return f"    {clock.title} ({cited_plainly(basis)}): {due}, {clock.level.value}"


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""
