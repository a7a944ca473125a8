# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer policy`: this State's policy towards another, set by two officers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.options.peers import (
    UtcMoment,
    authority,
    home,
    policy_json,
    print_policy,
    reason,
)
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.tree import LateGroup

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.node.peer_policy.set_policy import Confirmed

STANCES = ("open", "suspended", "diplomatic", "review")

command = LateGroup(
    "policy",
    epilog="Example:  rogatory peer policy confirm /srv/rogatory/xb ID --own-key lawyer --reason Agreed",
    help="Suspend a State, demand the diplomatic channel, or hold its requests for review. One "
    "officer proposes, a second one confirms; a request for emergency data is never refused.",
    places={
        "propose": "rogatory.cli.peers.policy:propose",
        "confirm": "rogatory.cli.peers.policy:confirm",
        "decline": "rogatory.cli.peers.policy:decline",
        "review": "rogatory.cli.peers.policy:review",
    },
)


@click.command(
    "propose",
    epilog="Example:  rogatory peer policy propose /srv/rogatory/xb XA --stance review --reason "
    "'Three forged orders' --authority xb/central-authority --own-key lawyer",
)
@home
@click.argument("state")
@click.option("--stance", required=True, type=click.Choice(STANCES))
@click.option("--kind", "kinds", multiple=True, help="Only for this kind; may be repeated.")
@click.option("--from", "start", type=UtcMoment(), help="Start; by default, now.")
@click.option("--until", type=UtcMoment(), help="End; by default, none.")
@click.option("--channel", metavar="TEXT", help="How a request is taken instead, for the peer.")
@reason
@authority
@as_json
@reported
@by_own_key
def propose(
    home: Path,
    state: str,
    stance: str,
    kinds: tuple[str, ...],
    start: "datetime | None",
    until: "datetime | None",
    channel: str | None,
    reason: str,
    authority: str,
    officer: str,
    as_json: bool,
) -> None:
    """Propose a policy towards STATE. Nothing changes before a second officer confirms it."""
    from rogatory.node.peer_policy.set_policy import propose_policy
    from rogatory.node.peers.policy import PolicyTerms, Stance

    node = connections.node_at(home)
    terms = PolicyTerms(
        state=state.upper(),
        stance=Stance(stance),
        kinds=kinds,
        reason=reason,
        start=start or node.clock.now(),
        until=until,
        channel=channel,
    )
    made = propose_policy(node, terms, authority=authority, officer=officer)
    if as_json:
        print_json(policy_json(made))
    else:
        print_policy(made)


@click.command(
    "confirm",
    epilog="Example:  rogatory peer policy confirm /srv/rogatory/xb ID --own-key lawyer --reason Agreed",
)
@home
@click.argument("policy")
@reason
@click.option("--language", default="en", help="The language of the notice to the peer.")
@as_json
@reported
@by_own_key
def confirm(
    home: Path, policy: str, reason: str, officer: str, language: str, as_json: bool
) -> None:
    """Confirm a policy. It counts from now on, and a notice to the peer is drafted for approval."""
    _decide(home, policy, officer, reason, accept=True, language=language, machine=as_json)


@click.command(
    "decline",
    epilog="Example:  rogatory peer policy decline /srv/rogatory/xb ID --own-key lawyer --reason No",
)
@home
@click.argument("policy")
@reason
@as_json
@reported
@by_own_key
def decline(home: Path, policy: str, reason: str, officer: str, as_json: bool) -> None:
    """Decline a policy. It stays in the history."""
    _decide(home, policy, officer, reason, accept=False, language="en", machine=as_json)


def _decide(
    home: Path,
    policy: str,
    officer: str,
    reason: str,
    *,
    accept: bool,
    language: str,
    machine: bool,
) -> None:
    from rogatory.node.peer_policy.set_policy import decide_policy

    found = decide_policy(
        connections.node_at(home), policy, officer, accept=accept, reason=reason, language=language
    )
    if machine:
        print_json(_confirmed_json(found))
        return
    print_policy(found.policy)
    if found.notice is not None:
        print_text(
            f"The notice to the peer is drafted: {found.notice.id}. It waits for its approval."
        )
    for one in found.untold:
        print_text(f"The peer is not notified: {one.sentence()}")


def _confirmed_json(found: "Confirmed") -> dict[str, object]:
    return {
        "policy": policy_json(found.policy),
        "notice": None if found.notice is None else found.notice.id,
        "untold": [one.as_json() for one in found.untold],
    }


@click.command(
    "review",
    epilog="Example:  rogatory peer policy review /srv/rogatory/xb THREAD --proceed --reason "
    "'In order' --authority xb/central-authority --own-key head",
)
@home
@click.argument("thread")
@click.option("--proceed/--keep", required=True, help="Whether it may be executed.")
@reason
@authority
@as_json
@reported
@by_own_key
@for_officer()
def review(
    home: Path,
    thread: str,
    proceed: bool,
    reason: str,
    authority: str,
    officer: str,
    as_json: bool,
) -> None:
    """Record a senior officer's review of a request that a policy holds."""
    from rogatory.node.peer_policy.review_held import review_held

    made = review_held(
        connections.node_at(home),
        thread,
        officer,
        authority=authority,
        proceed=proceed,
        reason=reason,
    )
    if as_json:
        print_json({"id": made.id, "thread": made.thread, "proceed": made.proceed})
    else:
        print_text("It may proceed." if made.proceed else "It is kept; nothing of it is executed.")
