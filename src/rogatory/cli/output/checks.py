# SPDX-License-Identifier: Apache-2.0
"""The printed form of a list of checks: numbered, each with its outcome and every reason."""

from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.output.reporting import print_text
from rogatory.node.printing.shown_text import shown_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rogatory.evidence.checks import Check

_MARKS = {"holds": ("✓", "green"), "fails": ("✗", "red"), "undecided": ("?", "yellow")}
_WORDS = {"holds": "holds", "fails": "FAILS", "undecided": "cannot be decided here"}


def checks_json(checks: "Iterable[Check]") -> list[dict[str, Any]]:
    return [check.as_json() for check in checks]


def print_checks(checks: "Sequence[Check]") -> None:
    for check in checks:
        mark, colour = _MARKS[check.outcome]
        remark = (
            f" ({shown_line(check.remark)})" if check.remark and check.outcome == "holds" else ""
        )
        word = _WORDS[check.outcome]
        print_text(
            f"{click.style(mark, fg=colour)} {check.number:>2}. {check.name}: {word}{remark}"
        )
        if check.outcome == "undecided":
            print_text(f"       {shown_line(check.remark or '')}. Who can settle it: {check.who}.")
        for reason in check.reasons if check.outcome == "fails" else ():
            print_text(f"       [{reason.code.id}] {shown_line(reason.sentence())}")
