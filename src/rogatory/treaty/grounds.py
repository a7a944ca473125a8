# SPDX-License-Identifier: Apache-2.0
"""The grounds of a thread's law: for refusal, for postponement; what is never a ground; conditions."""

from dataclasses import dataclass

from rogatory.errors import ReasonBasis
from rogatory.treaty.citing import CitedLine, basis_of, line_of
from rogatory.treaty.composed.establishing import is_inside
from rogatory.treaty.law import Law
from rogatory.treaty.offences import Offence
from rogatory.treaty.parties.reservations import declarations_of
from rogatory.treaty.references import BETWEEN
from rogatory.treaty.regimes import GroundSection, Regime, cite, instrument_of, lines_of
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.cited_treaties import CitedTreaty
from rogatory.treaty.tables.reservation_rules import is_under


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for one kind of request, with the instrument in which it is found. `reservation`
    names the article under which the requested State must have made one for the ground to count;
    `offences` is `outside` or `inside` where it counts for offences outside or inside that
    instrument alone, `help` is `coercive` or `not-coercive` where for such help alone. A condition is there `by_default` where nobody has to state it.
    """

    id: str
    instrument: str
    kind: str
    label: str
    article: str
    citation: str
    """The article with its instrument, unless that is the Convention: `29(5)(a) of ETS 185`."""
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]
    note: str | None
    reservation: str | None
    offences: str
    help: str
    by_default: bool

    def concerns(self, regime: Regime, offence: Offence) -> bool:
        """Decide whether it counts for an offence, by where that is inside or outside."""
        return self.offences == "all" or (self.offences == "inside") == is_inside(regime, offence)

    def is_cited_as(self, text: str, beside: str | None = None) -> bool:
        """Decide whether a text cites the article of this ground, with its instrument or without: each
        provision that the text names is one of the article, or has it as a part. A clause `beside` the
        ground may be named as well.
        """
        cited = text.removesuffix(self.citation.removeprefix(self.article))
        own, clause = BETWEEN.split(self.article), [beside] if beside else []
        of_ground = [one for one in BETWEEN.split(cited) if not is_under(one, clause)]
        return bool(of_ground) and all(
            any(is_under(each, [one]) for each in own) for one in of_ground
        )


@dataclass(frozen=True, slots=True)
class StatedDuty:
    """An act that a State owes around a decision on one kind, with the instrument that says so.

    It is owed before the grounds and for the replies that it names, before all where it names none;
    `is_discretionary` where the State finds it appropriate.
    """

    id: str
    instrument: str
    text: str
    note: str | None
    article: str
    citation: str
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]
    grounds: tuple[str, ...]
    replies: tuple[str, ...]
    is_discretionary: bool

    def is_owed(self, ground: str, reply: str) -> bool:
        """Decide whether it is owed before a reply on a ground."""
        return (not self.grounds or ground in self.grounds) and (
            not self.replies or reply in self.replies
        )


TERMS_OF_GIVER = "terms_of_giver"
"""The rule that the receiver complies with what the giver asks, by its id in the law's data."""

TERMS_UNLESS_DECLARED = "terms_unless_declared"
"""The rule by which a receiver that declared so is bound by none of them that it did not accept."""

CONDITIONS_ACCEPTED = "conditions_accepted"
"""The rule that a receiver is bound by what it accepted, and the giver decides where it accepts nothing."""


@dataclass(frozen=True, slots=True)
class BindingRule:
    """The rule on which conditions bind the State that receives: those that it accepted and, where the
    rule `is_by_giver`, those that the giver states, whatever the receiver answered.
    """

    is_by_giver: bool
    basis: ReasonBasis


def binding_rule(regime: Regime, kind: str) -> BindingRule:
    """Return the rule for what is given on a request of this kind. No State is bound by what it did not
    accept, unless the instrument says so and lets it declare nothing else.
    """
    if line_of(regime, kind, TERMS_OF_GIVER) is None:
        return BindingRule(is_by_giver=False, basis=basis_of(regime, kind, CONDITIONS_ACCEPTED))
    is_declared = _is_declared(regime, line_of(regime, kind, TERMS_UNLESS_DECLARED))
    cites = TERMS_UNLESS_DECLARED if is_declared else TERMS_OF_GIVER
    return BindingRule(not is_declared, basis_of(regime, kind, cites))


def _is_declared(regime: Regime, line: CitedLine | None) -> bool:
    """Decide whether the State to which something is given declared what a provision lets it declare."""
    return line is not None and any(
        is_under(one.article, [line.article])
        for one in declarations_of(regime.law, regime.requested, regime.on, line.instrument)
    )


def grounds_for(regime: Regime, kind: str) -> tuple[Ground, ...]:
    """Return the list for refusing a request of this kind; see `is_open` for whether another counts."""
    return _of_kind(regime, "grounds", kind)


def postponements_for(regime: Regime, kind: str) -> tuple[Ground, ...]:
    """Return what may postpone a request of this kind."""
    return _of_kind(regime, "postponements", kind)


def never_grounds_for(regime: Regime, kind: str) -> tuple[Ground, ...]:
    """Return what alone is never a ground for refusing a request of this kind, and why."""
    return _of_kind(regime, "never", kind)


def conditions_for(regime: Regime, kind: str) -> tuple[Ground, ...]:
    """Return on which conditions help of this kind may be given."""
    return _of_kind(regime, "conditions", kind)


def duties_for(regime: Regime, kind: str) -> tuple[StatedDuty, ...]:
    """Return what a State must do around a decision on this kind."""
    return tuple(
        StatedDuty(
            id=row.id,
            instrument=instrument_of(row),
            text=row.text,
            note=row.note,
            article=cited.article,
            citation=cite(regime, instrument_of(row), cited.article),
            certainty=cited.certainty,
            source=cited.source,
            cites=cited.cites,
            grounds=row.grounds,
            replies=row.replies,
            is_discretionary=row.is_discretionary,
        )
        for row, cited in lines_of(regime, "duties", kind)
    )


def duty_of(regime: Regime, name: str, kind: str) -> StatedDuty | None:
    """Return the duty of that id for the kind, or None where the regime has none."""
    return next((one for one in duties_for(regime, kind) if one.id == name), None)


def owed_duty(regime: Regime, name: str, kind: str, ground: str, reply: str) -> StatedDuty | None:
    """Return the duty of that id that is owed before a reply on a ground, or None: two instruments can have one
    each, for replies of their own.
    """
    found = (one for one in duties_for(regime, kind) if one.id == name)
    return next((one for one in found if one.is_owed(ground, reply)), None)


def stated_labels(law: Law) -> dict[str, str]:
    """Return the labels of the grounds that refusals and postponements can name, by id. An id that two
    instruments call differently has none.
    """
    found: dict[str, set[str]] = {}
    for one in (*law.grounds, *law.postponements):
        found.setdefault(one.id, set()).add(one.label)
    return {name: labels.pop() for name, labels in found.items() if len(labels) == 1}


def _of_kind(regime: Regime, section: GroundSection, kind: str) -> tuple[Ground, ...]:
    return tuple(
        Ground(
            id=row.id,
            instrument=instrument_of(row),
            kind=kind,
            label=row.label,
            article=cited.article,
            citation=cite(regime, instrument_of(row), cited.article),
            certainty=cited.certainty,
            source=cited.source,
            cites=cited.cites,
            note=row.note,
            reservation=row.reservation,
            offences=row.offences,
            help=row.help,
            by_default=row.by_default,
        )
        for row, cited in lines_of(regime, section, kind)
    )
