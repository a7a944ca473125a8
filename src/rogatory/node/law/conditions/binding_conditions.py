# SPDX-License-Identifier: Apache-2.0
"""The conditions of what was given on a request that bind its receiver: those it agreed to, and those that
the instrument itself sets.

What its giver alone states binds nobody. What is not known here binds: an instrument that the law's data do
not record, and, on a workstation without its node, messages that may be missing.
"""

from collections.abc import Sequence

from rogatory.node.law.conditions.agreed_conditions import (
    MAY_BE_LAW,
    OF_USE,
    agreed_in,
    comparable,
    declined_conditions,
    unagreed_conditions,
)
from rogatory.node.law.conditions.given_conditions import stated_in
from rogatory.node.law.subject import of_request, regime_for
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import INFORMATION
from rogatory.requests.thread.basis_history import basis_at
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.grounds import conditions_for
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import Regime, brought, kind_law, kind_law_of
from rogatory.wire.canonical import Json

USE, ONWARD = "use", "onward_transfer"
"""The ids of the law's conditions that use is limited to what help was given for, and that nothing goes on to
another State or an organisation without authorisation."""

PURPOSE = ("purpose", "proceedings")
"""The conditions that say what something was given for. A delivery always states them, so they limit its use
only where an agreement or the instrument does."""

OF_KEEPING = ("secrecy", "retention")
"""The conditions in words that limit no purpose."""


def set_by(regime: Regime, kind: str) -> frozenset[str]:
    """Return the conditions of use that an instrument sets itself, whatever the giver states."""
    by_default = {one.id for one in conditions_for(regime, kind) if one.by_default}
    return frozenset({*by_default, *(PURPOSE if USE in by_default else ())})


def is_use_set_by(regime: Regime, kind: str) -> bool:
    """Decide whether the instrument limits the use by itself; one whose provisions on the kind nobody
    entered may do so.
    """
    return not _is_recorded(regime, kind) or USE in set_by(regime, kind)


def is_onward_set_by(regime: Regime, kind: str) -> bool:
    """Decide whether the instrument itself asks for the giver's leave before what it gave goes on to another
    State: by a provision on transfers, or by one on use, which goes on for a purpose that is none of
    the request (UNTOC 18(19): shall not transmit or use). One whose provisions nobody entered may do so.
    """
    return not _is_recorded(regime, kind) or bool({USE, ONWARD} & set_by(regime, kind))


def instrument_sets(law: Law | None, thread: ThreadState, message: Envelope) -> frozenset[str]:
    """Return the conditions that the instrument in force at a message sets, or may set as far as is known."""
    opening = thread.standing.opening
    if law is None or opening is None:
        return frozenset(MAY_BE_LAW)
    regime = regime_at(law, thread, message)
    return (
        set_by(regime, opening.kind)
        if _is_recorded(regime, opening.kind)
        else frozenset(MAY_BE_LAW)
    )


def regime_at(law: Law, thread: ThreadState, message: Envelope) -> Regime:
    """Return the law of a request where one of its messages was written."""
    opening = thread.standing.opening or message
    basis = basis_at(thread, message.digest) or opening
    return regime_for(law, of_request(opening, basis), basis.issued.date())


def binding_in(law: Law | None, thread: ThreadState, message: Envelope) -> dict[str, Json]:
    """Return the conditions that a message states with what it gives and that bind who receives it.

    The purpose is among them, as a record of what it was given for: see `use_bound` for whether it limits.
    """
    stated, opening = stated_in(message.body), thread.standing.opening
    if opening is None or opening.kind in INFORMATION or thread.gaps:
        return dict(stated)
    if law is None:
        unbound = {*declined_conditions(thread, message.body)}
    else:
        sets = instrument_sets(law, thread, message)
        unbound = {*unagreed_conditions(thread, message.body, sets)} - {*PURPOSE}
        unbound -= {name for name in unbound if _may_be_meant(thread, name, stated[name])}
    return {name: value for name, value in stated.items() if name not in unbound}


def is_use_agreed(thread: ThreadState) -> bool:
    """Decide whether a condition was agreed to that may limit the use, or the requesting State undertook
    something on it. What the giver repeats as secrecy or retention is about these; no text is read.
    Where messages are missing, one may have been.
    """
    return bool(thread.gaps or _agreed_words(thread) - _repeated(thread, OF_KEEPING))


def is_onward_agreed(thread: ThreadState) -> bool:
    """Decide whether a condition was agreed to that may keep what was given from going on to another State.

    Secrecy does so as much as a limit of use. What the giver repeats as retention is about that; no text is read.
    Where messages are missing, one may have been.
    """
    return bool(thread.gaps or _agreed_words(thread) - _repeated(thread, ("retention",)))


def _may_be_meant(thread: ThreadState, name: str, value: Json) -> bool:
    """Decide whether an agreed condition may be what a flag says, which has no words to compare."""
    is_in_words = isinstance(value, str) and name != "onward_transfer"
    return not is_in_words and has_unrepeated(thread)


def has_unrepeated(thread: ThreadState) -> bool:
    """Decide whether a condition was agreed to that no text of what was given repeats; where messages are
    missing, one may have been.
    """
    return bool(thread.gaps or _agreed_words(thread) - _repeated(thread, OF_USE))


def _agreed_words(thread: ThreadState) -> frozenset[str]:
    opening = thread.standing.opening
    undertaken = None if opening is None else opening.body.get("undertakings")
    agreed = [text for one in agreed_in(thread) for text in one.texts]
    return frozenset(
        comparable(one) for one in (*agreed, undertaken) if isinstance(one, str) and one.strip()
    )


def _repeated(thread: ThreadState, names: Sequence[str]) -> frozenset[str]:
    return frozenset(
        comparable(value)
        for one in thread.standing.deliveries
        for name, value in stated_in(thread.entry(one.message).envelope.body).items()
        if name in names and isinstance(value, str)
    )


def _is_recorded(regime: Regime, kind: str) -> bool:
    """Decide whether the law's data have the instrument's provisions on a kind, and those of the treaties
    that it brings in.
    """
    return kind_law(regime, kind) is not None and all(
        kind_law_of(regime.law, one, kind) is not None
        for one in brought(regime, kind, "conditions")
    )
