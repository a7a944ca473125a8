# SPDX-License-Identifier: Apache-2.0
"""The check whether a request may be refused or postponed, or an extension declined, on a ground.

Each decision needs a ground from the closed list for its kind (articles 40(21)-(22), 40(8), 36(1),
42(6), 43(2)), the reservation that the ground may need (42(5)), consultation before (40(28)) and
reasons (40(25)). What is never a ground is said to be so: fiscal offences, bank secrecy, and for a
preservation its form and dual criminality without a reservation (40(23)-(24), 42(4), 42(6)).
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.grounds import Ground, grounds_for, never_grounds_for, postponements_for
from rogatory.treaty.law import Law
from rogatory.treaty.offences import Offence, is_convention_offence
from rogatory.treaty.parties.reservations import has_reservation
from rogatory.treaty.tables.grounds import Citation

CONSULTATION, REASONS = "consultation", "reasons"

NO_CONVENTION_OFFENCE = "no_convention_offence"


class IntendedReply(StrEnum):
    """The reply that the requested State intends."""

    REFUSAL = "refusal"
    POSTPONEMENT = "postponement"
    EXTENSION_DECLINED = "extension_declined"


def refusal_reasons(
    law: Law,
    kind: str,
    ground: str,
    requested_state: str,
    offence: Offence,
    on: date,
    consultation: object,
    *,
    reasons: str | None = None,
    decision: IntendedReply = IntendedReply.REFUSAL,
) -> list[Reason]:
    """Why the decision may not be given like this; empty when it may.

    `consultation` is the record of it, or whatever names that record: anything empty is none.
    """
    kind = _decided_kind(kind, decision)
    lists = postponements_for if decision is IntendedReply.POSTPONEMENT else grounds_for
    listed = lists(law, kind)
    found = next((one for one in listed if one.id == ground), None)
    return [
        *(_not_listed(law, kind, ground, listed, decision) if found is None else ()),
        *(_not_in_this_case(law, found, requested_state, offence, on) if found else ()),
        *_without_consultation(law, kind, decision, consultation),
        *_without_reasons(law, kind, reasons),
    ]


def _decided_kind(kind: str, decision: IntendedReply) -> str:
    if decision is IntendedReply.EXTENSION_DECLINED and kind == "preservation":
        return "preservation_extension"
    return kind


def _not_listed(
    law: Law, kind: str, ground: str, listed: tuple[Ground, ...], decision: IntendedReply
) -> Iterator[Reason]:
    name = ascii(ground)[1:-1][:40]
    never = next((one for one in never_grounds_for(law, kind) if one.id == ground), None)
    if never is not None:
        yield refusals.NEVER_A_GROUND.because(
            ground=name, kind=kind, article=never.article, certainty=never.certainty
        )
    elif not listed:
        yield refusals.NO_GROUND_AT_ALL.because(kind=kind, decision=decision.value)
    else:
        yield refusals.GROUND_NOT_LISTED.because(
            ground=name,
            kind=kind,
            decision=decision.value,
            listed=", ".join(f"{one.id} ({one.article})" for one in listed),
        )


def _not_in_this_case(
    law: Law, ground: Ground, state: str, offence: Offence, on: date
) -> Iterator[Reason]:
    cited = {"ground": ground.id, "article": ground.article, "certainty": ground.certainty}
    if ground.reservation is not None and not has_reservation(law, state, ground.reservation, on):
        yield refusals.RESERVATION_MISSING.because(
            cited, state=state, reservation=ground.reservation, on=on.isoformat()
        )
    is_inside = is_convention_offence(law, offence)
    if is_inside and (ground.outside_only or ground.id == NO_CONVENTION_OFFENCE):
        yield refusals.OFFENCE_INSIDE.because(cited, offence=offence.convention_article or 0)


def _without_consultation(
    law: Law, kind: str, decision: IntendedReply, consultation: object
) -> Iterator[Reason]:
    duty = duty_of(law, CONSULTATION, kind)
    if duty is not None and not consultation:
        yield refusals.CONSULTATION_MISSING.because(
            decision=decision.value, article=duty.article, certainty=duty.certainty
        )


def _without_reasons(law: Law, kind: str, reasons: str | None) -> Iterator[Reason]:
    duty = duty_of(law, REASONS, kind)
    if duty is not None and not (reasons or "").strip():
        yield refusals.REASONS_MISSING.because(article=duty.article, certainty=duty.certainty)


def duty_of(law: Law, name: str, kind: str) -> Citation | None:
    """Return the citation of that duty for that kind, or None where it does not apply."""
    return next(
        (one.kinds[kind] for one in law.duties if one.id == name and kind in one.kinds), None
    )
