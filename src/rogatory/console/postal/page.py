# SPDX-License-Identifier: Apache-2.0
"""Correspondence by letter: transcribing, comparing, dispatching, and letting proceed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rogatory.console.forms.fields import fields_of
from rogatory.console.forms.quoted import quotations_of
from rogatory.console.forms.reading import read_body, with_entry, without_entry
from rogatory.console.frame import form_values, refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.downloads import download
from rogatory.console.frame.json_bodies import posted_body
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.scanning import malicious_reasons
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.codes import CHANNELS
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.node.audit.need_to_know import closed_reasons
from rogatory.node.context import Node
from rogatory.node.drafting.form_body import with_null
from rogatory.node.drafts import draft_refusals
from rogatory.node.drafts.draft import NewMessage
from rogatory.node.officers.dual_control import proposal_of
from rogatory.node.peer_policy.review_held import review_held
from rogatory.node.peers import letter_refusals
from rogatory.node.peers.correspondents import correspondents
from rogatory.node.permissions import Permission
from rogatory.node.postal.compare_transcription import compare_transcription
from rogatory.node.postal.dispatch_letter import dispatch_letter
from rogatory.node.postal.transcribe import Paper
from rogatory.node.postal.transcribe import transcribe as transcribing
from rogatory.node.postal.transcription import transcription_of
from rogatory.node.provisions.request_law import law_of_message
from rogatory.node.repositories.peers import Channel, ProposalTopic
from rogatory.requests.contents.plain_words import body_lines
from rogatory.requests.kinds.kind import MessageKind
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import parse_state


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.TRANSCRIBE)
def transcribe(request: HttpRequest, state: str, kind: str) -> HttpResponse:
    """Enter a paper of a State without a node by the contents of its kind; `thread` where it
    answers in one. It counts once a second officer has compared it with the original.
    """
    known = KINDS.get(kind)
    if known is None:
        raise Refused(draft_refusals.KIND_UNKNOWN.because(kind=ascii(kind)[:40]))
    if request.method != "POST":
        return _form(request, state, known, {}, ())
    body = read_body(known, request.POST, {})
    if "add" in request.POST:
        return _form(request, state, known, with_entry(body, request.POST["add"]), ())
    if "remove" in request.POST:
        return _form(request, state, known, without_entry(body, request.POST["remove"]), ())
    number, thread = reader_of(request).number, form_values.text_or_none(request, "thread")
    refuse_if_any(closed_reasons(this_node(), number, [thread] if thread else []))
    try:
        made = transcribing(
            this_node(),
            _paper(request),
            message=NewMessage(
                kind=kind,
                sender=form_values.text(request, "sender"),
                addressee=form_values.text(request, "addressee"),
                language=form_values.text(request, "language"),
                body=posted_body(request) or with_null(body),
                thread=thread,
            ),
            officer=number,
            as_written=form_values.is_yes(request, "as_written"),
            is_another=form_values.is_yes(request, "another"),
        )
    except RogatoryError as error:
        return _form(request, state, known, body, error.reasons)
    message = _(
        "The transcription is waiting for a second officer, who compares it with the original."
    )
    return done(request, message, "transcription", created=made.id, transcription=made.id)


@require_safe
@officer_page(Permission.READ_THREAD)
def show(request: HttpRequest, transcription: UUID) -> HttpResponse:
    """Return a transcription beside what is known of its original; nothing of it is shown as
    verified.
    """
    return _comparison(request, str(transcription))


@require_POST
@officer_page(Permission.COMPARE_TRANSCRIPTION)
def compare(request: HttpRequest, transcription: UUID) -> HttpResponse:
    """Confirm or decline a transcription (`original` is the digest of what was compared)."""
    try:
        found = compare_transcription(
            this_node(),
            str(transcription),
            reader_of(request).number,
            original=form_values.text(request, "original"),
            agrees=form_values.is_yes(request, "agrees"),
            reason=form_values.text(request, "reason"),
        )
    except RogatoryError as error:
        return _comparison(request, str(transcription), error)
    message = _("The comparison is recorded.")
    if found.accepted:
        return done(request, message, "thread", thread=transcription_of(found).content.thread)
    return done(request, message, "transcription", transcription=transcription)


@require_safe
@officer_page(Permission.READ_THREAD)
def original(request: HttpRequest, transcription: UUID) -> HttpResponse:
    """Return the original's own bytes, as they came: a download, never shown as a page of ours. The
    node's scanner looks once more: what it did not know when the paper came it may know today.
    """
    node = this_node()
    kept = transcription_of(
        proposal_of(node, ProposalTopic.TRANSCRIPTION, str(transcription))
    ).original
    data = node.objects.get(kept.sha256)
    refuse_if_any(malicious_reasons(kept.sha256[:16], data))
    return download(request, kept.sha256[:16], data)


@require_POST
@officer_page(Permission.DISPATCH_LETTER)
def dispatch(request: HttpRequest, message: str) -> HttpResponse:
    """Record that a signed message went out by letter (`channel`, `dispatched`, `reference`)."""
    reading = form_values.FormReading(request)
    proofs = reading.files("proof")
    channel = reading.choice("channel", Channel, _n("Channel"), CHANNELS)
    dispatched = reading.moment("dispatched")
    reading.finish()
    recorded = dispatch_letter(
        this_node(),
        message,
        channel=channel,
        dispatched=dispatched,
        reference=form_values.text(request, "reference"),
        officer=reader_of(request).number,
        proof=proofs[0] if proofs else None,
    )
    notice = _("The dispatch is recorded. That it arrived is not known.")
    return done(request, notice, "thread", created=recorded.id, thread=recorded.thread)


@require_POST
@officer_page(Permission.REVIEW_HELD)
def let_proceed(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Let a request that is held by policy proceed, or not (`proceed`, `reason`)."""
    own = reader_of(request).authorities
    review_held(
        this_node(),
        str(thread),
        reader_of(request).number,
        authority=form_values.text(request, "authority") or next(iter(own), ""),
        proceed=form_values.is_yes(request, "proceed"),
        reason=form_values.text(request, "reason"),
    )
    return done(request, _("The review is recorded."), "thread", thread=thread)


def _paper(request: HttpRequest) -> Paper:
    reading = form_values.FormReading(request)
    paper = Paper(
        written=reading.moment("written"),
        arrived=reading.moment("arrived"),
        channel=reading.choice("channel", Channel, _n("Channel"), CHANNELS),
        reference=form_values.text(request, "reference"),
        original=reading.one_file("original", refusals.ORIGINAL_MISSING.because()),
    )
    reading.finish()
    return paper


def _form(
    request: HttpRequest,
    state: str,
    kind: MessageKind,
    body: dict[str, Json],
    reasons: tuple[Reason, ...],
) -> HttpResponse:
    node = this_node()
    code = parse_state(state.upper())
    found = correspondents(node, node.register.view(), code, by_letter=True)
    query = request.POST if request.method == "POST" else request.GET
    thread = query.get("thread") or None
    written = NewMessage(kind.name, code, node.state, "", body, thread)
    law = law_of_message(node, written)
    data: dict[str, Any] = {
        "state": code,
        "kind": kind,
        "known": _known(node, reasons),
        "basis": law.basis(kind.cites),
        "thread": thread,
        "senders": dict(found.authorities) if found else {},
        "addressees": reader_of(request).authorities,
        "languages": found.languages if found else (),
        "channels": list(Channel),
        "fields": fields_of(
            kind, body, reasons, {}, law.basis, quotations_of(node, kind.name, thread, body)
        ),
        "filled": {
            name: query.get(name, "") for name in ("written", "arrived", "reference", "channel")
        },
    }
    return answer(request, "console/postal/transcribe.html", data, reasons=reasons)


def _known(node: Node, reasons: tuple[Reason, ...]) -> dict[str, str] | None:
    """Return where an earlier transcription of the paper is: its request, or its comparison if that is to come."""
    for reason in reasons:
        if reason.code is letter_refusals.TRANSCRIPTION_KNOWN_CLOSED:
            return {}
        if reason.code is letter_refusals.TRANSCRIPTION_KNOWN:
            thread = str(reason.fields["thread"])
            if node.store.transcript(thread):
                return {"thread": thread}
            return {"transcription": str(reason.fields["transcription"])}
    return None


def _comparison(
    request: HttpRequest, transcription: str, error: RogatoryError | None = None
) -> HttpResponse:
    proposal = proposal_of(this_node(), ProposalTopic.TRANSCRIPTION, transcription)
    read = transcription_of(proposal)
    content = read.content
    data = {
        "proposal": {
            "id": proposal.id,
            "proposed_by": proposal.proposed_by,
            "proposed": proposal.proposed,
            "decided_by": proposal.decided_by,
            "decided": proposal.decided,
            "accepted": proposal.accepted,
            "reason": proposal.reason,
        },
        "read": read,
        "lines": body_lines(content.kind, content.body),
        "title": KINDS[content.kind].title if content.kind in KINDS else content.kind,
    }
    decor = {"compares": reader_of(request).may(Permission.COMPARE_TRANSCRIPTION)}
    reasons = error.reasons if error else ()
    return answer(request, "console/postal/transcription.html", data, decor=decor, reasons=reasons)
