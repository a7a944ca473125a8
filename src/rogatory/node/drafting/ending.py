# SPDX-License-Identifier: Apache-2.0
"""A draft that waits is taken back to be changed, or discarded: either way it is never sent.

Approvals are over the digest of what was approved, so none outlives a change: the changed text becomes
a draft of its own, with a digest of its own. The old row stays, with who ended it and when.
"""

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafting.form_body import as_typed
from rogatory.node.drafting.keep import too_many
from rogatory.node.drafts import draft_refusals
from rogatory.node.drafts.stored_drafts import draft_of, ended_reasons
from rogatory.node.hooks.changes import notify_of_draft
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.audit import AccessKind, AccessRecord
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.repositories.drafts import Draft, DraftEnd, Ending
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.identifiers import uuid7


def reopen_draft(node: Node, draft: str, officer: str) -> Unfinished:
    """Make a draft an unfinished text of the officer's again; approvals and signed
    translations, which are of the old words, do not come along.

    1. It waits: it was neither sent nor ended, also not while this was judged.
    2. The register lets the officer draft for its sender.
    3. He has not too many texts.

    Raises:
        Refused: with every reason; the draft waits as before.
    """
    found, now = _endable(node, draft, officer, Ending.TAKEN_BACK), node.clock.now()
    text = Unfinished(
        id=uuid7(now, node.random(10)),
        officer=officer,
        kind=found.kind,
        thread=None if KINDS[found.kind].opens_thread else found.thread,
        related=found.related,
        sender=found.sender,
        addressee=found.addressee,
        language=found.language,
        body=as_typed(found.body),
        begun=now,
        changed=now,
        revision=1,
        taken_back=found.id,
    )
    with node.store.transaction():
        _end(node, found, DraftEnd(Ending.TAKEN_BACK, officer, now))
        refuse_if_any(too_many(node, officer))
        node.store.put_unfinished(text)
    return text


def discard_draft(node: Node, draft: str, officer: str) -> Draft:
    """Discard a draft for good: 1 and 2 of `take_back`.

    Raises:
        Refused: with every reason; the draft waits as before.
    """
    found, now = _endable(node, draft, officer, Ending.DISCARDED), node.clock.now()
    with node.store.transaction():
        _end(node, found, DraftEnd(Ending.DISCARDED, officer, now))
    return found


def _endable(node: Node, draft: str, officer: str, how: Ending) -> Draft:
    found, view, now = draft_of(node, draft), node.register.view(), node.clock.now()
    reasons = officer_reasons(view, officer, found.sender, Permission.DRAFT_MESSAGE, now)
    if how is Ending.TAKEN_BACK:
        reasons += too_many(node, officer)
    refuse_if_any(reasons)
    return found


def _end(node: Node, draft: Draft, end: DraftEnd) -> None:
    """End a draft, inside the transaction: one who sends or approves it looks there again, too."""
    standing = node.store.draft(draft.id)
    if standing is None:
        raise Refused(draft_refusals.DRAFT_UNKNOWN.because(draft=draft.id))
    refuse_if_any(ended_reasons(standing))
    node.store.end_draft(draft.id, end)
    act = f"draft-{end.how.value}"
    node.store.add_access(
        AccessRecord(AccessKind.ACTED, end.at, end.officer, act, draft.thread, draft.id)
    )
    notify_of_draft(node, draft.id)
