# SPDX-License-Identifier: Apache-2.0
"""`rogatory trace`: the delivery history of each message of a thread, by both States' clocks."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import home_argument, thread_argument
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.delivery_trace.trace import MessageTrace, Trace, TraceStep

_NO_MOMENT = " " * 20
"""As wide as a moment is written."""


@click.command(
    "trace",
    epilog="Example:  rogatory trace /srv/rogatory/xb 019aaf00-3c00-7c5e-8d11-4f2a9b7c6d50",
)
@home_argument
@thread_argument
@as_json
@reported
def command(home: Path, thread: str, as_json: bool) -> None:
    """Show the delivery history of each message of THREAD, from writing to reading.

    The left column has this node's clock, the right one the times claimed by the other State. Reading
    is known only of officers of this State.
    """
    from rogatory.node.delivery_trace.trace import trace

    found = trace(connections.node_at(home), thread)
    if as_json:
        print_json(found)
    else:
        _print(found)


def _print(found: "Trace") -> None:
    print_text(f"Thread {found.thread} with {found.peer}")
    print_text(f"    {'our clock':20}  {f'clock of {found.peer}':20}")
    if found.skew:
        way = "ahead of" if found.skew > 0 else "behind"
        print_text(
            f"    (the clock of {found.peer} is {counted(abs(found.skew), 'second')} {way} ours)"
        )
    for message in found.messages:
        _print_trace(message)
    for digest in found.missing:
        print_text(f"Missing, and asked for: {digest}")


def _print_trace(message: "MessageTrace") -> None:
    sender = str(message.sender)
    print_text(f"{sender[:2].upper()} {message.sequence}: {message.title} ({message.kind})")
    print_text(
        f"    {sender} to {message.addressee}: {message.delivery.value}, {message.outcome.value}"
    )
    for step in message.steps:
        print_text(f"    {_moment(step.ours)}  {_moment(step.theirs)}  {_words(step)}".rstrip())
    if message.problem:
        print_text(f"    ! {message.problem}")


def _moment(moment: datetime | None) -> str:
    return _NO_MOMENT if moment is None else format_moment(moment)


def _words(step: "TraceStep") -> str:
    words = step.title
    if step.who:
        words += f": {step.who}"
    if step.detail:
        words += f" ({step.detail})"
    if step.times > 1:
        words += f", {counted(step.times, 'time')}"
        words += f", last {format_moment(step.last)}" if step.last else ""
    return words
