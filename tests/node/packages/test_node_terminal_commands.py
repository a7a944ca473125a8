# SPDX-License-Identifier: Apache-2.0
"""The commands shown for a package: the program takes them, and what is restricted is fetched at home only."""

import shlex
from dataclasses import replace

import click
import pytest

from casts.node.packages import XA, delivered, folder, record, thread  # noqa: F401 - fixtures are handed on by name
from rogatory.main import main
from rogatory.node.case_files.restricting import restrict
from rogatory.node.packages.terminal_commands import TerminalStep, terminal_commands
from rogatory.node.repositories.messages import Direction

OFFICER = "xa-0010"


@pytest.fixture
def whole(world, record):
    """Arcadia's record of the package that Borealia delivered."""
    delivered(world, record)
    world.settle()
    return world.node("XA").store.package(record.seal)


def lines(found):
    return {one.step: one.line for one in found.commands}


def taken(line):
    """The arguments of a command line, as the program itself reads them."""
    command, context = main, None
    program, *words = shlex.split(line)
    assert program == "rogatory"
    while isinstance(command, click.Group):
        name, *words = words
        command = command.get_command(context, name)
    return command.make_context(command.name, list(words)).params


def test_the_program_takes_each_command_as_it_is_shown(world, whole, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("KEYS", "TRUST", f"sealed-{whole.seal[:8]}"):
        (tmp_path / name).mkdir()
    found = terminal_commands(world.node("XA"), whole, OFFICER)
    assert [one.step for one in found.commands] == list(TerminalStep)
    fetch, opened, view = (taken(line) for line in lines(found).values())
    address = world.node("XA").register.view().entry("XA").node_url
    assert (fetch["seal"], fetch["node"]) == (whole.seal, address)
    assert view["node"] == address
    assert (str(opened["sealed"]), opened["officer"]) == (str(fetch["target"]), OFFICER)


def test_a_package_that_is_not_whole_or_of_this_state_has_none(world, whole):
    node = world.node("XA")
    assert terminal_commands(node, replace(whole, complete=False), OFFICER) is None
    assert terminal_commands(node, replace(whole, direction=Direction.OUT), OFFICER) is None


def test_what_is_restricted_to_named_officers_is_fetched_at_the_node_itself(world, whole, thread):
    node = world.node("XA")
    assert not terminal_commands(node, whole, OFFICER).at_node_only
    restrict(node, thread, ["xa-0010", "xa-0011"], "xa-0011", "A suspect works here.")
    found = terminal_commands(node, whole, OFFICER)
    assert found.at_node_only
    assert f"--node HOME --officer {OFFICER}" in lines(found)[TerminalStep.FETCH]
    address = node.register.view().entry("XA").node_url
    assert not [line for line in lines(found).values() if address in line]
