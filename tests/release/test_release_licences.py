# SPDX-License-Identifier: Apache-2.0
"""Licences: what is shipped has one on the list of those allowed, by SPDX's own names."""

from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from license_expression import get_spdx_licensing

from release import licences, locked, notice

SPDX = get_spdx_licensing()
ROOT = Path(__file__).parents[2]
LICENCE = "# SPDX-License-Identifier: Apache-2.0\n"


def fields(**given):
    message = Message()
    for name, value in given.items():
        message[name.replace("_", "-")] = value
    return message


def test_each_program_states_its_licence_in_its_first_lines():
    """A word that is replaced everywhere is replaced there, too. Migrations are released, and stay as they are."""
    found = [
        path
        for folder in ("bench", "forge", "fuzz", "release", "src", "storms", "tests", "verifier")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert len(found) > 2000
    for path in found:
        with path.open(encoding="utf-8") as lines:
            assert LICENCE in (next(lines, ""), next(lines, "")), path


def test_every_licence_of_what_is_shipped_is_allowed():
    for name, stated in locked.licences().items():
        assert licences.identifiers(stated["licence"]) <= licences.ALLOWED, name


def test_what_is_installed_here_says_the_same_as_the_list():
    compared = 0
    for name, stated in locked.licences().items():
        try:
            found = licences.licence_of(name, metadata(name))
        except PackageNotFoundError:
            continue
        assert found == (stated["licence"], stated["stated"]), name
        compared += 1
    assert compared > 40


@pytest.mark.judge
def test_the_expressions_are_valid_in_spdx():
    for stated in locked.licences().values():
        assert SPDX.validate(stated["licence"]).errors == []
    assert SPDX.validate("BSD License").errors != []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"License_Expression": "GPL-3.0-only"}, ("GPL-3.0-only", "License-Expression")),
        ({"License": "MIT"}, ("MIT", "License")),
        ({"License": "see the file"}, None),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, ("MIT", "Classifier")),
        ({"Classifier": "License :: OSI Approved :: BSD License"}, None),
        ({}, None),
    ],
)
def test_the_licence_is_read_where_the_metadata_state_one(given, found):
    assert licences.licence_of("something", fields(**given)) == found


def test_a_component_under_another_licence_is_refused(monkeypatch):
    monkeypatch.setattr(licences, "ALLOWED", licences.ALLOWED - {"LGPL-3.0-only"})
    _, problems = licences.table()
    assert "psycopg: LGPL-3.0-only is not allowed" in problems


def test_the_notice_is_in_step_with_the_locks():
    assert notice.NOTICE.read_text(encoding="utf-8") == notice.notice(), "run `just licences`"
    for pin, _ in locked.shipped():
        assert f"\n{pin.name} {pin.version}: " in notice.notice()
