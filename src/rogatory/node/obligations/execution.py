# SPDX-License-Identifier: Apache-2.0
"""Obligations of a request itself: to execute it, to keep it secret, to consult, to give reasons,
to report when help is no longer needed.
"""

from collections.abc import Iterator, Mapping

from rogatory.node.law.notices import EXPEDITED
from rogatory.node.obligations.obligation import Obligation, ObligationStatus, Rests
from rogatory.node.obligations.obligation_case import Case
from rogatory.requests.contents.terms import HOLD, StatedTerm, stated_term
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel
from rogatory.requests.kinds.families import (
    ASSISTANCE,
    INFORMATION,
    OFFER,
    PRESERVATION,
    REPORTED,
)
from rogatory.requests.thread.consultations import consultations_before, counts_as_record
from rogatory.requests.thread.next_actor import NOTHING_LEAVES
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.treaty.regimes import cite_row, cite_stated, term_of
from rogatory.treaty.tables.terms import TermRule
from rogatory.wire.words import N_, FilledText

_PRESERVE = N_("Preserve the data without delay, for at least {days} days")
_EXECUTE = N_("Execute the request as soon as possible")
_EXPOSED = N_("Answer the request quickly, since the data may be lost or changed")
_BY_INSTRUMENT = N_("Answer the request quickly, as an instrument of the two States provides")
_ENDEAVOUR = N_("Do what it can to execute the request")
_HELP = N_("Help immediately")
_SECRECY = N_("Keep the request and its substance secret, save what executing it needs")
_INFORMATION_SECRET = N_("Keep the information secret")
_NO_TIP = N_("Do not inform the user of the request")
_INFORM = N_("Inform promptly that secrecy cannot be kept")
_WARN = N_("Warn the requesting State, which then decides")
_TRAFFIC = N_("Disclose the provider and the path quickly")
_CONSULT = N_("Consult on help with terms and conditions")
_REASONS = N_("Give reasons")
_COSTS = N_("Pay the ordinary costs, and consult on substantial or extraordinary ones")
_HEAR = N_("Hear the requesting State before the measure is lifted")
_NO_LONGER = N_("Inform promptly that assistance is no longer needed")

_AS_REQUESTED = N_("for as long as the requesting State asks for secrecy")
_AS_INFORMED = N_("for as long as the informing State asks for secrecy")
_IF_SECRECY_FAILS = N_("if secrecy cannot be kept")
_IF_HOLD_FAILS = N_(
    "if the hold will not keep the data available, or endangers secrecy or the investigation"
)
_IF_ELSEWHERE = N_("if a provider in another State took part in the communication")
_BEFORE_REFUSING = N_("before it refuses or postpones")
_IF_REFUSED = N_("if it refuses")
_IF_LIFTED = N_("before it lifts a measure on property")
_IF_NOT_NEEDED = N_("if help is no longer needed")

_EXECUTED = frozenset(
    {
        ThreadStatus.IN_FORCE,
        ThreadStatus.DELIVERED,
        ThreadStatus.COMPLETED,
        ThreadStatus.ANSWERED,
    }
)


def execution(case: Case) -> Iterator[Obligation]:
    """Yield the obligation to execute the request, as far as the law makes it a duty or an
    endeavour.
    """
    kind_law = case.kind_law
    if kind_law is None or kind_law.effort == "discretion":
        return
    if case.kind in PRESERVATION:
        yield from _preservation(case)
        return
    title, rests = _EXECUTE, case.rests_on(kind_law.article, kind_law.certainty)
    if kind_law.effort == "endeavour":
        title = _ENDEAVOUR
    elif case.kind in ASSISTANCE:
        rests = case.rests_on_limit("assistance") or rests
        title, rests = _expedited(case) or (title, rests)
    elif kind_law.channels == ("contact-point",):
        title, rests = _HELP, case.rests_on_limit("contact-point") or rests
    clock = case.clock("needed-by", "deadline", "term-execution")
    yield from _of_request(
        case,
        "execution",
        title,
        rests,
        _executed(case, is_late=clock is not None and clock.level is DeadlineLevel.OVERDUE),
        due=clock and clock.due,
        met_by=_executed_by(case),
    )


def _expedited(case: Case) -> tuple[str, Rests] | None:
    """Return that the request is answered quickly, where it states one of the grounds that its instrument
    has for that. No number of days follows from it.
    """
    stated, rests = case.body.get("expedite"), case.rests_on_limit(EXPEDITED)
    if not isinstance(stated, Mapping) or rests is None:
        return None
    return _BY_INSTRUMENT if stated.get("ground") == "instrument" else _EXPOSED, rests


def _preservation(case: Case) -> Iterator[Obligation]:
    hold = case.standing.hold
    case = case.at(hold.message) if hold else case
    stated, rule = stated_term(case.body, HOLD), term_of(case.regime, case.kind, HOLD)
    if stated is not None and stated.days is not None:
        days, rests = stated.days, _of_term(case, stated, rule)
    elif rule is not None and rule.days is not None:
        days, rests = rule.days, Rests(cite_row(case.regime, rule), rule.certainty)
    else:
        return
    status = ObligationStatus.OPEN
    if hold is not None:
        status = ObligationStatus.OVERDUE if _is_short(case) else ObligationStatus.MET
    elif case.standing.status in NOTHING_LEAVES:
        status = ObligationStatus.ENDED
    yield from _of_request(
        case,
        "preservation",
        FilledText(_PRESERVE, days=days),
        rests,
        status,
        met_by=hold.message if hold else case.standing.ended_by,
    )


def _is_short(case: Case) -> bool:
    """Decide whether the hold ends before the time that the request states."""
    clock = case.clock("term-hold")
    return clock is not None and clock.level in {DeadlineLevel.CRITICAL, DeadlineLevel.OVERDUE}


def _of_term(case: Case, stated: StatedTerm, rule: TermRule | None) -> Rests:
    """Return where a request finds a term: as the law's data have it, where they have it there;
    else it is what the request states.
    """
    if rule is not None and stated.article in {rule.article, cite_row(case.regime, rule)}:
        return Rests(cite_row(case.regime, rule), rule.certainty)
    return Rests(cite_stated(case.regime, stated.article), "practice")


def _executed(case: Case, *, is_late: bool) -> ObligationStatus:
    if _is_executed(case):
        return ObligationStatus.MET
    if case.standing.status in NOTHING_LEAVES:
        return ObligationStatus.ENDED
    return ObligationStatus.OVERDUE if is_late else ObligationStatus.OPEN


def _is_executed(case: Case) -> bool:
    """Decide whether a request was executed. Property that is frozen for a confiscation is not confiscated yet."""
    standing = case.standing
    if case.kind in REPORTED:
        return standing.reported_whole is not None
    return standing.status in _EXECUTED


def _executed_by(case: Case) -> str | None:
    standing = case.standing
    if case.kind in REPORTED:
        return standing.reported_whole or standing.ended_by
    taken = [one.message for one in standing.measures]
    whole = [one.message for one in standing.deliveries if not one.is_partial] or taken
    return whole[-1] if whole else standing.ended_by


def secrecy(case: Case) -> Iterator[Obligation]:
    """Apply line 44 of the law's list: what the flags of a request bind its receiver to."""
    wanted = case.body.get("confidentiality")
    if not isinstance(wanted, Mapping) or case.is_free_of_terms:
        return
    case = case.at(case.opening.digest)
    rests = case.rests_on_content(case.kind, "confidentiality")
    if case.kind in INFORMATION:
        rests = case.rests_on_condition("secrecy") or rests
    failed = next(iter(case.standing.secrecy_failures), None)
    status = ObligationStatus.ENDED if failed else ObligationStatus.LASTING
    is_information = case.kind in INFORMATION | OFFER
    title, lasts = (
        (_INFORMATION_SECRET, _AS_INFORMED) if is_information else (_SECRECY, _AS_REQUESTED)
    )
    if wanted.get("secret") is True:
        yield from _of_request(
            case, "secrecy", title, rests, status, condition=lasts, met_by=failed
        )
    if wanted.get("do_not_notify_user") is True:
        yield from _of_request(
            case, "user-not-told", _NO_TIP, rests, status, condition=lasts, met_by=failed
        )
    if wanted.get("secret") is True or wanted.get("do_not_notify_user") is True:
        yield from _if(case, "secrecy-told", _INFORM, "secrecy", _IF_SECRECY_FAILS, failed)


def duties(case: Case) -> Iterator[Obligation]:
    """Yield the requested State's obligations around its decision, by the law's own rows for this
    kind.
    """
    standing = case.standing
    if case.has_place("preservation_warning"):
        rests = case.rests_on_duty("warning")
        yield from _conditional(case, "warning", _WARN, rests, _IF_HOLD_FAILS)
    for warned in standing.warnings:
        digest = warned.message.digest
        rests = case.at(digest).rests_on_duty("warning")
        yield from _of_request(case, "warning", _WARN, rests, ObligationStatus.MET, met_by=digest)
    if _may_concern_traffic(case):
        yield from _if(
            case,
            "preserved-traffic",
            _TRAFFIC,
            "preserved-traffic",
            _IF_ELSEWHERE,
            next(iter(standing.disclosures), None),
            is_owed=case.has_place("preserved_traffic_disclosure"),
            ended_by=standing.withheld,
        )
    yield from _hearing(case)
    yield from _consultation(case)
    yield from _reasons(case)
    if case.has_place("no_longer_required") and case.kind not in OFFER:
        rests = case.rests_on_duty("costs")
        yield from _of_request(case, "costs", _COSTS, rests, ObligationStatus.LASTING)


def _hearing(case: Case) -> Iterator[Obligation]:
    """Yield that the requesting State is heard before a measure is lifted, for each measure in force and each
    that was lifted after a hearing.
    """
    standing = case.standing
    for taken in standing.measures:
        held = [
            one.message.digest
            for one in standing.hearings
            if one.message.body.get("executed") == taken.message
        ]
        if not held and (taken.ended_by or not case.has_place("lifting_hearing")):
            continue  # lifted after a withdrawal, on which nobody is heard
        status = ObligationStatus.MET if held else ObligationStatus.CONDITIONAL
        yield from case.owed(
            "hearing",
            _HEAR,
            standing.requested,
            case.at(taken.message).rests_on_cited("lifting_hearing"),
            status,
            taken.message,
            condition=_IF_LIFTED,
            met_by=held[0] if held else None,
        )


_TRAFFIC_DATA = frozenset({"traffic", "user_identification"})
"""Categories of data that are traffic data by article 2(c)."""


def _may_concern_traffic(case: Case) -> bool:
    data = case.body.get("data")
    items = data if isinstance(data, list) else []
    is_traffic = any(
        isinstance(one, Mapping) and one.get("category") in _TRAFFIC_DATA for one in items
    )
    return case.kind in PRESERVATION and (
        is_traffic or case.body.get("wants_traffic_disclosure") is True
    )


def _consultation(case: Case) -> Iterator[Obligation]:
    standing = case.standing
    decision = standing.refused or standing.postponed
    case = case.at(decision) if decision else case
    rests = case.rests_on_duty("consultation")
    taken = case.by_digest[decision].kind if decision else "postponement"
    about = consultations_before(taken, standing.consultations)
    awaited = about[0].message.digest if about else None
    if decision is None and awaited is None:
        if case.has_place("refusal"):
            yield from _conditional(case, "consultation", _CONSULT, rests, _BEFORE_REFUSING)
        return
    decision_body = case.by_digest[decision].body if decision else {}
    record = decision_body.get("consultation")
    if awaited or (
        isinstance(record, Mapping) and counts_as_record(record, taken, standing.consultations)
    ):
        status = ObligationStatus.MET
    elif case.owes_consultation(str(decision_body.get("ground", ""))):
        status = ObligationStatus.OVERDUE
    else:
        return  # refused on what the duty does not name, as article 40(28) not 40(22)
    yield from _of_request(
        case,
        "consultation",
        _CONSULT,
        rests,
        status,
        condition=_BEFORE_REFUSING,
        met_by=awaited or decision,
    )


def _reasons(case: Case) -> Iterator[Obligation]:
    refused = case.standing.refused
    rests = (case.at(refused) if refused else case).rests_on_duty("reasons")
    if refused is not None:
        yield from _of_request(
            case, "reasons", _REASONS, rests, ObligationStatus.MET, met_by=refused
        )
    elif case.has_place("refusal"):
        yield from _conditional(case, "reasons", _REASONS, rests, _IF_REFUSED)
    of_extension = case.rests_on_duty("reasons", "preservation_extension")
    for one in case.standing.extensions:
        declined = one.outcome == "declined" and one.answer is not None
        if one.is_open or declined:
            yield from case.owed(
                "reasons",
                _REASONS,
                case.standing.requested,
                of_extension,
                ObligationStatus.MET if declined else ObligationStatus.CONDITIONAL,
                one.message.digest,
                condition=_IF_REFUSED,
                met_by=one.answer.digest if one.answer else None,
            )


def no_longer_needed(case: Case) -> Iterator[Obligation]:
    """Yield the requesting State's obligations while its request is worked on. Who offers information may
    withdraw the offer, and need not.
    """
    if case.kind in OFFER:
        return
    standing, rests = case.standing, case.rests_on_limit("no-longer-required")
    if case.has_place("no_longer_required"):
        status = ObligationStatus.CONDITIONAL
    elif standing.withdrawn in {one.digest for one in case.messages("no_longer_required")}:
        status = ObligationStatus.MET
    else:
        return
    yield from case.owed(
        "no-longer-required",
        _NO_LONGER,
        standing.requesting,
        rests,
        status,
        case.opening.digest,
        condition=_IF_NOT_NEEDED,
        met_by=standing.withdrawn,
    )


def _if(
    case: Case,
    name: str,
    title: str,
    limit: str,
    condition: str,
    met_by: str | None,
    *,
    is_owed: bool = True,
    ended_by: str | None = None,
) -> Iterator[Obligation]:
    """Yield an obligation for a case that may arise, by a limit of the law; met by the message that
    reports it, or ended by one that withholds it.
    """
    rests = case.rests_on_limit(limit)
    if met_by or ended_by:
        status = ObligationStatus.MET if met_by else ObligationStatus.ENDED
        by = met_by or ended_by
        yield from _of_request(case, name, title, rests, status, condition=condition, met_by=by)
    elif is_owed:
        yield from _conditional(case, name, title, rests, condition)


def _conditional(
    case: Case, name: str, title: str, rests: Rests | None, condition: str
) -> Iterator[Obligation]:
    yield from _of_request(
        case, name, title, rests, ObligationStatus.CONDITIONAL, condition=condition
    )


def _of_request(
    case: Case, name: str, title: str, rests: Rests | None, status: ObligationStatus, **more: object
) -> Iterator[Obligation]:
    """Yield an obligation of the requested State since the request."""
    by = case.standing.requested
    yield from case.owed(name, title, by, rests, status, case.opening.digest, **more)
