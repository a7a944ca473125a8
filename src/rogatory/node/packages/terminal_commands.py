# SPDX-License-Identifier: Apache-2.0
"""The commands with which an examiner fetches, opens and views a package that arrived here."""

from dataclasses import dataclass
from enum import StrEnum

from rogatory.node.context import Node
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord

_NOBODY = ""
"""The reader of whom nothing is known, as on the line of a workstation."""

_NAMED_BY = 8
"""Signs of a seal's digest in the name of a folder: enough to distinguish the packages of a day."""


class TerminalStep(StrEnum):
    """The acts of the commands, in the order in which an examiner gives them."""

    FETCH = "fetch"
    OPEN = "open"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class TerminalCommand:
    """A command line; words in capitals are places of the examiner's own: KEYS, TRUST, HOME."""

    step: TerminalStep
    line: str


@dataclass(frozen=True, slots=True)
class TerminalCommands:
    """The commands for one package; `at_node_only` if it is fetched on the node's own machine."""

    commands: tuple[TerminalCommand, ...]
    at_node_only: bool


def terminal_commands(node: Node, record: PackageRecord, officer: str) -> TerminalCommands | None:
    """Return the commands for an officer of this State; None for a package that is not complete, or
    of this State's own.

    A package of a request that is restricted to named officers is not on the workstation's line: its
    fetch names the node's home and the officer.
    """
    if record.direction is not Direction.IN or not record.complete:
        return None
    threads = [record.thread] if record.thread else []
    at_node_only = bool(node.store.closed_to(_NOBODY, threads))
    address = node.register.view().entry(node.state).node_url
    sealed, opened = (f"{name}-{record.seal[:_NAMED_BY]}" for name in ("sealed", "opened"))
    source = f"HOME --officer {officer}" if at_node_only else f"{address} --key KEYS --trust TRUST"
    line = "" if at_node_only else f" --node {address}"
    return TerminalCommands(
        (
            TerminalCommand(
                TerminalStep.FETCH,
                f"rogatory evidence fetch {record.seal} --node {source} --out {sealed}",
            ),
            TerminalCommand(
                TerminalStep.OPEN,
                f"rogatory evidence open {sealed} --key KEYS --trust TRUST --officer {officer} --out {opened}",
            ),
            TerminalCommand(
                TerminalStep.VIEW,
                f"rogatory workstation --key KEYS --trust TRUST --packages .{line}",
            ),
        ),
        at_node_only,
    )
