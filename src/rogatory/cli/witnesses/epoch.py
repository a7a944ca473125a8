# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness new-epoch`: a new log, bound to the end of the old one as witnesses know it."""

from pathlib import Path

import click

from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command(
    "new-epoch",
    epilog="Example:  rogatory witness new-epoch /srv/rogatory/xb --prepare",
)
@home
@click.option("--prepare", is_flag=True, help="Only make the new log's key and print it.")
@click.option(
    "--without",
    multiple=True,
    metavar="STATE",
    help="A witness to do without, though it does not answer. May be repeated.",
)
@click.option(
    "--over",
    metavar="STATE",
    help="Begin over the end that STATE knows, where the known ends contradict each other.",
)
@as_json
@reported
def command(
    home: Path, prepare: bool, without: tuple[str, ...], over: str | None, as_json: bool
) -> None:
    """Begin a new epoch of the custody log of HOME, whose node does not run meanwhile.

    Each year, and after the database was restored from a backup. First with --prepare; then the State
    lists the new key in its entry; then without. The first entry of the new log commits to the last
    checkpoint of the old one that this node or a witness has. Every known end is listed. After a fork
    officers choose the end with --over. The old log and its proofs remain.
    """
    from rogatory.bootstrap.recovery.new_epoch import new_epoch, prepare_epoch

    if prepare:
        origin, (vkey, mldsa44) = prepare_epoch(home)
        if as_json:
            print_json({"origin": origin, "vkey": vkey, "mldsa44": mldsa44})
            return
        print_text("The State must list this in its entry, among its logs:")
        print_text(f"  {origin}")
        print_text(f"  {vkey}")
        print_text(f"  {mldsa44}")
        return
    begun = new_epoch(
        home,
        without=frozenset(code.upper() for code in without),
        over=None if over is None else over.upper(),
    )
    if as_json:
        print_json(
            {
                "origin": begun.origin,
                "before": begun.last.checkpoint.size,
                "ahead": list(begun.last.ahead),
                "silent": list(begun.last.silent),
                "forked": begun.last.is_forked,
                "heads": [
                    {
                        "known_by": one.known_by,
                        "origin": one.checkpoint.origin,
                        "size": one.checkpoint.size,
                        "root": one.checkpoint.root.hex(),
                    }
                    for one in begun.last.heads
                ],
            }
        )
        return
    print_text(f"The log grows in {begun.origin}.")
    print_text(f"It begins over the checkpoint of {counted(begun.last.checkpoint.size, 'entry')}.")
    print_text("Known ends of the log before:")
    for one in begun.last.heads:
        entries = counted(one.checkpoint.size, "entry")
        print_text(f"  {one.known_by}: {entries}, root {one.checkpoint.root.hex()}")
    if begun.last.is_forked:
        print_text(
            "These ends contradict each other. Officers of each witness must accept the new epoch:"
        )
        print_text("  rogatory witness accept-epoch")
    for state in begun.last.ahead:
        print_text(f"  The witness of {state} had seen more than is here: entries were lost.")
