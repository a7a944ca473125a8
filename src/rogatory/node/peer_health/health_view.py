# SPDX-License-Identifier: Apache-2.0
"""The lines to the other States' nodes, as a page and a command show them."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.peer_health.clock_difference import is_shown_off, our_own_error, shown_difference
from rogatory.node.peer_health.contact import is_silent
from rogatory.node.repositories.messages import UndeliveredCount
from rogatory.node.repositories.peer_health import PeerLine


@dataclass(frozen=True, slots=True)
class LineView:
    line: PeerLine
    waiting: int
    """Messages to that State that have no receipt yet."""
    oldest: datetime | None
    is_silent: bool
    is_off: bool
    """True if its clock differs so much from ours that a page says so."""
    is_alike: bool
    """True if it differs by no more than how long a request is under way."""


@dataclass(frozen=True, slots=True)
class Lines:
    """`our_error` is by how many seconds our own clock is off, if most others agree that it is."""

    lines: tuple[LineView, ...]
    our_error: int | None


def lines(node: Node, state: str | None = None) -> Lines:
    """Return the lines to every listed State and to each that was ever tried; or to one."""
    known = {line.state: line for line in node.store.peer_lines()}
    waiting = node.store.undelivered_counts()
    names = {*known, *waiting, *_listed(node)} - {node.state}
    shown = sorted(names) if state is None else [state]
    return Lines(
        tuple(_view(known.get(name, PeerLine(name)), waiting.get(name)) for name in shown),
        our_own_error(list(known.values())),
    )


def _view(line: PeerLine, waiting: UndeliveredCount | None) -> LineView:
    return LineView(
        line,
        0 if waiting is None else waiting.total,
        None if waiting is None else waiting.oldest,
        is_silent(line),
        is_shown_off(line),
        is_alike=shown_difference(line) is None,
    )


def _listed(node: Node) -> set[str]:
    """Return the listed States; None where the directory is too old to be relied on: the store's
    records are still shown.
    """
    try:
        return set(node.register.view().states)
    except Refused:
        return set()
