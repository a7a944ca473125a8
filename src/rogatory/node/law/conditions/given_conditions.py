# SPDX-License-Identifier: Apache-2.0
"""The conditions under which a package was given: its own and those that its deliveries stated."""

from collections.abc import Iterable, Mapping, Sequence

from rogatory.errors import TranslatableText
from rogatory.evidence.conditions import FORBIDDEN, FREE, Conditions
from rogatory.requests.contents import labels
from rogatory.requests.thread.transcript import ThreadState
from rogatory.wire.canonical import Json
from rogatory.wire.words import FilledText, TextsInTurn


def bound_conditions(
    conditions: Conditions, delivered: Mapping[str, Json], own_words: Conditions | None = None
) -> Mapping[str, Json]:
    """Return the conditions in the package and in its delivery together; of each the stricter.

    Purpose and proceedings are those that the giver states (`own_words`, else its delivery), not
    what somebody who sealed it again added.
    """
    found: dict[str, Json] = {**delivered, **conditions.as_json()}
    for name in ("purpose", "proceedings"):
        stated: Json = getattr(own_words or conditions, name)
        found[name] = delivered.get(name) if stated is None else stated
    onward = delivered.get("onward_transfer")
    if onward is not None and (conditions.onward_transfer == FREE or onward == FORBIDDEN):
        found["onward_transfer"] = onward
    police = "police_information_only"
    found[police] = conditions.police_information_only or delivered.get(police) is True
    found["secrecy"] = conditions.secrecy or bool(delivered.get("secrecy"))
    return found


def delivered_conditions(threads: Sequence[ThreadState], package: str, own: str) -> dict[str, Json]:
    """Return the conditions that deliveries of a package to this State stated, together: a later
    one adds to them, and eases none. Its id stays when it is sealed again, its digest does not.

    What this State stated itself, when it handed the package on, binds others.
    """
    found: dict[str, Json] = {}
    for thread in threads:
        for entry in thread.entries:
            body, sender = entry.envelope.body, entry.envelope.sender.state
            stated = body.get("conditions")
            if body.get("package") != package or sender == own or not isinstance(stated, Mapping):
                continue
            for name, value in stated.items():
                before = found.get(name)
                closed = name == "onward_transfer" and value == FORBIDDEN
                if not before or closed:
                    found[name] = value
    return found


def stated_in(body: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the conditions of use that a body states; an acceptance's are a list, and none of these."""
    stated = body.get("conditions")
    return stated if isinstance(stated, Mapping) else {}


def condition_names(conditions: Iterable[str]) -> TranslatableText:
    """Return the names of conditions of use, each in the reader's words."""
    named = (labels.FIELDS.get(one) for one in conditions)
    return TextsInTurn.of([FilledText(one) for one in named if one], ", ")
