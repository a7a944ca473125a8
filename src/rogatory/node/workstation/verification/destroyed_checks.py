# SPDX-License-Identifier: Apache-2.0
"""The remaining proofs, in the journals of an object, of events that were destroyed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from rogatory.custody.journal.check import verify_tombstone
from rogatory.custody.journal.journal import DestroyedEntry, JournalEntry
from rogatory.custody.log import tombstone_refusals
from rogatory.custody.log.proof import parse_proof, refuse_foreign_tombstone
from rogatory.custody.log.tombstone import Tombstone, parse_tombstone, tombstone_digest
from rogatory.custody.log.witness import LogKeys
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Title, Undecided
from rogatory.node.workstation.verification.logged_checks import logged_event
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.stolen_log_keys import StolenLogKeys
from rogatory.wire.words import N_, FilledText, TextsInTurn, reasons_text

DESTROYED = Title("custody-destroyed", N_("What is left of destroyed events is proved"))


def check_destroyed(
    entries: Sequence[tuple[DestroyedEntry, str | None]],
    vkeys: Callable[[str], Sequence[str] | None],
    not_tombstones: Iterable[Reason] = (),
    recorded_by: Mapping[str, Collection[str]] | None = None,
    stolen: StolenLogKeys | None = None,
) -> str:
    """Decide that a log proves each commitment; nobody can show any more what the events said.

    Each entry comes with the digest that its journal is about, None where that is not known. `vkeys` gives
    the keys of a log, None for one that nothing speaks for. `not_tombstones` are the reasons against files that
    have the name of a tombstone and are none. `recorded_by` gives the States that record a tombstone, by its digest;
    `stolen` the keys of logs that were compromised.

    Raises:
        Refused: with every reason.
        Undecided: only others than the event's own State say that it was destroyed, a proof is
            missing, or the keys of the logs are unknown.
    """
    reasons = list(not_tombstones)
    by_others, found = list[Reason](), list[Tombstone]()
    proved, keys_known = 0, True
    for entry, of in entries:
        try:
            tombstone = parse_tombstone(entry.tombstone)
            found.append(tombstone)
            states = (recorded_by or {}).get(tombstone_digest(entry.tombstone))
            if states and tombstone.authority.state not in states:
                authority = str(tombstone.authority)
                code = tombstone_refusals.TOMBSTONE_BY_OTHERS
                by_others.append(code.because(number=entry.number, authority=authority))
            _refuse_misplaced(entry, tombstone, of)
            if entry.proof is None:
                continue
            keys = vkeys(tombstone.log)
            if keys is None:
                keys_known = False
                refuse_foreign_tombstone(entry.proof, tombstone)
            else:
                _verify_proof(entry, tombstone, keys)
                if stolen is not None:
                    refuse_if_any(stolen.reasons(parse_proof(entry.proof).checkpoint))
            proved += 1
        except Refused as error:
            reasons += error.reasons
    refuse_if_any(reasons)
    count = len(entries)
    if by_others:
        who = N_("the State in whose log they were, by giving the proofs")
        raise Undecided(reasons_text(by_others), who, by_others)
    if proved < count:
        raise Undecided(
            FilledText(
                N_(
                    "destroyed events: {count}; of these {proved} are proved to have been in a log. "
                    "What they said cannot be shown"
                ),
                count=count,
                proved=proved,
            ),
            N_("the State in whose log they were, by giving the proofs"),
        )
    if not keys_known:
        raise Undecided(
            FilledText(
                N_(
                    "destroyed events: {count}, with proofs; the keys of the logs are not "
                    "known. Their contents cannot be shown"
                ),
                count=count,
            ),
            N_("anyone with the directory (--trust)"),
        )
    text = FilledText(
        N_(
            "destroyed events: {count}; each is proved to have been in a log. What they said cannot "
            "be shown"
        ),
        count=count,
    )
    return TextsInTurn.of([text, *map(_shown, found[:MOST_SHOWN])], "; ")


MOST_SHOWN = 100
"""Destroyed events that are listed one by one."""


def _shown(one: Tombstone) -> str:
    """Return authority, digest, log and index of a destroyed event: every verdict lists them."""
    return f"{one.authority}: {one.digest}, {one.log} {one.index}"


def _refuse_misplaced(entry: DestroyedEntry, tombstone: Tombstone, of: str | None) -> None:
    """Refuse a tombstone that is not of an event, on another object, or in another State's log."""
    unproved = replace(entry, proof=None)
    verify_tombstone(
        unproved, tombstone, object_digest=of or tombstone.object, log_keys=lambda _: ()
    )


def _verify_proof(entry: DestroyedEntry, tombstone: Tombstone, keys: Sequence[str]) -> None:
    verify_tombstone(entry, tombstone, object_digest=tombstone.object, log_keys=lambda _: keys)


def apart_reasons(
    entries: Iterable[DestroyedEntry], of: str | None, recorded: Collection[str], log_keys: LogKeys
) -> Iterator[Reason]:
    """Yield why tombstones that a node recorded apart do not hold; their chains are others'."""
    for entry in entries:
        try:
            found = parse_tombstone(entry.tombstone)
            verify_tombstone(entry, found, object_digest=of or found.object, log_keys=log_keys)
        except Refused as error:
            yield from error.reasons
            continue
        if tombstone_digest(entry.tombstone) not in recorded:
            yield tombstone_refusals.TOMBSTONE_UNRECORDED.because(number=entry.number)


def places_taken(
    destroyed: Iterable[DestroyedEntry], entries: Iterable[JournalEntry], whom: Whom
) -> Iterator[Reason]:
    """Yield why tombstones do not hold whose place is proved to be that of an event that lies in any of
    the journals.
    """
    gone: list[Tombstone] = []
    for one in destroyed:
        with suppress(Refused):
            gone.append(parse_tombstone(one.tombstone))
    places = set[tuple[str, int]]()
    for entry in entries if gone else ():
        with suppress(Refused):
            logged = logged_event(entry, entry.proof, whom) if entry.proof else None
            if logged is not None:
                places.add((logged.checkpoint.checkpoint.origin, logged.index))
    for found in gone:
        if (found.log, found.index) in places:
            place = tombstone_refusals.TOMBSTONE_PLACE
            yield place.because(index=found.index, origin=found.log)
