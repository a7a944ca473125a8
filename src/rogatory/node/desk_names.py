# SPDX-License-Identifier: Apache-2.0
"""What States and authorities are called, in a language, as the directory lists them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.node.context import Node


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
    """Names from the newest view; none when the directory may not be relied on."""
    try:
        view = node.register.view()
    except Refused:
        return Names({}, {})
    entries = [view.entry(state) for state in view.states]
    return Names(
        {entry.state: entry.names for entry in entries},
        {record.id: record.names for entry in entries for record in entry.authorities},
    )


def _in(found: Mapping[str, str], language: str) -> str:
    return found.get(language[:2]) or found.get("en", "")
