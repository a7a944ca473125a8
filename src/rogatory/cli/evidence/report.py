# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence report`: the reports of a bundle, made again from the bundle alone."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import PartialFolder
from rogatory.node.court.placing import place_files

if TYPE_CHECKING:
    from rogatory.node.court.report.remake import Remade


@click.command(
    "report",
    epilog="Example:  rogatory evidence report bundle --language ar --language fr --out reports",
)
@click.argument("bundle", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.out("A folder for the reports; it must not exist yet.")
@options.report_languages
@options.discard_unfinished
@as_json
@reported
def command(
    bundle: Path,
    target: Path,
    languages: tuple[str, ...],
    pdf: bool,
    discard_unfinished: bool,
    as_json: bool,
) -> None:
    """Write the report of BUNDLE again, in any of six languages, from its contents.

    In a language in which the bundle has a report, the new one has the same bytes, if the same
    versions of this program, of typst and of the fonts are used: report.json in the bundle names them.
    """
    from rogatory.node.court.report.remake import remake_reports
    from rogatory.node.court.report.write import RequestedReports

    with PartialFolder(target.absolute(), remove_leftover=discard_unfinished) as partial:
        with progress_bar("Reading the evidence") as progress:
            made = remake_reports(bundle, RequestedReports(languages, pdf=pdf), progress=progress)
        place_files(Path(os.fsdecode(partial.path)), made.reports.files)
    if as_json:
        print_json(_as_json(made, target))
    else:
        _print(made, target)


def _as_json(made: "Remade", target: Path) -> dict[str, Any]:
    return {
        "differences": made.differences,
        "files": sorted(made.reports.files),
        "folder": str(target),
        "fonts": dict(sorted((made.reports.made.fonts or {}).items())),
        "program": made.reports.made.program,
        "same": dict(sorted(made.same.items())),
        "typst": made.reports.made.typst,
    }


def _print(made: "Remade", target: Path) -> None:
    for name in sorted(made.reports.files):
        if name not in made.same:
            text = "the bundle has none in this language"
        elif made.same[name]:
            text = "the same bytes as in the bundle"
        else:
            text = "other bytes than in the bundle"
        print_text(f"  {target / name}  {text}")
    if not all(made.same.values()) and made.differences:
        print_text(f"Made with other parts than the bundle's: {'; '.join(made.differences)}.")
