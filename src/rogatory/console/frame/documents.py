# SPDX-License-Identifier: Apache-2.0
"""The JSON form of a page: one way to write each kind of value that the views are made of.

The document is made from the very values that the page's template is given, so neither can contain
what the other does not. Words of ours are in the reader's language, as on the page; codes, digests
and moments are as they are everywhere. What is no view's business is left out: the bytes of
signatures, and the salts of log entries, which open commitments.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from rogatory.bootstrap.doctor.finding import Finding
from rogatory.console.language import words
from rogatory.console.language.finding_words import finding_document
from rogatory.console.language.reason_documents import DOCUMENT_WORDS, reason_document
from rogatory.errors import Code, Reason, TranslatableText
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.repositories.peers import Proposal
from rogatory.node.threads.receipt import LogEntry
from rogatory.requests.contents.plain_words import BodyLine, Heading, Term
from rogatory.requests.envelope import Attachment, Envelope
from rogatory.treaty.corrections import Correction
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import Authority
from rogatory.wire.moments import format_moment

OUR_WORDS = frozenset({"title", "label", "words", "condition"})
"""Attributes of views that hold English sources of ours, to be translated into the reader's
language."""

LAW_WORDS = frozenset(
    [
        "text",
        "rule",
        "note",
        "gap",
        "gaps",
        "unsettled",
        "name",
        "reason",
        "reaches",
        "gives",
        "limits",
        "needs",
        "ways",
        "exceptions",
    ]
)
"""The same of the law's own rows; what a ministry's lawyer writes in a correction is his."""

NEVER_SHOWN = frozenset({"salt", "p256", "mldsa65", "receipt_p256", "receipt_mldsa65"})
"""Attributes that no page shows: a salt opens a commitment, signatures are checked by the node."""


def document(value: Any) -> Json:
    """Return a value of a view as JSON.

    Raises:
        TypeError: no writer is declared for such a value, so nothing of it is written.
    """
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _attributes(value, [field.name for field in dataclasses.fields(value)])
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _attributes(value, value._fields)
    if isinstance(value, Mapping):
        return {_name(key): document(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return [document(part) for part in sorted(value, key=str)]
    if isinstance(value, Iterable):
        return [document(part) for part in value]
    raise TypeError(f"no page shows a {type(value).__name__}")


def _attributes(value: Any, names: Iterable[str]) -> dict[str, Json]:
    """Return fields, and what the view computes from them (its public properties)."""
    computed = [
        name
        for kind in reversed(type(value).__mro__)
        for name, found in vars(kind).items()
        if isinstance(found, property)
    ]
    attributes: dict[str, Json] = {}
    of_law = type(value).__module__.startswith("rogatory.treaty") and type(value) is not Correction
    ours = OUR_WORDS | (LAW_WORDS if of_law else frozenset())
    for name in dict.fromkeys((*names, *computed)):
        if name.startswith("_") or name in NEVER_SHOWN:
            continue
        part = getattr(value, name)
        attributes[name] = _translated(part) if name in ours else document(part)
    return attributes


def _translated(part: Any) -> Json:
    """Return a source of ours, or several, in the reader's language."""
    if type(part) is str or isinstance(part, TranslatableText):
        return words.translated(part)
    if isinstance(part, tuple) and all(type(one) is str for one in part):
        return [words.translated(one) for one in part]
    return document(part)


def _name(key: Any) -> str:
    return key.value if isinstance(key, Enum) else str(key)


def _line(line: BodyLine) -> Json:
    value = line.value
    is_ours = isinstance(value, Term)
    return {
        "label": words.translated(line.label),
        "value": words.translated(value) if is_ours else str(value),
        "level": line.level,
        "is_heading": isinstance(value, Heading),
    }


def _envelope(envelope: Envelope) -> Json:
    draft, links = envelope.draft, envelope.links
    return {
        **draft.as_json(),
        "id": envelope.id,
        "digest": envelope.digest,
        "issued": format_moment(envelope.issued),
        "sequence": links.sequence,
        "previous": links.previous,
        "seen": links.seen,
        "related": list(envelope.related),
    }


def _draft(draft: Draft) -> Json:
    """Return the draft without the assertions themselves: a page names who gave them."""
    fields = {
        field.name: document(getattr(draft, field.name))
        for field in dataclasses.fields(draft)
        if field.name != "approvals"
    }
    return {**fields, "approved_by": [one["officer"] for one in draft.approvals]}


def _message(message: StoredMessage) -> Json:
    """Return a stored message as a list names it; its contents are on its thread's page."""
    return {
        "digest": message.digest,
        "thread": message.thread,
        "sender_state": message.sender_state,
        "sequence": message.sequence,
        "kind": message.kind,
        "direction": message.direction.value,
        "peer": message.peer,
        "at": format_moment(message.at),
        "delivery": message.delivery.value,
        "problem": document(message.problem),
    }


def _proposal(proposal: Proposal) -> Json:
    """Return a proposal without its document's bytes, which its page describes in words."""
    fields = {
        field.name: document(getattr(proposal, field.name))
        for field in dataclasses.fields(proposal)
        if field.name != "document"
    }
    return {**fields, "digest": proposal.digest}


def _log_entry(entry: LogEntry) -> Json:
    return {
        "origin": entry.origin,
        "index": entry.index,
        "commitment": entry.commitment,
        "checkpoint": entry.checkpoint,
    }


_WRITERS: tuple[tuple[Any, Callable[[Any], Json]], ...] = (
    (type(None), lambda _none: None),
    (bool, lambda flag: flag),
    (Enum, lambda one: one.value),
    (int, lambda number: number),
    (float, lambda number: round(number, 3)),
    (Term, words.translated),
    (TranslatableText, lambda text: text.as_json(DOCUMENT_WORDS)),
    (str, str),
    (bytes, lambda data: data.hex()),
    (datetime, format_moment),
    (date, date.isoformat),
    (timedelta, lambda span: int(span.total_seconds())),
    (Reason, reason_document),
    (Finding, finding_document),
    (Code, lambda code: code.id),
    (BodyLine, _line),
    (Envelope, _envelope),
    (Attachment, Attachment.as_json),
    (Draft, _draft),
    (StoredMessage, _message),
    (Proposal, _proposal),
    (LogEntry, _log_entry),
    (Authority, str),
)
"""The first that fits; a class precedes its bases."""
