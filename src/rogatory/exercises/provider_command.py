# SPDX-License-Identifier: Apache-2.0
"""`rogatory exercise provider`: a simulated provider answers an order."""

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.output.reporting import as_json as as_json_option
from rogatory.cli.output.reporting import print_json, print_text, reported
from rogatory.disk import PartialFolder
from rogatory.disk.named_files import NamedFiles
from rogatory.exercises.simulated_provider import (
    MOST_DAYS,
    ProviderConduct,
    SimulatedProvider,
    answer_order,
)
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.wire.moments import format_moment


@click.command(
    "provider",
    epilog="Example:  rogatory exercise provider order --name 'Borealia Mail' --trust 5f70… --out return",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--name", required=True, metavar="NAME", help="The provider, as the order names it.")
@options.trusts
@click.option(
    "--conduct",
    type=click.Choice([one.value for one in ProviderConduct]),
    default=ProviderConduct.OBEDIENT.value,
    show_default=True,
    help="Wrong: it gives another customer's records and a week too many. Slow: it answers after the due date.",
)
@click.option(
    "--retention-days",
    type=click.IntRange(1, MOST_DAYS),
    default=180,
    show_default=True,
    help="How long it keeps records that nobody ordered it to preserve.",
)
@click.option("--emergency", is_flag=True, help="Its emergency desk answers, and calls back first.")
@options.out("The return: a folder that does not exist yet.")
@as_json_option
@reported
def provider(
    *,
    folder: Path,
    name: str,
    trust_paths: Sequence[Path],
    conduct: str,
    retention_days: int,
    emergency: bool,
    target: Path,
    as_json: bool,
) -> None:
    """Answer the order in FOLDER as a simulated provider, with invented records.

    It checks the order as `rogatory order check` does. It declines an order that fails or that names another
    provider, and asks where nothing is proved. Compare its return with `rogatory evidence scope`.
    """
    trusted = read_trust(trust_paths) if trust_paths else None
    simulated = SimulatedProvider(
        name, trusted, timedelta(days=retention_days), ProviderConduct(conduct), emergency
    )
    answer = answer_order(simulated, folder, options.now())
    if answer.files:
        with PartialFolder(target, private=True) as partial:
            made = NamedFiles(Path(os.fsdecode(partial.path)))
            for name_of_file, data in answer.files.items():
                made.create(name_of_file, data)
    at = format_moment(answer.at.replace(microsecond=0))
    if as_json:
        listed = sorted(answer.files)
        print_json({"at": at, "reply": answer.reply, "words": answer.words, "files": listed})
        return
    print_text(f"{name} answers at {at}: {answer.reply.value}. {answer.words}")
    print_text(
        f"{len(answer.files)} files are in {target}." if answer.files else "It gives no data."
    )
    print_text("This is an exercise: provider and records are invented.")
