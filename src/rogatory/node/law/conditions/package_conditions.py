# SPDX-License-Identifier: Apache-2.0
"""The conditions of a package: its own and those that its deliveries stated, as far as they bind its receiver."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from rogatory.evidence.conditions import FORBIDDEN, FREE, WITH_CONSENT, Conditions
from rogatory.node.law.conditions.agreed_conditions import OF_USE, UNLIMITED
from rogatory.node.law.conditions.binding_conditions import (
    binding_in,
    has_unrepeated,
    instrument_sets,
)
from rogatory.node.law.conditions.given_conditions import stated_in
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.law import Law
from rogatory.wire.canonical import Json

_IN_MESSAGES: Mapping[str, str] = {
    "onward_transfer": "onward_transfer",
    "secrecy": "secrecy",
    "retention_until": "retention",
    "police_information_only": "police_information_only",
}
"""The conditions that a package has without words, and what a message of delivery calls each."""

_UNLIMITED_IN_PACKAGE: Collection[Json] = (None, False, FREE, WITH_CONSENT)


def bound_conditions(
    conditions: Conditions,
    delivered: Mapping[str, Json],
    own_words: Conditions | None = None,
    unbound: Collection[str] = (),
) -> Mapping[str, Json]:
    """Return the conditions in the package and in its delivery together; of each the stricter, without
    those in the package that are `unbound`.

    Purpose and proceedings are those that the giver states (`own_words`, else its delivery), not
    what somebody who sealed it again added.
    """
    own = conditions.as_json()
    own |= {name: _WITHOUT[name] for name in unbound}
    found: dict[str, Json] = {**delivered, **own}
    for name in ("purpose", "proceedings"):
        stated: Json = getattr(own_words or conditions, name)
        found[name] = delivered.get(name) if stated is None else stated
    onward = delivered.get("onward_transfer")
    if onward is not None and (own["onward_transfer"] == FREE or onward == FORBIDDEN):
        found["onward_transfer"] = onward
    police = "police_information_only"
    found[police] = own[police] is True or delivered.get(police) is True
    found["secrecy"] = own["secrecy"] is True or bool(delivered.get("secrecy"))
    return found


_WITHOUT: Mapping[str, Json] = {
    "onward_transfer": WITH_CONSENT,
    "secrecy": False,
    "retention_until": None,
    "police_information_only": False,
}
"""The values of a package in place of conditions that bind nobody."""


def delivered_conditions(
    threads: Sequence[ThreadState], package: str, own: str, law: Law | None
) -> dict[str, Json]:
    """Return the conditions that deliveries of a package to this State stated and that bind it, together: a
    later one adds to them, and eases none. Its id stays when it is sealed again, its digest does not.

    What this State stated itself, when it handed the package on, binds others.
    """
    found: dict[str, Json] = {}
    for thread in threads:
        for entry in thread.entries:
            message = entry.envelope
            if message.body.get("package") != package or message.sender.state == own:
                continue
            for name, value in binding_in(law, thread, message).items():
                before = found.get(name)
                closed = name == "onward_transfer" and value == FORBIDDEN
                if not before or closed:
                    found[name] = value
    return found


def unbound_in_package(
    law: Law | None,
    threads: Sequence[ThreadState],
    package: str,
    provider: str,
    conditions: Conditions,
) -> frozenset[str]:
    """Return the conditions in a package that bind nobody, by the threads in which its provider gave it. In
    none: nothing is known, and all bind.
    """
    given = list(_deliveries(threads, package, provider))
    if law is None or not given:
        return frozenset()
    stated = conditions.as_json()
    return frozenset(
        name
        for name, in_message in _IN_MESSAGES.items()
        if stated[name] not in _UNLIMITED_IN_PACKAGE
        if not any(
            in_message in instrument_sets(law, thread, message)
            or binding_in(law, thread, message).get(in_message) not in UNLIMITED
            or has_unrepeated(thread)
            for thread, message in given
        )
    )


def unbound_conditions(
    law: Law | None, threads: Sequence[ThreadState], package: str, provider: str
) -> Mapping[str, Json]:
    """Return the conditions that deliveries of a package state and that bind nobody."""
    found: dict[str, Json] = {}
    for thread, message in _deliveries(threads, package, provider):
        binding = binding_in(law, thread, message)
        found |= {
            name: value
            for name, value in stated_in(message.body).items()
            if name in OF_USE and name not in binding
        }
    return found


def _deliveries(
    threads: Sequence[ThreadState], package: str, provider: str
) -> Iterator[tuple[ThreadState, Envelope]]:
    for thread in threads:
        for one in thread.standing.deliveries if thread.standing.providing == provider else ():
            if one.package == package:
                yield thread, thread.entry(one.message).envelope
