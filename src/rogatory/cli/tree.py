# SPDX-License-Identifier: Apache-2.0
"""A group whose commands are imported when they are called, so that each starts quickly."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

type Command = Callable[..., Any]
"""A function that becomes a command, and that options decorate."""


class LateGroup(click.Group):
    """A group that knows where each command lives: `{"new": "rogatory.cli.keys.new:command"}`."""

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = dict(places)

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        place = self.places.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command
