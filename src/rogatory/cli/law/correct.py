# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty correct|import|review|history`: the ministry corrects the law, by two persons."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.law.options import day_of, home, on, plain, reason
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.options.peers import FILE, read_object
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import read_file
from rogatory.treaty.corrections import parse_correction
from rogatory.treaty.rows import CERTAINTIES

if TYPE_CHECKING:
    from rogatory.node.repositories.law import CorrectionRecord

LARGEST_TABLE = 1 << 20
"""More than every State and instrument of the world; a file beyond it is none."""

authority = click.option("--authority", metavar="NAME", help="For whom: xb/central-authority.")


@click.command(
    "correct",
    epilog="Example:  rogatory treaty correct /srv/rogatory/xb correction.json --own-key lawyer",
)
@home
@click.argument("file", type=FILE)
@authority
@as_json
@reported
@by_own_key
def correct(home: Path, file: Path, officer: str, authority: str | None, as_json: bool) -> None:
    """Propose the correction in FILE (JSON), or what a verification sheet says (CSV).

    It counts once a second person has accepted it. A sheet gives one correction for each row, all or none.
    """
    from rogatory.node.corrections.correct_law import propose
    from rogatory.node.corrections.verification import propose_sheet
    from rogatory.treaty.verification.sheet import LARGEST_SHEET

    node = connections.node_at(home)
    if file.suffix.lower() == ".csv":
        data = read_file(file, limit=LARGEST_SHEET)
        print_records(propose_sheet(node, data, officer, authority=authority), as_json)
        return
    correction = parse_correction(read_object(file))
    print_records([propose(node, correction, officer, authority=authority)], as_json)


@click.command(
    "import",
    epilog="Example:  rogatory treaty import /srv/rogatory/xb parties.csv --own-key lawyer --batch "
    "2026-11 --source 'Notifications 30 to 34' --reason 'New deposits'",
)
@home
@click.argument("file", type=FILE)
@click.option("--batch", required=True, metavar="NAME", help="What this table is known by.")
@click.option("--source", required=True, metavar="TEXT", help="What the table was taken from.")
@click.option("--certainty", type=click.Choice(CERTAINTIES), default="seen", show_default=True)
@reason
@on
@as_json
@reported
@by_own_key
def import_table(home: Path, file: Path, as_json: bool, **given: Any) -> None:
    """Propose one correction for each row of a table of parties (CSV)."""
    from rogatory.node.corrections.correct_law import propose_all
    from rogatory.node.provisions.law_data import corrected_law
    from rogatory.treaty.parties.csv_table import Provenance, corrections_of_table

    node = connections.node_at(home)
    provenance = Provenance(
        given["batch"], given["reason"], given["source"], given["certainty"], day_of(given["on"])
    )
    data = read_file(file, limit=LARGEST_TABLE)
    found = corrections_of_table(corrected_law(node), data, provenance)
    print_records(propose_all(node, found, given["officer"]), as_json)


@click.command(
    "review",
    epilog="Example:  rogatory treaty review /srv/rogatory/xb ID --accept --own-key lawyer --reason "
    "'Compared with the notification'",
)
@home
@click.argument("correction", required=False)
@click.option(
    "--batch", metavar="NAME", help="Every waiting correction of this sheet or table: sheet-1f9a…"
)
@click.option("--accept", "verdict", flag_value="accept", help="It shall count.")
@click.option("--decline", "verdict", flag_value="decline", help="It shall not.")
@reason
@as_json
@reported
@by_own_key
def review(
    home: Path,
    correction: str | None,
    batch: str | None,
    verdict: str | None,
    reason: str,
    officer: str,
    as_json: bool,
) -> None:
    """Accept or decline a correction, as the second person. What is accepted counts at once."""
    if verdict is None:
        raise click.UsageError("Say --accept or --decline.")
    if (correction is None) == (batch is None):
        raise click.UsageError("Name one correction, or a sheet or table with --batch.")
    from rogatory.node.corrections.correct_law import review as review_correction
    from rogatory.node.corrections.correct_law import review_batch

    node, is_accepted = connections.node_at(home), verdict == "accept"
    if batch is not None:
        found = review_batch(node, batch, officer, accept=is_accepted, reason=reason)
        print_records([*found], as_json)
        return
    assert correction is not None
    record = review_correction(node, correction, officer, accept=is_accepted, reason=reason)
    print_records([record], as_json)


@click.command("proposed", epilog="Example:  rogatory treaty proposed /srv/rogatory/xb ID")
@home
@click.argument("correction")
@reported
def proposed(home: Path, correction: str) -> None:
    """Print a correction as JSON; of a treaty from a file every line, of a sheet the wordings."""
    from rogatory.node.corrections.correct_law import correction_named, correction_of
    from rogatory.node.corrections.load_treaty import loaded_by
    from rogatory.node.corrections.verification import official_wordings

    node = connections.node_at(home)
    record = correction_named(node, correction)
    found = correction_of(node, record)
    treaty = loaded_by(node, found)
    print_json(
        plain(record)
        | {"correction": plain(found), "official_wordings": official_wordings(node, found)}
        | ({"treaty": plain(treaty)} if treaty is not None else {})
    )


@click.command("history", epilog="Example:  rogatory treaty history /srv/rogatory/xb")
@home
@as_json
@reported
def history(home: Path, as_json: bool) -> None:
    """List every correction that was proposed here, by whom, and its result."""
    from rogatory.node.corrections.correct_law import correction_history as corrections

    found = corrections(connections.node_at(home))
    if as_json:
        print_json(
            [plain(record) | {"correction": plain(correction)} for record, correction in found]
        )
        return
    for record, correction in found:
        print_text(_line(record))
        print_text(
            f"      {correction.section}: {correction.reason} ({correction.source}; certainty: {correction.certainty})"
        )


def print_records(records: "list[CorrectionRecord]", machine: bool) -> None:
    if machine:
        print_json([plain(record) for record in records])
        return
    for record in records:
        print_text(_line(record))


def _line(record: "CorrectionRecord") -> str:
    proposed = f"proposed {_at(record.proposed)} by {record.proposed_by}"
    if record.reviewed is None:
        return f"{record.id}  {record.section}  {proposed}; a second person must review it"
    verdict = "accepted" if record.accepted else "declined"
    return (
        f"{record.id}  {record.section}  {proposed}; {verdict} {_at(record.reviewed)} by "
        f"{record.reviewed_by}: {record.reason}"
    )


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
