# SPDX-License-Identifier: Apache-2.0
"""Values that people look for are written once: what depends on one is computed from it."""

import ast

import click
import values_table

from casts.docs.places import SOURCE
from rogatory.bootstrap.doctor.kinds import line_kinds
from rogatory.cli.options.describing import describing
from rogatory.directory.view.condition import WARN_BEFORE
from rogatory.directory.view.entry_warnings import ANNOUNCE_BEFORE
from rogatory.evidence.hashing import FURTHER
from rogatory.node.peer_health.clock_difference import CALL_FROM, SHOWN_FROM
from rogatory.node.workstation.keys.new_keys import BEGINS_EARLIER
from rogatory.wire.moments import CLOCK_TOLERANCE

ONCE = {
    "CERTAINTIES",
    "DESCRIPTION",
    "FORBIDDEN_IN_NAME",
    "FORMULA",
    "FURTHER",
    "LISTED_FOR",
    "NOTHING_LEAVES",
    "OVERRIDES",
    "CLOCK_TOLERANCE",
    "ANNOUNCE_BEFORE",
    "THE_CONVENTION",
    "WRITTEN_BY_NOBODY",
}
"""Names of values that were in several modules, where a change of one left the others behind."""


def assigned():
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else ()
            if isinstance(node, ast.AnnAssign):
                targets = (node.target,)
            for one in targets:
                if isinstance(one, ast.Name):
                    yield one.id.lstrip("_"), path


def test_what_was_in_several_modules_is_in_one():
    places = {}
    for name, path in assigned():
        if name in ONCE:
            places.setdefault(name, []).append(path)
    assert {name for name, found in places.items() if len(found) > 1} == set()
    assert set(places) == ONCE


def test_an_officer_is_alerted_and_a_page_warns_while_messages_still_pass():
    assert SHOWN_FROM < CALL_FROM < CLOCK_TOLERANCE / 2


def test_a_new_certificate_counts_where_a_clock_is_behind_by_what_is_tolerated():
    assert BEGINS_EARLIER == CLOCK_TOLERANCE


def test_metadata_of_a_ceremony_are_announced_as_early_as_the_keys_of_an_entry():
    assert WARN_BEFORE["targets"] == ANNOUNCE_BEFORE


def test_the_doctor_names_the_difference_that_the_line_tolerates():
    seconds = int(CLOCK_TOLERANCE.total_seconds())
    for kind in (line_kinds.LINE_AHEAD, line_kinds.LINE_BEHIND):
        assert f"from {seconds} seconds on" in kind.remedy


def test_every_digest_that_a_bag_may_have_can_be_asked_for():
    command = describing(click.command()(lambda: None))
    (option,) = [one for one in command.params if one.name == "hashes"]
    assert tuple(option.type.choices) == tuple(FURTHER)


LIMITS = (
    "DEEPEST",
    "FEWEST",
    "LARGEST",
    "LEAST",
    "LONGEST",
    "MOST",
    "OLDEST",
    "SHORTEST",
    "SLOWEST",
    "SMALLEST",
)
"""Beginnings of the names of limits."""


def test_every_limit_states_its_unit_or_the_danger_that_it_prevents():
    """In a docstring below it, from which docs/values.md is made."""
    limits = [one for one in values_table.values() if one.name.startswith(LIMITS)]
    assert [f"{one.module}: {one.name}" for one in limits if not one.meaning] == []
    assert len(limits) > 300
