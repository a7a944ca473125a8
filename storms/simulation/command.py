# SPDX-License-Identifier: Apache-2.0
"""`python -m storms simulate`: many seeds, each a network of its own."""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import click

from rogatory.cli.output.reporting import as_json as as_json_option
from rogatory.cli.output.reporting import print_json, print_text, reported
from rogatory.errors import ExitStatus
from storms.simulation.run import STORM, SeedOutcome, run
from storms.simulation.states import CODES

REPORT_AFTER = 30.0
"""Seconds after which one hears that it goes on."""


@click.command(epilog="Example:  python -m storms simulate --seeds 1000 --nodes 20")
@click.option("--seeds", type=click.IntRange(1), default=10, show_default=True, help="How many.")
@click.option("--first", type=int, default=0, show_default=True, help="The first of them.")
@click.option(
    "--nodes", type=click.IntRange(3, len(CODES)), default=20, show_default=True, help="In each."
)
@click.option(
    "--minutes",
    type=click.IntRange(1),
    default=int(STORM.total_seconds()) // 60,
    show_default=True,
    help="Of the storm, on the simulated clock.",
)
@as_json_option
@reported
def simulate(*, seeds: int, first: int, nodes: int, minutes: int, as_json: bool) -> None:
    """Simulate whole networks on virtual time, one from each seed, and compare all databases afterwards.

    Nodes die between any two steps and come back from their databases; requests are lost, late, twice and
    out of order; States are cut off, their clocks differ, their keys change, some see an old
    directory, some lie: they withhold receipts, give others, or restore older databases; an
    honest one loses its disk, and takes back what the others keep. No honest State
    may lose a message, apply one twice, or hold a thread or a log that another holds otherwise. A seed
    that fails is named; alone it does the same again.
    """
    outcomes, began, reported_at = [], time.monotonic(), time.monotonic()
    for seed in range(first, first + seeds):
        outcomes.append(run(seed, nodes, timedelta(minutes=minutes)))
        if outcomes[-1].problems and not as_json:
            _print_failure(outcomes[-1], nodes, minutes)
        if not as_json and time.monotonic() - reported_at > REPORT_AFTER:
            reported_at = time.monotonic()
            print_text(f"{len(outcomes)} of {seeds} seeds, {_seconds(began)} s")
    failed = [one for one in outcomes if one.problems]
    totals = _totals(outcomes)
    if as_json:
        print_json({"ok": not failed, **totals, "failed": [_failure(one) for one in failed]})
    else:
        _print_totals(totals, _seconds(began))
    if failed:
        sys.exit(int(ExitStatus.REFUSED))


def _seconds(began: float) -> int:
    return round(time.monotonic() - began)


def _totals(outcomes: Sequence[SeedOutcome]) -> dict[str, Any]:
    return {
        "seeds": len(outcomes),
        "traces": {str(one.seed): one.trace for one in outcomes},
        "failed_seeds": sum(bool(one.problems) for one in outcomes),
        "messages": sum(one.sent for one in outcomes),
        "deaths": sum(one.deaths for one in outcomes),
        "taken_back": sum(one.taken_back for one in outcomes),
        "line": dict(sum((Counter(one.line) for one in outcomes), Counter())),
        "seen": dict(sum((Counter(one.seen) for one in outcomes), Counter())),
        "refused": dict(sum((Counter(one.refused) for one in outcomes), Counter())),
        "liars": dict(Counter(way for one in outcomes for way in one.liars.values())),
    }


def _failure(outcome: SeedOutcome) -> dict[str, Any]:
    return {"seed": outcome.seed, "problems": list(outcome.problems), "liars": outcome.liars}


def _print_failure(outcome: SeedOutcome, nodes: int, minutes: int) -> None:
    print_text(f"{click.style('✗', fg='red')} seed {outcome.seed}:")
    for problem in outcome.problems:
        print_text(f"    {problem}")
    arguments = f"--seeds 1 --first {outcome.seed} --nodes {nodes} --minutes {minutes}"
    print_text(f"    Again:  python -m storms simulate {arguments}")


def _print_totals(totals: dict[str, Any], seconds: int) -> None:
    print_text(
        f"{totals['seeds']} seeds in {seconds} s: {totals['messages']} messages, "
        f"{totals['deaths']} deaths, {totals['taken_back']} messages taken back; {totals['failed_seeds']} seeds failed"
    )
    for name in ("line", "seen", "liars", "refused"):
        counts = ", ".join(f"{what} {times}" for what, times in sorted(totals[name].items()))
        print_text(f"  {name}: {counts or 'none'}")
