# SPDX-License-Identifier: Apache-2.0
"""`rogatory doctor`: what is wrong with this installation, and who must do what."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from rogatory.bootstrap.doctor.facts import facts as gather
from rogatory.bootstrap.doctor.facts import versions
from rogatory.bootstrap.doctor.fetching import fetching, of_fetching
from rogatory.bootstrap.doctor.finding import Finding, FindingLevel
from rogatory.bootstrap.doctor.findings import of_home, of_machine
from rogatory.bootstrap.doctor.peers import of_lines
from rogatory.bootstrap.home.folder import read_home
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import ExitStatus

_MARKS = {
    FindingLevel.WELL: ("✓", "green"),
    FindingLevel.ADVICE: ("!", "yellow"),
    FindingLevel.WRONG: ("✗", "red"),
}


@click.command("doctor", epilog="Example:  rogatory doctor /srv/rogatory/xb")
@click.argument("home", required=False, type=click.Path(file_okay=False, path_type=Path))
@as_json
@reported
def doctor(home: Path | None, as_json: bool) -> None:
    """Check this installation and list what to fix, and who must do it.

    With a node's HOME its keys, disk, clock, directory, database and processes are checked, too.
    Changes nothing. Exit status 1 if something is wrong.
    """
    now = datetime.now(UTC)
    findings = list(of_machine(_tools()))
    facts: dict[str, Any] = {"versions": versions()}
    if home is not None:
        facts = gather(read_home(home), now)
        findings += of_home(facts, now)
        findings += of_lines(facts["lines"])
        facts["fetching"] = fetching(read_home(home))
        findings += of_fetching(facts["fetching"])
    if as_json:
        print_json({"findings": [finding.as_json() for finding in findings], "facts": facts})
    else:
        print_text(
            f"rogatory {facts['versions']['rogatory']} on Python {facts['versions']['python']}"
        )
        _print(findings)
    if any(finding.level is FindingLevel.WRONG for finding in findings):
        sys.exit(int(ExitStatus.REFUSED))


def _print(findings: Sequence[Finding]) -> None:
    for finding in findings:
        mark, colour = _MARKS[finding.level]
        print_text(f"  {click.style(mark, fg=colour)} {finding.what} {finding.remedy}".rstrip())


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
