# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence add`: a further source into a bag that is not sealed yet."""

import os
from pathlib import Path
from typing import Any

import click

from rogatory.cli.evidence.collected import collected_json, print_collected
from rogatory.cli.options import evidence as options
from rogatory.cli.options.describing import describing, describing_of
from rogatory.cli.output import after_act
from rogatory.cli.output.counted import counted
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.evidence.collecting.add_to_bag import Adding
from rogatory.evidence.conditions import StatedConditions
from rogatory.evidence.options import Tolerance
from rogatory.evidence.trust.anchors import Trust
from rogatory.node.workstation.add import add
from rogatory.node.workstation.journals.kept_beside import read_beside
from rogatory.wire.identifiers import parse_authority

_STATED_BEFORE = ("request_folder", "hashes")


@click.command(
    "add",
    epilog="Example:  rogatory evidence add bag /mnt/second --under second-disk --key keys-xb",
)
@click.argument("bag", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--under",
    metavar="NAME",
    required=True,
    help="A new folder in the bag's data for it.",
)
@options.key(required=False)
@click.option("--authority", metavar="STATE/AUTHORITY", help="Who adds, where there is no --key.")
@options.acting
@describing
@options.discard_unfinished
@as_json
@reported
def command(
    bag: Path,
    source: Path,
    under: str,
    key_folder: Path | None,
    authority: str | None,
    discard_unfinished: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Add SOURCE, a file, folder or disk image, to BAG before it is sealed.

    The complete bag is checked first. Its new state replaces the old one at once; the earlier state
    stays on record in it, and in its journal. Request and digests are those of the bag; conditions
    given here are added to those of the bag, which may become stricter and never weaker.
    """
    for name in _STATED_BEFORE:
        if given[name]:
            raise click.UsageError("Request and digests are those of the bag.")
    folder = options.authority_folder(key_folder) if key_folder else None
    who = folder.authority if folder else parse_authority(authority) if authority else None
    described = describing_of(given)
    actor = options.actor_of(folder, given) if folder else None
    with progress_bar("Adding") as progress:
        adding = Adding(
            under=under,
            acquisition=described.acquisition(
                str(who) if who else None, options.stated_officer(given)
            ),
            keys=actor.keys if actor else None,
            clock=options.now,
            random=os.urandom,
            trust=Trust(options.now()),
            own=read_beside(bag).own,
            tolerance=described.tolerance or Tolerance(),
            stated=described.conditions or StatedConditions(),
            provider_return=described.provider_return,
            progress=progress,
            remove_leftover=discard_unfinished,
        )
        done = add(source, bag, adding=adding, folder=folder, actor=actor, reason=given["reason"])
    found = done.collected
    signed_by = str(who) if folder else None
    if as_json:
        print_json(collected_json(done, signed_by))
    else:
        print_text(
            f"Added {counted(found.files, 'file')}, {counted(found.bytes, 'byte')}, to {found.folder}."
        )
        print_collected(found, signed_by)
    after_act.print_not_handed_in(done.not_handed_in, done.journal or bag, as_json)
