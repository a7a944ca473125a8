# SPDX-License-Identifier: Apache-2.0
"""Limits of the use of a package: where there are none at all, nothing is asked.

What limits it: a condition that its giver stated or to which the receiver agreed, or the instrument of
the request itself. What is not known here is taken to limit it.
"""

from collections.abc import Mapping, Sequence

from rogatory.errors import Refused
from rogatory.node.law.conditions.agreed_conditions import agreed_conditions
from rogatory.node.law.subject import of_request, regime_for
from rogatory.requests.kinds.families import INFORMATION
from rogatory.requests.thread.basis_history import basis_at
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.grounds import conditions_for
from rogatory.treaty.law import Law
from rogatory.wire.canonical import Json

USE = "use"
"""The id of the law's condition that use is limited to what help was given for."""


def is_use_limited(
    conditions: Mapping[str, Json],
    threads: Sequence[ThreadState],
    package: str,
    provider: str,
    law: Law | None,
) -> bool:
    """Decide whether the use of a package is limited to a purpose, under these conditions of its giver
    and in the threads in which it gave the package.
    """
    if conditions.get("proceedings") is not None or conditions.get("purpose") is not None:
        return True
    given = [
        (thread, one.message)
        for thread in threads
        if thread.standing.providing == provider
        for one in thread.standing.deliveries
        if one.package == package
    ]
    if law is None or not given or agreed_conditions(threads, package, provider):
        return True
    return any(_by_instrument(law, thread, message) for thread, message in given)


def _by_instrument(law: Law, thread: ThreadState, delivery: str) -> bool:
    """Decide whether the instrument in force at a delivery limits the use by itself."""
    opening = thread.standing.opening
    if opening is None:
        return True
    if opening.kind in INFORMATION:
        return False  # bound by the terms of its giver, and by nothing else
    basis = basis_at(thread, delivery) or opening
    try:
        regime = regime_for(law, of_request(opening, basis), basis.issued.date())
    except Refused:
        return True
    return any(one.id == USE and one.by_default for one in conditions_for(regime, opening.kind))
