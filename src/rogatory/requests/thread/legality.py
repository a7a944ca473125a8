# SPDX-License-Identifier: Apache-2.0
"""The legality of a message in its place: judged at its own causal past, by nothing else.

A message that is not legal is kept and shown with its reason, and moves nothing. A State's view of
a message under its law (a ground, a basis) is that State's annotation, and never counts here.
"""

from rogatory.errors import CITES, Code, Reason
from rogatory.requests import refusals
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import DELIVERIES, SURRENDERS
from rogatory.requests.kinds.kind import MessageKind
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.kind_places import (
    BEING_EXECUTED,
    OWN_AUTHORISATION,
    PLACES,
    UNDECIDED,
)
from rogatory.requests.thread.references import needs_authorisation, wrong_references
from rogatory.requests.thread.thread_facts import ThreadFacts

_GIVES_OUT = DELIVERIES | SURRENDERS | {"answer", "return_decided"}
"""Kinds that give something out: not before the requested State has decided to help, nor under conditions
that nobody agreed to. That it has an authorisation for them is among their references."""

_ABOUT_WHAT_PASSED = frozenset(
    {
        "use_consent_request",
        "exculpatory_notice",
        "onward_transfer_request",
        "returned_or_destroyed",
    }
)
"""Kinds that concern information that was received, and so have no place before any was."""


def why_not_kind(kind: MessageKind, sender: str, standing: ThreadFacts) -> list[Reason]:
    """Return why the State `sender` cannot send a message of this kind at this standing."""
    if kind.name != "repair" and sender in standing.stopped:
        return [refusals.THREAD_STOPPED.because(state=sender)]
    if kind.name == "repair":
        return []
    if standing.opening is None:
        return [] if kind.opens_thread else [refusals.THREAD_NOT_OPEN.because(kind=kind.name)]
    if kind.opens_thread:
        return [refusals.THREAD_OPEN_ALREADY.because(kind=kind.name)]
    return [*_wrong_side(kind, sender, standing), *_wrong_place(kind, standing)]


def why_not(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Return why this message is not legal at this standing, its causal past's; nothing if it is.

    The standing is of known kinds only: the caller has set unknown ones aside.
    """
    kind = KINDS[envelope.kind]
    reasons = why_not_kind(kind, envelope.sender.state, standing)
    return reasons or wrong_references(envelope, standing)


def _wrong_side(kind: MessageKind, sender: str, standing: ThreadFacts) -> list[Reason]:
    if kind.direction == "either" or sender == standing.side(kind.direction):
        return []
    return [_because(refusals.THREAD_WRONG_SIDE, kind, side=kind.direction)]


def _wrong_place(kind: MessageKind, standing: ThreadFacts) -> list[Reason]:
    if standing.request_kind not in kind.follows:
        return [_because(refusals.THREAD_WRONG_REQUEST, kind, request=str(standing.request_kind))]
    place = PLACES[kind.name]
    if standing.status not in place.statuses:
        return [_wrong_moment(kind, standing, place.cites)]
    if kind.name in _GIVES_OUT:
        return _not_to_be_given(kind, standing)
    if kind.name == "preservation_confirmed" and _warned_and_undecided(standing):
        return [refusals.WARNING_UNDECIDED.because()]
    if _is_about_what_passed(kind, standing) and not standing.information_passed:
        return [_because(refusals.THREAD_NOTHING_PASSED, kind)]
    return []


def _is_about_what_passed(kind: MessageKind, standing: ThreadFacts) -> bool:
    """Decide whether a message concerns what was received: feedback does while the request is executed."""
    is_executed = standing.status in BEING_EXECUTED
    return kind.name in _ABOUT_WHAT_PASSED or (kind.name == "feedback" and is_executed)


def _not_to_be_given(kind: MessageKind, standing: ThreadFacts) -> list[Reason]:
    if standing.status in UNDECIDED and needs_authorisation(standing):
        return [_wrong_moment(kind, standing, OWN_AUTHORISATION)]
    if standing.waits_for_agreement:
        return [refusals.CONDITIONS_UNANSWERED.because(kind=kind.name)]
    return []


def _warned_and_undecided(standing: ThreadFacts) -> bool:
    """Decide whether a warning awaits its decision: after a warning the requesting State decides
    whether the request is executed at all: Line 35 of the law's list (article 42(7), parallel). A
    hold that runs already is kept meanwhile.
    """
    return standing.hold is None and any(one.is_open for one in standing.warnings)


def _wrong_moment(kind: MessageKind, standing: ThreadFacts, cites: str | None) -> Reason:
    return refusals.THREAD_WRONG_MOMENT.because(
        _citing(cites), kind=kind.name, status=standing.status.value
    )


def _because(code: Code, kind: MessageKind, **fields: str) -> Reason:
    return code.because({**_citing(kind.cites), **fields}, kind=kind.name)


def _citing(cites: str | None) -> dict[str, str]:
    return {} if cites is None else {CITES: cites}
