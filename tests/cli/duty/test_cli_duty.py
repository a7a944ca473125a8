# SPDX-License-Identifier: Apache-2.0
"""`rogatory duty`: rosters, calendars, stand-ins, hand-overs, calls, for people and for scripts."""

import copy

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from casts.node.case_files import requested

PLAN = """
authority = "xb/contact-point"
time_zone = "Etc/GMT+5"
from = 2026-11-23
until = 2026-12-20
heads = ["xb-0002"]

[[shift]]
days = "daily"
from = "08:00"
to = "20:00"
officers = ["xb-0001", "xb-0003"]
substitutes = ["xb-0003", "xb-0001"]
turn = "day"

[[shift]]
days = "daily"
from = "20:00"
to = "08:00"
officers = ["xb-0003", "xb-0001"]
substitutes = ["xb-0002"]
turn = "day"
"""

HEAD = ("--officer", "xb-0002", "--reason", "December")


@pytest.fixture(scope="module")
def made():
    return case_file_cast.new_world()


@pytest.fixture
def world(made, monkeypatch):
    states = {code: copy.copy(state) for code, state in made.states.items()}
    world = case_file_cast.World(states)
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: world.node("XB")
    )
    return world


@pytest.fixture
def duty(world, tmp_path):
    def do(verb, *words):
        return run("duty", *verb.split(), tmp_path, *words)

    return do


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


@pytest.fixture
def rostered(duty, plan):
    result = duty("roster", plan, *HEAD)
    assert result.status == 0, result.err
    return duty


def test_a_node_without_a_roster_says_so_and_fails(duty):
    result = duty("on-call")
    assert result.status == 1
    assert "nobody is named" in result.out


def test_a_plan_is_checked_put_in_force_and_shown(duty, plan):
    checked = duty("roster", plan, "--check")
    assert (checked.status, "can be put in force" in checked.out) == (0, True)
    assert duty("on-call").status == 1
    assert "is in force" in duty("roster", plan, *HEAD).out
    watches = duty("on-call", "--json").json["watches"]
    assert [(one["officer"], one["substitute"], one["by"]) for one in watches] == [
        ("xb-0003", "xb-0002", "shift")
    ]
    assert watches[0]["next"] == "xb-0001"
    shown = duty("show")
    assert shown.status == 0
    assert "xb/contact-point: xb-0003" in shown.out
    assert "0 calls wait" in shown.out
    listed = duty("roster", "--json").json["authorities"][0]
    assert listed["gaps"] == []
    assert len(listed["shifts"]) > 20


def test_a_plan_with_gaps_is_refused_with_every_reason(duty, plan):
    plan.write_text(PLAN.replace('to = "20:00"', 'to = "18:00"').replace("xb-0002", "xb-0099"))
    result = duty("roster", plan, *HEAD, "--json")
    assert result.status == 1
    assert {"roster-gap", "officer-not-listed"} <= set(result.codes)
    assert duty("on-call").status == 1


def test_who_puts_a_roster_in_force_is_said(duty, plan):
    assert duty("roster", plan).status == 2
    plan.write_bytes(b"\xff")
    assert duty("roster", plan, "--check", "--json").codes == ["roster-plan-form"]


@pytest.mark.parametrize("named", ["a\nb", "", "XB", "xb/contact-point\nSUMMARY:x"])
def test_an_authority_that_is_none_is_refused(rostered, named):
    result = rostered("export", "--authority", named)
    assert result.status == 1
    assert "[authority-name]" in result.err


def test_a_calendar_goes_out_and_comes_back(rostered, tmp_path):
    out = tmp_path / "duty.ics"
    assert rostered("export", "-o", out, "--days", "20").status == 0
    assert rostered("export", "-o", out).status == 1
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR")
    result = rostered(
        "import", out, "--from", "2026-11-25", "--until", "2026-12-10", "--head", "xb-0002", *HEAD
    )
    assert result.status == 0, result.out
    refused = rostered(
        "import", out, "--from", "2026-11-25", "--until", "2027-02-01", "--head", "xb-0002", *HEAD,
        "--json",
    )  # fmt: skip
    assert refused.codes == ["roster-gap"]
    odd = rostered(
        "import",
        out,
        "--from",
        "2026-11-25",
        "--until",
        "2026-12-10",
        "--head",
        "xb-0002",
        "--name",
        "x",
        *HEAD,
    )
    assert odd.status == 2


def test_a_stand_in_a_call_and_its_answer(rostered, world):
    result = rostered(
        "stand-in", "xb-0001", "--until", "2026-11-24T12:00:00Z", "--officer", "xb-0002",
        "--reason", "Ill",
    )  # fmt: skip
    assert result.status == 0, result.out
    assert "(substitute)" in rostered("on-call").out
    requested(world)
    shown = rostered("show").out
    assert "✓ xb-0001 by desk" in shown
    (call,) = rostered("show", "--json").json["calls"]
    answered = rostered("answer", call["call"], "--officer", "xb-0001", "--json")
    assert answered.json["answered_by"] == "xb-0001"
    assert rostered("show", "--json").json["calls"] == []
    assert rostered("answer", "no-such", "--officer", "xb-0001", "--json").codes == ["call-unknown"]


def test_the_escalation_is_shown_and_tried(rostered, world):
    output = rostered("ladder")
    assert "emergency     after 5 min the substitute, after 10 min the head" in output.out
    tried = rostered("ladder", "--try", "--json").json
    assert [(one["officer"], one["delivered"]) for one in tried["attempts"]] == [("xb-0003", True)]
    world.calls["XB"].failing = {"desk"}
    assert rostered("ladder", "--try").status == 4


def test_the_watch_is_handed_over(rostered, world):
    thread = requested(world)
    made = rostered("hand-over prepare", "--officer", "xb-0003", "--note", "Ring XA", "--json").json
    assert made["contents"]["open"]["threads"][0]["thread"] == thread
    assert "hand-over confirm" in rostered("hand-over prepare", "--officer", "xb-0003").out
    assert "not confirmed yet" in rostered("hand-over show", made["id"]).out
    own = rostered("hand-over confirm", made["id"], "--officer", "xb-0003", "--json")
    assert own.codes == ["hand-over-own"]
    done = rostered("hand-over confirm", made["id"], "--officer", "xb-0002")
    assert done.status == 0
    assert "Note: Ring XA" in done.out
    assert rostered("hand-over show", made["id"], "--json").json["confirmed_by"] == "xb-0002"


def test_a_hand_over_shows_an_officer_nothing_that_is_restricted_to_others(rostered, world):
    thread, node = requested(world), world.node("XB")
    made = rostered("hand-over prepare", "--officer", "xb-0003", "--json").json
    with node.store.transaction():
        node.store.restrict(thread, ["xb-0003"])
    open_work = rostered("hand-over prepare", "--officer", "xb-0003", "--json").json["contents"][
        "open"
    ]
    assert ([one["thread"] for one in open_work["threads"]], open_work["restricted"]) == (
        [thread],
        0,
    )
    done = rostered("hand-over confirm", made["id"], "--officer", "xb-0002")
    assert done.status == 0
    assert thread not in done.out
    assert "restricted to others: 1" in done.out
    # A command that names no officer is the operator's, who can read the store anyway.
    assert thread in rostered("hand-over show", made["id"]).out


def test_an_officers_address_is_recorded_and_shown(rostered):
    assert "no address" in rostered("contact", "xb-0001").out
    assert rostered("contact", "xb-0001", "--mail", "duty@xb.example").status == 2
    words = ("--mail", "duty@xb.example", "--officer", "xb-0001", "--json")
    assert rostered("contact", "xb-0001", *words).json["mail"] == ["duty@xb.example"]
    wrong = rostered("contact", "xb-0001", "--mail", "a b", "--officer", "xb-0001", "--json")
    assert wrong.codes == ["duty-address-form"]
    assert (
        rostered("contact", "xb-0001", "--none", "--officer", "xb-0001", "--json").json["mail"]
        == []
    )
