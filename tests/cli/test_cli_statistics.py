# SPDX-License-Identifier: Apache-2.0
"""`rogatory statistics`: for a person, a script and a spreadsheet."""

import csv
import io

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from casts.node.case_files import requested

pytestmark = pytest.mark.law_line(50)


@pytest.fixture
def home(tmp_path, monkeypatch):
    world = case_file_cast.new_world()
    for _ in range(6):
        requested(world)
    world.clock.forward(days=60)
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: world.node("XB")
    )
    return tmp_path


PERIOD = ("--from", "2026-11-01", "--until", "2027-01-01")


def test_it_is_reported_as_words_as_json_and_as_rows(home):
    words = run("statistics", home, *PERIOD)
    assert "article 57, memory" in words.out
    assert "Requests by kind (requested): 6" in words.out
    (kinds,) = [
        one
        for one in run("statistics", home, *PERIOD, "--json").json["tables"]
        if (one["role"], one["name"]) == ("requested", "kind")
    ]
    assert kinds["counts"] == {"total": 6, "cells": {"preservation": 6}}
    rows = list(csv.DictReader(io.StringIO(run("statistics", home, *PERIOD, "--csv").out)))
    assert {row["state"] for row in rows} == {"XB"}
    found = [
        row["value"]
        for row in rows
        if (row["role"], row["table"], row["key"]) == ("requested", "kind", "preservation")
    ]
    assert found == ["6"]


def test_a_short_period_is_refused_with_its_code(home):
    result = run("statistics", home, "--from", "2026-11-01", "--until", "2026-11-05", "--json")
    assert (result.status, result.codes) == (1, ["statistics-period"])
