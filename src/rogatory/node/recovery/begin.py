# SPDX-License-Identifier: Apache-2.0
"""Beginning a recovery, going on with it, and opening the door before a State has answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.completeness import recovery_codes, refusals
from rogatory.node.completeness.asking import ask_later
from rogatory.node.completeness.record import (
    PeerInquiry,
    Recovery,
    Without,
    put_recovery,
    recovery_of,
)
from rogatory.node.context import Node
from rogatory.node.officers.alerts import page
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.ports import Store
from rogatory.node.witnesses.high_water import need_marks
from rogatory.wire.empty_words import says_something
from rogatory.wire.words import OwnWords

MARGIN = timedelta(days=1)
"""The time before the newest stored entry from which messages are asked for: peers' clocks differ,
and those already here are only counted.
"""

EVERYTHING = datetime(1970, 1, 2, tzinfo=UTC)
"""Before any entry; a day later than the first moment that a question can name."""

LONGEST_REASON = 500
"""Characters of a reason: it is read on the duty desk."""


def begin_recovery(node: Node, since: datetime | None = None) -> Recovery:
    """Close the node and note whom to ask: every listed State, since the lost threads are unknown.

    Without a moment, the period begins a day before the newest stored entry. A recovery that is
    under way goes on; an earlier moment than its own has all States asked again.
    """
    now = node.clock.now()
    with node.store.transaction():
        found = recovery_of(node.store)
        if found is None or not found.missing(node.store.log_epoch()):
            found = Recovery(since or newest_entry(node) - MARGIN, now, _epoch_to_leave(node.store))
            need_marks(node.store, now)
        elif since is not None and since < found.since:
            kept = {state: PeerInquiry(without=one.without) for state, one in found.states.items()}
            found = replace(found, since=since, states=kept)
        for state in node.register.view().states:
            if state != node.state and state not in found.states:
                found = found.with_state(state, PeerInquiry())
        put_recovery(node.store, found)
    return found


def do_without(node: Node, state: str, *, officer: str, reason: str) -> None:
    """Let the node open though a State has not answered. The worker asks it again.

    A message sent to it meanwhile may have a number that a lost message has: a fork, which takes a
    repair. So an officer decides it, with a reason, and the duty desk is alerted.

    Raises:
        Refused: the State is not waited for, the officer may not, or the reason is none.
    """
    now = node.clock.now()
    refuse_if_any(
        officer_reasons(node.register.view(), officer, None, Permission.ACCEPT_EPOCH, now)
    )
    if not says_something(reason) or len(reason) > LONGEST_REASON:
        raise Refused(refusals.WITHOUT_REASON.because(limit=LONGEST_REASON))
    with node.store.transaction():
        recovery = recovery_of(node.store)
        inquiry = None if recovery is None else recovery.states.get(state)
        if recovery is None or inquiry is None or not inquiry.is_outstanding:
            raise Refused(refusals.WITHOUT_UNKNOWN.because(state=state[:10]))
        decided = replace(inquiry, without=Without(officer, OwnWords(reason), now))
        put_recovery(node.store, recovery.with_state(state, decided))
        ask_later(node, state)
    page(
        node,
        f"recovery-without/{state}/{now:%Y-%m-%dT%H:%M}",
        recovery_codes.WITHOUT.because(state=state, officer=officer, reason=OwnWords(reason)),
        at=now,
        thread=None,
    )


def newest_entry(node: Node) -> datetime:
    """Return the moment of the newest entry of the log: all before it is in the store."""
    return newest_moment(node.store)


def newest_moment(store: Store) -> datetime:
    """Return the moment of the newest entry of the log in a store."""
    for epoch in range(store.log_epoch(), 0, -1):
        try:
            size = store.log_size(epoch)
        except LookupError:
            continue
        for logged in store.events_since(max(0, size - 1), 1, epoch):
            return logged.logged
    return EVERYTHING


def note_restored(store: Store, at: datetime) -> Recovery:
    """Close a store into which a backup was restored, inside the transaction that completes it; `begin_recovery` goes on
    from here, and notes whom to ask.
    """
    found = recovery_of(store)
    since = newest_moment(store) - MARGIN
    if found is not None and found.missing(store.log_epoch()):
        since = min(since, found.since)
    noted = Recovery(since, at, _epoch_to_leave(store))
    need_marks(store, at)
    put_recovery(store, noted)
    return noted


def _epoch_to_leave(store: Store) -> int:
    """Return the epoch of the log; the one before if the new one holds nothing yet but its opening."""
    epoch = store.log_epoch()
    return epoch - 1 if epoch > 1 and store.log_size() == 1 else epoch
