# SPDX-License-Identifier: Apache-2.0
"""`rogatory node recover`: what was lost with the disk is asked for and taken back."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options.peers import UtcMoment, home
from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import ExitStatus
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.bootstrap.recovery.recover import Recovered
    from rogatory.node.recovery.recovery_view import RecoveryRunView


@click.command(
    "recover",
    epilog="Example:  rogatory node recover /srv/rogatory/xb",
)
@home
@click.option(
    "--since",
    type=UtcMoment(),
    metavar="MOMENT",
    help="Ask for everything from this time on. By default: from a day before the "
    "newest entry in the database.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="STATE",
    help="Let the node open before this State has answered. May be repeated.",
)
@typed_officer("Who decides that: xb-0010.", required=False)
@click.option("--reason", metavar="TEXT", help="Why, for the record and the duty desk.")
@as_json
@reported
def command(
    home: Path,
    since: datetime | None,
    without: tuple[str, ...],
    officer: str | None,
    reason: str | None,
    *,
    as_json: bool,
) -> None:
    """Recover what was lost since the backup that was restored into HOME, whose node does not run.

    Every listed State is asked for everything exchanged with this State: the messages of both, with
    their receipts. Each is verified and stored once. The command may be repeated, and continues. Until
    all have answered and the custody log has begun a new epoch, the node signs nothing, sends nothing
    and does not run. Exit status 4 while something is missing.
    """
    from rogatory.bootstrap.recovery.recover import recover

    if without and not (officer and reason):
        raise click.UsageError("--without takes --officer and --reason")
    decided = {state.upper(): (officer or "", reason or "") for state in without}
    found = recover(
        home,
        since=since,
        without=decided,
        report=(lambda _outcome: None) if as_json else _print_state,
    )
    if as_json:
        print_json(_json(found))
    else:
        _print_next(home, found)
    if found.missing:
        sys.exit(int(ExitStatus.UNREACHABLE))


def _print_state(outcome: "RecoveryRunView") -> None:
    received = f"{counted(outcome.taken, 'message')} taken back, {outcome.here} already here"
    if outcome.is_whole:
        print_text(f"{outcome.state}: {received}")
    else:
        why = outcome.problem or f"it asks to wait {counted(outcome.wait, 'second')}"
        print_text(f"{outcome.state}: has not handed out all ({received}): {why}")
    _print_lost(outcome)
    if outcome.coming:
        print_text(
            f"  {outcome.coming} further ones were not receipted here; its node delivers them."
        )
    for digest, reasons in outcome.refused:
        for reason in reasons:
            print_text(f"  not taken: {digest[:16]} [{reason.code.id}] {reason.sentence()}")
    for digest, reasons in outcome.differing:
        for reason in reasons:
            print_text(
                f"  receipt of {digest[:16]} not taken: [{reason.code.id}] {reason.sentence()}"
            )
    for first, second in outcome.forks:
        print_text(f"  two messages with one number: {first} and {second}")
    for digest in outcome.gone:
        print_text(f"  still missing: our message {digest}, on which others build")
    for seal in outcome.packages:
        print_text(
            f"  package {seal} is not here. One sent to us is fetched again; one of ours is handed in"
        )
        print_text("  again from its workstation, unless its receiver has it whole.")


def _print_lost(outcome: "RecoveryRunView") -> None:
    if outcome.since_backup:
        print_text("  Internal work since the backup on these requests is lost:")
    for thread, drafts in outcome.since_backup.items():
        print_text(f"    request {thread}")
        for digest in drafts:
            print_text(f"      draft, approvals and decisions of our message {digest}")
    if outcome.others_since:
        print_text(f"    requests of {counted(outcome.others_since, 'further message')}")


def _print_next(home: Path, found: "Recovered") -> None:
    recovery = found.recovery
    for state, inquiry in sorted(recovery.states.items()):
        if inquiry.without is not None and inquiry.is_outstanding:
            print_text(
                f"{state}: done without by {inquiry.without.officer}: {inquiry.without.reason}"
            )
    if not found.missing:
        print_text("Everything was asked for, and the log grows in a new epoch. Now:")
        print_text(f"  rogatory node run {home}")
        return
    print_text(f"The node stays closed: {'; '.join(found.missing)}.")
    if recovery.waited_for:
        print_text("Run this command again when they answer:")
        print_text(f"  rogatory node recover {home}")
        print_text(
            "An officer may decide to open without one: --without STATE --officer NUMBER --reason TEXT"
        )
    elif found.needs_epoch:
        print_text(
            "Make the key of the new log, have the State list it in its entry, then begin it:"
        )
        print_text(f"  rogatory witness new-epoch {home} --prepare")
        print_text(f"  rogatory witness new-epoch {home}")


def _json(found: "Recovered") -> dict[str, Any]:

    return {
        "since": format_moment(found.recovery.since),
        "missing": list(found.missing),
        "states": {
            state: {
                "answered": None if one.answered is None else format_moment(one.answered),
                "taken": one.taken,
                "here": one.here,
                "problem": one.problem,
                "without": None
                if one.without is None
                else {"officer": one.without.officer, "reason": one.without.reason},
                **({} if state not in found.outcomes else _outcome_json(found.outcomes[state])),
            }
            for state, one in sorted(found.recovery.states.items())
        },
    }


def _outcome_json(outcome: "RecoveryRunView") -> dict[str, Any]:
    return {
        "coming": outcome.coming,
        "refused": [
            {"digest": digest, "reasons": [one.as_json() for one in reasons]}
            for digest, reasons in outcome.refused
        ],
        "differing": [
            {"message": digest, "reasons": [one.as_json() for one in reasons]}
            for digest, reasons in outcome.differing
        ],
        "forks": [list(pair) for pair in outcome.forks],
        "still_missing": list(outcome.gone),
        "packages": list(outcome.packages),
        "since_backup": {thread: list(drafts) for thread, drafts in outcome.since_backup.items()},
        "others_since": outcome.others_since,
    }
