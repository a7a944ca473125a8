# SPDX-License-Identifier: Apache-2.0
"""`[scanner]` in node.toml: the command that looks at what officers upload.

    [scanner]
    command = ["/usr/bin/clamdscan", "--fdpass", "--no-summary", "-"]

It gets the file on standard input, and says by its exit status what ClamAV's programs say: 0 nothing was
found, 1 something was; any other, or none in time, that it could not look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rogatory.bootstrap.node_toml.declared import Between, setting
from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import P_, FilledText, TextsInTurn

MOST_SECONDS = 120
"""Then the console would give the request up by itself."""

MOST_WORDS = 20
"""The program and its arguments; a longer command belongs in a script."""


@dataclass(frozen=True, kw_only=True)
class ScannerCommand:
    """The command that looks at what officers upload; without it nothing does."""

    command: tuple[str, ...] = setting()
    """The program by its whole path, and its arguments; at most 20 words."""
    seconds: int = setting(
        30,
        check=Between(
            1, MOST_SECONDS, FilledText(P_("is no number from 1 to {limit}"), limit=MOST_SECONDS)
        ),
    )
    """How long it may take. An officer waits for it."""


def scanner_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = list(form_problems("scanner", given, ScannerCommand))
    command = given.get("command")
    if isinstance(command, list) and not _is_command(command):
        found.append(
            FilledText(
                P_("scanner.command is no list of at most {limit} words, the first a whole path"),
                limit=MOST_WORDS,
            )
        )
    return TextsInTurn.of(found) if found else None


def _is_command(words: list[Any]) -> bool:
    """Return which program runs must not hang on a search."""
    are_words = all(isinstance(one, str) for one in words)
    return are_words and 0 < len(words) <= MOST_WORDS and words[0].startswith("/")
