# SPDX-License-Identifier: Apache-2.0
"""How `evidence open --salvage` ends: never as if evidence had been opened."""

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from rogatory.cli.output import after_act
from rogatory.cli.output.reporting import print_json, print_text
from rogatory.errors import ExitStatus

if TYPE_CHECKING:
    from rogatory.evidence.salvage import Salvaged
    from rogatory.node.workstation.salvage import SalvagedHere

_WORDS = {
    "holds": "recovered, with the digest in the manifest",
    "not-compared": "recovered, with no manifest to compare with",
    "differs": "whole, but with another digest than the manifest's",
    "damaged": "in part, with lost bytes",
    "lost": "lost",
}


def print_salvage(here: "SalvagedHere", *, machine: bool) -> NoReturn:
    """Exit 3 (it could not all be checked), or 4 where the node did not get the event."""
    done = here.salvaged
    if machine:
        print_json(
            {
                "bag": done.bag,
                "bound": done.bound,
                "bytes": done.bytes,
                "files": done.states,
                "folder": str(done.folder),
                "journal": None if here.journal is None else str(here.journal),
                "lost_segments": list(done.lost_segments),
                "not_evidence": True,
                "not_handed_in": after_act.reasons_json(here.not_handed_in),
                "package": done.package,
                "problems": [reason.as_json() for reason in done.problems],
                "proved": done.proved,
                "sender": done.sender,
                "undamaged": done.undamaged,
                "warnings": after_act.reasons_json(here.warnings),
            }
        )
    else:
        _print_words(done)
        after_act.print_warnings(here.warnings)
        if here.journal is None:
            print_text("  Not recorded: no seal says whose package this is.")
    if here.journal is not None:
        after_act.print_not_handed_in(here.not_handed_in, here.journal, machine)
    sys.exit(int(ExitStatus.NOT_CHECKED))


def _print_words(done: "Salvaged") -> None:
    print_text(click.style("NOT EVIDENCE", bold=True) + f": salvaged into {done.folder}.")
    for reason in done.problems:
        print_text(f"  ! {reason.sentence()}")
    for state, words in _WORDS.items():
        if count := done.states.get(state, 0):  # type: ignore[call-overload]
            print_text(f"  {count:>10,} {'file' if count == 1 else 'files'} {words}")
    if done.lost_segments:
        some = ", ".join(str(index) for index in done.lost_segments[:20])
        more = len(done.lost_segments) - 20
        print_text(f"  Damaged segments: {some}" + (f" and {more:,} more" if more > 0 else ""))
    print_text(
        f"  Proved to be sealed by {done.sender}" if done.proved else "  Not proved who sealed it"
    )
    if done.undamaged:
        print_text("  Nothing was found damaged: open it without --salvage.")
    print_text("  salvage.json has each file's state. Ask for what is damaged to be sent again.")
