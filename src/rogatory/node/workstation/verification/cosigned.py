# SPDX-License-Identifier: Apache-2.0
"""The moment that another State's cosignature proves for a custody event.

A log is kept by the State of the event's authority, and takes in what that authority signed. Its
own word for the moment is a claim like any other. A witness of another State that cosigned a
checkpoint with the event in it says when it saw it: the event, and with it the State's word that
its authority signed it, are no younger. That counts once as many States said so as the policy of the
log's State demands.
"""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from rogatory.custody.events.event import parse_event
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import parse_proof, refuse_foreign, verify_proof
from rogatory.custody.log.quorum import witnessed_by
from rogatory.errors import Refused
from rogatory.node.witnesses.trust import witness_keys, witness_policy
from rogatory.seal.signature_moments import ahead_reasons
from rogatory.wire.moments import CLOCK_TOLERANCE
from rogatory.wire.witness_policy import Policy

if TYPE_CHECKING:
    from rogatory.custody.journal.journal import JournalEntry
    from rogatory.directory.view.view import DirectoryView


class Cosigned(NamedTuple):
    """When other States saw an event, and which one completed the policy of the log's State.

    Where no policy was met the moment rests on that State's word (`by_one_state`): it is shown, and proves nothing.
    """

    by_one_state: bool
    at: datetime
    state: str


def proved_moment(found: Cosigned | None) -> datetime | None:
    """Return the moment that cosignatures prove; None where it is one State's word alone."""
    return found.at if found is not None and not found.by_one_state else None


def cosigned_at(view: "DirectoryView", entry: "JournalEntry", now: datetime) -> Cosigned | None:
    """Return when the cosignatures over an event's checkpoint met the policy of the log's State.

    1. The proof is of this event, by a log of the State of its authority, with a key that the
       directory lists for it.
    2. Witnesses of other States cosigned that checkpoint, with keys that the directory lists and
       that were not compromised, at moments that are not after `now`, nor before the event claims
       to have occurred.
    3. The first of these moments at which those up to it meet the policy that the directory states
       for the log's State; of States with one moment in order of their codes. One witness's key
       alone could name any moment since it was listed.

    None where 1 or 2 is not so; the checks of the journal and its proofs give the reasons. Where 3
    is not, the latest moment, as one State's word.
    """
    if entry.proof is None:
        return None
    try:
        event = parse_event(entry.event)
        state = event.authority.state
        origin = refuse_foreign(entry.proof, entry.event)
        if parse_origin(origin).state != state:
            return None
        logs = [one for one in view.entry(state).logs if one.origin == origin]
        vkeys = [key for one in logs for key in one.vkeys]
        verify_proof(entry.proof, entry.event, origin=origin, vkeys=vkeys)  # 1
    except Refused:
        return None
    return checkpoint_seen(view, parse_proof(entry.proof).checkpoint, state, event.occurred, now)


def checkpoint_seen(
    view: "DirectoryView", note: str, state: str, claimed: datetime | None, now: datetime
) -> Cosigned | None:
    """Return 2 and 3 of `cosigned_at` for a checkpoint of this State's log; nothing before what is `claimed`, if
    anything is, counts.
    """
    others = [one for one in view.states if one != state]
    try:
        seen = witnessed_by(note, witness_keys(view, others))  # 2
    except Refused:
        return None
    proving = sorted(
        (one.at, one.state)
        for one in seen
        if (claimed is None or one.at + CLOCK_TOLERANCE >= claimed)
        and not ahead_reasons(one.at, now)
    )
    if not proving:
        return None
    if (policy := _policy(view, state)) is not None:
        taken: list[str] = []
        for at, witness in proving:  # 3
            taken.append(witness)
            if policy.met_by(taken):
                return Cosigned(False, at, witness)  # the members of a tuple
    latest = max(at for at, _ in proving)
    return Cosigned(True, latest, min(one for at, one in proving if at == latest))


def _policy(view: "DirectoryView", state: str) -> Policy | None:
    """Return the policy that a State states, if it has a rule."""
    try:
        policy = witness_policy(view, state)
    except Refused:
        return None
    return policy if policy is not None and policy.rules else None
