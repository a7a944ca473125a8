# SPDX-License-Identifier: Apache-2.0
"""`rogatory order report`: letters on what a provider returned beyond an order, or did not return."""

from pathlib import Path

import click

from rogatory.cli.letters import write
from rogatory.cli.options import evidence as options
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.evidence.scope.check import check_return
from rogatory.node.letters.of_return import shortage_letter, surplus_report, values_of_return
from rogatory.node.provider_orders.etsi_folder import order_to_compare
from rogatory.node.provider_orders.scope import scope_of_order


@click.command(
    "report", epilog="Example:  rogatory order report order return --language fr --out letters"
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("source", metavar="RETURN", type=click.Path(exists=True, path_type=Path))
@options.out("A folder for the letters; it must not exist yet.")
@options.report_languages
@options.discard_unfinished
@as_json
@reported
def command(
    folder: Path,
    source: Path,
    target: Path,
    languages: tuple[str, ...],
    pdf: bool,
    discard_unfinished: bool,
    as_json: bool,
) -> None:
    """Print letters on RETURN, which a provider sent in answer to the order in FOLDER.

    What is outside the order is reported to the authority (surplus); what did not come is asked of the provider
    (questions). Nothing of RETURN is in the letters but counts, and nothing is changed. Where neither is needed, nothing
    is written. The order's signatures are not checked here.
    """
    order = order_to_compare(folder)
    check = check_return(source, scope_of_order(order))
    values = values_of_return(folder, order, check, options.now())
    letters = {}
    if values.has_surplus:
        letters["surplus"] = [surplus_report(values, one, pdf=pdf) for one in languages]
    if check.questions:
        letters["questions"] = [shortage_letter(values, one, pdf=pdf) for one in languages]
    files = {
        f"{stem}.{one.language}.{kind}": data
        for stem, written in letters.items()
        for one in written
        for kind, data in (("html", one.html), ("pdf", one.pdf))
        if data is not None
    }
    if files:
        write(target, "", [], discard_unfinished=discard_unfinished, beside=files)
    if as_json:
        print_json({"files": sorted(files), "folder": str(target) if files else None})
        return
    for name in sorted(files):
        print_text(f"  {target / name}")
    if not files:
        print_text("Nothing is outside the order, and nothing is missing: no letter is needed.")
