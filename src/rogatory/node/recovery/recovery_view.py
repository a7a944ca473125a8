# SPDX-License-Identifier: Apache-2.0
"""The result of asking a State, as a person sees it: in the command, and in alerts that outlive it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rogatory.errors import Reason
from rogatory.node.completeness import recovery_codes
from rogatory.node.context import Node
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.messages import StoredMessage
from rogatory.wire.words import Statement

MOST_LISTED = 5
"""The most digests and codes that one alert names; the command shows all."""

MOST_REQUESTS = 1000
"""Requests that one run lists by State: a node that lost a year has more, and nobody reads so many lines."""


@dataclass
class RecoveryRunView:
    """The result of one run of asking a State, for a person."""

    state: str
    taken: int = 0
    here: int = 0
    refused: list[tuple[str, tuple[Reason, ...]]] = field(default_factory=list)
    """By digest of what was handed out: what of it was not taken, and why."""
    coming: int = 0
    """Messages of that State that were not receipted here: it delivers them."""
    forks: list[tuple[str, str]] = field(default_factory=list)
    """Digests of two messages of one State that have the same number."""
    differing: list[tuple[str, tuple[Reason, ...]]] = field(default_factory=list)
    """By message: why the receipt that was shown differs from the one kept."""
    gone: list[str] = field(default_factory=list)
    """Messages of ours that others build on and that nobody has handed out."""
    packages: list[str] = field(default_factory=list)
    """Seals of packages that were delivered and do not lie here."""
    since_backup: dict[str, list[str]] = field(default_factory=dict)
    """By request with which this State and ours exchanged messages that were lost: those of ours of which the draft is lost, too. What
    officers wrote inside the State about these requests is lost likewise, and nobody else knows what it was.
    """
    others_since: int = 0
    """Further such messages, of requests that are not listed."""
    wait: int = 0
    """Seconds that it asks to wait before it is asked for more."""
    problem: Statement | None = None
    """Why it has not handed out all."""
    threads: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    """Messages that it has handed out in this run: what comes twice brings nothing."""

    def go_on(self, later: "RecoveryRunView") -> None:
        """Add what a further run came to."""
        self.taken += later.taken
        self.here += later.here
        self.coming += later.coming
        self.refused += later.refused
        self.forks += [one for one in later.forks if one not in self.forks]
        self.differing += later.differing
        self.gone += later.gone
        self.packages += later.packages
        self.threads |= later.threads
        for thread, drafts in later.since_backup.items():
            self.note_lost(thread, *drafts)
        self.others_since += later.others_since
        self.wait, self.problem = later.wait, later.problem

    def note_lost(self, thread: str, *drafts: str) -> None:
        """Note a request whose messages were lost, and messages of ours whose drafts were lost."""
        if thread in self.since_backup or len(self.since_backup) < MOST_REQUESTS:
            self.since_backup.setdefault(thread, []).extend(drafts)
        else:
            self.others_since += 1

    @property
    def is_whole(self) -> bool:
        return self.problem is None and not self.wait


def call_about_fork(node: Node, outcome: RecoveryRunView, message: StoredMessage) -> None:
    """Raise an alert with both digests of two messages of one State with one number."""
    for other in node.store.transcript(message.thread):
        if (other.sender_state, other.sequence) == (message.sender_state, message.sequence):
            first, second = sorted((other.digest, message.digest))
            if first != second and (first, second) not in outcome.forks:
                outcome.forks.append((first, second))
                page(
                    node,
                    f"recovery-fork/{first}/{second}",
                    recovery_codes.FORK.because(
                        state=message.sender_state,
                        count=message.sequence,
                        digest=first,
                        other=second,
                    ),
                    at=node.clock.now(),
                    thread=message.thread,
                )


def call_about_state(node: Node, outcome: RecoveryRunView) -> None:
    """Call once each for what a State handed out and does not hold, and for what is still missing."""
    if outcome.refused:
        codes = sorted(
            {reason.code.id for _digest, reasons in outcome.refused for reason in reasons}
        )
        reason = recovery_codes.REFUSED.because(
            count=len(outcome.refused), state=outcome.state, codes=_named(codes)
        )
        _call(node, outcome, "refused", reason)
    if outcome.differing:
        digests = _named(digest for digest, _why in outcome.differing)
        reason = recovery_codes.RECEIPTS.because(state=outcome.state, digests=digests)
        _call(node, outcome, "receipts", reason)
    if outcome.gone:
        reason = recovery_codes.GONE.because(state=outcome.state, digests=_named(outcome.gone))
        _call(node, outcome, "gone", reason)


def _call(node: Node, outcome: RecoveryRunView, what: str, reason: Reason) -> None:
    """Call once an hour: a State is asked again and again."""
    now = node.clock.now()
    page(
        node,
        f"recovery/{outcome.state}/{what}/{now:%Y-%m-%dT%H}",
        reason,
        at=now,
        thread=None,
    )


def _named(digests: Iterable[str]) -> str:
    found: Sequence[str] = list(digests)
    more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
    return f"{', '.join(found[:MOST_LISTED])}{more}"
