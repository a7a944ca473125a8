# SPDX-License-Identifier: Apache-2.0
"""The moment that another State's cosignature proves for a custody event.

A log is kept by the State of the event's authority, and takes in what that authority signed. Its
own word for the moment is a claim like any other. A witness of another State that cosigned a
checkpoint with the event in it says when it saw it: the event, and with it the State's word that
its authority signed it, are no younger.
"""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from rogatory.custody.events.event import parse_event
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import parse_proof, refuse_foreign, verify_proof
from rogatory.custody.log.quorum import witnessed_by
from rogatory.errors import Refused
from rogatory.node.witnesses.trust import witness_keys
from rogatory.seal.signature_moments import ahead_reasons

if TYPE_CHECKING:
    from rogatory.custody.journal.journal import JournalEntry
    from rogatory.directory.view.view import DirectoryView


class Cosigned(NamedTuple):
    """When another State saw an event, and which one says so."""

    at: datetime
    state: str


def cosigned_at(view: "DirectoryView", entry: "JournalEntry", now: datetime) -> Cosigned | None:
    """Return the earliest moment at which a State other than the log's cosigned the event's log.

    1. The proof is of this event, by a log of the State of its authority, with a key that the
       directory lists for it.
    2. A witness of another State cosigned that checkpoint, with a key that the directory lists and
       that was not compromised, at a moment that is not after `now`.

    None where either is not so; the checks of the journal and its proofs give the reasons.
    """
    if entry.proof is None:
        return None
    try:
        state = parse_event(entry.event).authority.state
        origin = refuse_foreign(entry.proof, entry.event)
        if parse_origin(origin).state != state:
            return None
        logs = [one for one in view.entry(state).logs if one.origin == origin]
        vkeys = [key for one in logs for key in one.vkeys]
        verify_proof(entry.proof, entry.event, origin=origin, vkeys=vkeys)  # 1
        others = [one for one in view.states if one != state]
        seen = witnessed_by(parse_proof(entry.proof).checkpoint, witness_keys(view, others))  # 2
    except Refused:
        return None
    proving = (one for one in seen if not ahead_reasons(one.at, now))
    return min((Cosigned(one.at, one.state) for one in proving), default=None)
