# SPDX-License-Identifier: Apache-2.0
"""An officer's word that a State's changed key is its own: compared by another channel.

A State whose key changed without its old key's announcement is held. Only a human can find out
whether it is the State that signs: by a call to a number that is known already, never from the
directory that is in question. What was heard is compared here, not the officer's eye trusted.
"""

from collections.abc import Sequence

from rogatory.custody.events.act_codes import act
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.directory import state_key_refusals
from rogatory.node.officers import refusals
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.wire.empty_words import says_something
from rogatory.wire.spoken_digest import compare_heard, parse_spoken

LONGEST_REASON = 500
"""The most characters of a reason: a comparison is described in a sentence or two, within an event
beside our own words.
"""


def confirm_state_key(
    node: Node, state: str, *, officer: str, heard: Sequence[str], reason: str
) -> tuple[str, ...]:
    """Accept the key ids that a held State's part is signed with; returns them.

    What must hold:
      1. The State is held because its key changed, and is not this node's own: while that is held, no officer has
         a role, and nobody can be called (`own_state_key`).
      2. The officer may confirm keys, and says how the comparison was made.
      3. What was heard is the phrase of 35 digits of every new key. The fingerprint in hex, which
         our own pages show, is not taken: who copied it would have heard nothing.

    The event is logged first: a confirmation that is not on record must not count. A crash
    between the two leaves an event without effect, and the officer confirms again.
    """
    at, view = node.clock.now(), node.register.view()
    if state == node.state and state in view.unconfirmed:
        raise Refused(state_key_refusals.OWN_STATE.because(state=state))  # 1
    waiting = view.unconfirmed.get(state, ())
    if not waiting:
        raise Refused(state_key_refusals.NO_KEY_WAITS.because(state=ascii(state)[:10]))  # 1
    reasons = officer_reasons(view, officer, None, Permission.CONFIRM_STATE_KEY, at)  # 2
    if not says_something(reason) or len(reason) > LONGEST_REASON:
        reasons.append(refusals.REASON_NEEDED.because(limit=LONGEST_REASON))
    refuse_if_any([*reasons, *heard_reasons(waiting, heard)])
    authority = view.officer(officer, at).authorities[0]
    events = [
        own_event(
            node,
            act("state-key-confirmed", state=state),
            of=keyid,
            authority=authority,
            officer=officer,
            words=reason,
            at=at,
        )
        for keyid in waiting
    ]
    with node.store.transaction():
        for event in events:
            event.append(node)
    node.register.confirm_state_key(state, waiting, officer, at)
    return waiting


def heard_reasons(waiting: Sequence[str], heard: Sequence[str]) -> list[Reason]:
    """Return the reasons of check 3: what was heard is not the waiting key."""
    for one in heard:
        parse_spoken(one)
    found = []
    for keyid in waiting:
        answers = [compare_heard(one, keyid) for one in heard]
        if any(one.result == "equal" for one in answers):
            continue
        misheard = any(one.result == "misheard" for one in answers)
        code = state_key_refusals.KEY_MISHEARD if misheard else state_key_refusals.KEY_DIFFERS
        found.append(code.because(fingerprint=keyid[:16]))
    return found
