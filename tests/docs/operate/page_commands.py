# SPDX-License-Identifier: Apache-2.0
"""The `rogatory` commands on a page, and what is wrong with each by the program's own parser.

A command is in a block (indented, or fenced) or in inline code. A name without arguments, and a command with `--help`, need no more
options; any other has all that the command requires.
"""

import re
import shlex
import textwrap
from collections.abc import Iterator

import click

from rogatory.main import main

PLACEHOLDER = re.compile(r"…|\.\.\.")

_BLOCK = re.compile(
    r"^```sh\n(?P<fenced>.*?)^```$|(?P<indented>(?:^ {4,}[^\n]*\n)+)", re.MULTILINE | re.DOTALL
)
_INLINE = re.compile(r"`(rogatory [^`]+)`")
_COMMAND = re.compile(r"(?:^|(?<=[ (;|]))rogatory (?P<words>[^\n;|)&]*)", re.MULTILINE)
_OUTPUT = re.compile(r"\$\([^()]*\)")
"""The output of another command."""
_COMMENT = re.compile(r" {2,}(?:#|\().*$", re.MULTILINE)


def commands_of(page: str) -> Iterator[str]:
    """Yield each command of a page as it is written, without `rogatory`."""
    for block in _BLOCK.finditer(page):
        text = block["fenced"] or textwrap.dedent(block["indented"])
        text = _COMMENT.sub("", _OUTPUT.sub("OUTPUT", text.replace("\\\n", " ")))
        for found in _COMMAND.finditer(text):
            yield found["words"].strip()
    for found in _INLINE.finditer(_BLOCK.sub("", page)):
        yield found[1].removeprefix("rogatory ").replace("\n", " ")


def problem_of(words: str) -> str | None:
    """Return what is wrong with a command; None if the program takes it."""
    tokens = shlex.split(words)
    command: click.Command = main
    context = click.Context(main, info_name="rogatory")
    while tokens and isinstance(command, click.Group):
        found = command.get_command(context, tokens[0])
        if found is None:
            if tokens[0].startswith("-"):
                break
            return f"no command {tokens[0]}"
        command, context = found, click.Context(found, parent=context, info_name=tokens[0])
        tokens = tokens[1:]
    if not tokens:
        return None
    if isinstance(command, click.Group) and not tokens[0].startswith("-"):
        return f"no command {tokens[0]}"
    return _problem_of_arguments(command, context, tokens)


def _problem_of_arguments(
    command: click.Command, context: click.Context, tokens: list[str]
) -> str | None:
    is_open = "--help" in tokens or any(PLACEHOLDER.search(one) for one in tokens)
    tokens = [one for one in tokens if not PLACEHOLDER.fullmatch(one)]
    try:
        given, left, _order = command.make_parser(context).parse_args(list(tokens))
    except click.UsageError as error:
        return error.format_message()
    if left:
        return f"too many arguments: {left}"
    for param in command.params:
        value = given.get(param.name or "")
        is_missing = value in (None, (), []) or str(value) == "Sentinel.UNSET"
        if param.required and is_missing and not is_open:
            return f"{param.human_readable_name} is missing"
        if isinstance(param.type, click.Choice) and isinstance(value, str) and not value.isupper():
            try:
                param.type.convert(value, param, context)
            except click.UsageError as error:
                return error.format_message()
    return None
