# SPDX-License-Identifier: Apache-2.0
"""What may stand in the table `[scanner]` of node.toml: the command that looks at what officers upload.

    [scanner]
    command = ["/usr/bin/clamdscan", "--fdpass", "--no-summary", "-"]
    seconds = 30                          # unless told

It gets the file on standard input, and says by its exit status what ClamAV's programs say: 0 nothing was
found, 1 something was; any other, or none in time, that it could not look.
"""

from collections.abc import Iterator, Mapping
from typing import Any

SECONDS = 30
"""An officer waits for it."""

MOST_SECONDS = 120
"""Then the console would give the request up by itself."""

MOST_WORDS = 20


def scanner_problem(given: Mapping[str, Any]) -> str | None:
    """What is wrong with the table, or None; everything in one sentence."""
    return "; ".join(_problems(given)) or None


def _problems(given: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(given.keys() - {"command", "seconds"}):
        yield f"has {ascii(name)[:41]}: only command and seconds stand there"
    command = given.get("command")
    if not isinstance(command, list) or not all(isinstance(one, str) for one in command):
        yield "has no command that is a list of words"
    elif not command or not command[0].startswith("/"):
        yield "has a command whose first word is no whole path: which program runs must not hang on a search"
    elif len(command) > MOST_WORDS:
        yield f"has a command of more than {MOST_WORDS} words"
    seconds = given.get("seconds", SECONDS)
    if type(seconds) is not int or not 1 <= seconds <= MOST_SECONDS:
        yield f"gives seconds that are no number from 1 to {MOST_SECONDS}"
