# SPDX-License-Identifier: Apache-2.0
"""Limits of the use of a package and of its transfer: where there are none at all, nothing is asked.

What limits them: a condition that was agreed to, or the instrument of the request itself. The purpose
that a delivery states is a record of what it was given for. What is not known here is taken to limit both.
"""

from collections.abc import Sequence

from rogatory.evidence.conditions import FREE
from rogatory.node.law.conditions.agreed_conditions import UNLIMITED
from rogatory.node.law.conditions.binding_conditions import (
    ONWARD,
    binding_in,
    is_onward_agreed,
    is_onward_set_by,
    is_use_agreed,
    is_use_set_by,
    regime_at,
)
from rogatory.node.law.conditions.given_conditions import stated_in
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import INFORMATION
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.law import Law


def is_use_limited(
    threads: Sequence[ThreadState], package: str, provider: str, law: Law | None
) -> bool:
    """Decide whether the use of a package is limited to what its provider gave it for, in the threads in
    which it did.
    """
    given = _given(threads, package, provider)
    if law is None or not given:
        return True
    return any(is_given_for_purpose(law, thread, message) for thread, message in given)


def is_onward_limited(
    threads: Sequence[ThreadState], package: str, provider: str, law: Law | None
) -> bool:
    """Decide whether a package goes on to another State or an organisation only with the leave of its
    provider, by the threads in which that gave it.
    """
    given = _given(threads, package, provider)
    if law is None or not given:
        return True
    return any(is_given_to_stay(law, thread, message) for thread, message in given)


def is_given_to_stay(law: Law, thread: ThreadState, message: Envelope) -> bool:
    """Decide whether what a message gives stays with its receiver unless the giver authorises a transfer: by
    the instrument in force there, by what was agreed to in the thread, or by what the message states and binds.
    """
    opening = thread.standing.opening
    if opening is None or is_onward_set_by(regime_at(law, thread, message), opening.kind):
        return True
    if opening.kind in INFORMATION:
        return bool(stated_in(message.body))
    is_stated = binding_in(law, thread, message).get(ONWARD) not in {*UNLIMITED, FREE}
    return is_stated or is_onward_agreed(thread)


def is_given_for_purpose(law: Law, thread: ThreadState, message: Envelope) -> bool:
    """Decide whether what a message gives may be used for its purpose alone: by the instrument in force
    there, or by what was agreed to in the thread.
    """
    opening = thread.standing.opening
    if opening is None:
        return True
    if opening.kind in INFORMATION:
        return bool(stated_in(message.body))  # bound by the terms of its giver, and by nothing else
    return is_use_set_by(regime_at(law, thread, message), opening.kind) or is_use_agreed(thread)


def _given(
    threads: Sequence[ThreadState], package: str, provider: str
) -> list[tuple[ThreadState, Envelope]]:
    return [
        (thread, thread.entry(one.message).envelope)
        for thread in threads
        if thread.standing.providing == provider
        for one in thread.standing.deliveries
        if one.package == package
    ]
