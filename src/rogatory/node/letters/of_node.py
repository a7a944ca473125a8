# SPDX-License-Identifier: Apache-2.0
"""A message or a draft of a node's database as a letter."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafting.beginning import instrument_names
from rogatory.node.drafts.stored_drafts import content_of
from rogatory.node.law.basis import PROPOSING
from rogatory.node.law.conditions.offers import unagreed_of_information
from rogatory.node.law.questions import RELEASES
from rogatory.node.law.subject import of_request
from rogatory.node.law.use.evidence_given import unagreed_on
from rogatory.node.letters import refusals
from rogatory.node.letters.values import (
    LetterBasis,
    LetterParty,
    LetterRole,
    LetterSignatory,
    LetterSignature,
    LetterValues,
    OpeningMessage,
    Wordings,
)
from rogatory.node.letters.write import WrittenLetter, letter_of_values
from rogatory.node.officers.refusals import SIGNATORY_INCOMPLETE
from rogatory.node.officers.signatories import line_reasons, signatory_at
from rogatory.node.peers.counterparts import counterpart_of
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.messages import BY_LETTER, Delivery, StoredMessage
from rogatory.node.threads.transcript import envelope_of, envelopes, thread_state
from rogatory.node.translations.check import CheckedTranslation, translations_of
from rogatory.requests import envelope
from rogatory.requests.envelope import Envelope, content_digest
from rogatory.requests.kinds.families import INFORMATION
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.basis_facts import agreed_in_lieu
from rogatory.requests.thread.basis_history import basis_at
from rogatory.seal.approval_document import parse_approvals
from rogatory.treaty.law import Law, packaged_law
from rogatory.wire.canonical import Json


def letter(
    node: Node,
    name: str,
    language: str,
    *,
    pdf: bool = True,
    places: tuple[Path, ...] | None = None,
) -> WrittenLetter:
    """Return the letter of a message (by digest) or of a draft (by number) in a language of
    `LANGUAGES`.

    Raises:
        Refused: there is nothing of that name; the PDF cannot be printed.
    """
    return letter_of_values(values_of(node, name), language, pdf=pdf, places=places)


def values_of(node: Node, name: str) -> LetterValues:
    """Return all that a letter of a message or draft says; refuses a name of neither."""
    stored = node.store.message(name)
    if stored is not None:
        return _of_message(node, stored)
    draft = node.store.draft(name)
    if draft is None:
        raise Refused(refusals.NOTHING_OF_THAT_NAME.because(name=ascii(name)[:80]))
    return _of_draft(node, draft)


def party(node: Node, view: DirectoryView | None, authority: str) -> LetterParty:
    """Return an authority as the directory names it; of a State without a node, as our register of
    such States does, with its address; by its code where neither does.
    """
    state = authority[:2].upper()
    if view is None or state not in view.states:
        known = counterpart_of(node, state)
        if known is None:
            return LetterParty({}, state, {}, authority)
        name = known.authorities.get(authority, authority)
        address = tuple(line for line in known.address.splitlines() if line.strip())
        return LetterParty({"en": name}, state, {"en": known.name}, authority, address)
    try:
        names: Mapping[str, str] = view.authority(authority).names
    except Refused:
        names = {}
    return LetterParty(names, state, view.entry(state).names, authority)


def _of_message(node: Node, stored: StoredMessage) -> LetterValues:
    found = envelope_of(stored)
    values = _common(node, found.draft, found.issued, stored.at, found.digest)
    if stored.delivery is Delivery.TRANSCRIBED:
        return replace(values, manner=LetterRole.TRANSCRIPT, translations=(), related=found.related)
    algorithms = ("p256", *(("mldsa65",) if stored.mldsa65 is not None else ()))
    officers = tuple(one.officer for one in parse_approvals(stored.approvals))
    return replace(
        values,
        manner=LetterRole.PAPER if stored.delivery in BY_LETTER else LetterRole.MESSAGE,
        sequence=found.sequence,
        signed=LetterSignature(found.digest, algorithms, officers),
        signatories=signatories_of(node, officers, found.issued)
        if found.sender.state == node.state
        else None,
        related=found.related,
    )


def signatories_of(
    node: Node, officers: Sequence[str], at: datetime
) -> tuple[Mapping[str, LetterSignatory], ...]:
    """Return the officers of a letter who entered name and title, by language."""
    kept = (signatory_at(node.store.signatories(one), at) for one in officers)
    return tuple(
        {language: LetterSignatory(one.name, one.title) for language, one in each.items()}
        for each in kept
        if each
    )


def signed_by(values: LetterValues, name: str, title: str) -> LetterValues:
    """Return a letter with another signatory than its officers entered; a letter of another State, or
    one that nobody signs here, stays as it is.

    Raises:
        Refused: name and title are not one line each.
    """
    if values.signatories is None or not (name or title):
        return values
    reasons = line_reasons(name, title)
    if not (name and title):
        reasons.append(SIGNATORY_INCOMPLETE.because())
    refuse_if_any(reasons)
    return replace(values, signatories=({values.language: LetterSignatory(name, title)},))


def _of_draft(node: Node, draft: Draft) -> LetterValues:
    values = _common(node, content_of(node, draft), draft.drafted, node.clock.now())
    return replace(values, manner=LetterRole.DRAFT, related=draft.related)


def _common(
    node: Node,
    content: envelope.MessageDraft,
    at: datetime,
    judged: datetime,
    digest: str | None = None,
) -> LetterValues:
    view = view_of(node)
    opening, law = opening_of(node, content.thread), law_cited(node)
    opened = None
    if opening is not None and content_digest(opening.draft) != content_digest(content):
        opened = opened_by(opening)
    return LetterValues(
        kind=content.kind,
        body=content.body,
        language=content.language,
        sender=party(node, view, str(content.sender)),
        addressee=party(node, view, str(content.addressee)),
        at=at,
        basis=basis_of_letter(node, content.kind, content.body, content.thread, digest),
        reference=reference_of_body(content.body) or _own_reference(opening, content),
        content=content_digest(content),
        thread=content.thread,
        opened=opened,
        attachments=content.attachments,
        translations=_wordings(node, view, content, judged),
        unagreed=_unagreed(node, law, content, at, digest),
        instruments=names_of_instruments(law),
        law=law,
        states={} if view is None else {one: view.entry(one).names for one in view.states},
    )


def _unagreed(
    node: Node, law: Law, content: envelope.MessageDraft, at: datetime, digest: str | None
) -> frozenset[str]:
    """Return the conditions of use that the letter states and nobody agreed to, as its receiver is
    shown.
    """
    if content.kind in INFORMATION:
        given = None if digest is None else at
        return frozenset(unagreed_of_information(node, law, of_request(content), at.date(), given))
    state = thread_state(node, content.thread)
    opening = state.standing.opening
    if content.kind not in RELEASES or opening is None:
        return frozenset()
    basis = state.standing.basis if digest is None else basis_at(state, digest)
    subject = of_request(opening.draft, basis)
    return frozenset(unagreed_on(law, subject, state, content.body, at.date()))


def basis_of_letter(
    node: Node, kind: str, body: Mapping[str, Json], thread: str, digest: str | None = None
) -> LetterBasis | None:
    """Return the basis that a letter states, or that of its request where the letter was written:
    of a message by its digest, of a draft today. A proposal of another basis rests on the one
    before.
    """
    stated = None if kind == PROPOSING else basis_of(body)
    if stated is not None or opening_of(node, thread) is None:
        return stated
    state = thread_state(node, thread)
    found = state.standing.basis if digest is None else basis_at(state, digest)
    stated = None if found is None else basis_of(found.body)
    return None if stated is None else replace(stated, agreed=agreed_in_lieu(found))


def law_cited(node: Node) -> Law:
    """Return the law in force; the packaged one where a correction no longer fits it, for a letter
    says under what it was written even then.
    """
    try:
        return law_in_force(node)
    except Refused:
        return packaged_law(node.settings.law)


def names_of_instruments(law: Law) -> dict[str, str]:
    """Return the instruments of the packaged law, and those that this State added, by identifier."""
    return {**instrument_names(), **{one.id: one.name for one in law.instruments}}


def view_of(node: Node) -> DirectoryView | None:
    """Return the newest view; none where it may not be relied on, and then names are codes."""
    try:
        return node.register.view()
    except Refused:
        return None


def opened_by(opening: Envelope) -> OpeningMessage:
    return OpeningMessage(
        opening.kind, opening.issued, opening.digest, reference_of_body(opening.body)
    )


def opening_of(node: Node, thread: str) -> Envelope | None:
    """Return the message that opened the thread, as far as it is here."""
    for one in envelopes(node.store.transcript(thread)):
        kind = KINDS.get(one.kind)
        if kind is not None and kind.opens_thread:
            return one
    return None


def _own_reference(opening: Envelope | None, content: envelope.MessageDraft) -> str:
    """Return the sender's reference, where it opened the thread."""
    if opening is None or opening.sender.state != content.sender.state:
        return ""
    return reference_of_body(opening.body)


def basis_of(body: Mapping[str, Json]) -> LetterBasis | None:
    stated = body.get("legal_basis")
    if not isinstance(stated, Mapping) or not isinstance(stated.get("instrument"), str):
        return None
    articles = stated.get("articles")
    named = articles if isinstance(articles, list) else []
    return LetterBasis(str(stated["instrument"]), tuple(str(one) for one in named))


def reference_of_body(body: Mapping[str, Json]) -> str:
    for name in ("case_number", "reference"):
        found = body.get(name)
        if isinstance(found, str):
            return found
    return ""


def translations_judged(node: Node, name: str) -> list[CheckedTranslation]:
    """Return every translation attached to a message or draft, and whether it holds.

    Raises:
        Refused: there is nothing of that name, or no directory to judge by.
    """
    stored, view = node.store.message(name), node.register.view()
    if stored is not None:
        return _judged(node, view, envelope_of(stored).draft, stored.at)
    draft = node.store.draft(name)
    if draft is None:
        raise Refused(refusals.NOTHING_OF_THAT_NAME.because(name=ascii(name)[:80]))
    return _judged(node, view, content_of(node, draft), node.clock.now())


def _judged(
    node: Node, view: DirectoryView, content: envelope.MessageDraft, at: datetime
) -> list[CheckedTranslation]:
    data = {}
    for one in content.attachments:
        try:
            data[one.sha256] = node.objects.get(one.sha256)
        except Refused:
            continue
    return translations_of(view, content, data, at)


def _wordings(
    node: Node, view: DirectoryView | None, content: envelope.MessageDraft, at: datetime
) -> tuple[Wordings, ...]:
    """Return the translations that hold."""
    return tuple(
        Wordings(
            language=one.translation.target,
            fields=one.translation.fields,
            capacity=one.translation.capacity,
            authority=one.translation.authority,
            officer=one.translation.officer,
            at=one.translation.at,
            digest=one.digest,
        )
        for one in (_judged(node, view, content, at) if view is not None else ())
        if one.holds and one.translation is not None
    )
