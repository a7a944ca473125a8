# SPDX-License-Identifier: Apache-2.0
"""The check whether a request may be refused or postponed, an extension declined or a path withheld, on a ground.

Each decision needs a ground of the thread's law: of the list for its kind, or, where that list is
open, another with the provision or policy on which it rests; the reservation that the ground may
need; consultation and reasons where they are owed before it. What is never a ground is refused as
such. Under the Convention these are articles 40(21)-(28), 40(8), 36(1), 42(4)-(6) and 43(2); under
ETS 185 articles 25, 27, 29(3)-(5) and 30(2); under UNTOC article 18, under UNCAC article 46.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.citing import line_of
from rogatory.treaty.composed.establishing import established_article, is_inside
from rogatory.treaty.grounds import (
    Ground,
    grounds_for,
    never_grounds_for,
    owed_duty,
    postponements_for,
)
from rogatory.treaty.offences import Offence
from rogatory.treaty.parties import reservation_refusals
from rogatory.treaty.parties.reservations import allowing_reservation, is_only_reported
from rogatory.treaty.references import is_reference
from rogatory.treaty.regimes import Regime, cite, composition_of, is_open, kind_law
from rogatory.treaty.rows import weaker
from rogatory.treaty.tables.composition import DOMESTIC_LAW, Composition
from rogatory.treaty.tables.reservation_rules import is_under
from rogatory.treaty.tables.reservations import Reservation
from rogatory.wire.empty_words import says_something
from rogatory.wire.words import P_

CONSULTATION, REASONS = "consultation", "reasons"

NO_CONVENTION_OFFENCE = "no_convention_offence"

CLOSED_LIST = "closed_list"
"""The provision that lists the grounds of a kind and no others, by its id in the law's data."""

RIGHTS_CLAUSE = "rights_clause"
"""The provision by which the whole instrument is read in the light of human rights, by its id in the law's
data."""

_WORD = re.compile(r"\A[^\W\d]{1,12}\.?\s*(?=\d)|\s*[条條]\Z")
"""The words around a number: `Article`, `Art.`, `статья`, `第` and `条`."""
_AMONG = re.compile(r"\s*(?: by |[,;/–-]|\b[^\W\d]{1,3}\b)\s*(?=[\d(])")
"""The separators of two numbers: a comma, a dash, *and* in any language."""

OTHER_OBLIGATION = "other_obligation"
"""The ground of no list: a treaty or the constitution of the requested State forbids the help. It closes
what an answer on human rights would otherwise leave open for ever."""

COERCIVE, NOT_COERCIVE = "coercive", "not-coercive"
"""The help for which alone a ground counts, in the law's data."""

DISCRETION = "discretion"
"""The effort of what a State need not do, in the law's data."""


class IntendedReply(StrEnum):
    """The reply that the requested State intends."""

    REFUSAL = "refusal"
    POSTPONEMENT = "postponement"
    EXTENSION_DECLINED = "extension_declined"
    PATH_WITHHELD = "path_withheld"

    @property
    def phrase(self) -> str:
        return _PHRASES[self]


_PHRASES = {
    IntendedReply.REFUSAL: P_("a refusal"),
    IntendedReply.POSTPONEMENT: P_("a postponement"),
    IntendedReply.EXTENSION_DECLINED: P_("declining an extension"),
    IntendedReply.PATH_WITHHELD: P_("withholding a path"),
}

_DECIDED = {
    IntendedReply.EXTENSION_DECLINED: "preservation_extension",
    IntendedReply.PATH_WITHHELD: "preserved_traffic_disclosure",
}
"""Replies that decide on a part of a preservation, by the kind that has the grounds."""


def refusal_reasons(
    regime: Regime,
    kind: str,
    ground: str,
    offence: Offence,
    consultation: object,
    *,
    reasons: str | None = None,
    decision: IntendedReply = IntendedReply.REFUSAL,
    provision: str = "",
    is_coercive: bool | None = None,
) -> list[Reason]:
    """Return why the decision may not be given like this; empty when it may.

    `consultation` is the record of it, or what names that record: anything empty is none.
    `provision` is what the message cites for its ground; `is_coercive` whether the help that is asked
    for needs coercion, None where that is not known.
    """
    kind = decided_kind(kind, decision)
    listed = list_for(regime, kind, decision)
    found = next((one for one in listed if one.id == ground), None)
    never = _never(regime, kind, ground, offence)
    return [
        *(never or ()),
        *(
            _not_listed(regime, kind, ground, listed, decision, provision)
            if not (found or never or ground == OTHER_OBLIGATION)
            else ()
        ),
        *(_unfounded(regime, kind, provision) if ground == OTHER_OBLIGATION and not found else ()),
        *(_only_rights_clause(regime, kind, provision) if ground != OTHER_OBLIGATION else ()),
        *(_not_in_this_case(regime, found, offence) if found and not never else ()),
        *(_not_for_this_help(found, is_coercive=is_coercive) if found and not never else ()),
        *_without_consultation(regime, kind, ground, decision, consultation),
        *_without_reasons(regime, kind, ground, decision, reasons),
    ]


def list_for(regime: Regime, kind: str, decision: IntendedReply) -> tuple[Ground, ...]:
    """Return the grounds for a decision on a kind."""
    lists = postponements_for if decision is IntendedReply.POSTPONEMENT else grounds_for
    return lists(regime, kind)


def grounds_in_case(
    regime: Regime, kind: str, offence: Offence, *, is_coercive: bool | None = None
) -> tuple[Ground, ...]:
    """Return the grounds on which a request of a kind can be refused in one case: those for its offence
    and its help, each with the reservation that it needs.
    """
    return tuple(
        one
        for one in grounds_for(regime, kind)
        if not _never(regime, kind, one.id, offence)
        and not any(_not_in_this_case(regime, one, offence))
        and not any(_not_for_this_help(one, is_coercive=is_coercive))
    )


def decided_kind(kind: str, decision: IntendedReply) -> str:
    """Return of which kind the grounds are: to decline an extension is to decide on that."""
    return _DECIDED.get(decision, kind) if kind == "preservation" else kind


def _never(regime: Regime, kind: str, ground: str, offence: Offence) -> list[Reason]:
    return [
        refusals.NEVER_A_GROUND.because(
            ground=ascii(ground)[1:-1][:40],
            kind=kind,
            article=one.citation,
            certainty=one.certainty,
        )
        for one in never_grounds_for(regime, kind)
        if one.id == ground and one.concerns(regime, offence)
    ][:1]


def _not_listed(
    regime: Regime,
    kind: str,
    ground: str,
    listed: tuple[Ground, ...],
    decision: IntendedReply,
    provision: str,
) -> Iterator[Reason]:
    name = ascii(ground)[1:-1][:40]
    if not ground.strip() and _is_at_discretion(regime, kind, decision):
        return
    if not ground.strip():
        yield refusals.GROUND_MISSING.because(kind=kind)
    elif is_open(regime, kind):
        opening = _opening_fields(regime, kind)
        if not _is_cited(provision):
            yield refusals.PROVISION_MISSING.because(opening, ground=name, kind=kind)
        elif _is_of_instrument(regime, kind, provision):
            cited = ascii(provision)[1:-1][:40]
            yield refusals.PROVISION_OF_TREATY.because(opening, ground=name, kind=kind, cited=cited)
    elif not listed:
        yield refusals.NO_GROUND_AT_ALL.because(kind=kind, decision=decision.phrase)
    else:
        yield refusals.GROUND_NOT_LISTED.because(
            _closing_fields(regime, kind),
            ground=name,
            kind=kind,
            decision=decision.phrase,
            listed=", ".join(f"{one.id} ({one.citation})" for one in listed),
        )


def opened_by(regime: Regime, kind: str) -> tuple[Composition, ...]:
    """Return the provisions of the instrument that bring in the grounds of domestic law for a kind."""
    return tuple(one for one in composition_of(regime, kind) if one.brings == DOMESTIC_LAW)


def _opening_fields(regime: Regime, kind: str) -> dict[str, str]:
    """Return where the list is opened, as fields of a reason; nothing where no line says so."""
    rows = opened_by(regime, kind)
    if not rows:
        return {}
    certainty = rows[0].certainty
    for one in rows[1:]:
        certainty = weaker(certainty, one.certainty)
    articles = ", ".join(dict.fromkeys(one.article for one in rows))
    return {"article": cite(regime, regime.instrument, articles), "certainty": certainty}


def _closing_fields(regime: Regime, kind: str) -> dict[str, str]:
    """Return where the closed list is, as fields of a reason; nothing where no line says so."""
    line = line_of(regime, kind, CLOSED_LIST)
    if line is None:
        return {}
    return {"article": cite(regime, line.instrument, line.article), "certainty": line.certainty}


def _is_cited(provision: str) -> bool:
    """Decide whether a provision or policy is named: by words, or by a number alone."""
    return any(one.isdigit() for one in provision) or says_something(provision)


def _is_of_instrument(regime: Regime, kind: str, provision: str) -> bool:
    """Decide whether what should be a provision of domestic law is an article of the instrument that brings this
    in. Of an instrument whose grounds nobody entered an article is a provision.
    """
    named = provisions_cited(provision, _names_of(regime, regime.instrument))
    return bool(named and opened_by(regime, kind))


def _is_at_discretion(regime: Regime, kind: str, decision: IntendedReply) -> bool:
    """Decide whether an extension is declined without a ground: where none is owed, reasons suffice."""
    if decision is not IntendedReply.EXTENSION_DECLINED or kind != _DECIDED[decision]:
        return False
    about = kind_law(regime, kind)
    return about is not None and about.effort == DISCRETION


def _not_for_this_help(ground: Ground, *, is_coercive: bool | None) -> Iterator[Reason]:
    cited = {"ground": ground.id, "article": ground.citation, "certainty": ground.certainty}
    if ground.help == COERCIVE and is_coercive is False:
        yield refusals.HELP_NOT_COERCIVE.because(cited)
    if ground.help == NOT_COERCIVE and is_coercive is True:
        yield refusals.HELP_COERCIVE.because(cited)


def _unfounded(regime: Regime, kind: str, provision: str) -> Iterator[Reason]:
    """Yield that no other treaty or constitution is named: an article of the instrument of the request, with its
    name or by its number alone, is none.
    """
    _, _, of_instrument = cite(regime, regime.instrument, "1").partition("1")
    if not _is_cited(provision) or is_reference(provision.strip().removesuffix(of_instrument)):
        yield refusals.OBLIGATION_UNNAMED.because(kind=kind)


def _only_rights_clause(regime: Regime, kind: str, provision: str) -> Iterator[Reason]:
    """Yield that nothing is cited but the clause by which the instrument is read in the light of human rights:
    it is no list of grounds.
    """
    clause = line_of(regime, kind, RIGHTS_CLAUSE)
    if clause is None:
        return
    cited = provisions_cited(provision, _names_of(regime, clause.instrument))
    if cited and all(is_under(one, [clause.article]) for one in cited):
        yield refusals.ONLY_RIGHTS_CLAUSE.because(
            cited=ascii(provision)[1:-1][:40],
            article=cite(regime, clause.instrument, clause.article),
            certainty=clause.certainty,
        )


def _names_of(regime: Regime, instrument: str) -> tuple[str, ...]:
    found = next((one for one in regime.law.instruments if one.id == instrument), None)
    named = [] if found is None else [found.name, found.reference]
    return (*named, cite(regime, instrument, "1").partition("1 of ")[2], "Convention")


def provisions_cited(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the provisions that a text cites: `6(1), 6(2)` of `Articles 6(1) and (2) of the Convention`; none
    where it says something else. `names` are those of the instrument that a citation may end with.
    """
    named = "|".join(re.escape(one) for one in names if one)
    numbers = re.sub(
        rf"[,\s]*\b(?:of )?(?:(?:the|this) )?(?:{named})\Z", "", text.strip(), flags=re.IGNORECASE
    )
    numbers = _WORD.sub("", numbers.strip())
    found: list[str] = []
    for part in filter(None, _AMONG.split(numbers)):
        whole = part if part[0] != "(" or not found else found[-1].partition("(")[0] + part
        if not is_reference(whole):
            return ()
        found.append(whole)
    return tuple(found)


def _not_in_this_case(regime: Regime, ground: Ground, offence: Offence) -> Iterator[Reason]:
    cited = {
        "ground": ground.id,
        "article": ground.citation,
        "certainty": ground.certainty,
    }
    if ground.reservation is not None and reservation_for(regime, ground) is None:
        yield refusals.RESERVATION_MISSING.because(
            cited,
            state=regime.requested,
            reservation=ground.reservation,
            on=regime.on.isoformat(),
        )
    is_for_others = ground.offences == "outside" or ground.id == NO_CONVENTION_OFFENCE
    if is_for_others and is_inside(regime, offence):
        established = cite(regime, regime.instrument, established_article(regime, offence))
        yield refusals.OFFENCE_INSIDE.because(cited, established=established)


def reservation_for(regime: Regime, ground: Ground) -> Reservation | None:
    """Return the reservation in force that a ground needs, or None."""
    if ground.reservation is None:
        return None
    return allowing_reservation(
        regime.law,
        regime.requesting,
        regime.requested,
        ground.reservation,
        regime.on,
        ground.instrument,
    )


def ground_reservation_warnings(
    regime: Regime, kind: str, ground: str, decision: IntendedReply
) -> Iterator[Reason]:
    """Yield that the ground of a decision rests on a reservation that is only reported."""
    for one in list_for(regime, decided_kind(kind, decision), decision):
        found = reservation_for(regime, one) if one.id == ground else None
        if found is not None and is_only_reported(found):
            yield reservation_refusals.GROUND_RESERVATION_REPORTED.because(
                ground=one.id, state=found.state, article=one.citation, certainty=found.certainty
            )


def _without_consultation(
    regime: Regime, kind: str, ground: str, decision: IntendedReply, consultation: object
) -> Iterator[Reason]:
    duty = owed_duty(regime, CONSULTATION, kind, ground, decision.value)
    if duty is None or duty.is_discretionary:
        return
    if not consultation:
        yield refusals.CONSULTATION_MISSING.because(
            decision=decision.phrase,
            article=duty.citation,
            certainty=duty.certainty,
        )


def _without_reasons(
    regime: Regime, kind: str, ground: str, decision: IntendedReply, reasons: str | None
) -> Iterator[Reason]:
    duty = owed_duty(regime, REASONS, kind, ground, decision.value)
    if duty is not None and not says_something(reasons or ""):
        yield refusals.REASONS_MISSING.because(article=duty.citation, certainty=duty.certainty)
