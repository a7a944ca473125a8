# SPDX-License-Identifier: Apache-2.0
"""The names of States and authorities, in a language, as the directory lists them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.peers.counterparts import counterparts


@dataclass(frozen=True, slots=True)
class Names:
    """Names by code or authority, each by language. What is not listed is called by its code."""

    states: Mapping[str, Mapping[str, str]]
    authorities: Mapping[str, Mapping[str, str]]

    def state(self, code: str, language: str) -> str:
        return _in(self.states.get(code, {}), language) or code

    def authority(self, authority: str, language: str) -> str:
        return _in(self.authorities.get(authority, {}), language) or authority


def names(node: Node) -> Names:
    """Return names from the newest view, and of States without a node those of our register; none
    of the former when the directory may not be relied on.
    """
    unlisted = counterparts(node)
    try:
        view = node.register.view()
    except Refused:
        view = None
    entries = [view.entry(state) for state in view.states] if view else []
    others = [one for one in unlisted.values() if view is None or one.state not in view.listed]
    return Names(
        {one.state: {"en": one.name} for one in others}
        | {entry.state: entry.names for entry in entries},
        {
            name: {"en": address}
            for one in unlisted.values()
            for name, address in one.authorities.items()
        }
        | {record.id: record.names for entry in entries for record in entry.authorities},
    )


def _in(found: Mapping[str, str], language: str) -> str:
    return found.get(language[:2]) or found.get("en", "")
