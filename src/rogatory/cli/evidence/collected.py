# SPDX-License-Identifier: Apache-2.0
"""The result of a collection, whichever command made or added to it, in words and as JSON."""

from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.output import after_act
from rogatory.cli.output.examined import examined_json, print_examined
from rogatory.cli.output.reporting import grouped, print_text
from rogatory.evidence.scope.judging import ScopeState
from rogatory.wire.spoken_digest import spoken

if TYPE_CHECKING:
    from rogatory.evidence.options import Collected, Shortcomings
    from rogatory.node.workstation.collect import CollectedHere
    from rogatory.node.workstation.return_scope import ComparedReturn


def collected_json(done: "CollectedHere", signed_by: str | None) -> dict[str, Any]:
    found = done.collected
    return {
        "bag": found.bag,
        "begun": found.begun,
        "begun_anew": after_act.reasons_json(found.begun_anew),
        "bytes": found.bytes,
        "files": found.files,
        "folder": str(found.folder),
        "items": found.items,
        "journal": str(done.journal) if done.journal else None,
        "not_handed_in": after_act.reasons_json(done.not_handed_in),
        "package": found.package,
        "signed_by": signed_by,
        "taken_over": found.taken_over,
        **shortcomings_json(found.shortcomings),
        **examined_json(found.examined),
    }


def print_collected(found: "Collected", signed_by: str | None) -> None:
    """Print the digest, who signed, and what was found out; the caller says what was done."""
    print_text(f"  Digest of the bag  {grouped(found.bag)}")
    print_text(f"  By telephone       {spoken(found.bag)}")
    print_text(f"  Signed by          {signed_by or 'nobody: no --key was given'}")
    print_examined(found.examined)
    print_shortcomings(found.shortcomings)


def compared_json(compared: "ComparedReturn | None") -> dict[str, Any]:
    if compared is None:
        return {}
    counts = compared.check.counts
    return {
        "scope": {
            "authorised": compared.stated.digest,
            "counts": {one.value: counts[one] for one in ScopeState},
            "with_surplus": compared.stated.why_kept,
        }
    }


def print_compared(compared: "ComparedReturn | None") -> None:
    if compared is None:
        return
    counts = compared.check.counts
    found = ", ".join(f"{counts[one]:,} {one.replace('-', ' ')}" for one in ScopeState)
    print_text(f"  Scope              {found}, by the statements of the files")
    if counts[ScopeState.OUTSIDE]:
        print_text(
            f"    Kept with it     for the reason recorded. Report it: {compared.check.scope.article}"
        )


def shortcomings_json(found: "Shortcomings") -> dict[str, Any]:
    return {
        "changed": [[path, str(problem)] for path, problem in found.changed],
        "unreadable": [[path, str(problem)] for path, problem in found.unreadable],
    }


def print_shortcomings(found: "Shortcomings") -> None:
    for path, problem in found.unreadable:
        click.echo(f"! {path} could not be read: {problem}", err=True)
    for path, problem in found.changed:
        click.echo(f"! {path} changed while it was read: {problem}", err=True)
