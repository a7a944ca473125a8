# SPDX-License-Identifier: Apache-2.0
"""Checks that custody events are proved to be in a log, and in that of their own State."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.check import (
    Checked,
)
from rogatory.custody.journal.journal import DestroyedEntry, JournalEntry
from rogatory.custody.log.contradiction import LogStatements
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import (
    Logged,
    LoggedTombstone,
    claimed_origin,
    refuse_foreign,
    refuse_foreign_tombstone,
    verify_destroyed,
    verify_proof,
)
from rogatory.custody.log.tombstone import parse_tombstone
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.node.workstation import refusals
from rogatory.node.workstation.journals.folders import JournalReading
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.stolen_log_keys import StolenLogKeys
from rogatory.wire.words import N_, FilledText

WHO_HAS_DIRECTORY = N_("anyone with the directory (--trust)")


def check_logged(
    entries: Sequence[JournalEntry],
    unread_proofs: Iterable[Reason],
    whom: Whom,
    destroyed: Iterable[DestroyedEntry],
    stolen: StolenLogKeys,
) -> str:
    """Check that each event has a proof of its place in its State's log, under a key that was not `stolen`, that no proof contradicts
    another one or that of a `destroyed` event, and that none lies before the event that it follows.
    """
    reasons = list(unread_proofs)
    keys_known, stated = True, LogStatements()
    for one in logged_tombstones(destroyed, whom):
        stated.contradicts(one.checkpoint.checkpoint, one.index, one.leaf)
    places: dict[str, tuple[JournalEntry, Logged]] = {}
    for entry in entries:
        if entry.proof is not None:
            try:
                logged = _proved(entry, entry.proof, whom, stated)
            except Refused as error:
                reasons += error.reasons
            else:
                keys_known &= logged is not None
                if logged is not None:
                    places[entry.digest] = entry, logged
                    reasons += stolen.reasons(logged.checkpoint.note, logged.event.occurred)
    refuse_if_any([*reasons, *_out_of_order(places)])
    if not entries:
        raise Undecided(N_("there is no custody journal"), N_("the person who collected it"))
    proved = sum(entry.proof is not None for entry in entries)
    if proved < len(entries):
        raise Undecided(
            FilledText(
                N_("proofs for {some} of {all} events; the times of the others are claimed only"),
                some=proved,
                all=len(entries),
            ),
            N_("the State that recorded them, by `rogatory custody submit`"),
        )
    if not keys_known:
        raise Undecided(
            FilledText(
                N_("a proof for each event; the keys of the logs are not known"),
            ),
            WHO_HAS_DIRECTORY,
        )
    return count_of_events(len(entries))


def _out_of_order(proved: Mapping[str, tuple[JournalEntry, Logged]]) -> Iterator[Reason]:
    """Yield the events that a log took in before the one that they name as the one before."""
    for entry, logged in proved.values():
        event = parse_event(entry.event)
        before = proved.get(event.previous) if event.previous else None
        if before is None or parse_event(before[0].event).authority != event.authority:
            continue
        checkpoint, earlier = logged.checkpoint.checkpoint, before[1]
        same = earlier.checkpoint.checkpoint.origin == checkpoint.origin
        if same and logged.index <= earlier.index:
            yield contradiction(str(entry.number), checkpoint.origin)


def logged_tombstones(destroyed: Iterable[DestroyedEntry], whom: Whom) -> Iterator[LoggedTombstone]:
    """Yield the statements of the proofs beside tombstones that verify."""
    for entry in destroyed:
        with suppress(Refused):  # reported by the check of the destroyed
            found = parse_tombstone(entry.tombstone)
            keys = whom.vkeys(found.log) if entry.proof is not None else None
            if entry.proof is not None and keys is not None:
                yield verify_destroyed(entry.proof, found, origin=found.log, vkeys=keys)


def _proved(entry: JournalEntry, proof: bytes, whom: Whom, stated: LogStatements) -> Logged | None:
    """Return the statement of a proof that verifies; None where the keys of its log are not known.

    Raises:
        Refused: it does not, whatever the keys are; or it contradicts one before.
    """
    logged = logged_event(entry, proof, whom)
    if logged is None:
        return None
    checkpoint = logged.checkpoint.checkpoint
    if stated.contradicts(checkpoint, logged.index, logged.leaf):
        raise Refused(contradiction(str(entry.number), checkpoint.origin))
    return logged


def logged_event(entry: JournalEntry, proof: bytes, whom: Whom) -> Logged | None:
    """Return the statement of a proof that verifies; None where the keys of its log are not known.

    Raises:
        Refused: it does not verify, whatever the keys are.
    """
    state = parse_event(entry.event).authority.state
    origin = refuse_foreign(proof, entry.event)
    log = parse_origin(origin).state
    keys = whom.vkeys(origin)
    if keys is None:
        return None
    logged = verify_proof(proof, entry.event, origin=origin, vkeys=keys)
    if log != state:
        raise Refused(refusals.OTHER_LOG.because(number=entry.number, origin=origin))
    return logged


def contradiction(place: str, origin: str) -> Reason:
    """Return the reason for a proof that contradicts another one; `place` names the event or
    receipt.
    """
    return refusals.LOG_CONTRADICTS.because(number=place, origin=origin)


def count_of_events(count: int) -> str:
    return FilledText(N_("{count} events"), count=count)


def is_of_unknown_log(proof: bytes, whom: Whom) -> bool:
    """Decide whether nothing that was given speaks for the log of a proof. One that cannot be read
    is of no log: it does not hold, whatever the keys are.
    """
    try:
        return whom.vkeys(claimed_origin(proof)) is None
    except Refused:
        return False


def misplaced_proofs(journals: Iterable[JournalReading], whom: Whom) -> Iterator[Reason]:
    """Yield what is wrong with the proofs of logs whose keys are not known: who has no keys still
    sees that a proof is of another event.
    """
    for read in journals:
        for entry in read.entries:
            if entry.proof is not None and is_of_unknown_log(entry.proof, whom):
                yield from _reasons_of(_refuse_misplaced_event, entry.proof, entry.event)
        for gone in read.destroyed:
            if gone.proof is not None and is_of_unknown_log(gone.proof, whom):
                yield from _reasons_of(_refuse_misplaced, gone.proof, gone.tombstone)


def _reasons_of(ask: Callable[[bytes, bytes], object], proof: bytes, of: bytes) -> Sequence[Reason]:
    try:
        ask(proof, of)
    except Refused as error:
        return error.reasons
    return ()


def _refuse_misplaced_event(proof: bytes, event: bytes) -> None:
    parse_origin(refuse_foreign(proof, event))


def _refuse_misplaced(proof: bytes, tombstone: bytes) -> None:
    refuse_foreign_tombstone(proof, parse_tombstone(tombstone))


def foreign_logs(checked: Iterable[Checked]) -> list[Reason]:
    """Return events that are proved by another State's log, which says nothing of when it was done."""
    return [
        refusals.OTHER_LOG.because(
            number=one.number, origin=one.logged.checkpoint.checkpoint.origin
        )
        for one in checked
        if one.logged is not None
        and parse_origin(one.logged.checkpoint.checkpoint.origin).state != one.event.authority.state
    ]
