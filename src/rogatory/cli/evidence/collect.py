# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence collect`: hash and describe at the source."""

import os
from pathlib import Path
from typing import Any

import click

from rogatory.cli.evidence.collected import (
    collected_json,
    compared_json,
    print_collected,
    print_compared,
)
from rogatory.cli.options import authorised_scope as scope_options
from rogatory.cli.options import evidence as options
from rogatory.cli.options.describing import describing, describing_of, piped, source_of
from rogatory.cli.output import after_act
from rogatory.cli.output.counted import counted
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.evidence.options import RunSettings
from rogatory.node.workstation.collect import Collector, collect
from rogatory.wire.identifiers import parse_authority


@click.command(
    "collect",
    epilog="Example:  rogatory evidence collect /mnt/seized --out bag --key keys-xb --officer xb-0003",
)
@click.argument("source", type=click.Path(path_type=Path))
@options.out("The bag: a folder that does not exist yet.")
@options.key(required=False)
@click.option(
    "--authority",
    metavar="STATE/AUTHORITY",
    help="Who collects, where there is no --key.",
)
@piped
@click.option(
    "--resume",
    is_flag=True,
    help="Go on with a collection to OUT that was interrupted: give all else as you did then.",
)
@options.acting
@describing
@scope_options.comparing
@options.discard_unfinished
@as_json
@reported
def command(
    source: Path,
    target: Path,
    key_folder: Path | None,
    authority: str | None,
    discard_unfinished: bool,
    resume: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Copy SOURCE, a file, folder or disk image, into a bag and hash every byte on the way.

    SOURCE may be - for standard input, with --name. How the program before the pipe ended is not
    known: give --size, or use the shell's pipefail.

    With --key the bag is signed at collection, and its custody journal begins in OUT-custody. Without
    it the bag is hashed and described, and signed when it is sealed.

    With --authorised the records of a provider's return are compared before they are read. Where one is outside, nothing is
    collected, unless --with-surplus states why.
    """
    if str(source) == "-" and given["authorised"]:
        raise click.UsageError("Standard input is not compared: give a file or folder.")
    folder = options.authority_folder(key_folder) if key_folder else None
    who = folder.authority if folder else parse_authority(authority) if authority else None
    with progress_bar("Collecting") as progress:
        done = collect(
            source_of(source, given),
            target,
            collector=Collector(
                authority=str(who) if who else None,
                officer=options.stated_officer(given),
                folder=folder,
                actor=options.actor_of(folder, given) if folder else None,
            ),
            run=RunSettings(
                clock=options.now,
                random=os.urandom,
                remove_leftover=discard_unfinished,
                resume=resume,
                progress=progress,
            ),
            describing=describing_of(
                given, scope_options.authorised_of(given, is_recorded=folder is not None)
            ),
        )
    found = done.collected
    signed_by = str(who) if folder else None
    if as_json:
        print_json(collected_json(done, signed_by) | compared_json(done.compared))
    else:
        print_text(
            f"Collected {counted(found.files, 'file')}, {counted(found.bytes, 'byte')}, into {found.folder}."
        )
        if resume:
            print_text(f"  {found.taken_over:,} of them were collected before it was interrupted.")
            if found.begun:
                print_text(f"  One file went on behind its first {counted(found.begun, 'byte')}.")
            for reason in found.begun_anew:
                print_text(f"  {reason}")
        print_collected(found, signed_by)
        print_compared(done.compared)
    after_act.print_not_handed_in(done.not_handed_in, done.journal or target, as_json)
