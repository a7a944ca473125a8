# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence scope`: a provider's return against what was authorised."""

import re
import sys
from collections import Counter
from pathlib import Path

import click

from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import read_file, shown
from rogatory.errors import ExitStatus
from rogatory.evidence.scope.apart import set_apart
from rogatory.evidence.scope.check import ScopeCheck, check_return
from rogatory.evidence.scope.judging import ScopeState
from rogatory.node.printing.shown_text import shown_line
from rogatory.node.provider_orders.scope import read_scope
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.moments import format_moment


@click.command(
    "scope", epilog="Example:  rogatory evidence scope return --authorised authorised.json"
)
@click.argument("source", metavar="RETURN", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--authorised",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What was authorised: a file of accounts, categories, period and article, or the order.json of an order.",
)
@click.option(
    "--apart",
    metavar="APART",
    type=click.Path(path_type=Path),
    help="A new folder for copies: files wholly outside, and all others.",
)
@as_json
@reported
def command(source: Path, authorised: Path, apart: Path | None, as_json: bool) -> None:
    """Compare RETURN, a provider's file or folder, with what was authorised.

    Reads messages (.eml, .mbox), tables (.csv, .tsv), objects (.json, .jsonl, .ndjson, .js) and pages (.html, .htm,
    .xhtml) by their own statements, which may be forged. Everything else is not checked, archives included: unpack
    them first. Nothing is changed. With --apart, files of which every record is outside are copied to APART/outside and all others to APART/remaining; no file is divided.
    Exit status 0 if all is within the scope and nothing is missing, 1 if something is outside, 3 if something was not
    checked or is missing.
    """
    scope = read_scope(read_file(authorised, limit=LARGEST_DOCUMENT))
    copied = None if apart is None else set_apart(source, scope, apart)
    check = check_return(source, scope) if copied is None else copied.check
    copies = (
        None
        if copied is None
        else {"outside": copied.outside, "path": str(apart), "remaining": copied.remaining}
    )
    if as_json:
        print_json(check.fields() | ({} if copies is None else {"apart": copies}))
    else:
        _print(check)
        if copied is not None:
            print_text(
                f"Copied: {counted(copied.outside, 'file')} to {shown(str(apart))}/outside, "
                f"{counted(copied.remaining, 'file')} to {shown(str(apart))}/remaining. Seal the two apart."
            )
    sys.exit(int(_status(check)))


def _status(check: ScopeCheck) -> ExitStatus:
    if check.counts[ScopeState.OUTSIDE]:
        return ExitStatus.REFUSED
    incomplete = check.counts[ScopeState.NOT_CHECKED] or check.questions
    return ExitStatus.NOT_CHECKED if incomplete else ExitStatus.HOLDS


def _print(check: ScopeCheck) -> None:
    for path, counts in check.files.items():
        print_text(f"{path}: {_counts(counts)}")
    for finding in check.findings:
        reasons = ", ".join(
            f"{code} {_readable(value)}".strip() for code, value in finding.verdict.reasons
        )
        place = f"{finding.path}, {finding.place}"
        print_text(shown_line(f"  {finding.verdict.state}  {place}: {reasons}"))
    if check.not_kept:
        print_text(f"  {counted(check.not_kept, 'more finding')}, counted but not listed")
    for question in check.questions:
        period = f"{format_moment(question.begin)} to {format_moment(question.end)}"
        print_text(f"  Ask the provider: nothing came of {question.account} from {period}.")
    print_text(f"All: {_counts(check.counts)}, by the statements of the files.")
    if check.counts[ScopeState.OUTSIDE]:
        print_text(f"Report what is outside to the authority. Cited by it: {check.scope.article}")


_DURATION = re.compile(r"P(\d+)DT(\d+)H(\d+)M(\d+)S")


def _readable(value: str) -> str:
    """Return a length of time in days, hours and minutes; any other value as it is."""
    found = _DURATION.fullmatch(value)
    if found is None:
        return value
    units = ("day", "hour", "minute", "second")
    parts = (
        counted(int(one), unit) for one, unit in zip(found.groups(), units, strict=True) if int(one)
    )
    return " ".join(parts) or "less than a second"


def _counts(counts: Counter[ScopeState]) -> str:
    return ", ".join(f"{counts[state]:,} {state.replace('-', ' ')}" for state in ScopeState)
