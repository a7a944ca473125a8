# SPDX-License-Identifier: Apache-2.0
"""`rogatory drill`: sent, acknowledged, listed, counted, on the command line."""

import csv
import io

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from rogatory.directory.entry.hours import DrillWindow

PERIOD = ("--from", "2026-11-01", "--until", "2027-01-01")


@pytest.fixture
def world(monkeypatch):
    world = case_file_cast.new_world()
    world.states["XB"].drill_window = DrillWindow("00:00", "00:00", "Etc/GMT-3", per_month=9)
    world.relist()
    at = {"xa": "XA", "xb": "XB"}
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: world.node(at[home.name])
    )
    return world


@pytest.fixture
def homes(tmp_path):
    for name in ("xa", "xb"):
        (tmp_path / name).mkdir()
    return tmp_path


def sent(world, homes):
    document = run("drill", "send", homes / "xa", "xb", "--officer", "xa-0001", "--json").json
    world.settle()
    return document["thread"]


def test_a_drill_goes_out_is_acknowledged_and_counted(world, homes):
    thread = sent(world, homes)
    world.clock.forward(minutes=5)
    result = run("drill", "acknowledge", homes / "xb", thread, "--officer", "xb-0001")
    assert "acknowledged" in result.out
    world.settle()
    listed = run("drill", "show", homes / "xb").out
    assert "acknowledged after 5.0 minutes by xb-0001" in listed
    (one,) = run("drill", "show", homes / "xa", "--json").json["drills"]
    assert (one["result"], one["thread"]) == ("acknowledged", thread)
    words = run("drill", "statistics", homes / "xb", *PERIOD).out
    assert "xb/contact-point: 1 drill, 1 reached, 1 acknowledged in time, 0 missed" in words
    assert "median 5.0" in words
    (row,) = csv.DictReader(
        io.StringIO(run("drill", "statistics", homes / "xa", *PERIOD, "--csv").out)
    )
    assert (row["own"], row["drills"], row["median_minutes"]) == ("no", "1", "-")
    (point,) = run("drill", "statistics", homes / "xb", *PERIOD, "--json").json["points"]
    assert point["p90_minutes"] == 5.0


def test_refusals_have_their_codes(world, homes):
    result = run("drill", "send", homes / "xb", "XA", "--officer", "xb-0001", "--json")
    assert (result.status, result.codes) == (1, ["drill-no-window"])
    result = run("drill", "acknowledge", homes / "xb", "nothing", "--officer", "xb-0001", "--json")
    assert (result.status, result.codes) == (1, ["drill-none-here"])
    assert "No drill" in run("drill", "show", homes / "xb").out
    assert "No completed drills" in run("drill", "statistics", homes / "xb", *PERIOD).out
