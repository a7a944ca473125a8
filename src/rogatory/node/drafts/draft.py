# SPDX-License-Identifier: Apache-2.0
"""Drafting a message: everything that would stop it later is said now, all at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Code, Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts import draft_refusals
from rogatory.node.drafts.body import judge_body
from rogatory.node.officers import refusals
from rogatory.node.officers.register import officer_reasons
from rogatory.node.peers import letter_refusals
from rogatory.node.peers.correspondents import Correspondents, correspondents
from rogatory.node.peers.policy_effects import policy_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.request_law import cited_reasons
from rogatory.node.repositories.drafts import Draft
from rogatory.node.threads.chain_limits import chain_reasons
from rogatory.node.threads.dispatch import LARGEST_DISPATCH, size_once_signed
from rogatory.node.threads.target_index import index_request
from rogatory.node.threads.thread_keys import thread_of_key
from rogatory.node.threads.transcript import envelopes, next_place, thread_state
from rogatory.node.translations.check import language_reasons, translations_of
from rogatory.requests import envelope
from rogatory.requests import refusals as requests_refusals
from rogatory.requests.contents.attachment_types import type_reasons
from rogatory.requests.contents.emergency import is_emergency
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.legality import why_not
from rogatory.requests.thread.transcript import fold, turn_of
from rogatory.wire.canonical import Json
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority, uuid7


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A small file to travel with a message."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class NewMessage:
    """The contents of a new message, its sender and addressee, and its thread."""

    kind: str
    sender: str
    addressee: str
    language: str
    body: Mapping[str, Json]
    thread: str | None = None
    """None where it opens one."""
    related: Sequence[str] = ()
    attachments: Sequence[NewAttachment] = ()


def draft_message(node: Node, message: NewMessage, officer: str) -> Draft:
    """Store a draft for approval.

    1. The officer may draft for the sender, which is an authority of this State.
    2. The addressee is listed, of another State, and its node supports the kind; it accepts the
       language, or a whole translation into one that it accepts is attached and holds (line 15 of
       the law's list; article 40(13), certainty: parallel).
    3. The contents are those of the kind, each reason in them is in words, and no date in them is
       one that cannot be meant.
    4. An opening kind opens a thread; any other belongs to one with the addressee's State, and is
       allowed in it now; that thread has space for it.
    5. The message and its attachments are in their form, each of these is of the type that it
       claims, and a dispatch has space for them.
    6. No policy prevents it: the State is not one that we suspended for the kind, and it is no
       answer to a request that is held for review.

    A State without a node is written to by letter: then 2 is judged by the register of such States.

    Raises:
        Refused: with every reason; nothing is written.
    """
    draft = unsaved_draft(node, message, officer)
    for each in message.attachments:
        node.objects.put(each.data)
    with node.store.transaction():
        node.store.add_draft(draft)
        if message.thread is None:
            index_request(node, draft.thread, message.body)
    return draft


def unsaved_draft(
    node: Node,
    message: NewMessage,
    officer: str | None,
    *,
    identifier: str | None = None,
    of_body: Sequence[Reason] | None = None,
    author: str | None = None,
) -> Draft:
    """Return a draft with everything checked, for the caller to store.

    The rules are those of `draft_message`; `officer` is None where the node itself is the author,
    which by 1 needs nobody's leave, or a system of the State, which `author` names. `identifier` is that of the text that it was before, if it was
    one; `of_body` is the result of 3, where it was already computed.
    """
    at, view = node.clock.now(), node.register.view()
    kept = tuple(_attachment(each) for each in message.attachments)
    key = message.thread or uuid7(at, node.random(10))
    content = envelope.MessageDraft(
        network=node.network,
        kind=message.kind,
        sender=parse_authority(message.sender),
        addressee=parse_authority(message.addressee),
        thread=thread_of_key(node, key),
        language=message.language,
        body=message.body,
        attachments=kept,
    )
    of_contents = of_body
    if of_contents is None:
        of_contents = judge_body(message.kind, message.body, at)
    against = [
        *_sender_reasons(node, view, content, officer, at),  # 1
        *_addressee_reasons(node, view, content, message.attachments, message.thread),  # 2
        *of_contents,  # 3
        *_thread_reasons(node, content, message.thread, at),  # 4
        *_form_reasons(content, at, message.related, message.attachments),  # 5
        *policy_reasons(node, view, content, key, at),  # 6
    ]
    refuse_if_any(cited_reasons(node, message, against))
    return Draft(
        id=identifier or uuid7(at, node.random(10)),
        thread=key,
        kind=message.kind,
        sender=message.sender,
        addressee=message.addressee,
        language=message.language,
        body=message.body,
        attachments=tuple(each.as_json() for each in kept),
        related=tuple(message.related),
        content=envelope.content_digest(content),
        drafted_by=officer or author or node.state.lower(),
        drafted=at,
    )


def _attachment(new: NewAttachment) -> envelope.Attachment:
    return envelope.Attachment(new.name, new.media_type, len(new.data), sha256(new.data))


def _sender_reasons(
    node: Node,
    view: DirectoryView,
    content: envelope.MessageDraft,
    officer: str | None,
    at: datetime,
) -> Iterator[Reason]:
    sender = str(content.sender)
    if content.sender.state != node.state:
        yield refusals.OWN_AUTHORITY.because(authority=sender, state=node.state)
        return
    yield from _listed_reasons(view, sender)
    if officer is not None:
        yield from officer_reasons(view, officer, sender, Permission.DRAFT_MESSAGE, at)


def _addressee_reasons(
    node: Node,
    view: DirectoryView,
    content: envelope.MessageDraft,
    attachments: Sequence[NewAttachment],
    thread: str | None,
) -> Iterator[Reason]:
    addressee, state = str(content.addressee), content.addressee.state
    if state == content.sender.state:
        yield draft_refusals.ADDRESSEE_OWN_STATE.because(authority=addressee)
        return
    channel = None if thread is None else node.store.thread_channel(thread)
    by_letter = None if channel is None else channel.by_letter
    known = correspondents(node, view, state, by_letter=by_letter)
    if known is not None and known.by_letter:
        yield from _letter_reasons(content, known)
        yield from _language_reasons(
            node, view, content, attachments, known.languages, letter_refusals.LETTER_LANGUAGE
        )
        return
    unlisted = list(_listed_reasons(view, addressee))
    yield from unlisted
    if content.kind not in KINDS:
        yield draft_refusals.KIND_UNKNOWN.because(kind=content.kind)
    if unlisted:
        return
    entry = view.entry(state)
    if content.kind not in entry.kinds:
        yield draft_refusals.KIND_NOT_SPOKEN.because(
            state=state, kind=content.kind, authority=addressee
        )
    yield from _language_reasons(
        node, view, content, attachments, entry.languages, draft_refusals.LANGUAGE_NOT_SPOKEN
    )


def _language_reasons(
    node: Node,
    view: DirectoryView,
    content: envelope.MessageDraft,
    attachments: Sequence[NewAttachment],
    accepted: tuple[str, ...],
    code: Code,
) -> Iterator[Reason]:
    """Apply line 15 of the law's list: a language that the addressee accepts, or a whole
    translation into one, signed by the sender's State (article 40(13), certainty: parallel). It
    holds up no emergency.
    """
    if content.language in accepted or _is_in_emergency(node, content):
        return
    data = {sha256(each.data): each.data for each in attachments}
    found = translations_of(view, content, data, node.clock.now())
    enough, against = language_reasons(found, accepted)
    if not enough:
        yield code.because(
            state=content.addressee.state, accepted=", ".join(accepted), language=content.language
        )
        yield from against


def _is_in_emergency(node: Node, content: envelope.MessageDraft) -> bool:
    """Decide whether a message opens an emergency or answers in one: lives do not wait for a
    translation.
    """
    opening = fold(envelopes(node.store.transcript(content.thread))).standing.opening
    request = content if opening is None else opening
    return is_emergency(request.kind, request.body)


def _letter_reasons(content: envelope.MessageDraft, known: Correspondents) -> Iterator[Reason]:
    """Yield the reasons about a message to a State without a node, by the register of such States."""
    if str(content.addressee) not in known.authorities:
        yield letter_refusals.COUNTERPART_UNKNOWN.because(authority=str(content.addressee))
    if content.kind not in KINDS:
        yield draft_refusals.KIND_UNKNOWN.because(kind=content.kind)


def _listed_reasons(view: DirectoryView, authority: str) -> Iterator[Reason]:
    try:
        view.authority(authority)
    except Refused as error:
        yield from error.reasons


def _thread_reasons(
    node: Node, content: envelope.MessageDraft, thread: str | None, at: datetime
) -> Iterator[Reason]:
    kind = KINDS.get(content.kind)
    if kind is None:
        return
    if thread is None or kind.opens_thread:
        if not kind.opens_thread:
            yield draft_refusals.THREAD_NEEDED.because(kind=content.kind)
        if thread is not None:
            yield draft_refusals.THREAD_OPENED.because(kind=content.kind)
        return
    channel = node.store.thread_channel(thread)
    if channel is None:
        yield refusals.THREAD_UNKNOWN.because(thread=thread)
    elif channel.peer != content.addressee.state:
        yield draft_refusals.THREAD_OF_OTHERS.because(thread=thread)
    else:
        yield from chain_reasons(node, thread, node.state, 0)
        state = thread_state(node, thread)
        links = next_place(node.state, content, state)
        proposed = envelope.Envelope(content, links, "", at, (), "")
        yield from why_not(proposed, turn_of(state, node.state).standing)


def _form_reasons(
    content: envelope.MessageDraft,
    at: datetime,
    related: Sequence[str],
    attachments: Sequence[NewAttachment],
) -> Iterator[Reason]:
    """Yield the reasons of the future message, at a place in its thread that takes no less space."""
    for each in attachments:
        yield from type_reasons(each.name, each.media_type, each.data)
    last = envelope.Links(envelope.LONGEST_CHAIN, content.network, content.network)
    try:
        message = envelope.build_message(
            content, last, message_id=uuid7(at, bytes(10)), issued=at, related=related
        )
    except Refused as error:
        reasons = {requests_refusals.SAME_STATE}
        yield from (reason for reason in error.reasons if reason.code not in reasons)
        return
    size = size_once_signed(message, {sha256(each.data): each.data for each in attachments})
    if size > LARGEST_DISPATCH:
        yield draft_refusals.DRAFT_TOO_LARGE.because(size=size, limit=LARGEST_DISPATCH)
