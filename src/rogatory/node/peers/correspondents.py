# SPDX-License-Identifier: Apache-2.0
"""The possible addressees in a State, with their languages: as listed, or as the register has them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.peers.counterparts import counterpart_of, counterparts


@dataclass(frozen=True, slots=True)
class Correspondents:
    """`authorities` gives each one's English name by its id."""

    state: str
    authorities: Mapping[str, str]
    languages: tuple[str, ...]
    by_letter: bool


def correspondents(
    node: Node, view: DirectoryView, state: str, *, by_letter: bool | None = None
) -> Correspondents | None:
    """Return whom to write to in a State; None if nobody is known.

    `by_letter` is the channel of the thread, where there is one; a new one goes on the line
    wherever the directory lists the State, even if it is held.
    """
    if state in view.listed and not by_letter:
        try:
            entry = view.entry(state)
        except Refused:
            return None
        names = {one.id: one.names.get("en", one.id) for one in entry.authorities}
        return Correspondents(state, names, entry.languages, by_letter=False)
    if by_letter is False:
        return None
    found = counterpart_of(node, state)
    if found is None:
        return None
    return Correspondents(state, found.authorities, found.languages, by_letter=True)


def states_to_write_to(node: Node, view: DirectoryView) -> list[str]:
    """Return the States that may be relied on, and those of the register that are not listed."""
    unlisted = [state for state in counterparts(node) if state not in view.listed]
    return [state for state in (*view.states, *unlisted) if state != node.state]
