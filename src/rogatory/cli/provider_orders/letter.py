# SPDX-License-Identifier: Apache-2.0
"""`rogatory order letter`: a signed order as a letter, for a provider without software."""

from collections.abc import Sequence
from pathlib import Path

import click

from rogatory.cli.letters import print_written, write
from rogatory.cli.options import evidence as options
from rogatory.cli.output.reporting import as_json, print_text, reported
from rogatory.node.letters.order_document import OrderLetterSigner
from rogatory.node.workstation.verification.trust import read_trust


@click.command(
    "letter",
    epilog="Example:  rogatory order letter order --trust /srv/rogatory/xb --language fr --out letters",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.trusts
@click.option("--signatory", default="", metavar="NAME", help="Who signs the letter by hand.")
@click.option("--title", default="", metavar="TITLE", help="The title of --signatory.")
@options.out("A folder for the letters; it must not exist yet.")
@options.report_languages
@options.discard_unfinished
@as_json
@reported
def command(
    folder: Path,
    trust_paths: Sequence[Path],
    signatory: str,
    title: str,
    target: Path,
    languages: tuple[str, ...],
    pdf: bool,
    discard_unfinished: bool,
    as_json: bool,
) -> None:
    """Print the signed order in FOLDER as a letter to its provider.

    The letter says what is ordered, how to check it, and to call back first. It proves nothing: hand
    the folder to the provider with it. With --trust, such as the node's home, it has the numbers that the directory lists.
    """
    from rogatory.node.letters.of_order import letter_of_order, values_of_order

    trusted = read_trust(trust_paths) if trust_paths else None
    signer = OrderLetterSigner(signatory, title)
    values = values_of_order(folder, trusted, signer, options.now())
    letters = [letter_of_order(values, language, pdf=pdf) for language in languages]
    write(target, "order", letters, discard_unfinished=discard_unfinished)
    numbered = bool(values.call_back.numbers or values.call_back.channels)
    print_written(target, "order", letters, machine=as_json, call_back=numbered)
    if not as_json:
        if not numbered:
            print_text(
                "No number to call back is in it: none is proved. Give --trust and the card."
            )
        print_text(
            "Hand the order's folder to the provider with it. The letter alone proves nothing."
        )
