# SPDX-License-Identifier: Apache-2.0
"""The actions that may come next for each side: what a console offers as buttons."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.requests.contents.emergency import is_emergency
from rogatory.requests.kinds.families import CONFISCATION, FREEZING
from rogatory.requests.kinds.kind import MessageKind
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.basis import answerable, open_proposals
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.legality import why_not_kind
from rogatory.requests.thread.thread_facts import ENDED, ThreadFacts, ThreadStatus
from rogatory.requests.thread.transcript import ThreadState, turn_of


@dataclass(frozen=True, slots=True)
class ThreadAction:
    """A message that may be sent now; `in_new_thread` where it opens one that names this thread,
    `is_owed` where the other State waits for it.
    """

    kind: str
    title: str
    cites: str | None
    in_new_thread: bool = False
    is_owed: bool = False


_IN_ORDER = (
    # What the other State waits for.
    "call_back_answer",
    "preservation_warning_answer",
    "lifting_hearing_answer",
    "consultation_answer",
    "conditions_answered",
    "basis_answered",
    "offer_answered",
    "additional_information_supplied",
    "delivery_confirmed",
    "acknowledgement",
    "drill_acknowledgement",
    "status_answer",
    "use_consent",
    "onward_transfer_authorisation",
    # Kinds that advance the request.
    "written_confirmation",
    "call_back",
    "preservation_confirmed",
    "acceptance",
    "measure_executed",
    "confiscation_executed",
    "return_decided",
    "extradition_decided",
    "person_surrendered",
    "answer",
    "delivery",
    "partial_delivery",
    "preserved_traffic_disclosure",
    "preservation_extension",
    # What asks, warns and proposes, before what ends.
    "additional_information",
    "consultation",
    "preservation_warning",
    "lifting_hearing",
    # The filing that it recognises is in another thread: this one does not call for it.
    "filing_recognised",
    "postponement",
    "path_withheld",
    "extension_declined",
    "measure_lifted",
    "refusal",
    "confidentiality_failure",
    "status_enquiry",
    "basis_proposed",
    "use_consent_request",
    "onward_transfer_request",
    "exculpatory_notice",
    "returned_or_destroyed",
    "feedback",
    "no_longer_required",
)
"""The most sensible next messages first."""

_OWED = frozenset(_IN_ORDER[: _IN_ORDER.index("written_confirmation")])
_EXTENSION_DECIDED = frozenset({"preservation_confirmed", "extension_declined"})


def may_come_next(thread: ThreadState, state: str) -> list[ThreadAction]:
    """Return the kinds that the State may send at this standing: first those that the other waits
    for, then those that keep data alive or advance the request, last those that end it.

    Only a repair while the State's own chain is stopped, and none otherwise.
    """
    standing = turn_of(thread, state).standing
    if state in standing.stopped:
        return [_action(KINDS["repair"], is_owed=True)]
    here = [
        KINDS[name]
        for name in sorted(_IN_ORDER, key=_by_use(standing))
        if not why_not_kind(KINDS[name], state, standing)
        and _has_something_to_answer(name, state, standing)
    ]
    waited_for = _OWED | (_EXTENSION_DECIDED if _open(standing.extensions) else frozenset())
    owed = [_action(kind, is_owed=True) for kind in here if kind.name in waited_for]
    others = [_action(kind) for kind in here if kind.name not in waited_for]
    return [*owed, *_in_new_threads(standing, state), *others]


def _by_use(standing: ThreadFacts) -> Callable[[str], float]:
    """Return the order in `_IN_ORDER`; before what ends comes what nothing here calls for: a
    call-back where no emergency is claimed, another confirmation of a hold that runs.
    """
    uncalled = set()
    if not _claims_emergency(standing):
        uncalled.add("call_back")
    if standing.hold is not None:
        uncalled.add("preservation_confirmed")
    if standing.disclosures:
        uncalled.add("preserved_traffic_disclosure")
    behind = _IN_ORDER.index("postponement") - 0.5
    return lambda kind: behind if kind in uncalled else _IN_ORDER.index(kind)


def _claims_emergency(standing: ThreadFacts) -> bool:
    opening = standing.opening
    return opening is not None and is_emergency(opening.kind, opening.body)


def _action(
    kind: MessageKind, *, in_new_thread: bool = False, is_owed: bool = False
) -> ThreadAction:
    return ThreadAction(kind.name, kind.title, kind.cites, in_new_thread, is_owed)


def _has_something_to_answer(kind: str, state: str, standing: ThreadFacts) -> bool:
    waiting: Mapping[str, Sequence[object]] = {
        "status_answer": standing.enquiries,
        "additional_information_supplied": standing.questions,
        "delivery_confirmed": [one for one in standing.deliveries if not one.confirmed_by],
        "preservation_warning_answer": _open(standing.warnings),
        "lifting_hearing_answer": _open(standing.hearings),
        "measure_lifted": _liftable(standing),
        "confiscation_executed": _confiscable(standing),
        "consultation_answer": _open(standing.consultations),
        "conditions_answered": [one for one in standing.conditions if one.is_open],
        "call_back_answer": _open(standing.call_backs),
        "extension_declined": _open(standing.extensions),
        "basis_answered": answerable(standing, state),
        "basis_proposed": [] if open_proposals(standing) else [standing.basis],
        "offer_answered": _open(standing.offers),
        "path_withheld": [] if standing.withheld else [standing.opening],
        "use_consent": _open(standing.consents),
        "onward_transfer_authorisation": _open(standing.transfers),
    }
    return bool(waiting.get(kind, True))


def _liftable(standing: ThreadFacts) -> list[str]:
    """Return the measures that may be lifted: those on which the requesting State is heard, and after a
    withdrawal every one that is in force.
    """
    heard = {one.message.body.get("executed") for one in standing.hearings}
    return [one for one in standing.measures_in_force if standing.withdrawn or one in heard]


def _confiscable(standing: ThreadFacts) -> Sequence[object]:
    """Return the request for a confiscation, or of a request to freeze the measures in force that one ends."""
    is_freeze = standing.request_kind in FREEZING
    return standing.measures_in_force if is_freeze else [standing.opening]


def _open(awaited: Sequence[AwaitedDecision]) -> list[AwaitedDecision]:
    return [one for one in awaited if one.is_open]


def _in_new_threads(standing: ThreadFacts, state: str) -> list[ThreadAction]:
    """Return the requests that a thread leads to, each in a thread of its own that names this one."""
    if standing.opening is None or state not in {standing.requesting, standing.requested}:
        return []
    leads = _led_to_by_asking if state == standing.requesting else _after_information
    return [_action(KINDS[kind], in_new_thread=True) for kind in leads(standing)]


def _led_to_by_asking(standing: ThreadFacts) -> Iterator[str]:
    """Yield the request for assistance that keeps a hold alive; the third State's preservation; the
    hold on what was located; the confiscation of what was frozen, and its return; the information that was
    offered, which its State may give whatever was answered; what an oral request has to be confirmed by.
    """
    assert standing.opening is not None
    kind = standing.opening.kind
    if standing.status is ThreadStatus.HOLDING:
        yield "mla_stored_data"
    if standing.disclosures or (kind == "location_inquiry" and standing.answers):
        yield "preservation"
    if kind in FREEZING and standing.measures_in_force:
        yield "asset_confiscation"
    if kind in CONFISCATION and standing.reports:
        yield "property_return"
    if any(one.answer for one in standing.offers) and standing.withdrawn is None:
        yield "spontaneous_information"
    if kind == "oral_request" and standing.status not in ENDED:
        spoken = str(standing.opening.body.get("request_kind"))
        if spoken in OPENING_KINDS:
            yield spoken


def _after_information(standing: ThreadFacts) -> Iterator[str]:
    if standing.request_kind == "spontaneous_information":
        yield from ("preservation", "mla_stored_data")
