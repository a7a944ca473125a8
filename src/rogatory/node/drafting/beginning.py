# SPDX-License-Identifier: Apache-2.0
"""The data with which a message begins: sender and recipient, basis, and the facts already known.

A body that follows from earlier messages is filled in; the officer edits it, and
`draft.draft_message` decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.drafts import draft_refusals
from rogatory.node.law.basis import PROPOSING, bases_of
from rogatory.node.law.request_terms.filing import beginning_of_recognition
from rogatory.node.law.subject import of_thread, regime_for
from rogatory.node.officers import refusals
from rogatory.node.packages.hand_over import delivery_facts
from rogatory.node.peers.correspondents import correspondents, states_to_write_to
from rogatory.node.peers.policy_effects import ChannelNotes, channel_notes
from rogatory.node.permissions import Permission, allows
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import law_of_known, law_without_request
from rogatory.node.threads.postal_threads import is_by_letter
from rogatory.node.threads.transcript import envelopes, thread_state
from rogatory.requests.contents.terms import HOLD, stated_term
from rogatory.requests.envelope import Envelope
from rogatory.requests.follow_ups.consequences import draft_led_to
from rogatory.requests.follow_ups.mla_from_preservation import draft_mla_stored_data
from rogatory.requests.follow_ups.third_state import draft_for_third_state
from rogatory.requests.kinds.kind import MessageKind
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.prefill import beginning_of
from rogatory.requests.thread.transcript import ThreadState, fold
from rogatory.treaty.bases import LegalBasis, bases
from rogatory.treaty.law import FEDERATION, WORLD, packaged_law
from rogatory.treaty.offences import convention_offences, offence_in
from rogatory.treaty.regimes import term_of
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment


@dataclass(frozen=True, slots=True)
class CorrespondenceOptions:
    """The possible senders, recipients and languages of a message of a kind."""

    kind: MessageKind
    thread: str | None
    senders: tuple[str, ...]
    addressees: tuple[str, ...]
    languages: Mapping[str, tuple[str, ...]]
    """By State: what it accepts."""
    channels: Mapping[str, ChannelNotes]
    """By State: the channel it wants for such a message, its own notices, and our own policy."""


def correspondence(
    node: Node, kind_name: str, officer: str, *, thread: str | None = None
) -> CorrespondenceOptions:
    """Return the choices for a message; the likeliest first.

    Raises:
        Refused: the kind or the thread is unknown, or the directory may not be relied on.
    """
    kind = KINDS.get(kind_name)
    if kind is None:
        raise Refused(draft_refusals.KIND_UNKNOWN.because(kind=ascii(kind_name)[:40]))
    view = node.register.view()
    transcript = node.store.transcript(thread) if thread else ()
    known = envelopes(transcript)
    if thread and not known:
        raise Refused(refusals.THREAD_UNKNOWN.because(thread=thread[:40]))
    at = node.clock.now()
    own, theirs = _sides(_spoken(known, kind_name), node.state)
    by_letter = is_by_letter(transcript) if transcript else None
    states = states_to_write_to(node, view)
    receiving = [theirs[0][:2].upper()] if theirs else states
    found = [
        correspondents(node, view, state, by_letter=by_letter)
        for state in dict.fromkeys((*receiving, *states))
    ]
    others = [one for one in found if one is not None]
    listed = [name for one in others if one.state in receiving for name in one.authorities]
    competent = [name for name in listed if _is_competent(view, name, kind_name)]
    law = law_in_force(node)
    about = (law_of_known(node, thread) if thread else None) or law_without_request(
        law, node.state, at.date(), kind_name
    )
    return CorrespondenceOptions(
        kind=kind,
        thread=thread,
        senders=_first(own, _offices(node, officer)),
        addressees=_first(theirs or competent, listed),
        languages={one.state: one.languages for one in others},
        channels={
            one.state: channel_notes(node, view, one.state, kind_name, at).cited(about)
            for one in others
        },
    )


def _offices(node: Node, officer: str) -> tuple[str, ...]:
    """Return the authorities in whose name an officer may draft."""
    record = node.register.view().officer(officer, node.clock.now())
    may_draft = allows(Permission.DRAFT_MESSAGE, frozenset(record.roles))
    return record.authorities if may_draft else ()


def _is_competent(view: DirectoryView, authority: str, kind: str) -> bool:
    """Decide whether its State's entry names the kind for the authority; of others nothing is
    known.
    """
    try:
        return kind in view.authority(authority).subjects
    except Refused:
        return False


def beginning(
    node: Node, kind: str, officer: str, *, thread: str | None = None, related: str | None = None
) -> dict[str, Json]:
    """Return the body as far as the thread, or the thread it is related to, determines it."""
    at = node.clock.now()
    if thread is not None:
        state = thread_state(node, thread)
        begin = _BEGINNINGS.get(kind)
        prefilled = begin(node, state, officer, at) if begin else {}
        return {**beginning_of(kind, state.standing), **prefilled}
    if related is None:
        return {}
    known = envelopes(node.store.transcript(related))
    preservation = _newest(known, "preservation")
    if preservation is not None and kind == "mla_stored_data":
        confirmed, basis = _newest(known, "preservation_confirmed"), fold(known).standing.basis
        body = draft_mla_stored_data(preservation, confirmed, basis)
        if str(preservation.sender) not in _offices(node, officer)[:1]:
            body.pop("authority", None)  # Names and persons are those of another office.
        return body
    disclosure = _newest(known, "preserved_traffic_disclosure")
    if preservation is not None and kind == "preservation" and disclosure is not None:
        return draft_for_third_state(disclosure, preservation)
    opening = fold(known).standing.opening
    return draft_led_to(kind, opening, node.state) if opening else {}


def legal_bases(
    node: Node, kind: str, state: str, body: Mapping[str, Json], thread: str | None = None
) -> Sequence[LegalBasis]:
    """Return every instrument that a request to a State may rest on, those that serve today first; for a
    proposal of another basis, that of its thread.
    """
    law = law_in_force(node)
    if kind == PROPOSING and thread is not None:
        return bases_of(law, of_thread(node, thread), node.clock.now().date())
    stated = body.get("offence")
    offence = offence_in(stated if isinstance(stated, Mapping) else {})
    return bases(law, kind, node.state, state, offence, node.clock.now().date())


def offences() -> Mapping[int, str]:
    """Return the Convention's offences by article, by their titles."""
    return {
        article: offence.title
        for article, offence in convention_offences(packaged_law(WORLD)).items()
    }


@cache
def instrument_names() -> Mapping[str, str]:
    """Return the instruments that a legal basis may name, of the world and of exercises, by id."""
    laws = (packaged_law(WORLD), packaged_law(FEDERATION))
    return {found.id: found.name for law in laws for found in law.instruments}


def _spoken(known: Sequence[Envelope], kind: str) -> Sequence[Envelope]:
    """Return the messages by which the likeliest sender and addressee are found: a call-back goes to
    another authority than the one that asks, which is to be answered itself.
    """
    if kind in _CALLING_BACK:
        return known
    return [one for one in known if one.kind not in _CALLING_BACK]


_CALLING_BACK = frozenset({"call_back", "call_back_answer"})


def _sides(known: Sequence[Envelope], state: str) -> tuple[list[str], list[str]]:
    """Return the authorities of this State and of the other that last spoke or were spoken to."""
    own: list[str] = []
    theirs: list[str] = []
    for envelope in reversed(known):
        for authority in (envelope.sender, envelope.addressee):
            (own if authority.state == state else theirs).append(str(authority))
    return own, theirs


def _first(preferred: Sequence[str], all_of_them: Sequence[str]) -> tuple[str, ...]:
    ahead = [name for name in dict.fromkeys(preferred) if name in all_of_them]
    return (*ahead, *(name for name in all_of_them if name not in ahead))


def _newest(known: Sequence[Envelope], kind: str) -> Envelope | None:
    return next((one for one in reversed(known) if one.kind == kind), None)


def _acknowledgement(
    _node: Node, _state: ThreadState, officer: str, at: datetime
) -> dict[str, Json]:
    return {"by_officer": officer, "at": format_moment(at)}


def _delivery(node: Node, state: ThreadState, _officer: str, _at: datetime) -> dict[str, Json]:
    """Return the newest package of the thread that was not delivered yet."""
    opening = state.standing.opening
    if opening is None:
        return {}
    sent = {one.seal for one in state.standing.deliveries}
    ready = [
        one
        for one in node.store.packages(opening.thread)
        if one.complete and one.direction == "out" and one.seal not in sent
    ]
    return dict(delivery_facts(ready[-1])) if ready else {}


def _confirmed(_: Node, state: ThreadState, _officer: str, at: datetime) -> dict[str, Json]:
    waiting = any(one.confirmed_by is None for one in state.standing.deliveries)
    return {"verified_at": format_moment(at)} if waiting else {}


def _recognition(node: Node, state: ThreadState, _officer: str, _at: datetime) -> dict[str, Json]:
    return beginning_of_recognition(node, state.standing)


def _hold(node: Node, state: ThreadState, _officer: str, at: datetime) -> dict[str, Json]:
    """Return a hold that begins now and lasts as long as the request and its instrument demand; one that
    is confirmed anew begins with what the thread says.
    """
    opening = state.standing.opening
    if opening is None or state.standing.hold is not None:
        return {}
    law, subject = law_in_force(node), of_thread(node, opening.thread)
    rule = term_of(regime_for(law, subject, at.date()), subject.kind, HOLD)
    stated = stated_term(subject.body, HOLD)
    days = [one.days for one in (rule, stated) if one is not None and one.days is not None]
    begins = at.replace(microsecond=0)
    body: dict[str, Json] = {"hold_start": format_moment(begins)}
    if days:
        # A day more: the hold counts from the receipt, and the officer confirms it some time after this.
        body["hold_end"] = format_moment(begins + timedelta(days=max(days) + 1))
    return body


_BEGINNINGS: Mapping[str, Any] = {
    "preservation_confirmed": _hold,
    "filing_recognised": _recognition,
    "acknowledgement": _acknowledgement,
    "delivery": _delivery,
    "partial_delivery": _delivery,
    "delivery_confirmed": _confirmed,
}
"""The node's knowledge in addition to the thread's state (`requests.beginnings`)."""
