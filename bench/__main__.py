# SPDX-License-Identifier: Apache-2.0
"""Measure every row, or some, and write the results.

A row that cannot be measured here is shown with its reason; one whose output is wrong, or whose
tool failed, ends the command with 1 after the others were measured.
"""

import json
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bench import load, results
from bench.document import write_document
from bench.rows import Found, SkippedError, as_json
from bench.scales import SCALES, quick
from bench.studies.table import ROWS, STUDIES
from bench.study import Study
from bench.workplace import Workplace


@click.command(epilog="Example:  python -m bench --quick --scale small --row seal-big")
@click.option(
    "--scale",
    "size",
    type=click.Choice(list(SCALES)),
    default="full",
    show_default=True,
    help="Sizes and counts. Full needs 60 GB of disk and most of an hour.",
)
@click.option("--quick", "is_quick", is_flag=True, help="Three rounds instead of five.")
@click.option("--row", "names", multiple=True, type=click.Choice([row.id for row in ROWS]))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where the results go, as JSON. With --row they replace those rows in it.",
)
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Work in a new folder in this one: on the file system that is to be measured.",
)
@click.option(
    "--database",
    metavar="URL",
    help="A PostgreSQL database, beside which empty ones are made: for its rows.",
)
@click.option("--document", is_flag=True, help="Write the table in docs/benchmarks.md anew.")
def main(
    size: str,
    is_quick: bool,  # noqa: FBT001 - click calls by keyword
    names: Sequence[str],
    out: Path | None,
    folder: Path | None,
    database: str | None,
    document: bool,  # noqa: FBT001 - likewise
) -> None:
    """Measure rogatory against what one would use today, and against this machine's limits."""
    scale = quick(SCALES[size]) if is_quick else SCALES[size]
    with tempfile.TemporaryDirectory(prefix="rogatory-bench-", dir=folder) as place:
        work = Workplace(Path(place), scale, database)
        rows = [row for study in _chosen(names) for row in _measured(study, work, names)]
        report = results.results(scale, rows, Path(place))
    if out:
        if names and out.exists():
            report = results.merged(json.loads(out.read_text(encoding="utf-8")), report)
        results.write(out, report)
    if document:
        write_document(report)
    sys.exit(any(row.get("failed", False) for row in rows))


def _chosen(names: Sequence[str]) -> Iterator[Study]:
    return (study for study in STUDIES if not names or any(row.id in names for row in study.rows))


def _measured(study: Study, work: Workplace, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The study's rows, each with the load under which it was taken."""
    before, started = load.now(), time.monotonic()
    found, why_not, failed = _attempt(study, work)
    share, took = load.foreign_share(before), time.monotonic() - started
    for row in study.rows:
        if names and row.id not in names:
            continue
        measured = as_json(row, found.get(row.id), why_not)
        measured |= {
            "at": results.moment(),
            "foreign_share": round(share, 3),
            "took_s": round(took, 1),
        }
        _print(measured)
        yield measured | ({"failed": True} if failed else {})


def _attempt(study: Study, work: Workplace) -> tuple[Mapping[str, Found], str | None, bool]:
    try:
        return study.measure(work), None, False
    except SkippedError as skipped:
        return {}, str(skipped), False
    except Exception as error:  # noqa: BLE001 - one row's failure must not hide the others
        traceback.print_exc()
        return {}, f"failed: {str(error)[:300]}", True


def _print(row: Mapping[str, Any]) -> None:
    if row["figure"] is None:
        click.echo(f"{row['id']:20} -            {row['why_not']}")
        return
    mark = click.style("✓", fg="green") if row["met"] else click.style("✗", fg="red")
    loaded = " under load" if row["foreign_share"] > load.LOADED else ""
    click.echo(
        f"{row['id']:20} {row['figure']:10,.4g} {row['unit']:14} goal {row['goal']:24} {mark}{loaded}"
    )


if __name__ == "__main__":
    main()
