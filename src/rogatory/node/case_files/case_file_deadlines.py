# SPDX-License-Identifier: Apache-2.0
"""The deadlines that run in this State alone: domestic orders, custodians' secrecy, referrals.

They are separate from the treaty's deadlines (`requests.deadlines`), which both States count from the
same transcript. Line 29 of the law's list: an order's end is not the end of the hold that it
serves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.errors import ReasonBasis, basis_in
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.case_provisions import CHANNEL, CUSTODIAN_SECRECY
from rogatory.node.case_files.orders import DomesticOrder
from rogatory.node.case_files.referrals import Referral
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel
from rogatory.wire.words import N_

DAY = timedelta(days=1)

STEPS = (
    (DeadlineLevel.CRITICAL, timedelta(days=5), 4),
    (DeadlineLevel.WARNING, timedelta(days=14), 2),
    (DeadlineLevel.NOTICE, timedelta(days=30), 1),
)
"""The time left at which a deadline becomes pressing: at most this time, and at most this part of
the whole, so that an order of ten days does not press from its first hour. (Practice.)
"""

REPEATED_AFTER = timedelta(days=7)
"""How often somebody hears again of what is over and was neither renewed nor ended. (Practice.)"""


@dataclass(frozen=True, slots=True)
class CaseFileClock:
    """One deadline of a case file.

    `cites` is the id of the provision that it rests on; `of` is the order or referral; `step` is new whenever a human must be alerted again. `owed_by`
    is the authority in charge.
    """

    name: str
    title: str
    cites: str
    owed_by: str
    of: str
    subject: str
    starts_from: str
    started: datetime
    due: datetime | None
    level: DeadlineLevel
    days_left: int | None
    step: str

    def basis(self, provisions: Mapping[str, ReasonBasis]) -> ReasonBasis:
        """Return the provision that it rests on, of those by id."""
        return basis_in(provisions, self.cites)


def case_file_clocks(case_file: CaseFile, now: datetime) -> list[CaseFileClock]:
    """Return every deadline of a case file, in the order of the journal."""
    return [*domestic_order_clocks(case_file, now), *referral_clocks(case_file, now)]


def domestic_order_clocks(case_file: CaseFile, now: datetime) -> Iterator[CaseFileClock]:
    """Yield the clocks of the orders: the end of the period that runs, and of the custodian's
    secrecy.
    """
    for order in case_file.orders:
        yield _order_clock(case_file, order, now)
        if order.secret and order.secret_until is not None:
            yield _secrecy_clock(case_file, order, order.secret_until, now)


def referral_clocks(case_file: CaseFile, now: datetime) -> Iterator[CaseFileClock]:
    """Yield the clocks of referrals that have a date."""
    for referral in case_file.referrals:
        if referral.wanted_by is not None:
            yield _referral_clock(case_file, referral, referral.wanted_by, now)


def _order_clock(case_file: CaseFile, order: DomesticOrder, now: datetime) -> CaseFileClock:
    is_over = order.ended is not None
    level = DeadlineLevel.ENDED if is_over else _level(order.period_start, order.until, now)
    return CaseFileClock(
        name="domestic-order",
        title=N_("Domestic order to be renewed or ended"),
        cites=order.facts.cites,
        owed_by=case_file.authority,
        of=order.id,
        subject=order.reference,
        starts_from="starts" if not order.renewals else "renewed",
        started=order.period_start,
        due=order.until,
        level=level,
        days_left=_days_left(order.until, now),
        step=_step(order.until, level, now),
    )


def _secrecy_clock(
    case_file: CaseFile, order: DomesticOrder, until: datetime, now: datetime
) -> CaseFileClock:
    is_over = order.ended is not None or until >= order.until
    level = DeadlineLevel.ENDED if is_over else _level(order.starts, until, now)
    return CaseFileClock(
        name="custodian-secrecy",
        title=N_("Custodian's duty of secrecy to be prolonged"),
        cites=CUSTODIAN_SECRECY,
        owed_by=case_file.authority,
        of=order.id,
        subject=order.reference,
        starts_from="starts",
        started=order.starts,
        due=until,
        level=level,
        days_left=_days_left(until, now),
        step=_step(until, level, now),
    )


def _referral_clock(
    case_file: CaseFile, referral: Referral, due: datetime, now: datetime
) -> CaseFileClock:
    level = _level(referral.at, due, now) if referral.is_open else DeadlineLevel.MET
    if referral.recalled is not None:
        level = DeadlineLevel.ENDED
    return CaseFileClock(
        name="referral",
        title=N_("Result of the executing authority"),
        cites=CHANNEL,
        owed_by=case_file.authority,
        of=referral.id,
        subject=referral.to.name,
        starts_from="referred",
        started=referral.at,
        due=due,
        level=level,
        days_left=_days_left(due, now),
        step=_step(due, level, now),
    )


def _level(started: datetime, due: datetime, now: datetime) -> DeadlineLevel:
    if now >= due:
        return DeadlineLevel.OVERDUE
    left, whole = due - now, due - started
    for level, time, part in STEPS:
        if left <= min(time, whole / part) and (part > 1 or whole > time):
            return level
    return DeadlineLevel.CALM


def _step(due: datetime, level: DeadlineLevel, now: datetime) -> str:
    """Return what distinguishes one call from the next: the date counted to, the level, and how
    often it has been said since that it is over.
    """
    repeats = (now - due) // REPEATED_AFTER if level is DeadlineLevel.OVERDUE else 0
    return f"{due:%Y%m%dT%H%M%SZ}/{level.value}" + (f"/{repeats}" if repeats else "")


def _days_left(due: datetime, now: datetime) -> int:
    return max(0, (due - now) // DAY)
