# SPDX-License-Identifier: Apache-2.0
"""`[logs]` in node.toml: how much the processes of a node write into their logs, and where else."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rogatory.bootstrap.node_toml.declared import setting
from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import P_, FilledText, TextsInTurn

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def _level(value: str) -> Phrase | None:
    if value in LEVELS:
        return None
    return FilledText(P_("is none of {names}"), names=", ".join(LEVELS))


@dataclass(frozen=True, kw_only=True)
class LogsTable:
    """How much the processes of this node write into their logs, and where else."""

    level: str = setting("info", check=_level)
    """The lowest level that is written: `debug`, `info`, `warning` or `error`. `debug` adds a line for each request
    at the door, each job and each message that is sent; of libraries nothing below `info` is written."""
    standard_error: bool = setting(False)
    """`true` writes the lines on the standard error of `rogatory node run` as well, where a container's engine or systemd's journal takes
    them. A reader that does not read misses lines, and holds up nothing."""


def logs_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = list(form_problems("logs", given, LogsTable))
    return TextsInTurn.of(found) if found else None
