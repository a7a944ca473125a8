# SPDX-License-Identifier: Apache-2.0
"""The operator's act by which a node takes the changed key of its own State.

While its own State is held, no officer has a role, so no officer can confirm the key; and a directory that
lists a thief's key must not be enough. So the operator brings the file that the State key signed, from the
machine where that key is kept, and the digits of its fingerprint as its holder reads them out. Nothing is taken
from the directory but that it publishes this very file. The copy of the directory stays, with its memory of
versions and keys.
"""

from collections.abc import Callable, Sequence

from rogatory.custody.events.act_codes import act
from rogatory.directory.ceremony.metadata import Targets, read_metadata
from rogatory.directory.entry.entry import state_paths
from rogatory.directory.refusals import STATE_KEY_CHANGED
from rogatory.directory.submission.state_role import Submission
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import SignedEvent, own_event
from rogatory.node.directory import state_key_refusals
from rogatory.node.directory.confirm_state_key import LONGEST_REASON, heard_reasons
from rogatory.node.officers import refusals
from rogatory.wire.empty_words import says_something

OPERATOR = "the operator"


def take_own_key(
    node: Node,
    submission: Submission,
    published: bytes,
    *,
    heard: Sequence[str],
    reason: str,
    note: Callable[[str], None],
) -> tuple[str, ...]:
    """Accept the key ids that the own State's part is signed with; returns them. `published` is the State's metadata in
    the node's copy of the directory; `note` writes a key id into the audit.

    What must hold:
      1. The own State is held, because its key changed and for no other reason.
      2. The directory has the very bytes that the operator brought: metadata, entry and register.
      3. What was heard is the phrase of 35 digits of every new key (as where another State's is confirmed).
      4. The operator says how the comparison was made.

    It is in the audit and, if an authority's key is here, in the custody log before it counts.
    """
    at, view = node.clock.now(), node.register.view()
    waiting = view.unconfirmed.get(node.state, ())
    if not waiting:
        raise Refused(state_key_refusals.NO_KEY_WAITS.because(state=node.state))  # 1
    refuse_if_any(one for one in view.held[node.state] if one.code is not STATE_KEY_CHANGED)  # 1
    reasons = [*_submission_reasons(view, node.state, submission, published)]  # 2
    reasons += heard_reasons(waiting, heard)  # 3
    if not says_something(reason) or len(reason) > LONGEST_REASON:
        reasons.append(refusals.REASON_NEEDED.because(limit=LONGEST_REASON))  # 4
    refuse_if_any(reasons)
    for keyid in waiting:
        note(keyid)
    events = [one for keyid in waiting if (one := _event(node, view, keyid, reason))]
    with node.store.transaction():
        for event in events:
            event.append(node)
    node.register.confirm_state_key(node.state, waiting, OPERATOR, at)
    return waiting


def _submission_reasons(
    view: DirectoryView, state: str, submission: Submission, published: bytes
) -> list[Reason]:
    listed = view.listed[state]
    files = dict(zip(state_paths(state), (listed.entry_bytes, listed.register_bytes), strict=True))
    if (submission.state, submission.metadata, submission.files) == (state, published, files):
        return []
    role = state.lower()
    versions = [
        read_metadata(Targets, role, one).signed.version for one in (published, submission.metadata)
    ]
    code = state_key_refusals.OWN_SUBMISSION
    return [code.because(state=state, published=versions[0], signed=versions[1])]


def _event(node: Node, view: DirectoryView, keyid: str, reason: str) -> SignedEvent | None:
    """Return the event, by the first authority of the State whose key is here; None on a bare node."""
    for authority in view.listed[node.state].entry.authorities:
        try:
            return own_event(
                node,
                act("state-key-confirmed", state=node.state),
                of=keyid,
                authority=authority.id,
                words=reason,
                at=node.clock.now(),
            )
        except Refused:
            continue
    return None
