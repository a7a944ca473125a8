# SPDX-License-Identifier: Apache-2.0
"""Drafts that a system hands in: judged as an officer's are, stored once for each key, and marked as the system's.

Officers approve and send them, or withdraw and edit them. A system can do neither.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.drafting.form_body import as_typed
from rogatory.node.drafting.judge import body_reasons
from rogatory.node.drafts import draft_refusals
from rogatory.node.drafts.draft import NewMessage, unsaved_draft
from rogatory.node.repositories.audit import AccessKind, AccessRecord
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.repositories.drafts import Draft, threads_of_draft
from rogatory.node.repositories.systems import KeyedDraft, TokenRecord
from rogatory.node.systems import refusals
from rogatory.node.systems.request_documents import SystemDocument
from rogatory.node.systems.tokens import author
from rogatory.node.systems.visible import absent, hidden_among, known_among, named_in
from rogatory.node.threads.target_index import index_request
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment

KEYS_KEPT_FOR = timedelta(days=2)
"""A system that got no answer asks again within minutes, after an outage within hours. For so long no draft is made twice."""

MOST_DRAFTS_A_DAY = 200
"""Of one token: more would bury what officers wrote on the desk. It bounds the stored keys, too."""

LARGEST_DRAFT = 1 << 20
"""Bytes of a body that is handed in: as many as of a text at the console."""

SHORTEST_KEY, LONGEST_KEY = 8, 64
"""Characters of a key: one that is shorter is soon used twice by chance."""

OFFICERS_KINDS = frozenset(
    {
        "acknowledgement",
        "call_back",
        "call_back_answer",
        "drill",
        "drill_acknowledgement",
        "policy_notice",
        "repair",
    }
)
"""Kinds that state what an officer did or decided: the text alone is the act."""

_KEY = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST_KEY},{LONGEST_KEY}}}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A draft as a system states it."""

    kind: str
    sender: str
    addressee: str
    language: str
    body: Mapping[str, Json]
    request: str | None
    related: tuple[str, ...]


def hand_in(node: Node, token: TokenRecord, key: str, data: bytes) -> SystemDocument:
    """Store a draft of a system, and return what there is of it now.

    1. There is a key. One that came before with the same body gives the draft of then.
    2. The body is in its form, and its kind is not one that an officer alone writes.
    3. Each request that it names is one that the token may read.
    4. All that is asked of an officer's draft: see `draft.unsaved_draft` and `drafting.judge`.
    5. The token has not handed in too many.

    Raises:
        Refused: by any of these; nothing is written.
    """
    if not _KEY.match(key):  # 1
        raise Refused(refusals.KEY_MISSING.because(least=SHORTEST_KEY, most=LONGEST_KEY))
    digest = sha256(data)
    before = node.store.keyed_draft(token.name, key)
    if before is not None and _is_kept(node, before):
        return _of_before(node, token, before, digest)
    stated = _read(data)  # 2
    if stated.kind in OFFICERS_KINDS:
        raise Refused(refusals.KIND_OF_OFFICERS.because(kind=stated.kind))
    _need_known(node, stated)  # 3
    draft = _judged(node, token, stated)  # 4
    return _stored(node, token, KeyedDraft(token.name, key, digest, draft.id, draft.drafted), draft)


def handed_in(node: Node, token: TokenRecord, draft: str) -> SystemDocument:
    """Return what became of a draft that the same system handed in.

    Raises:
        Refused: it is not the system's, or follows from a request that is restricted now.
    """
    found = node.store.draft(draft)
    if found is None or found.drafted_by != author(token):
        absent()
    named = set(threads_of_draft(found))
    # A draft that opens a request has a thread that is not here yet.
    if hidden_among(node, named):
        absent()
    return draft_document(found)


def _stored(node: Node, token: TokenRecord, keyed: KeyedDraft, draft: Draft) -> SystemDocument:
    now = node.clock.now()
    with node.store.transaction():
        before = node.store.keyed_draft(token.name, keyed.key)
        if before is None or not _is_kept(node, before):
            node.store.delete_keyed_drafts(now - KEYS_KEPT_FOR)
            day = now - timedelta(days=1)
            if node.store.count_keyed_drafts(token.name, day) >= MOST_DRAFTS_A_DAY:  # 5
                raise Refused(refusals.DRAFTS_MANY.because(limit=MOST_DRAFTS_A_DAY))
            before = None
            node.store.add_draft(draft)
            if KINDS[draft.kind].opens_thread:
                index_request(node, draft.thread, draft.body)
            node.store.add_keyed_draft(keyed)
            node.store.add_access(
                AccessRecord(
                    AccessKind.ACTED, now, author(token), "system-draft", draft.thread, draft.id
                )
            )
    return (
        draft_document(draft) if before is None else _of_before(node, token, before, keyed.digest)
    )


def _of_before(node: Node, token: TokenRecord, before: KeyedDraft, digest: str) -> SystemDocument:
    if before.digest != digest:
        raise Refused(refusals.KEY_REUSED.because())
    return handed_in(node, token, before.draft)


def _is_kept(node: Node, found: KeyedDraft) -> bool:
    return node.clock.now() - found.at < KEYS_KEPT_FOR


def _read(data: bytes) -> HandedIn:
    """Return the draft that a body states.

    Raises:
        Refused: it is no JSON, or not in the form.
    """
    found = canonical.parse(data, limit=LARGEST_DRAFT)
    if not isinstance(found, Mapping):
        raise Refused(refusals.BODY_FORM.because())
    texts = [found.get(name) for name in ("kind", "from", "to", "language")]
    request, related, body = found.get("request"), found.get("related", []), found.get("body")
    known = {"kind", "from", "to", "language", "body", "request", "related"}
    heads = [one for one in texts if isinstance(one, str)]
    others = related if isinstance(related, Sequence) and not isinstance(related, str) else (None,)
    names = tuple(one for one in others if isinstance(one, str))
    if (
        not found.keys() <= known
        or len(heads) != len(texts)
        or len(names) != len(others)
        or not isinstance(body, Mapping)
        or not isinstance(request, str | None)
    ):
        raise Refused(refusals.BODY_FORM.because())
    kind, sender, addressee, language = heads
    return HandedIn(kind, sender, addressee, language, body, request, names)


def _need_known(node: Node, stated: HandedIn) -> None:
    named = {*stated.related, *named_in(stated.body), *_request_of(stated)}
    if named - known_among(node, named):
        raise Refused(refusals.REFERENCE_UNKNOWN.because())


def _request_of(stated: HandedIn) -> Iterator[str]:
    if stated.request is not None:
        yield stated.request


def _judged(node: Node, token: TokenRecord, stated: HandedIn) -> Draft:
    now = node.clock.now()
    if stated.kind not in KINDS:
        raise Refused(draft_refusals.KIND_UNKNOWN.because(kind=ascii(stated.kind)[:40]))
    text = Unfinished(
        id="",
        officer=author(token),
        kind=stated.kind,
        thread=stated.request,
        related=stated.related,
        sender=stated.sender,
        addressee=stated.addressee,
        language=stated.language,
        body=as_typed(stated.body),
        begun=now,
        changed=now,
    )
    message = NewMessage(
        kind=stated.kind,
        sender=stated.sender,
        addressee=stated.addressee,
        language=stated.language,
        body=stated.body,
        thread=stated.request,
        related=stated.related,
    )
    of_body = body_reasons(node, text)
    return unsaved_draft(node, message, None, of_body=of_body, author=author(token))


def draft_document(draft: Draft) -> SystemDocument:
    """Return what a system reads of its draft: how far it has come, and not its text."""
    state = "waiting"
    if draft.sent_as is not None:
        state = "sent"
    elif draft.ended is not None:
        state = draft.ended.how.value
    return {
        "id": draft.id,
        "request": draft.thread,
        "kind": draft.kind,
        "drafted": format_moment(draft.drafted),
        "author": draft.drafted_by,
        "content": draft.content,
        "approvals": len(draft.approvals),
        "state": state,
        "message": draft.sent_as,
    }
