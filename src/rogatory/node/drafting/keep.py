# SPDX-License-Identifier: Apache-2.0
"""Saving an officer's text while it is typed.

A text consists of parts: sender, addressee, language, and each top field of the body. A save names
some of them, and the revision that it was made from. Changes of two windows to different parts are
both kept; a part that was changed since is not overwritten, whichever save comes later.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.drafting import refusals
from rogatory.node.drafting.form_body import shown_only
from rogatory.node.drafting.texts import noted, own_text
from rogatory.node.repositories.drafting import Unfinished
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import uuid7

HEAD = ("sender", "addressee", "language")
"""The parts of a text beside those of its body."""

LARGEST_UNFINISHED = 1 << 20
"""1 MiB of what is typed: many times the longest request, and an account that was taken over must not
fill the disk."""

MOST_UNFINISHED = 50
"""The most texts of one officer, for the same reason; an officer with more has lost sight of them."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The content of one save: some of the head's parts, and whole parts of the body."""

    head: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Json] = field(default_factory=dict)


def save_text(
    node: Node, text: Unfinished, saved: Saved, revision: int, *, begins: bool = True
) -> Unfinished:
    """Save the typed content; `text` is the one that the page was made of.

    1. It is its writer's, and not submitted yet.
    2. No part that it changes was changed after `revision`.
    3. It is not too large; and a new one is not one too many.

    A save that changes nothing writes nothing, whatever its revision; nor does it begin a text,
    unless `begins` is set.

    Raises:
        Refused: with every reason; the stored text stays as it is.
    """
    with node.store.transaction():
        standing = _standing(node, text)  # 1
        changed = _changed(standing, saved)
        if not changed and (standing.revision or not begins):
            return standing
        newer = [one for one in changed if standing.touched.get(one, 0) > revision]
        if newer:  # 2
            raise Refused(refusals.CHANGED.because(changed=f"{standing.changed:%H:%M}"))
        kept = _with(node, standing, saved, changed)
        _need_space(node, kept)  # 3
        node.store.put_unfinished(kept)
        if not standing.revision:
            node.store.add_access(noted(node, "unfinished-begun", kept, kept.officer))
    return kept


def keep_apart(node: Node, text: Unfinished, saved: Saved) -> Unfinished:
    """Save what was typed as a second text, beside the one that was changed meanwhile.

    Raises:
        Refused: it is too large, or one too many.
    """
    now = node.clock.now()
    with node.store.transaction():
        standing = _standing(node, text)
        second = replace(standing, id=uuid7(now, node.random(10)), begun=now, revision=0)
        kept = _with(node, replace(second, touched={}), saved, _changed(standing, saved))
        _need_space(node, kept)
        node.store.put_unfinished(kept)
        node.store.add_access(noted(node, "unfinished-begun", kept, kept.officer))
    return kept


def _standing(node: Node, text: Unfinished) -> Unfinished:
    """Return the text as it is stored now; one that nobody has saved, as it was begun."""
    if node.store.unfinished(text.id) is None and not text.revision:
        if node.store.draft(text.id) is not None:
            raise Refused(refusals.WRITTEN_DOWN.because(draft=text.id))
        return text
    return own_text(node, text.id, text.officer)


def _changed(standing: Unfinished, saved: Saved) -> Sequence[str]:
    head = [name for name, value in saved.head.items() if getattr(standing, name) != value]
    body = [
        f"body.{name}"
        for name, value in saved.body.items()
        if shown_only(value) != shown_only(standing.body.get(name))
    ]
    return [*head, *body]


def _with(node: Node, standing: Unfinished, saved: Saved, changed: Sequence[str]) -> Unfinished:
    revision = standing.revision + 1
    return replace(
        standing,
        sender=saved.head.get("sender", standing.sender),
        addressee=saved.head.get("addressee", standing.addressee),
        language=saved.head.get("language", standing.language),
        body={**standing.body, **saved.body},
        revision=revision,
        touched={**standing.touched, **dict.fromkeys(changed, revision)},
        changed=node.clock.now(),
    )


def _need_space(node: Node, text: Unfinished) -> None:
    try:
        written = json.dumps(
            [text.sender, text.addressee, text.language, dict(text.body)], ensure_ascii=False
        ).encode()
    except UnicodeEncodeError as error:
        raise Refused(refusals.UNREADABLE.because()) from error
    reasons = []
    if len(written) > LARGEST_UNFINISHED:
        reasons.append(refusals.TOO_LARGE.because(size=len(written), limit=LARGEST_UNFINISHED))
    if node.store.unfinished(text.id) is None:
        reasons += too_many(node, text.officer)
    if reasons:
        raise Refused(reasons)


def too_many(node: Node, officer: str) -> Sequence[Reason]:
    """Return why one more text of an officer's is not kept, if it is not."""
    count = len(node.store.unfinished_of(officer))
    if count < MOST_UNFINISHED:
        return ()
    return (refusals.TOO_MANY.because(officer=officer, count=count, limit=MOST_UNFINISHED),)
