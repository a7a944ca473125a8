# SPDX-License-Identifier: Apache-2.0
"""The narration of an exercise."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click


class Narrator:
    """The narrator on standard output: a chapter, who does what, what that proves."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.chapters = 0

    def chapter(self, title: str) -> None:
        self.chapters += 1
        click.echo()
        click.secho(f"{self.chapters}. {title}", bold=True)

    def act(self, state: str, text: str) -> None:
        click.echo(f"   {click.style(state, fg='cyan')}  {text}")

    def fact(self, text: str) -> None:
        click.echo(f"       {click.style('✓', fg='green')} {text}")

    def already_done(self, text: str) -> None:
        """Narrate what an earlier run has done already."""
        click.echo(f"       {click.style('↻', fg='yellow')} {text}")

    def text(self, text: str = "") -> None:
        click.echo(f"   {text}" if text else "")

    @contextmanager
    def timed(self, state: str, text: str) -> Iterator[None]:
        """Provide an act, with the time that it took."""
        started = time.monotonic()
        yield
        seconds = time.monotonic() - started
        self.act(state, f"{text} {click.style(f'({seconds:.1f} s)', dim=True)}")


class Silence(Narrator):
    """No narration: for a caller who wants the result alone."""

    def chapter(self, title: str) -> None:
        del title

    def act(self, state: str, text: str) -> None:
        del state, text

    def fact(self, text: str) -> None:
        del text

    def already_done(self, text: str) -> None:
        del text

    def text(self, text: str = "") -> None:
        del text
