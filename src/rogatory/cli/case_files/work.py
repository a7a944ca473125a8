# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter number|assign|note|stage`: whose case file it is, and how far the work has
come.
"""

import sys
from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import on_case_file, print_recorded
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.output.reporting import as_json, reported

LONGEST_READ = 1 << 20
"""Bytes of a note from standard input: what is longer is refused by its length in characters."""


@click.command(
    "number",
    epilog='Example:  rogatory matter number /srv/rogatory/xb 0198… "12 Js 7/26" --officer xb-0001',
)
@on_case_file
@click.argument("number", metavar="NUMBER")
@as_json
@reported
@for_officer()
def give_number(home: Path, thread: str, officer: str, number: str, as_json: bool) -> None:
    """Set the own case number of the case file of THREAD.

    Several case files may have one number; the others are listed.
    """
    from rogatory.node.case_files.numbering import give_number as give

    recorded = give(connections.node_at(home), thread, number, officer)
    print_recorded(recorded, f"The number is {recorded.case_file.case_number}.", machine=as_json)


@click.command(
    "assign",
    epilog="Example:  rogatory matter assign /srv/rogatory/xb 0198… xb-0003 --officer xb-0001",
)
@on_case_file
@click.argument("assignee", metavar="[OFFICER]", required=False)
@click.option("--authority", metavar="AUTHORITY", help="Give it to this authority of the State.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the history.")
@as_json
@reported
@for_officer()
def give_to(
    home: Path,
    thread: str,
    officer: str,
    assignee: str | None,
    authority: str | None,
    reason: str,
    as_json: bool,
) -> None:
    """Assign the case file of THREAD to OFFICER, or with --authority only to its first taker."""
    from rogatory.node.case_files.assigning import assign

    recorded = assign(
        connections.node_at(home), thread, assignee, officer, authority=authority, reason=reason
    )
    who = recorded.case_file.assignee or "nobody yet"
    print_recorded(
        recorded,
        f"The case file is with {who}, of {recorded.case_file.authority}.",
        machine=as_json,
    )


@click.command(
    "note",
    epilog='Example:  rogatory matter note /srv/rogatory/xb 0198… "Rang the provider" --officer xb-0001',
)
@on_case_file
@click.argument("text", metavar="TEXT|-")
@as_json
@reported
@for_officer()
def write_note(home: Path, thread: str, officer: str, text: str, as_json: bool) -> None:
    """Write an internal note (`-` reads it from standard input). It never leaves this State."""
    from rogatory.node.case_files.noting import note

    if text == "-":
        text = sys.stdin.read(LONGEST_READ)
    print_recorded(
        note(connections.node_at(home), thread, text, officer), "Noted.", machine=as_json
    )


@click.command(
    "stage",
    epilog="Example:  rogatory matter stage /srv/rogatory/xb 0198… at-court --officer xb-0001",
)
@on_case_file
@click.argument("stage", metavar="STAGE")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the history.")
@as_json
@reported
@for_officer()
def say_stage(
    home: Path, thread: str, officer: str, stage: str, reason: str, as_json: bool
) -> None:
    """Set the stage of the work on THREAD: new, in-hand, at-court, referred, ready, closed."""
    from rogatory.node.case_files.noting import set_stage

    recorded = set_stage(connections.node_at(home), thread, stage, officer, reason=reason)
    print_recorded(recorded, f"The stage is now {stage}.", machine=as_json)
