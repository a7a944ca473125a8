# SPDX-License-Identifier: Apache-2.0
"""An unfinished text for its writer: begun, found again, discarded."""

from collections.abc import Sequence
from datetime import timedelta

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.drafting import refusals
from rogatory.node.drafting.beginning import CorrespondenceOptions, beginning
from rogatory.node.drafting.form_body import as_typed
from rogatory.node.officers import refusals as node_refusals
from rogatory.node.repositories.audit import AccessKind, AccessRecord
from rogatory.node.repositories.drafting import Unfinished
from rogatory.wire.identifiers import uuid7

KEPT_FOR = timedelta(days=30)
"""How long a text stays that nobody goes on with: it names persons, and nobody asked for it."""

ANNOUNCED_BEFORE = timedelta(days=7)
"""The time before the erasure of a text at which its writer is warned."""


def begun(
    node: Node,
    choices: CorrespondenceOptions,
    officer: str,
    *,
    text: str | None = None,
    related: str | None = None,
    language: str = "",
    sender: str = "",
    addressee: str = "",
) -> Unfinished:
    """Return the text of that identifier, if it was saved; else one that begins with what is known
    and that nobody has saved: looking at a form writes nothing.

    Raises:
        Refused: it is another officer's, or has been written down as a draft.
    """
    if text is not None and (stands := node.store.unfinished(text)) is not None:
        return _of(stands, officer)
    if text is not None and node.store.draft(text) is not None:
        raise Refused(refusals.WRITTEN_DOWN.because(draft=text))
    kind, now = choices.kind.name, node.clock.now()
    to = addressee or next(iter(choices.addressees), "")
    accepted = choices.languages.get(to[:2].upper(), ())
    body = beginning(node, kind, officer, thread=choices.thread, related=related)
    return Unfinished(
        id=text or uuid7(now, node.random(10)),
        officer=officer,
        kind=kind,
        thread=choices.thread,
        related=(related,) if related else (),
        sender=sender or next(iter(choices.senders), ""),
        addressee=to,
        language=language if language in accepted else next(iter(accepted), ""),
        body=as_typed(body),
        begun=now,
        changed=now,
    )


def own_text(node: Node, text: str, officer: str) -> Unfinished:
    """Return a text, for its writer.

    Raises:
        Refused: there is none, it has been written down, or another writes it.
    """
    found = node.store.unfinished(text)
    if found is not None:
        return _of(found, officer)
    if node.store.draft(text) is not None:
        raise Refused(refusals.WRITTEN_DOWN.because(draft=text))
    raise Refused(refusals.UNKNOWN.because(text=text))


def unfinished_texts(node: Node, officer: str) -> Sequence[Unfinished]:
    """Return an officer's texts, the last changed first, but those in threads that are restricted
    to others.
    """
    found = node.store.unfinished_of(officer)
    closed = node.store.closed_to(officer, {one for each in found for one in threads_of_text(each)})
    return [each for each in found if closed.isdisjoint(threads_of_text(each))]


def threads_of_text(text: Unfinished) -> tuple[str, ...]:
    """Return the threads that a text belongs to or follows from."""
    return (*((text.thread,) if text.thread else ()), *text.related)


def discard_text(node: Node, text: str, officer: str) -> None:
    """Erase a text for good; the audit records the erasure, but not the text.

    Raises:
        Refused: as `own_text` does.
    """
    own_text(node, text, officer)
    with node.store.transaction():
        found = own_text(node, text, officer)
        node.store.delete_unfinished(text)
        node.store.add_access(noted(node, "unfinished-discarded", found, officer))


def noted(node: Node, act: str, text: Unfinished, officer: str) -> AccessRecord:
    """Return the audit's record of an act on a text: who and when, and which."""
    thread = next(iter(threads_of_text(text)), "")
    return AccessRecord(AccessKind.ACTED, node.clock.now(), officer, act, thread, text.id)


def _of(text: Unfinished, officer: str) -> Unfinished:
    if text.officer != officer:
        raise Refused(node_refusals.TEXT_OF_ANOTHER.because(text=text.id, officer=officer))
    return text
