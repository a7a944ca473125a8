# SPDX-License-Identifier: Apache-2.0
"""Commands that name an officer and a request: he needs to know of it, and the audit has it."""

import functools
from collections.abc import Callable
from typing import Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.tree import Command

SIGNED = "rogatory.signed"
"""In a command's context, once its officer has signed with an own key (`own_key`)."""


def for_officer(
    *, reads: bool = False, reveals_nothing: bool = False, **named: str
) -> Callable[[Command], Command]:
    """Let the command run only if its `officer` may know of what it names.

    `named` says what its parameters are (`thread`, `draft`, `message`, `seal`, `transcription`), by the
    names of the parameters; without any, its `thread` is one.
    """
    places = named or {"thread": "thread"}

    def decorated(command: Command) -> Command:
        @functools.wraps(command)
        def run(**given: Any) -> None:
            from rogatory.node.audit.at_terminal import as_officer

            subjects = {what: str(given[name]) for what, name in places.items() if given[name]}
            with as_officer(
                connections.node_at(given["home"]),
                given["officer"],
                command_name(),
                subjects,
                reads=reads,
                reveals_nothing=reveals_nothing,
                signed=is_signed(),
            ):
                command(**given)

        run.rogatory_asks = frozenset(places.values())  # type: ignore[attr-defined]  # read by a test
        return run

    return decorated


def is_signed() -> bool:
    """Return whether the officer of this command signed for it."""
    return bool(click.get_current_context().meta.get(SIGNED, False))


def command_name() -> str:
    """Return the command as it is typed behind `rogatory`."""
    context: click.Context | None = click.get_current_context()
    names = list[str]()
    while context is not None and context.parent is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return " ".join(names)
