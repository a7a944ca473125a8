# SPDX-License-Identifier: Apache-2.0
"""Salvage a damaged sealed package, and record that it was: what came out is not evidence."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.errors import Reason
from rogatory.evidence.salvage import Salvaged, marked, salvage
from rogatory.evidence.salvage.judging import STATES
from rogatory.evidence.verification.conditions_check import GivenConditions
from rogatory.node.law.ways_out import WayOut
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.document import Consent, consent_fields
from rogatory.node.workstation.consent.signing import Responsible, agreed
from rogatory.node.workstation.journals.folders import (
    bag_journal,
    journal_at,
    refuse_taken,
    undo,
)
from rogatory.node.workstation.journals.recording import record_beside
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.progress import DEFAULT_WRITING, ResultWriting
from rogatory.node.workstation.under_conditions import acts_before, leave

if TYPE_CHECKING:
    from rogatory.custody.journal.journal import Journal


@dataclass(frozen=True, slots=True)
class SalvagedHere:
    """The result of a salvage. `journal` is None where no seal showed whose bag it was: an event is
    about an object.
    """

    salvaged: Salvaged
    journal: Path | None
    not_handed_in: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    """Demands of the conditions that nothing here enforces; recorded with the act."""


def salvage_sealed(
    sealed: Path,
    out: Path,
    opening: Opening,
    by: Responsible,
    *,
    unproved: bool = False,
    writing: ResultWriting = DEFAULT_WRITING,
) -> SalvagedHere:
    """Return what holds, in a folder beside `out` whose name says that it is no evidence.

    The custody journal is not judged first, as for opening: it may be part of the damage. Where
    something is protected (articles 14 to 16), or what is cannot be read, a second officer agrees.

    Raises:
        Refused: as `evidence.salvage`; or no journal takes the event. Nothing is left then.
    """
    actor, reason = by.actor, by.reason
    folder = marked(out.absolute())
    beside = bag_journal(folder)
    refuse_taken(beside)
    kept: list[Path] = []
    warnings: list[Reason] = []
    journals: list[Journal] = []

    def record(done: Salvaged) -> None:
        consent = _consent(done, by)
        if consent is not None:
            kept.append(consent.keep(folder))
        if done.conditions is not None:
            given = GivenConditions(done.conditions, done.sender, done.package or "", done.sender)
            warnings.extend(leave(WayOut.OPEN, given, actor))
        if done.bag is None:
            return
        salvaged, before = _act(done, consent, actor), acts_before(actor, warnings)
        if done.proved:
            made = record_beside(sealed, beside, salvaged, done.bag, reason, actor, before)
            journals.append(made)
        else:
            # The package's own journal is on what the true seal named, if on anything.
            journals.append(journal_at(beside))
            for one in before:
                actor.record(journals[0], one, of=done.bag)
            actor.record(journals[0], salvaged, of=done.bag, words=reason)

    try:
        done = salvage(
            sealed,
            folder,
            identities=opening.hybrid,
            trust=opening.trust.evidence,
            unproved=unproved,
            remove_leftover=writing.discard_unfinished,
            progress=writing.progress,
            holds=record,
        )
    except BaseException:
        undo(*kept)
        raise
    if not journals:
        return SalvagedHere(done, None, warnings=tuple(warnings))
    not_handed_in = actor.hand_in(journals[0])
    return SalvagedHere(done, journals[0].folder, not_handed_in, tuple(warnings))


def _consent(done: Salvaged, by: Responsible) -> Consent | None:
    if done.protected is None:
        what = "What of the damaged package is protected material cannot be read"
    elif done.protected:
        number = len(done.protected.paths)
        what = f"The package holds protected material ({number} named)"
    else:
        return None
    return agreed(by, act="salvaged", bag=done.bag, items=None, what=what)


def _act(done: Salvaged, consent: Consent | None, actor: Actor) -> CustodyAct:
    return act(
        "salvaged" if done.proved else "salvaged-unproved",
        **{state.replace("-", "_"): done.states.get(state, 0) for state in STATES},
        **consent_fields(consent, actor.clock()),
    )
