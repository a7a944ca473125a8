# SPDX-License-Identifier: Apache-2.0
"""When an instrument comes into force, by its rule as data; and what a deposit today would give.

The Convention: on the 90th day after the fortieth instrument, that of a regional organisation not
counted (article 65(1), seen); for a later Party on the 30th day after its own, and not before
(article 65(2), memory). A day of entry into force that a record states goes before one computed.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.law import Law
from rogatory.treaty.rows import Certainty, weaker
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.parties import EntryRule, PartyRecord, ReportedTotal
from rogatory.treaty.tables.reservations import Declaration, is_succession


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """How far an instrument is from being in force, by the deposits up to a day.

    `counted` are those that count, in order of time, `not_counted` those of regional organisations,
    `reported` the States of which a ratification is reported but no deposit known. `filled` is the
    day of the deposit that made up the number, `date` that of entry into force.
    """

    rule: EntryRule
    counted: tuple[PartyRecord, ...]
    not_counted: tuple[PartyRecord, ...]
    reported: tuple[PartyRecord, ...]
    filled: date | None
    date: date | None

    @property
    def missing(self) -> int:
        """How many instruments are missing, by the deposits whose day is known."""
        return max(0, self.rule.needed - len(self.counted))

    @property
    def missing_by_reports(self) -> int:
        """How many would be missing if each reported ratification had been deposited."""
        return max(0, self.missing - len(self.reported))


@dataclass(frozen=True, slots=True)
class StateEntry:
    """From which day an instrument is in force for one State, and what says so."""

    date: date
    article: str
    certainty: Certainty
    is_computed: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast on a day of an entry into force that lies ahead.

    `as_fortieth` is the day that a deposit today would give if it made up the number, `as_later`
    for a later Party (None as long as the general day is not known); `signatories` counts the
    rows of this register, `totals` what others report. `gaps` must be read beside every number.
    """

    on: date
    entry: EntryIntoForce
    as_fortieth: date
    as_later: date | None
    completes_today: bool
    signatories: int
    totals: tuple[ReportedTotal, ...]
    gaps: tuple[str, ...]


def entry_into_force(law: Law, instrument: str, on: date | None = None) -> EntryIntoForce:
    """Return the state of things by the deposits up to a day, or by all that are recorded.

    Raises:
        Refused: the data have no rule for the instrument.
    """
    rule = next((one for one in law.entry_rules if one.instrument == instrument), None)
    if rule is None:
        raise Refused(refusals.ENTRY_RULE_UNKNOWN.because(instrument=ascii(instrument)[:40]))
    regional = {one.code for one in law.states if one.is_regional_organisation}
    if rule.counts_regional_organisations:
        regional = set()
    succeeded = {
        one.state for one in law.declarations if one.instrument == instrument and is_succession(one)
    }
    # A successor takes the place of a State whose instrument counts already.
    records = [
        one for one in law.parties if one.instrument == instrument and one.state not in succeeded
    ]
    deposits = sorted(
        (one for one in records if one.deposited and (on is None or one.deposited <= on)),
        key=lambda one: (one.deposited or date.max, one.state),
    )
    counted = tuple(one for one in deposits if one.state not in regional)
    filled = counted[rule.needed - 1].deposited if len(counted) >= rule.needed else None
    return EntryIntoForce(
        rule=rule,
        counted=counted,
        not_counted=tuple(one for one in deposits if one.state in regional),
        reported=tuple(
            one for one in records if one.state not in regional and _is_only_reported(one, on)
        ),
        filled=filled,
        date=filled + timedelta(days=rule.days_after) if filled else None,
    )


def in_force_for(law: Law, record: PartyRecord) -> StateEntry | None:
    """Return from which day the instrument is in force for that State; None while nothing says so."""
    stated, deposited = record.in_force_from, record.deposited
    rule = next((one for one in law.entry_rules if one.instrument == record.instrument), None)
    if stated is not None:
        article = rule.article if rule else ""
        return StateEntry(stated, article, record.certainty, is_computed=False)
    if deposited is None:
        return None
    if (succession := _succession(law, record)) is not None:
        return _of_successor(law, record, succession)
    general = None if rule is None else entry_into_force(law, record.instrument)
    if rule is None or general is None or general.date is None or general.filled is None:
        return None
    if deposited <= general.filled:
        certainty = weaker(record.certainty, rule.certainty)
        return StateEntry(general.date, rule.article, certainty, is_computed=True)
    own = deposited + timedelta(days=rule.later_days)
    certainty = weaker(record.certainty, rule.later_certainty)
    return StateEntry(max(own, general.date), rule.later_article, certainty, is_computed=True)


def _succession(law: Law, record: PartyRecord) -> Declaration | None:
    own = (record.state, record.instrument)
    return next(
        (
            one
            for one in law.declarations
            if (one.state, one.instrument) == own and is_succession(one)
        ),
        None,
    )


def _of_successor(law: Law, record: PartyRecord, succession: Declaration) -> StateEntry | None:
    """Return that a State which notified its succession is bound from the day of it, where the
    State that it succeeded was bound then (Vienna Convention on Succession of States in respect of
    Treaties, 22 and 23).
    """
    before = law.records.get((succession.value or "", record.instrument))
    entry = None if before is None else in_force_for(law, before)
    if before is None or entry is None or entry.date > succession.made:
        return None
    if before.ended is not None and before.ended < succession.made:
        return None
    certainty = weaker(record.certainty, succession.certainty, entry.certainty)
    return StateEntry(succession.made, entry.article, certainty, is_computed=True)


def forecast(law: Law, on: date, instrument: str = THE_CONVENTION) -> Forecast:
    """Return what a deposit on that day would give, and how many are missing until then."""
    entry = entry_into_force(law, instrument, on)
    later = on + timedelta(days=entry.rule.later_days)
    known = [one for one in law.parties if one.instrument == instrument]
    totals = tuple(one for one in law.totals if one.instrument == instrument)
    gaps = (
        entry.rule.gap,
        *law.register.gaps,
        *(one.gap for one in totals),
        *(one.gap for one in entry.reported),
    )
    return Forecast(
        on=on,
        entry=entry,
        as_fortieth=on + timedelta(days=entry.rule.days_after),
        as_later=max(later, entry.date) if entry.date else None,
        completes_today=entry.missing == 1,
        signatories=sum(one.signed is not None and one.signed <= on for one in known),
        totals=totals,
        gaps=tuple(dict.fromkeys(gap for gap in gaps if gap)),
    )


def _is_only_reported(record: PartyRecord, on: date | None) -> bool:
    reported, deposited = record.ratification_reported, record.deposited
    if reported is None or (on is not None and reported > on):
        return False
    return deposited is None or (on is not None and deposited > on)
