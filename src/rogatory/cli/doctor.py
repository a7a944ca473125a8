# SPDX-License-Identifier: Apache-2.0
"""`rogatory doctor`: what is wrong with this installation, and who must do what."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from rogatory.bootstrap.doctor.examination import examine, judge
from rogatory.bootstrap.doctor.facts import versions
from rogatory.bootstrap.doctor.finding import Finding, FindingLevel, of_reason
from rogatory.bootstrap.doctor.findings import of_machine
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.home.folder import read_home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import ExitStatus, RogatoryError

_MARKS = {
    FindingLevel.WELL: ("✓", "green"),
    FindingLevel.ADVICE: ("!", "yellow"),
    FindingLevel.UNCHECKED: ("?", "yellow"),
    FindingLevel.WRONG: ("✗", "red"),
}

REPORTED_EVERY = 1000
"""Objects, segments and entries between two lines of progress."""


@click.command("doctor", epilog="Example:  rogatory doctor /srv/rogatory/xb --deep")
@click.argument(
    "home", required=False, type=click.Path(file_okay=False, readable=False, path_type=Path)
)
@click.option(
    "--deep",
    is_flag=True,
    help="Read every object, package and tile, which may take hours.",
)
@as_json
@reported
def doctor(home: Path | None, deep: bool, as_json: bool) -> None:
    """Check this installation and list what to fix, and who must do it.

    With a node's HOME its files, keys, disk, clock, directory, database, objects, custody log, timestamp
    authorities and processes are checked, too. Changes nothing. Exit status 1 if something is wrong, 3 if
    nothing is wrong but something could not be checked.
    """
    if deep and home is None:
        raise click.UsageError("--deep is for a node's home")
    now = datetime.now(UTC)
    findings = list(of_machine(_tools()))
    facts: dict[str, Any] = {"versions": versions()}
    if home is not None:
        try:
            read = read_home(home)
        except RogatoryError as error:
            findings += [of_reason(FindingLevel.WRONG, reason) for reason in error.reasons]
        else:
            facts = examine(read, now, Look(deep=deep, report=_report))
            findings += judge(facts, now)
    if as_json:
        print_json({"findings": [finding.as_json() for finding in findings], "facts": facts})
    else:
        print_text(
            f"rogatory {facts['versions']['rogatory']} on Python {facts['versions']['python']}"
        )
        _print(findings)
    sys.exit(int(_status({finding.level for finding in findings})))


def _status(levels: AbstractSet[FindingLevel]) -> ExitStatus:
    if FindingLevel.WRONG in levels:
        return ExitStatus.REFUSED
    return ExitStatus.NOT_CHECKED if FindingLevel.UNCHECKED in levels else ExitStatus.HOLDS


def _report(read: int) -> None:
    """Print progress on a terminal, now and then."""
    if read % REPORTED_EVERY == 0 and sys.stderr.isatty():
        click.echo(f"\r\x1b[K{counted(read, 'part')} read", nl=False, err=True)


def _print(findings: Sequence[Finding]) -> None:
    for finding in findings:
        mark, colour = _MARKS[finding.level]
        text = f"{finding.what} {finding.remedy}".rstrip()
        code = "" if finding.level is FindingLevel.WELL else f" [{finding.kind.id}]"
        print_text(f"  {click.style(mark, fg=colour)} {text}{code}")


def _tools() -> dict[str, str | None]:
    """Return the stock tools of this machine, and what they say of their version."""
    return {
        "openssl": _output_of(["openssl", "version"]),
        "b3sum": _output_of(["b3sum", "--version"]),
        "bagit": "installed" if find_spec("bagit") else None,
        "case_validate": shutil.which("case_validate", path=_path()),
    }


def _path() -> str:
    """Return where programs of this Python environment lie, before those of the machine."""
    return f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"


def _output_of(command: list[str]) -> str | None:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()
