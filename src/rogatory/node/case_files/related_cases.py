# SPDX-License-Identifier: Apache-2.0
"""Other requests of one's own State on the same target, which may duplicate or harm each other.

Two authorities of a State may ask for one account without knowing of each other: the second request
is wasted, or it reveals to the user what the first kept secret. An officer who drafts learns that
there is another case file; its authority and thread are shown only to those who may read it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rogatory.errors import Code, Reason, refuse_if_any
from rogatory.node.case_files import refusals as codes
from rogatory.node.case_files.journal import case_file_reasons, read_case_file
from rogatory.node.case_files.letter import is_secret
from rogatory.node.context import Node
from rogatory.node.drafts.stored_drafts import draft_of
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.request_law import RequestLaw, law_of_message
from rogatory.node.repositories.drafts import Draft
from rogatory.node.threads.target_index import target_keys
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.contents.targets import targets_of
from rogatory.requests.kinds.families import NOTICES, REQUESTS
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.thread_facts import ENDED, ThreadStatus
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.words import N_, FilledText

type CaseRelation = Literal["duplicate", "contradiction", "same-target"]

MOST_SIMILAR = 50
"""Other threads that are looked at, those that share most first: an identifier of everybody's (a
relay's address) must not make each draft read a thousand threads."""

REVEALING = frozenset(
    {
        "confidentiality_failure",
        "exculpatory_notice",
        "onward_transfer_request",
        "onward_transfer_authorisation",
        "preserved_traffic_disclosure",
        "information_offered",
        "spontaneous_information",
    }
)
"""Messages by which somebody comes to know what another request may want kept secret."""

STOPPING = frozenset({"no_longer_required"})


@dataclass(frozen=True, slots=True)
class RelatedCase:
    """One other case file on the same target. Authority, thread and title only for those who may
    read it.
    """

    sort: CaseRelation
    reason: Reason
    article: str
    certainty: str
    shared: int
    authority: str | None
    thread: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class _Other:
    """A thread on the same target, or the draft of one."""

    thread: str
    kind: str
    peer: str
    asks: bool
    """True if this State asks in it."""
    body: Mapping[str, Json]
    kinds: frozenset[str]
    status: ThreadStatus | None
    authority: str
    may_read: bool

    @property
    def is_over(self) -> bool:
        return self.status is not None and self.status in ENDED


def similar(node: Node, draft: str, officer: str) -> tuple[RelatedCase, ...]:
    """Return what else of this State is aimed at what a draft is aimed at; contradictions first.

    Raises:
        Refused: the draft is unknown, or the officer may not read for the authority that sends it.
    """
    found = draft_of(node, draft)
    view, at = node.register.view(), node.clock.now()
    refuse_if_any(officer_reasons(view, officer, found.sender, Permission.READ_THREAD, at))
    body = _request_body(node, found)
    keys, about = target_keys(body), law_of_message(node, found)
    findings = []
    for thread, shared in node.store.threads_aimed_at(keys, MOST_SIMILAR + 1):
        if thread == found.thread:
            continue
        other = _other(node, thread, officer)
        if other is not None:
            findings += [
                _finding(each, other, shared, about) for each in _relations(found, body, other)
            ]
    order = ("contradiction", "duplicate", "same-target")
    return tuple(sorted(findings, key=lambda one: (order.index(one.sort), -one.shared)))


@dataclass(frozen=True, slots=True)
class _Relation:
    sort: CaseRelation
    code: Code


_SECRECY = _Relation("contradiction", codes.SECRECY_DIFFERS)
_REVEALS = _Relation("contradiction", codes.REVEALS)
_IS_INFORMED = _Relation("contradiction", codes.IS_INFORMED)
_WITHDRAWN = _Relation("contradiction", codes.WITHDRAWN)
_STILL_NEEDED = _Relation("contradiction", codes.STILL_NEEDED)
_TWICE = _Relation("duplicate", codes.TWICE)
_SAME = _Relation("same-target", codes.SAME_TARGET)


def _relations(draft: Draft, body: Mapping[str, Json], other: _Other) -> Iterator[_Relation]:
    """Yield the warnings of one other case file; if there is nothing else, that it has the same
    target.
    """
    lines = list(_contradictions(draft, body, other))
    peer = parse_authority(draft.addressee).state
    asks_same = other.asks and other.kind == draft.kind and other.peer == peer
    if asks_same and not other.is_over and _meet(body, other.body):
        lines.append(_TWICE)
    yield from lines or [_SAME]


def _contradictions(draft: Draft, body: Mapping[str, Json], other: _Other) -> Iterator[_Relation]:
    opens, peer = draft.kind in OPENING_KINDS, parse_authority(draft.addressee).state
    secret, other_secret = is_secret(body), is_secret(other.body)
    if not other.is_over:
        if opens and draft.kind not in NOTICES and secret != other_secret:
            yield _SECRECY
        if draft.kind in REVEALING and other_secret:
            yield _REVEALS
    if opens and secret and other.kinds & REVEALING:
        yield _IS_INFORMED
    same_peer = other.asks and other.peer == peer
    if same_peer and draft.kind in REQUESTS and other.status is ThreadStatus.WITHDRAWN:
        yield _WITHDRAWN
    if same_peer and draft.kind in STOPPING and not other.is_over and other.kind in REQUESTS:
        yield _STILL_NEEDED


def _finding(relation: _Relation, other: _Other, shared: int, about: RequestLaw) -> RelatedCase:
    known = KINDS.get(other.kind)
    title = known.title if known else other.kind
    who = FilledText(N_("another authority of this State"))
    if other.may_read:
        who = FilledText(
            N_("{authority}, in the request {thread}"),
            authority=other.authority,
            thread=other.thread,
        )
    basis = about.basis(relation.code.cites or None)
    return RelatedCase(
        sort=relation.sort,
        reason=relation.code.because({**basis._asdict()}, who=who),
        article=basis.article,
        certainty=basis.certainty,
        shared=shared if other.may_read else 0,
        authority=other.authority if other.may_read else None,
        thread=other.thread if other.may_read else None,
        title=title if other.may_read else None,
    )


def _request_body(node: Node, draft: Draft) -> Mapping[str, Json]:
    """Return the body that says what is aimed at: of an answer or follow-up, that of its request."""
    if draft.kind in OPENING_KINDS:
        return draft.body
    transcript = node.store.transcript(draft.thread)
    return envelopes(transcript[:1])[0].body if transcript else {}


def _other(node: Node, thread: str, officer: str) -> _Other | None:
    transcript = node.store.transcript(thread)
    if not transcript:
        return _drafted(node, thread, officer)
    opening, case_file = envelopes(transcript[:1])[0], read_case_file(node, thread)
    summary = node.store.summary(thread)
    view, at = node.register.view(), node.clock.now()
    against = list(case_file_reasons(view, case_file, officer, Permission.READ_CASE_FILE, at))
    return _Other(
        thread=thread,
        kind=opening.kind,
        peer=transcript[0].peer,
        asks=opening.sender.state == node.state,
        body=opening.body,
        kinds=frozenset(one.kind for one in transcript),
        status=None if summary is None else ThreadStatus(summary.status),
        authority=case_file.authority,
        may_read=not against,
    )


def _drafted(node: Node, thread: str, officer: str) -> _Other | None:
    """Return a request that nobody has sent yet; None where its draft is gone."""
    drafts = node.store.drafts(thread)
    if not drafts:
        return None
    first, view, at = drafts[0], node.register.view(), node.clock.now()
    against = officer_reasons(view, officer, first.sender, Permission.READ_CASE_FILE, at)
    return _Other(
        thread=thread,
        kind=first.kind,
        peer=parse_authority(first.addressee).state,
        asks=True,
        body=first.body,
        kinds=frozenset({first.kind}),
        status=None,
        authority=first.sender,
        may_read=not against,
    )


def _meet(body: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
    """Decide whether both are aimed at one identifier at times that overlap."""
    others = targets_of(other)
    return any(one.meets(each) for one in targets_of(body) for each in others)
