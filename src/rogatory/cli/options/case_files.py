# SPDX-License-Identifier: Apache-2.0
"""The common parts of the commands on case files: whose node, which thread, which officer,
moments.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.reporting import print_json, print_text
from rogatory.cli.tree import Command
from rogatory.errors import Reason, Refused
from rogatory.wire.moments import format_moment, parse_moment

if TYPE_CHECKING:
    from rogatory.node.case_files.journal import Recorded

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


home_argument = click.argument(
    "home", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
thread_argument = click.argument("thread")
officer_option = typed_officer("Who acts, such as xb-0001.")


def on_case_file(command: Command) -> Command:
    """Return HOME THREAD --officer."""
    return on_a_request(officer_option(command))


def on_a_request(command: Command) -> Command:
    """Return HOME THREAD; who acts is proved by `own_key`."""
    return home_argument(thread_argument(command))


class MomentOrDate(click.ParamType[datetime]):
    """`2026-11-24T03:00:00Z`, or a date alone for its first moment in UTC."""

    name = "moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return parse_moment(f"{value}T00:00:00Z" if _DATE.match(value) else value)
        except Refused:
            self.fail(f"{value!r} is no moment such as 2026-11-24T03:00:00Z", param, ctx)


MOMENT = MomentOrDate()


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def print_recorded(recorded: "Recorded", words: str, *, machine: bool) -> None:
    """Print that something is recorded in the journal, and what its officer should think of."""
    entry = recorded.entry
    if machine:
        print_json(
            {
                "ok": True,
                "id": entry.id,
                "kind": entry.kind.value,
                "thread": entry.thread,
                "at": format_moment(entry.at),
                "officer": entry.officer,
                "authority": entry.authority,
                "stage": recorded.case_file.stage.value,
                "warnings": [reason.as_json() for reason in recorded.warnings],
            }
        )
        return
    print_text(words)
    print_text(f"  Recorded as {entry.id} for {entry.authority}")
    print_warnings(recorded.warnings)


def print_warnings(warnings: "tuple[Reason, ...]") -> None:
    for reason in warnings:
        print_text(f"  {click.style('!', fg='yellow')} [{reason.code.id}] {reason.sentence()}")
