# SPDX-License-Identifier: Apache-2.0
"""Obligations on the use of what was received: purpose, onward transfer, secrecy, accepted terms."""

from collections.abc import Iterator, Mapping

from rogatory.node.law.conditions.agreed_conditions import UNLIMITED, declined_conditions
from rogatory.node.law.conditions.binding_conditions import (
    OF_KEEPING,
    binding_in,
    is_onward_agreed,
    is_onward_set_by,
    is_use_agreed,
    is_use_set_by,
)
from rogatory.node.law.conditions.given_conditions import stated_in
from rogatory.node.law.conditions.offers import BindingConditions
from rogatory.node.obligations.obligation import Obligation, ObligationStatus, Rests
from rogatory.node.obligations.obligation_case import Case
from rogatory.requests.deadlines.deadline import end_of_day
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import INFORMATION
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.set_conditions import SetConditions
from rogatory.requests.thread.thread_facts import ENDED
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_

_PURPOSE = N_("Use what was received only for the purpose for which it was given")
_ONWARD: Mapping[str, str] = {
    "with_authorisation": N_(
        "Pass nothing on to a third State or an organisation without authorisation"
    ),
    "in_writing_only": N_(
        "Pass nothing on to a third State or an organisation without authorisation in writing"
    ),
    "forbidden": N_("Pass nothing on to a third State or an organisation"),
}
_SECRET = N_("Keep what was received secret, as stated")
_RETENTION = N_("Keep what was received no longer than stated, and do with it then as stated")
_POLICE = N_("Not treat police information as evidence")
_SENSITIVE = N_("Shield the protected material from casual view")
_EXCULPATORY = N_("Inform the State that gave the material")
_UNDERTAKEN = N_("Keep to what it undertook about the use")
_TERMS = N_("Keep to the terms that it accepted")
_PARTLY = N_("Keep to the terms, as far as it accepted them")
_GIVEN_ON = N_("Comply with the conditions of the acceptance that it agreed to")
_COSTS = N_("Pay the costs as agreed")
_CONSENTED = N_("Keep to the terms of the consent to another use")
_AUTHORISED = N_("Keep to the terms of the authorised onward transfer")

_UNLESS_CONSENT = N_("unless the State that gave it consents")
_BEFORE_DISCLOSING = N_(
    "before it discloses what favours an accused person, or without delay where that is not possible"
)
_NOT_AGREED = N_("stated with what was given; not agreed to before")
_ONCE_GIVEN = N_("as soon as something is given")
_UNTIL_ASSISTANCE = N_("until a request for assistance covers it")


def use(case: Case) -> Iterator[Obligation]:
    """Yield lines 42, 43, 46 and 48 of the law's list, for each message that something was received
    with.
    """
    standing = case.standing
    given = [one.message for one in standing.deliveries]
    messages = [*given, *standing.answers]
    if case.kind in INFORMATION:
        messages.append(case.opening.digest)
    for digest in messages:
        yield from _bound(case.at(digest), case.by_digest[digest], case.kind)
    for digest in standing.disclosures:
        yield from _bound(case.at(digest), case.by_digest[digest], "preserved_traffic_disclosure")
    if standing.information_passed:
        yield from _exculpatory(case)


def _bound(case: Case, message: Envelope, kind: str) -> Iterator[Obligation]:
    terms = _terms_of(case, message)
    conditions = terms.bound
    of_content = case.rests_on_content(message.kind, "conditions") if conditions else None
    rests = case.rests_on_condition("use", kind)
    if _is_for_purpose(case, conditions, kind):
        yield from _lasting(
            case,
            message,
            "purpose",
            _PURPOSE,
            rests or of_content or case.rests_on_content("conditions_answered", "conditions"),
            condition=_UNLESS_CONSENT,
            **_purpose(case, message, terms),
        )
    onward = str(conditions.get("onward_transfer", "with_authorisation"))
    onward_rests = (
        case.rests_on_condition("onward_transfer", kind)
        or rests
        or of_content
        or case.rests_on_content("conditions_answered", "conditions")
    )
    if onward in _ONWARD and _is_to_stay(case, terms.bound, onward, kind):
        yield from _lasting(case, message, "onward", _ONWARD[onward], onward_rests)
    for key, title in (("secrecy", _SECRET), ("retention", _RETENTION)):
        text = conditions.get(key)
        if isinstance(text, str):
            yield from _lasting(
                case,
                message,
                key,
                title,
                of_content,
                stated=(text,),
                language=terms.languages[key],
                condition=_NOT_AGREED if key in terms.unagreed else None,
            )
    if True in (conditions.get("police_information_only"), _police(message)):
        rests = case.rests_on_content("answer", "police_information_only")
        yield from _lasting(
            case, message, "police-information", _POLICE, rests, condition=_UNTIL_ASSISTANCE
        )
    if conditions.get("sensitive_material") is True:
        rests = case.rests_on_cited("shielded_material")
        yield from _lasting(case, message, "sensitive", _SENSITIVE, rests)


def _is_for_purpose(case: Case, conditions: Mapping[str, Json], kind: str) -> bool:
    """Decide whether the use is limited to the purpose. Unrequested information is bound by the terms of its
    giver, and by nothing else (article 40(5)). Where the instrument lets the giver limit the use, as ETS 185
    in 28(2)-(3), and nobody agreed to that, nothing limits it.
    """
    if case.kind in INFORMATION:
        return bool(conditions)
    return is_use_set_by(case.regime, kind) or is_use_agreed(case.thread)


def _is_to_stay(case: Case, conditions: Mapping[str, Json], onward: str, kind: str) -> bool:
    """Decide whether what was given goes on to another State only as its giver authorises: by the instrument,
    by what was agreed to, or by a stricter condition that binds.
    """
    if is_onward_set_by(case.regime, kind):
        return True
    if case.kind in INFORMATION:
        return bool(conditions)
    is_shielded = True in (
        conditions.get("police_information_only"),
        conditions.get("sensitive_material"),
    )
    return onward not in UNLIMITED or is_shielded or is_onward_agreed(case.thread)


def _terms_of(case: Case, message: Envelope) -> BindingConditions:
    """Return the conditions of a message. Of what is given on a request, those bind that were agreed to or
    that the instrument sets; how long it is kept, and how secret, is shown all the same unless it was
    declined, as not agreed to.
    """
    if case.kind in INFORMATION:
        return case.information_terms
    stated = stated_in(message.body)
    binding = binding_in(case.law, case.thread, message)
    declined = declined_conditions(case.thread, message.body)
    unagreed = {
        name: value
        for name, value in stated.items()
        if name in OF_KEEPING and name not in binding and name not in declined
    }
    return BindingConditions(
        {**binding, **unagreed}, unagreed, dict.fromkeys(stated, message.language)
    )


def _police(message: Envelope) -> Json:
    return message.body.get("police_information_only")


def _purpose(case: Case, message: Envelope, terms: BindingConditions) -> Mapping[str, object]:
    """Return it as the conditions state it, or else as the request did."""
    stated = [terms.bound.get("purpose"), terms.bound.get("proceedings")]
    texts = tuple(one for one in stated if isinstance(one, str))
    purpose = case.body.get("purpose")
    if not texts and isinstance(purpose, str):
        return {"stated": (purpose,), "language": case.opening.language}
    return {"stated": texts, "language": terms.languages.get("purpose", message.language)}


def _exculpatory(case: Case) -> Iterator[Obligation]:
    standing, rests = case.standing, case.rests_on_limit("exculpatory-notice")
    by, since = standing.receiving, _first_passed(case)
    more = {"condition": _BEFORE_DISCLOSING}
    for digest in standing.exculpatory:
        yield from case.owed(
            "exculpatory",
            _EXCULPATORY,
            by,
            rests,
            ObligationStatus.MET,
            since,
            met_by=digest,
            **more,
        )
    yield from case.owed(
        "exculpatory", _EXCULPATORY, by, rests, ObligationStatus.CONDITIONAL, since, **more
    )


def _first_passed(case: Case) -> str:
    standing = case.standing
    passed = [
        *(one.message for one in standing.deliveries),
        *standing.answers,
        *standing.disclosures,
    ]
    return min(passed, key=lambda one: case.by_digest[one].issued, default=case.opening.digest)


def terms_owed(case: Case) -> Iterator[Obligation]:
    """Yield what a State took upon itself in words: undertakings, accepted terms, agreed costs,
    consents.
    """
    opening, standing = case.opening, case.standing
    undertaken = case.body.get("undertakings")
    if isinstance(undertaken, str):
        rests = case.at(opening.digest).rests_on_content(case.kind, "undertakings")
        yield from _promised(
            case, opening, "undertakings", _UNDERTAKEN, rests, standing.requesting, (undertaken,)
        )
    for one in standing.consultations:
        yield from _consulted(case.at(one.message.digest), one)
    for conditions in standing.conditions:
        yield from _agreed(case.at(conditions.message.digest), conditions)
    for awaited, title, kind in (
        (standing.consents, _CONSENTED, "use_consent"),
        (standing.transfers, _AUTHORISED, "onward_transfer_authorisation"),
    ):
        for one in awaited:
            yield from _granted(case.at(one.message.digest), one, title, kind)


def _consulted(case: Case, one: AwaitedDecision) -> Iterator[Obligation]:
    if one.answer is None or one.outcome not in {"accepted", "partly"}:
        return
    by, message = case.standing.requesting, one.message
    conditions, costs = _texts(message.body.get("conditions")), message.body.get("costs")
    title = _TERMS if one.outcome == "accepted" else _PARTLY
    if conditions:
        rests = case.rests_on_condition("terms") or case.rests_on_content(
            message.kind, "conditions"
        )
        yield from _promised(case, message, "terms", title, rests, by, conditions)
    if isinstance(costs, str) and one.outcome == "accepted":
        rests = case.rests_on_content(message.kind, "costs")
        yield from _promised(case, message, "agreed-costs", _COSTS, rests, by, (costs,))


def _agreed(case: Case, conditions: SetConditions) -> Iterator[Obligation]:
    """Yield the conditions of an acceptance that bind: those agreed to, named by the message that agreed.
    They bind from what is given under them; where the request ended without anything, none does.
    """
    stated = tuple(filter(None, map(conditions.text, sorted(conditions.agreed))))
    is_given = case.standing.information_passed
    if conditions.answer is None or not stated or (case.standing.status in ENDED and not is_given):
        return
    yield from case.owed(
        "terms",
        _GIVEN_ON,
        case.standing.requesting,
        case.rests_on_content("conditions_answered", "conditions"),
        ObligationStatus.LASTING if is_given else ObligationStatus.CONDITIONAL,
        conditions.answer.digest,
        stated=stated,
        language=conditions.message.language,
        condition=None if is_given else _ONCE_GIVEN,
    )


def _granted(case: Case, one: AwaitedDecision, title: str, kind: str) -> Iterator[Obligation]:
    if one.answer is None or not one.is_granted:
        return
    conditions, until = _texts(one.answer.body.get("conditions")), one.answer.body.get("until")
    if conditions or until is not None:
        rests = case.rests_on_content(kind, "conditions")
        by, due = case.standing.receiving, end_of_day(until)
        yield from _promised(case, one.answer, "leave-terms", title, rests, by, conditions, due=due)


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _promised(
    case: Case,
    message: Envelope,
    name: str,
    title: str,
    rests: Rests | None,
    by: str | None,
    stated: tuple[str, ...],
    **more: object,
) -> Iterator[Obligation]:
    yield from case.owed(
        name,
        title,
        by,
        rests,
        ObligationStatus.LASTING,
        message.digest,
        stated=stated,
        language=message.language,
        **more,
    )


def _lasting(
    case: Case, message: Envelope, name: str, title: str, rests: Rests | None, **more: object
) -> Iterator[Obligation]:
    """Yield what binds the receiving State for good."""
    by = case.standing.receiving
    yield from case.owed(name, title, by, rests, ObligationStatus.LASTING, message.digest, **more)
