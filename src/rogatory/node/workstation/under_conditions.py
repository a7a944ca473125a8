# SPDX-License-Identifier: Apache-2.0
"""Evidence leaves a workstation under the conditions of who gave it, judged by one rule.

The conditions are read out of the package in all its forms, never out of what the officer says of
it. What a message allows beyond them counts as far as messages are at hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.disclosure.refusals import NOT_RELEASED
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.verification.conditions_check import GivenConditions
from rogatory.node.law.conditions.package_conditions import delivered_conditions
from rogatory.node.law.refusals import KEPT_SECRET, RETENTION_ENDED
from rogatory.node.law.use.use_notices import UseNotice
from rogatory.node.law.use_limits import IntendedUse
from rogatory.node.law.ways_out import (
    Leaving,
    WayOut,
    blocks,
    is_police_information,
    notes,
    releasing_notices,
    stated_proceedings,
)
from rogatory.node.workstation.acting import Actor
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.law import Law

ARROW = " → "
"""Between an officer's reason and the purpose, which are shown together and read by nobody else."""

type Threads = Callable[[str], Sequence[ThreadState]]
"""The threads in which a package was given, by its id, as far as they are known here."""


def no_threads(_package: str) -> Sequence[ThreadState]:
    """Know of no messages: then nothing is allowed beyond the conditions themselves."""
    return ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """A use beyond what the evidence was given for, and what messages allow beyond its conditions."""

    use: IntendedUse = field(default_factory=IntendedUse)
    threads: Threads = no_threads
    law: Law | None = None
    """The law of the own State, where its node is at hand."""


@dataclass(frozen=True, slots=True)
class PermittedLeave:
    """How evidence may leave: the notes to show and record, the notices to whose items it is limited
    (None: to none), and the proceedings for which it leaves, as far as they are known.
    """

    warnings: tuple[Reason, ...]
    notices: tuple[UseNotice, ...] | None
    proceedings: str | None

    @property
    def released(self) -> frozenset[str] | None:
        """The paths of the items that may leave, or None for all of them."""
        if self.notices is None:
            return None
        return frozenset(item for one in self.notices for item in one.items)

    def refuse_unreleased(self, path: str) -> None:
        """Refuse a file of the package that is no released item; one outside `data/` is no item."""
        released = self.released
        is_item = path.startswith(DATA_FOLDER)
        if released is not None and not (is_item and path.removeprefix(DATA_FOLDER) in released):
            raise Refused(NOT_RELEASED.because(path=ascii(path)[1:-1]))


def leave(
    way: WayOut,
    given: GivenConditions,
    actor: Actor,
    *,
    recipients: Sequence[str] = (),
    allowed: Allowed | None = None,
    giver: str | None = None,
) -> tuple[Reason, ...]:
    """Return the notes to show and record for evidence that leaves this way.

    `recipients` are authorities or States; `giver` is who signed a package that nobody sealed.

    Raises:
        Refused: with every reason why it may not leave (`ways_out.blocks`).
    """
    leaving = _leaving(way, given, actor, recipients, allowed, giver)
    refuse_if_any(blocks(leaving))
    return tuple(notes(leaving))


def is_restricted_to_police(
    way: WayOut,
    given: GivenConditions,
    actor: Actor,
    *,
    allowed: Allowed | None = None,
    giver: str | None = None,
) -> bool:
    """Decide whether a package that says that it is police information is kept from being evidence."""
    return is_police_information(_leaving(way, given, actor, (), allowed, giver))


def leave_by_item(
    way: WayOut,
    given: GivenConditions,
    actor: Actor,
    *,
    allowed: Allowed | None = None,
    giver: str | None = None,
) -> PermittedLeave:
    """Return how items that are chosen may leave.

    Raises:
        Refused: as `leave`.
    """
    leaving = _leaving(way, given, actor, (), allowed, giver)
    refuse_if_any(blocks(leaving))
    return PermittedLeave(
        tuple(notes(leaving)), releasing_notices(leaving), stated_proceedings(leaving)
    )


def with_purpose(words: str | None, *named: str | None) -> str | None:
    """Return an officer's words with the purpose that was named, for an act whose record has no other
    place for it.
    """
    stated = [one for one in (words, *named) if one and one.strip()]
    return ARROW.join(stated) or None


def _leaving(
    way: WayOut,
    given: GivenConditions,
    actor: Actor,
    recipients: Sequence[str],
    allowed: Allowed | None,
    giver: str | None,
) -> Leaving:
    allowed = allowed or Allowed()
    threads = allowed.threads(given.package)
    provider = given.origin or given.giver or giver
    own = actor.keys.holder[:2].upper()
    return Leaving(
        way=way,
        conditions=given.conditions,
        giver=provider[:2].upper() if provider else None,
        own=own,
        at=actor.clock(),
        recipients=tuple(dict.fromkeys(one[:2].upper() for one in recipients)),
        use=allowed.use,
        threads=threads,
        package=given.package,
        own_words=given.own_words,
        delivered=delivered_conditions(threads, given.package, own, allowed.law),
        law=allowed.law,
    )


def acts_before(actor: Actor, reasons: Sequence[Reason]) -> list[CustodyAct]:
    """Return the records right before an act: how the evidence was opened, and the notes shown to
    the actor.
    """
    found = [*actor.before]
    for one in reasons:
        if one.code.id == RETENTION_ENDED.id:
            giver, until = str(one.fields["provider"]), str(one.fields["until"])
            found.append(act("warned-retention-ended", giver=giver, until=until))
        elif one.code.id == KEPT_SECRET.id:
            found.append(act("warned-secret", giver=str(one.fields["provider"])))
    return found
