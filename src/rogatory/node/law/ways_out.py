# SPDX-License-Identifier: Apache-2.0
"""One rule for every way by which evidence leaves its place, under the conditions of its giver.

The giver is the State whose authority sealed the package first; sealing it again makes nobody else
the giver. A State's own evidence is its own: nothing here blocks it, and the notes are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from rogatory.errors import Reason
from rogatory.evidence.conditions import FORBIDDEN, Conditions
from rogatory.node.law import refusals
from rogatory.node.law.conditions.package_conditions import (
    bound_conditions,
    unbound_in_package,
)
from rogatory.node.law.use.use_bound import is_use_limited
from rogatory.node.law.use.use_notices import UseNotice, is_same
from rogatory.node.law.use_limits import (
    ONWARD,
    POLICE,
    SECRECY,
    USE,
    IntendedUse,
    UseLimits,
    basis_of_given,
    use_reasons,
)
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.law import Law
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment


class WayOut(StrEnum):
    """The way by which evidence leaves; each value appears in messages for debugging and is never
    parsed.
    """

    SEAL = "seal"
    REWRAP = "rewrap"
    OPEN = "open"
    EXTRACT = "extract"
    DISCLOSE = "disclose"
    BUNDLE = "bundle"


_HANDED_OVER = frozenset({WayOut.DISCLOSE, WayOut.BUNDLE})
"""Ways to a person who is not the recipient of a seal, who must therefore be named where the rule
depends on it.
"""

_BY_ITEM = frozenset({WayOut.DISCLOSE, WayOut.EXTRACT})
"""Ways by which items that are chosen leave, so that a notice can release them."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Evidence that is about to leave. `giver` and `own` are States, None where nobody sealed it;
    `recipients` the States that it goes to; `threads` those in which it was given, as far as known.
    """

    way: WayOut
    conditions: Conditions
    giver: str | None
    own: str
    at: datetime
    recipients: Sequence[str] = ()
    use: IntendedUse = field(default_factory=IntendedUse)
    threads: Sequence[ThreadState] = ()
    package: str = ""
    own_words: Conditions | None = None
    """The conditions as the giver stated them, where others handled the package since."""
    delivered: Mapping[str, Json] = field(default_factory=dict)
    """The conditions that messages of its delivery stated and that bind."""
    law: Law | None = None
    """The law that decides what the instrument of the request sets; without it, it may set anything."""


def blocks(leaving: Leaving) -> Iterator[Reason]:
    """Yield why the evidence may not leave this way: lines 42 and 43 of the law's list.

    1. It goes on to another State only with the authorisation of who gave it (article 36(3)).
    2. It is used in other proceedings only with consent, or item by item in favour of an accused
       (40(19)).
    3. Where it may not go on at all, it must be said for which State it is handed over.
    4. What was delivered as police information only is handed over to nobody as evidence
       (article 47), where that was agreed to; of the package's own word `is_police_information` decides.
    """
    if leaving.giver is None or leaving.giver == leaving.own:
        return
    conditions = _bound(leaving)
    on, use = leaving.at.date(), leaving.use
    named = dict.fromkeys((*leaving.recipients, *([use.recipient] if use.recipient else ())))
    uses = [
        replace(use, recipient=state) if number == 0 else IntendedUse(recipient=state)
        for number, state in enumerate(named)
    ]
    for one in uses or [use]:
        yield from use_reasons(
            one,
            conditions,
            leaving.threads,
            leaving.package,
            leaving.giver,
            leaving.own,
            on,
            by_item=leaving.way in _BY_ITEM,
            law=leaving.law,
        )
    if leaving.way not in _HANDED_OVER:
        return
    if conditions["onward_transfer"] == FORBIDDEN and not named and use.organisation is None:
        yield refusals.RECIPIENT_UNSAID.because(
            _rests(leaving, ONWARD), provider=leaving.giver, own=leaving.own
        )
    if conditions["police_information_only"] and not leaving.conditions.police_information_only:
        yield refusals.DELIVERED_FOR_POLICE.because(_rests(leaving, POLICE), provider=leaving.giver)


def is_police_information(leaving: Leaving) -> bool:
    """Decide whether the package itself is kept from being evidence: it says so, and the State that received
    it agreed to that, or nothing is known of what was agreed to. A State's own evidence is its own.
    """
    bound = _bound(leaving)
    return leaving.conditions.police_information_only and bool(bound["police_information_only"])


def releasing_notices(leaving: Leaving) -> tuple[UseNotice, ...] | None:
    """Return the notices in favour of an accused to whose items what leaves is limited; None where it is
    not limited to items.
    """
    wanted, bound = leaving.use.proceedings, _bound(leaving)
    if leaving.giver in {None, leaving.own} or wanted is None:
        return None
    provider = str(leaving.giver)
    if is_same(wanted, bound.get("proceedings")):
        return None
    if not is_use_limited(leaving.threads, leaving.package, provider, leaving.law):
        return None
    on = leaving.at.date()
    limits = UseLimits(leaving.threads, leaving.package, provider, on, own=leaving.own)
    return limits.releasing(wanted)


def stated_proceedings(leaving: Leaving) -> str | None:
    """Return the proceedings for which it leaves: those named, else those that its giver recorded; None
    where neither is known.
    """
    recorded = _bound(leaving).get("proceedings")
    return leaving.use.proceedings or (recorded if isinstance(recorded, str) else None)


def notes(leaving: Leaving) -> Iterator[Reason]:
    """Yield what nothing enforces and everybody who acts must know; it is recorded with the act."""
    provider = leaving.giver or leaving.own
    until, bound = leaving.conditions.retention_until, _bound(leaving)
    if until is not None and leaving.at > until and bound["retention_until"] is not None:
        yield refusals.RETENTION_ENDED.because(
            _rests(leaving, USE), provider=provider, until=format_moment(until)
        )
    if leaving.conditions.police_information_only and not bound["police_information_only"]:
        yield refusals.POLICE_UNAGREED.because(_rests(leaving, POLICE), provider=provider)
    if bound["secrecy"]:
        yield refusals.KEPT_SECRET.because(_rests(leaving, SECRECY), provider=provider)


def _rests(leaving: Leaving, cites: str) -> Mapping[str, str]:
    return basis_of_given(leaving.law, leaving.threads, leaving.giver, cites)._asdict()


def _bound(leaving: Leaving) -> Mapping[str, Json]:
    """Return the conditions that bind here: a State's own evidence is its own, whatever it stated."""
    conditions, given = leaving.conditions, leaving.delivered
    unbound = frozenset[str]()
    if leaving.giver not in {None, leaving.own}:
        unbound = unbound_in_package(
            leaving.law, leaving.threads, leaving.package, str(leaving.giver), conditions
        )
    return bound_conditions(conditions, given, leaving.own_words, unbound)
