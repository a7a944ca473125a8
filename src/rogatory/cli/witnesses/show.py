# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness show`: the state of the log with its witnesses, and what was seen of others."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.node.witnesses.witness_view import ProofView, WitnessState


@click.command("show", epilog="Example:  rogatory witness show /srv/rogatory/xb")
@home
@as_json
@reported
def command(home: Path, as_json: bool) -> None:
    """Show who has cosigned this State's log, by which policy, whose logs this node witnesses, and
    the proofs of misbehaviour that it keeps. Asks no other node.
    """
    from rogatory.node.witnesses.witness_view import witness_state

    node = connections.node_at(home)
    found = witness_state(node)
    if as_json:
        print_json(_json(found))
        return
    _print_own(found)
    for seen in found.witnessed:
        print_text(
            f"Witness of {seen.state}, epoch {seen.epoch}: {counted(seen.size, 'entry')} at {_at(seen.at)}"
        )
    for one in found.proofs:
        whom = one.state or "the directory's publisher"
        print_text(f"Proof against {whom}: {_kind(one)}, {_at(one.at)}, {one.id[:16]}")


def _print_own(found: "WitnessState") -> None:
    print_text(f"Policy: {found.policy or 'none is stated'}")
    for reason in found.problem:
        print_text(f"    {reason.sentence()}")
    print_text(f"The log has {counted(found.size, 'entry')}.")
    if found.covered is not None:
        print_text(
            f"The policy is met for the first {found.covered}, since {_at(found.covered_at)}."
        )
    if found.waiting_since is not None:
        print_text(f"What came later waits for witnesses since {_at(found.waiting_since)}.")
    for one in found.witnesses:
        status = (
            f"saw {counted(one.size, 'entry')} at {_at(one.answered)}"
            if one.answered
            else "saw nothing"
        )
        print_text(f"  {one.state}: {status}")
        if one.problem:
            print_text(f"      asked at {_at(one.asked)}: {one.problem}")


def _kind(one: "ProofView") -> str:
    return f"{one.kind} (explained)" if one.explained else one.kind


def _at(moment: "datetime | None") -> str:
    return format_moment(moment.replace(microsecond=0)) if moment else "-"


def _json(found: "WitnessState") -> dict[str, Any]:
    return {
        "policy": found.policy,
        "problem": [reason.as_json() for reason in found.problem],
        "met": found.is_met,
        "late": found.is_late,
        "size": found.size,
        "covered": found.covered,
        "covered_at": _json_at(found.covered_at),
        "waiting_since": _json_at(found.waiting_since),
        "witnesses": [
            {
                "state": one.state,
                "size": one.size,
                "asked": _json_at(one.asked),
                "answered": _json_at(one.answered),
                "problem": one.problem,
            }
            for one in found.witnesses
        ],
        "witnessed": [
            {"state": one.state, "epoch": one.epoch, "size": one.size, "at": _json_at(one.at)}
            for one in found.witnessed
        ],
        "proofs": [
            {
                "id": one.id,
                "state": one.state or None,
                "kind": one.kind,
                "at": _json_at(one.at),
                "explained": _json_at(one.explained),
            }
            for one in found.proofs
        ],
    }


def _json_at(moment: "datetime | None") -> str | None:
    return None if moment is None else _at(moment)
