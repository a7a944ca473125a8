# SPDX-License-Identifier: Apache-2.0
"""The statements of depositary, State and ministry about one State, side by side; and which
prevails.

Which voice prevails is data (`precedence`). A voice that says nothing, or dates in an
impossible order, is not heard. The ministry's
voice is a correction of this law; that of the package is what the law said before any.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.law import REGISTERS, Law, packaged_law
from rogatory.treaty.parties.status import PartyStatus, status_by
from rogatory.treaty.references import is_in_order
from rogatory.treaty.rows import LONGEST_TEXT, weaker
from rogatory.treaty.tables.parties import PartyRecord
from rogatory.treaty.tables.precedence import Precedence
from rogatory.treaty.tables.reservations import SIGNATURE, Reservation
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

MINISTRY, DEPOSITARY, OWN, PACKAGE = "ministry", "depositary", "own-statement", "package"

PARTY_STATUS, RESERVATION = "party-status", "reservation"


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One thing that somebody states of a State and an instrument: what happened on which day.

    `status` is `signed`, `deposited`, `in-force` or `ended` for the status of a party, and `made`
    or `withdrawn` for a reservation, which has an article and may have a text.
    """

    state: str
    instrument: str
    status: str
    day: date
    source: str
    matter: str = PARTY_STATUS
    article: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice, its record, and the status on the day that follows from it."""

    name: str
    record: PartyRecord
    status: PartyStatus


@dataclass(frozen=True, slots=True)
class Voices:
    """All that is said, the voice that prevails first; `differ` names every other one that says
    something else.
    """

    state: str
    instrument: str
    on: date
    heard: tuple[Voice, ...]
    differ: tuple[Reason, ...]
    precedence: Precedence

    @property
    def prevailing(self) -> Voice | None:
        return self.heard[0] if self.heard else None


def voices(
    law: Law,
    state: str,
    instrument: str,
    on: date,
    *,
    depositary: Sequence[StatedFact] = (),
    own: Sequence[StatedFact] = (),
) -> Voices:
    """Return who says what of a State's status with an instrument on a day."""
    precedence = _precedence(law, PARTY_STATUS)
    records = _records(law, state, instrument, depositary, own)
    heard = tuple(
        Voice(name, records[name], status_by(law, records[name], on))
        for name in precedence.voices
        if name in records
    )
    return Voices(
        state=state,
        instrument=instrument,
        on=on,
        heard=heard,
        differ=tuple(
            _difference(heard[0], other) for other in heard[1:] if _differs(heard[0], other)
        ),
        precedence=precedence,
    )


def as_prevails(
    law: Law, *, depositary: Sequence[StatedFact] = (), own: Sequence[StatedFact] = ()
) -> Law:
    """Return the law with the record that prevails for each State and instrument, and with the
    reservations that the depositary states where no correction of the ministry concerns them.
    """
    order = _precedence(law, PARTY_STATUS).voices
    stated = {
        (fact.state, fact.instrument)
        for fact in (*depositary, *own)
        if fact.matter == PARTY_STATUS and _is_known(law, fact)
    }
    parties = dict(law.records)
    for key in sorted(stated):
        records = _records(law, *key, depositary, own)
        heard = [records[name] for name in order if name in records]
        if heard:
            parties[key] = _with_earlier_steps(*heard)
    reservations = _reservations(law, depositary)
    return replace(law, parties=tuple(parties.values()), reservations=reservations)


def _records(
    law: Law,
    state: str,
    instrument: str,
    depositary: Iterable[StatedFact],
    own: Iterable[StatedFact],
) -> Mapping[str, PartyRecord]:
    """Return the record of each voice that says something."""
    key = f"{state}/{instrument}"
    current = law.records.get((state, instrument))
    is_packaged = law.register.name in REGISTERS
    packaged = packaged_law(law.register.name).records if is_packaged else {}
    records = {
        MINISTRY: current if key in _corrected(law, "parties") else None,
        DEPOSITARY: _record(depositary, state, instrument),
        OWN: _record(own, state, instrument),
        PACKAGE: None if key in _taken_away(law) else packaged.get((state, instrument)),
    }
    return {name: record for name, record in records.items() if record is not None}


def _with_earlier_steps(first: PartyRecord, *others: PartyRecord) -> PartyRecord:
    """Return the record that prevails, with the steps before its own that only others have.

    A State that states since when it is bound need not state when it signed and deposited; without
    its deposit it would be missing from the number that article 65(1) asks for. The whole is no
    more certain than its weakest step. Nothing is added to a record that says how far the State has
    come and goes no further.
    """
    bound = first.in_force_from
    if bound is None:
        return first
    filled = first
    for other in others:
        signed = other.signed if other.signed and other.signed <= bound else None
        deposited = other.deposited if other.deposited and other.deposited <= bound else None
        if (signed and not filled.signed) or (deposited and not filled.deposited):
            filled = replace(
                filled,
                signed=filled.signed or signed,
                deposited=filled.deposited or deposited,
                certainty=weaker(filled.certainty, other.certainty),
            )
    return filled if is_in_order(filled) else first


def _record(facts: Iterable[StatedFact], state: str, instrument: str) -> PartyRecord | None:
    mine = [
        fact
        for fact in facts
        if (fact.state, fact.instrument, fact.matter) == (state, instrument, PARTY_STATUS)
    ]
    if not mine:
        return None
    days = {fact.status: fact.day for fact in sorted(mine, key=lambda fact: fact.day)}
    record = PartyRecord(
        state=state,
        instrument=instrument,
        signed=days.get("signed"),
        ratification_reported=None,
        deposited=days.get("deposited"),
        in_force_from=days.get("in-force"),
        ended=days.get("ended"),
        source="; ".join(dict.fromkeys(fact.source for fact in mine))[:LONGEST_TEXT],
        certainty="seen",
        gap=None,
    )
    return record if is_in_order(record) else None


def _reservations(law: Law, depositary: Iterable[StatedFact]) -> tuple[Reservation, ...]:
    found = list(law.reservations)
    corrected = _corrected(law, "reservations")
    settled = {_subject_of(one) for one in found if one.id in corrected}
    facts = [one for one in depositary if one.matter == RESERVATION and _is_known(law, one)]
    for fact in sorted(facts, key=lambda fact: fact.day):
        if not fact.article or _subject_of(fact) in settled:
            continue
        known = [place for place, one in enumerate(found) if _subject_of(one) == _subject_of(fact)]
        if fact.status == "withdrawn":
            for place in known:
                if (found[place].confirmed or found[place].made) <= fact.day:
                    found[place] = replace(found[place], withdrawn=fact.day)
        elif known:
            found[known[0]] = _as_depositary_states(found[known[0]], fact)
        else:
            found.append(_reservation(fact, fact.article))
    return tuple(found)


def _subject_of(one: StatedFact | Reservation) -> tuple[str, str, str]:
    return one.state, one.instrument, one.article or ""


def _as_depositary_states(known: Reservation, fact: StatedFact) -> Reservation:
    """Return a reservation as the depositary has it. Its effect stays as it was recorded: the
    depositary states the text, not what it changes. One made at signature that is stated of a later day
    was confirmed on that day.
    """
    is_confirmed = known.made_at == SIGNATURE and known.made < fact.day
    made = known.made if is_confirmed else fact.day
    is_kept = known.confirmed is not None and made <= known.confirmed
    return replace(
        known,
        id=_depositary_id(fact, known.article),
        made=made,
        confirmed=fact.day if is_confirmed else known.confirmed if is_kept else None,
        objections=tuple(one for one in known.objections if made <= one.made),
        withdrawn=None,
        text=fact.text,
        source=fact.source,
        certainty="seen",
        gap=None,
    )


def _reservation(fact: StatedFact, article: str) -> Reservation:
    return Reservation(
        _depositary_id(fact, article), fact.state, fact.instrument, article, fact.day, None,
        fact.text, fact.source, "seen", None,
    )  # fmt: skip


def _depositary_id(fact: StatedFact, article: str) -> str:
    digest = sha256(f"{fact.instrument} {article}".encode())[:12]
    return f"depositary-{fact.state.lower()}-{digest}"


def _corrected(law: Law, section: str) -> frozenset[str]:
    """Return the keys of the rows of a section that a correction of this law gave."""
    found = set()
    for one in law.corrections:
        if one.section == section and one.row is not None:
            row = one.row
            found.add(f"{row['state']}/{row['instrument']}" if section == "parties" else row["id"])
    return frozenset(map(str, found))


def _taken_away(law: Law) -> frozenset[str]:
    """Return the keys of the records that a correction took away, so that the package is not heard."""
    gone = {one.replaces for one in law.corrections if one.section == "parties" and not one.row}
    return frozenset(key for key in gone if key)


def _is_known(law: Law, fact: StatedFact) -> bool:
    return any(fact.instrument == one.id for one in law.instruments)


def _differs(one: Voice, other: Voice) -> bool:
    mine, theirs = one.status, other.status
    return mine.status is not theirs.status or (
        mine.since is not None and theirs.since is not None and mine.since != theirs.since
    )


def _difference(one: Voice, other: Voice) -> Reason:
    return refusals.VOICES_DIFFER.because(
        state=one.record.state,
        instrument=one.record.instrument,
        prevailing=one.name,
        status=one.status.status.value,
        since=_day(one.status.since),
        other=other.name,
        other_status=other.status.status.value,
        other_since=_day(other.status.since),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else FilledText(P_("an unknown day"))


def _precedence(law: Law, subject: str) -> Precedence:
    return next(one for one in law.precedence if one.matter == subject)
