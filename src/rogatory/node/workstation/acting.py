# SPDX-License-Identifier: Apache-2.0
"""The actor on a workstation, and the record of each act beside the object.

Each act is signed and in the journal before the command ends; the node's log gets it at once where
a line to it is given, and later (`custody submit`) where there is none or it is down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.events.act_codes import action_of
from rogatory.custody.events.event import Event, parse_event
from rogatory.custody.events.values import UNDETERMINED, CustodyAct, words_of
from rogatory.custody.journal.journal import Journal, JournalEntry
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.evidence.options import Now
from rogatory.node.custody_log.custody_refusals import EVENT_CHAIN
from rogatory.seal.signatures import Signatures, SigningKeys
from rogatory.wire.identifiers import parse_authority, uuid7
from rogatory.wire.randomness import Random

type Submit = Callable[[Sequence[tuple[bytes, Signatures]]], Sequence[bytes]]
"""Hands events to the own State's node; gives their `.tlog-proof` files, in order."""

EVENTS_AT_ONCE = 100
"""A node takes 200 in one submission; half of it keeps a slow node's answer in time."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An authority's keys in the hands of an officer, known by number."""

    keys: SigningKeys
    clock: Now
    random: Random
    officer: str | None = None
    network: str | None = None
    submit: Submit | None = None
    language: str = UNDETERMINED
    """Of the words that the officer gives for his acts."""
    before: tuple[CustodyAct, ...] = ()
    """Recorded right before each act: that the recovery identity was used."""
    refuse_late: Callable[[datetime], None] | None = None
    """Refuses a moment after the last at which that identity may be used."""

    def record(
        self,
        journal: Journal,
        act: CustodyAct,
        *,
        of: str,
        words: str | None = None,
        basis: str | None = None,
    ) -> JournalEntry:
        """Write an act on the object `of` into the journal; signed and durable on return."""
        at = self.clock()
        if self.refuse_late is not None:
            self.refuse_late(at)
        event = Event(
            network=self.network,
            id=uuid7(at, self.random(10)),
            object=of,
            action=action_of(act),
            authority=parse_authority(self.keys.holder),
            officer=self.officer,
            act=act,
            words=words_of(words, self.language),
            basis=basis,
            occurred=at,
            previous=None,
        )
        return journal.append(event, self.keys)

    def hand_in(self, journal: Journal) -> tuple[Reason, ...]:
        """Give the node what its log lacks; why that failed, if it did. Nothing without a node."""
        if self.submit is None:
            return ()
        try:
            submit_journal(journal, self.keys.holder[:2].upper(), self.submit)
        except RogatoryError as error:
            return error.reasons
        return ()


def submit_journal(journal: Journal, state: str, submit: Submit) -> int:
    """Submit the events of that State's authorities that no proof lies beside; how many.

    A node that does not know the events before them is given these too: it may have lost them.

    Raises:
        Refused, Unreachable: what the node or the line to it says; the journal has the proofs
            of what was logged before.
    """
    own = [entry for entry in journal if parse_event(entry.event).authority.state == state]
    waiting = [entry for entry in own if entry.signatures and entry.proof is None]
    try:
        _submit(journal, waiting, submit)
    except Refused as error:
        if EVENT_CHAIN.id not in error.codes:
            raise
        _submit(journal, [entry for entry in own if entry.signatures], submit)
    return len(waiting)


def _submit(journal: Journal, entries: Sequence[JournalEntry], submit: Submit) -> None:
    for start in range(0, len(entries), EVENTS_AT_ONCE):
        some = entries[start : start + EVENTS_AT_ONCE]
        proofs = submit([(each.event, each.signatures) for each in some if each.signatures])
        for entry, proof in zip(some, proofs, strict=True):
            journal.attach_proof(entry.number, proof)
