# SPDX-License-Identifier: Apache-2.0
"""Other States: relations with each, its notices to us, and what is known of those without a
node.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.json_bodies import posted_body
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.codes import STANCES
from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.directory.entry.hours import OpeningHours
from rogatory.directory.view.entry_warnings import entry_warnings
from rogatory.errors import Reason, RogatoryError
from rogatory.node.audit.need_to_know import open_letters, open_transcriptions
from rogatory.node.context import Node
from rogatory.node.peer_policy.set_policy import decide_policy, propose_policy
from rogatory.node.peers.counterparts import (
    OFFICIAL_LANGUAGES,
    Counterpart,
    CounterpartRecord,
    counterpart_of,
    counterparts,
    decide_counterpart,
    parse_counterpart,
    propose_counterpart,
    register_history,
)
from rogatory.node.peers.policy import (
    ASKS_NOTHING,
    PeerPolicy,
    PolicyTerms,
    Stance,
    counting,
    notice_terms,
    policies,
)
from rogatory.node.permissions import Permission
from rogatory.node.repositories.peers import Channel
from rogatory.node.threads.transcript import envelope_of
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import parse_state


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A State in the list. `policies` are those that count now for some kind."""

    state: str
    name: str
    has_node: bool
    policies: tuple[PeerPolicy, ...]


@dataclass(frozen=True, slots=True)
class PolicyNotice:
    """A notice that the State sent us, as far as its terms can be read."""

    thread: str
    at: datetime
    terms: PolicyTerms | None


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """An authority of another State as its entry has it."""

    authority: str
    time_zone: str
    hours: tuple[OpeningHours, ...]
    verified: str | None
    confirms_emergencies: bool


@dataclass(frozen=True, slots=True)
class PeerPage:
    state: str
    counting: tuple[PeerPolicy, ...]
    policies: tuple[PeerPolicy, ...]
    """The whole history, what waits for a second officer included; the newest first."""
    told: tuple[PolicyNotice, ...]
    has_node: bool
    counterpart: Counterpart | None
    counterpart_history: tuple[CounterpartRecord, ...]
    offices: tuple[AuthorityView, ...] = ()
    """The statements of the State's entry about its authorities, where it may be relied on."""
    standing: tuple[Reason, ...] = ()
    """Parts of the entry that have run out, are about to, or were never verified."""


@require_safe
@officer_page(Permission.READ_THREAD)
def show_all(request: HttpRequest) -> HttpResponse:
    """Show other States, with or without a node, and relations with each; letters that wait."""
    node = this_node()
    view, known = node.register.view(), counterparts(node)
    all_policies, number = policies(node), reader_of(request).number
    now = node.clock.now()
    rows = [
        PeerRow(
            state=state,
            name=known[state].name if state in known else state,
            has_node=state in view.listed,
            policies=tuple(counting(all_policies, state, now)),
        )
        for state in sorted({*view.states, *known} - {node.state})
    ]
    data: dict[str, object] = {
        "states": rows,
        "waiting": sorted(open_letters(node, number), key=lambda one: one.since),
        "to_compare": list(open_transcriptions(node, number)),
        "to_confirm": [one for one in all_policies if one.reviewed is None],
    }
    decor = {"now": now, "keeps": reader_of(request).may(Permission.KEEP_COUNTERPARTS)}
    return answer(request, "console/peers/peer_list.html", data, decor=decor)


@require_safe
@officer_page(Permission.READ_THREAD)
def show(request: HttpRequest, state: str) -> HttpResponse:
    """Return one State: policies towards it with who proposed and confirmed them, its notices, its
    entry.
    """
    return peer_answer(request, state)


@require_POST
@officer_page(Permission.PROPOSE_POLICY)
def propose(request: HttpRequest, state: str) -> HttpResponse:
    """Propose a policy (`stance`, `kinds`, `reason`, `from`, `until`, `channel`); nothing changes yet."""
    node, number = this_node(), reader_of(request).number

    def act() -> PeerPolicy:
        reading = form_values.FormReading(request)
        terms = PolicyTerms(
            state=state.upper(),
            stance=reading.choice("stance", Stance, _n("Stance"), STANCES),
            kinds=form_values.texts(request, "kinds"),
            reason=form_values.text(request, "reason"),
            start=reading.moment_or_none("from") or node.clock.now(),
            until=reading.moment_or_none("until"),
            channel=form_values.text_or_none(request, "channel"),
        )
        reading.finish()
        return propose_policy(node, terms, authority=_authority(request), officer=number)

    try:
        made = act()
    except RogatoryError as error:
        return peer_answer(request, state, error)
    message = _("The policy is waiting for a second officer.")
    return done(request, message, "peer", created=made.id, state=state)


@require_POST
@officer_page(Permission.CONFIRM_POLICY)
def confirm(request: HttpRequest, state: str, policy: UUID) -> HttpResponse:
    """Confirm or decline a policy as the second officer (`accept`, `reason`); the peer is
    notified.
    """
    number = reader_of(request).number
    try:
        decided = decide_policy(
            this_node(),
            str(policy),
            number,
            accept=form_values.is_yes(request, "accept"),
            reason=form_values.text(request, "reason"),
        )
    except RogatoryError as error:
        return peer_answer(request, state, error)
    if decided.notice is not None:
        message = _("The policy is decided. The notice to the State waits for approval.")
        created = decided.notice.id
        return done(request, message, "draft", created=created, draft=created)
    message = _("The policy is decided.")
    return done(request, message, "peer", warnings=decided.untold, state=state)


@require_POST
@officer_page(Permission.KEEP_COUNTERPARTS)
def propose_entry(request: HttpRequest, state: str) -> HttpResponse:
    """Propose what is known of a State without a node: authorities, channels, languages, address."""
    number = reader_of(request).number
    try:
        found = parse_counterpart(posted_body(request) or _entry(request, state))
        made = propose_counterpart(
            this_node(), found, authority=_authority(request), officer=number
        )
    except RogatoryError as error:
        return peer_answer(request, state, error)
    message = _("The entry is waiting for a second officer.")
    return done(request, message, "peer", created=made.proposal.id, state=state)


@require_POST
@officer_page(Permission.KEEP_COUNTERPARTS)
def confirm_entry(request: HttpRequest, state: str, proposal: UUID) -> HttpResponse:
    """Confirm or decline an entry on a State without a node, as the second officer."""
    number = reader_of(request).number
    accept, reason = form_values.is_yes(request, "accept"), form_values.text(request, "reason")
    try:
        decide_counterpart(this_node(), str(proposal), number, accept=accept, reason=reason)
    except RogatoryError as error:
        return peer_answer(request, state, error)
    return done(request, _("The entry is decided."), "peer", state=state)


def peer_answer(
    request: HttpRequest, state: str, error: RogatoryError | None = None
) -> HttpResponse:
    node, reader = this_node(), reader_of(request)
    decor = {
        "now": node.clock.now(),
        "stances": list(Stance),
        "kinds": [kind for kind in KINDS.values() if kind.name in OPENING_KINDS - ASKS_NOTHING],
        "channels": list(Channel),
        "languages": OFFICIAL_LANGUAGES,
        "own": reader.authorities,
        "may": {
            "propose": reader.may(Permission.PROPOSE_POLICY),
            "confirm": reader.may(Permission.CONFIRM_POLICY),
            "keep": reader.may(Permission.KEEP_COUNTERPARTS),
            "transcribe": reader.may(Permission.TRANSCRIBE),
            "read_card": reader.may(Permission.READ_CARD),
        },
    }
    reasons: tuple[Reason, ...] = error.reasons if error else ()
    data = {"page": peer_page(node, parse_state(state.upper()))}
    return answer(request, "console/peers/page.html", data, decor=decor, reasons=reasons)


def peer_page(node: Node, state: str) -> PeerPage:
    now = node.clock.now()
    notices = [
        PolicyNotice(stored.thread, stored.at, notice_terms(state, envelope_of(stored).body))
        for stored in node.store.notices(state)
    ]
    view = node.register.view()
    entry = view.entry(state) if state in view.states else None
    known = policies(node, state)
    return PeerPage(
        state=state,
        counting=tuple(counting(known, state, now)),
        policies=tuple(reversed(known)),
        told=tuple(reversed(notices)),
        has_node=state in view.listed,
        counterpart=counterpart_of(node, state),
        counterpart_history=tuple(reversed(register_history(node, state))),
        offices=_offices(entry) if entry else (),
        standing=tuple(entry_warnings(entry, now)) if entry else (),
    )


def _offices(entry: DirectoryEntry) -> tuple[AuthorityView, ...]:
    return tuple(
        AuthorityView(one.id, one.time_zone, one.hours, one.verified, one.id in entry.call_back)
        for one in entry.authorities
    )


def _authority(request: HttpRequest) -> str:
    """Return the authority that the officer acts for: the one named, or his first."""
    named, own = form_values.text(request, "authority"), reader_of(request).authorities
    return named or next(iter(own), "")


def _entry(request: HttpRequest, state: str) -> dict[str, Json]:
    """Return an entry from the form: authorities are lines of `xm/central-authority = Its name`."""
    authorities: dict[str, Json] = {}
    for line in form_values.text(request, "authorities").splitlines():
        name, _, value = line.partition("=")
        if line.strip():
            authorities[name.strip()] = value.strip()
    return {
        "state": state.upper(),
        "name": form_values.text(request, "name"),
        "authorities": authorities,
        "channels": list(form_values.texts(request, "channels")),
        "languages": list(form_values.texts(request, "languages")),
        "address": form_values.text(request, "address"),
        "contacts": form_values.text(request, "contacts"),
        "source": form_values.text(request, "source"),
        "verified": form_values.text(request, "verified"),
    }
