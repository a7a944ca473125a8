# SPDX-License-Identifier: Apache-2.0
"""The page docs/commands.md: every command, with its arguments and its purpose.

`just codes` writes it from the tree of commands.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from rogatory.main import main

TABLE = Path(__file__).parents[2] / "docs" / "commands.md"

LONGEST_PURPOSE = 1000
"""Characters of a purpose: click cuts longer ones, and no command has one as long."""

HEAD = """# Commands

Generated from the program's own help by `just codes`. `rogatory COMMAND --help` explains a command's options and shows an
example; `--json` prints its result as JSON. A command ends with one of these statuses:

| Status | Meaning |
| --- | --- |
| 0 | all checks passed |
| 1 | refused, with a code that [codes.md](codes.md) lists |
| 2 | wrong arguments |
| 3 | not everything could be checked |
| 4 | something did not arrive; try later |
| 70 | a fault of this program |

"""


def commands(
    group: click.Group, parent: click.Context | None = None, name: str = "rogatory"
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield every command and group below `group`: its full name, itself and its context."""
    context = click.Context(group, parent=parent, info_name=name)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        if command.hidden:
            continue
        yield f"{name} {word}", command, click.Context(command, parent=context, info_name=word)
        if isinstance(command, click.Group):
            yield from commands(command, context, f"{name} {word}")


def table() -> str:
    """Return the page: the commands that belong to no group first, then a section for each group."""
    single_commands, sections = [_header()], []
    rows = single_commands
    for name, command, context in commands(main):
        depth = name.count(" ")
        if isinstance(command, click.Group):
            if depth == 1:
                rows = [f"## {name}\n\n{_purpose(command)}\n\n", _header()]
                sections.append(rows)
        else:
            (single_commands if depth == 1 else rows).append(_row(name, command, context))
    return HEAD + "\n".join("".join(section) for section in [single_commands, *sections])


def _header() -> str:
    return "| Command | Purpose |\n| --- | --- |\n"


def _row(name: str, command: click.Command, context: click.Context) -> str:
    arguments = [
        parameter.make_metavar(context)
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    usage = _cell(" ".join([name, *arguments]))
    return f"| `{usage}` | {_cell(_purpose(command))} |\n"


def _purpose(command: click.Command) -> str:
    return command.get_short_help_str(LONGEST_PURPOSE)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
