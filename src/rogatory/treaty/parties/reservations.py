# SPDX-License-Identifier: Apache-2.0
"""The reservations and declarations of a State on a day: which are in force, and what they change.

Which reservations are permitted, and whether the other State may use one as well, is the rule of the
instrument; the Vienna Convention on the Law of Treaties (VCLT) has the rest. A reservation made at
signature counts once it is confirmed (23(2)). One that is not permitted has no effect, and one that is
only reported warns.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

from rogatory.treaty.law import Law
from rogatory.treaty.offences import Offence, ReservedArticle, convention_offences
from rogatory.treaty.rows import Certainty, weaker
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.reservation_rules import (
    COMPATIBLE,
    LISTED,
    ReservationRule,
    is_under,
)
from rogatory.treaty.tables.reservations import (
    ADDS_ELEMENT,
    EXCLUDES,
    SIGNATURE,
    Declaration,
    Objection,
    Reservation,
    is_succession,
)

ELEMENT, TERRITORY, TERRITORY_EXCLUDED = "element", "territory", "territory-excluded"
COMPETENCE = "competence"

ONLY_REPORTED: frozenset[Certainty] = frozenset({"reported", "memory"})
"""The grades of a reservation or declaration that nobody read: it warns, and changes nothing."""


class ReservationStanding(StrEnum):
    """How far a reservation has come on a day."""

    NOT_YET = "not-yet"
    UNCONFIRMED = "unconfirmed"
    IN_FORCE = "in-force"
    WITHDRAWN = "withdrawn"
    NOT_PERMITTED = "not-permitted"


def standing_of(law: Law, one: Reservation, on: date) -> ReservationStanding:
    """Return whether a reservation is in force on a day, or why not."""
    if one.made > on:
        return ReservationStanding.NOT_YET
    if one.withdrawn is not None and one.withdrawn <= on:
        return ReservationStanding.WITHDRAWN
    if one.made_at == SIGNATURE and (one.confirmed is None or one.confirmed > on):
        return ReservationStanding.UNCONFIRMED
    if not _is_permitted(law, one):
        return ReservationStanding.NOT_PERMITTED
    return ReservationStanding.IN_FORCE


def is_only_reported(one: Reservation | Declaration) -> bool:
    return one.certainty in ONLY_REPORTED


def reservations_of(
    law: Law, state: str, on: date, instrument: str = THE_CONVENTION
) -> tuple[Reservation, ...]:
    """Return the reservations of the State that are in force on that day, and those that it keeps
    of a State to whose territory it succeeded.
    """
    own = [one for one in law.reservations if (one.state, one.instrument) == (state, instrument)]
    return tuple(
        one
        for one in (*own, *_inherited(law, state, on, instrument, own))
        if standing_of(law, one, on) is ReservationStanding.IN_FORCE
    )


def allowing_reservation(
    law: Law, requesting: str, requested: str, article: str, on: date, instrument: str
) -> Reservation | None:
    """Return the reservation under an article (such as `42(5)`) that lets the requested State refuse:
    its own, or where the instrument or VCLT 21(1)(b) makes it reciprocal, that of the State that asks.
    One that was read goes before one only reported.
    """
    rule = reservation_rule(law, instrument)
    is_reciprocal = rule is not None and rule.reciprocity is not None
    states = (requested, requesting) if is_reciprocal else (requested,)
    found = (
        one
        for state in states
        for one in reservations_of(law, state, on, instrument)
        if one.article == article and one.allows_refusal
    )
    return min(found, key=is_only_reported, default=None)


def excluding_reservations(
    law: Law, instrument: str, pair: tuple[str, str], article: str, on: date
) -> tuple[Reservation, ...]:
    """Return the reservations of either State that exclude an offence between the two (VCLT 21(1)): its
    article, or a part of it under which the offence is placed.
    """
    rule = reservation_rule(law, instrument)
    if rule is None or rule.offences is None:
        return ()
    return tuple(
        one
        for state in dict.fromkeys(pair)
        for one in reservations_of(law, state, on, instrument)
        if one.effect == EXCLUDES and is_under(article, one.articles)
    )


def provision_reservations(
    law: Law, instrument: str, pair: tuple[str, str], article: str, on: date
) -> tuple[Reservation, ...]:
    """Return the reservations of either State that exclude a provision between the two (VCLT 21(1)): the one itself,
    or the article that has it.
    """
    return tuple(
        one
        for state in dict.fromkeys(pair)
        for one in reservations_of(law, state, on, instrument)
        if one.effect == EXCLUDES and is_under(article, one.articles)
    )


def reserved_article(
    law: Law, instrument: str, pair: tuple[str, str], article: str, on: date
) -> ReservedArticle | None:
    """Return the article as excluded between the two by a reservation that was read, or None. The
    effect is a reading, and no more certain than the instrument's rule says.
    """
    rule = reservation_rule(law, instrument)
    for one in excluding_reservations(law, instrument, pair, article, on):
        if rule is not None and rule.offences is not None and not is_only_reported(one):
            return ReservedArticle(article, one.state, weaker(one.certainty, rule.offences))
    return None


def offence_between(
    law: Law, instrument: str, pair: tuple[str, str], offence: Offence, on: date
) -> Offence:
    """Return the offence as it is between the two States: of the Convention, reserved where its article is
    excluded; of another instrument, under no article that is.
    """
    if instrument != THE_CONVENTION:
        return _placed_between(law, instrument, pair, offence, on)
    article = offence.convention_article
    if article not in convention_offences(law):
        return offence
    return replace(offence, reserved=reserved_article(law, instrument, pair, str(article), on))


def _placed_between(
    law: Law, instrument: str, pair: tuple[str, str], offence: Offence, on: date
) -> Offence:
    def is_left(name: str, article: str) -> bool:
        return name != instrument or reserved_article(law, name, pair, article, on) is None

    classified = offence.classified
    if classified is not None and not is_left(classified.instrument, classified.article):
        others = tuple(one for one in offence.articles if one[0] != instrument)
        return replace(offence, articles=others, classified=None)
    return replace(offence, articles=tuple(one for one in offence.articles if is_left(*one)))


def precluding_objections(
    law: Law, instrument: str, pair: tuple[str, str], on: date
) -> Iterator[tuple[Reservation, Objection]]:
    """Yield the objections by which one State keeps the instrument from being in force with the other
    (VCLT 20(4)(b)); none against a reservation that the instrument itself permits (20(1)).
    """
    rule = reservation_rule(law, instrument)
    for state, other in (pair, pair[::-1]):
        for one in reservations_of(law, state, on, instrument):
            if rule is not None and rule.authorises(one.article):
                continue
            for objection in one.objections:
                is_there = objection.made <= on and (
                    objection.withdrawn is None or on < objection.withdrawn
                )
                if objection.state == other and objection.precludes and is_there:
                    yield one, objection


def declarations_of(
    law: Law, state: str, on: date, instrument: str = THE_CONVENTION
) -> tuple[Declaration, ...]:
    """Return the declarations that are in force on that day: channels, languages, territories."""
    rule = reservation_rule(law, instrument)
    return tuple(
        one
        for one in law.declarations
        if (one.state, one.instrument) == (state, instrument) and _is_effective(rule, one, on)
    )


def effective_days(rule: ReservationRule | None, one: Declaration) -> tuple[date, date | None]:
    """Return the day from which a declaration counts, and the day from which it does so no more: at once, or by
    the instrument's rule on the first day of the month after some months.
    """
    is_later = rule is not None and is_under(one.article, rule.later)
    months = 0 if rule is None else rule.months or 0
    start = one.effective or (_first_of_month_after(one.made, months) if is_later else one.made)
    if one.ended is None or rule is None or not is_under(one.article, rule.ended_later):
        return start, one.ended
    return start, _first_of_month_after(one.ended, months)


def _is_effective(rule: ReservationRule | None, one: Declaration, on: date) -> bool:
    start, end = effective_days(rule, one)
    return start <= on and (end is None or on < end)


def _first_of_month_after(day: date, months: int) -> date:
    """Return the first day of the month that follows the end of so many months after a day."""
    count = day.year * 12 + day.month - 1 + months + 1
    return date(count // 12, count % 12 + 1, 1)


def added_elements(law: Law, state: str, article: str, on: date, instrument: str) -> frozenset[str]:
    """Return the elements that a State added to an offence of an article of the instrument, by a
    declaration or a reservation on it or on a part of it that was read, as far as the instrument permits it.
    """
    rule = reservation_rule(law, instrument)
    declared = {
        one.value
        for one in declarations_of(law, state, on, instrument)
        if one.matter == ELEMENT
        and is_under(one.article, [article])
        and not is_only_reported(one)
        and (rule is None or rule.can_declare(one.article))
    }
    reserved = {
        one.element
        for one in reservations_of(law, state, on, instrument)
        if one.effect == ADDS_ELEMENT and _is_on(one, article) and not is_only_reported(one)
    }
    return frozenset(name for name in declared | reserved if name)


def reported_elements(
    law: Law, state: str, article: str, on: date, instrument: str
) -> Iterator[Declaration | Reservation]:
    """Yield what is only reported to add an element to an offence: no element is asked for by it."""
    for one in declarations_of(law, state, on, instrument):
        if one.matter == ELEMENT and is_under(one.article, [article]) and is_only_reported(one):
            yield one
    for made in reservations_of(law, state, on, instrument):
        if made.effect == ADDS_ELEMENT and _is_on(made, article) and is_only_reported(made):
            yield made


def _is_on(one: Reservation, article: str) -> bool:
    return any(is_under(each, [article]) for each in one.articles)


def territories_of(law: Law, state: str, on: date, instrument: str) -> frozenset[str]:
    """Return the codes of the territories to which a State extended an instrument."""
    return _declared(law, state, on, instrument, TERRITORY)


def excluded_territories(law: Law, state: str, on: date, instrument: str) -> frozenset[str]:
    """Return the codes of the territories that a State excluded from an instrument."""
    return _declared(law, state, on, instrument, TERRITORY_EXCLUDED)


def lacks_competence(law: Law, state: str, on: date, instrument: str) -> bool:
    """Decide whether it is a regional organisation of which no declared competence is recorded."""
    organisations = {one.code for one in law.states if one.is_regional_organisation}
    return state in organisations and not any(
        one.matter == COMPETENCE for one in declarations_of(law, state, on, instrument)
    )


def reservation_rule(law: Law, instrument: str) -> ReservationRule | None:
    """Return an instrument's rule on reservations, or None where none is recorded."""
    return next((one.reservations for one in law.instruments if one.id == instrument), None)


def _is_permitted(law: Law, one: Reservation) -> bool:
    rule = reservation_rule(law, one.instrument)
    if rule is None:
        return True
    if one.effect == ADDS_ELEMENT and rule.permits == LISTED:
        return rule.can_declare(one.article) or rule.authorises(one.article)
    return rule.permits == COMPATIBLE or rule.authorises(one.article)


def _inherited(
    law: Law, state: str, on: date, instrument: str, own: list[Reservation]
) -> Iterator[Reservation]:
    """Yield what a successor State keeps: the reservations in force for the territory on the day of the
    succession, but those under an article on which it made one itself.
    """
    for succession in declarations_of(law, state, on, instrument):
        if not is_succession(succession):
            continue
        replaced = {one.article for one in own}
        for one in law.reservations:
            if (
                (one.state, one.instrument) == (succession.value, instrument)
                and one.article not in replaced
                and standing_of(law, one, succession.made) is ReservationStanding.IN_FORCE
            ):
                yield replace(
                    one,
                    state=state,
                    withdrawn=None,
                    certainty=weaker(one.certainty, succession.certainty),
                )


def exclusions_reported(law: Law, state: str, on: date, instrument: str) -> frozenset[str]:
    """Return the codes of the territories that a State is only reported to have excluded."""
    seen = {
        one.value
        for one in declarations_of(law, state, on, instrument)
        if one.matter == TERRITORY_EXCLUDED and not is_only_reported(one)
    }
    return _declared(law, state, on, instrument, TERRITORY_EXCLUDED) - seen


def _declared(law: Law, state: str, on: date, instrument: str, subject: str) -> frozenset[str]:
    return frozenset(
        one.value
        for one in declarations_of(law, state, on, instrument)
        if one.matter == subject and one.value
    )
