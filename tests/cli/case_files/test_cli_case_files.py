# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter`: the whole work on a request by the command line, for people and for scripts."""

import copy

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.case_file import DUTY, LAWYER, Desk
from casts.cli.commands import run
from casts.node.case_files import confirmed, requested
from rogatory.wire.digests import sha256


@pytest.fixture(scope="module")
def made():
    return case_file_cast.new_world()


@pytest.fixture
def desk(made, tmp_path, monkeypatch):
    """A desk at Borealia's node, whose home is only its name: its store is the one in memory."""
    states = {code: copy.copy(state) for code, state in made.states.items()}
    world = case_file_cast.World(states)
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: world.node("XB")
    )
    monkeypatch.setattr("rogatory.cli.case_files.refer.now", world.clock.now)
    return Desk(world, tmp_path, requested(world))


def ordering(*more):
    return (
        *("--kind", "preservation", "--custodian", "Borealia Mail", "--reference", "Gs 12/26"),
        *("--issuer", "District Court of Borealia", "--issued", "2026-11-24"),
        *("--scope", "Log-in records", "--category", "traffic", *more),
    )


def test_a_request_is_worked_on_from_its_number_to_its_end(desk, tmp_path):
    assert desk.do("number", "12 Js 7/26").status == 0
    assert desk.do("assign", "xb-0003", "--reason", "On duty").json["stage"] == "in-hand"
    assert desk.do("note", "Rang the provider").status == 0
    recorded = desk.do("order", *ordering("--ends", "2027-02-22", "--secret")).json
    assert (recorded["kind"], recorded["warnings"]) == ("ordered", [])
    out = tmp_path / "letter.txt"
    referred = desk.do(
        *("refer", "--to", "Cybercrime Unit", "--asked", "Serve the order"),
        *("--by", "2026-12-08", "--out", out),
    )
    assert referred.status == 0
    assert "Own case number: 12 Js 7/26" in out.read_text()
    assert "Rang the provider" not in out.read_text()
    assert desk.do("letter", out).status == 0
    answer = tmp_path / "answer.pdf"
    answer.write_bytes(b"%PDF answer")
    result = desk.do("result", "--brought-by", "Officer Lindgren", "--file", answer)
    assert [one["code"] for one in result.json["warnings"]] == ["matter-evidence-in-clear"]
    renewed = desk.do(
        *("renew", "--reference", "Gs 13/26", "--issuer", "District Court of Borealia"),
        *("--issued", "2026-11-24T02:00:00Z", "--ends", "2027-05-01"),
    )
    assert renewed.status == 0, renewed.out
    assert desk.do("end", "--reason", "Lifted").json["kind"] == "order-ended"
    assert desk.do("stage", "closed").json["stage"] == "closed"

    shown = desk.do("show").json
    assert (shown["case_number"], shown["assignee"]) == ("12 Js 7/26", "xb-0003")
    assert shown["notes"][0]["text"] == "Rang the provider"
    (order,) = shown["orders"]
    assert (order["article"], order["certainty"], order["until"]) == (
        "25(2)",
        "parallel",
        "2027-05-01T00:00:00Z",
    )
    files = shown["referrals"][0]["referral"]["results"][0]["files"]
    assert files[0]["sha256"] == sha256(b"%PDF answer")
    assert shown["bases"]["referrals"] == {"article": "40(12)", "certainty": "parallel"}


def test_a_person_reads_the_case_file_with_its_articles_and_both_kinds_of_clock(desk):
    confirmed(desk.world, desk.thread)
    desk.do("number", "12 Js 7/26")
    desk.do("note", "First line\nsecond line")
    result = desk.say("order", *ordering("--ends", "2026-12-20"))
    assert "[matter-hold-not-covered]" in result.out
    assert "[matter-secrecy-missing]" in result.out
    shown = desk.say("show").out
    assert "Preservation order Gs 12/26 of District Court of Borealia (article 25(2)" in shown
    assert "Domestic order to be renewed or ended (article 25(2), parallel)" in shown
    assert "Data held (article 42(8), parallel)" in shown
    assert shown.index("Domestic order to be") < shown.index("Treaty clocks")
    assert "    second line" in shown
    assert "[matter-unassigned]" in shown


def test_lists_are_for_who_may_read_them(desk):
    def listed(officer, *more):
        result = run("matter", "list", desk.home, "--officer", officer, *more, "--json")
        return [each["row"]["thread"] for each in result.json["matters"]]

    assert listed("xb-0001") == [desk.thread]
    assert listed("xb-0001", "--mine") == []
    assert listed(LAWYER) == []
    desk.do("assign", "xb-0001")
    assert listed("xb-0001", "--mine") == [desk.thread]
    assert desk.thread in run("matter", "list", desk.home, "--officer", "xb-0001").out


def test_refusals_come_with_all_their_codes_and_change_nothing(desk):
    before = desk.node.store.case_file_entries(desk.thread)
    result = desk.do("order", *ordering("--ends", "2027-06-01"), officer=LAWYER)
    assert (result.status, result.codes) == (1, ["matter-not-yours"])
    result = desk.do("order", *ordering("--ends", "2027-06-01"))
    assert (result.status, result.codes) == (1, ["matter-order-too-long"])
    assert desk.do("show", officer=LAWYER).codes == ["matter-not-yours"]
    assert desk.do("note", " ").codes == ["matter-text-missing"]
    assert desk.node.store.case_file_entries(desk.thread) == before


@pytest.mark.parametrize(
    "words",
    [
        ("renew", "--reference", "x", "--issuer", "y", "--issued", "2026-11-24", "--ends", "soon"),
        ("end", "--reason", "none runs"),
        ("recall", "--reason", "none is open"),
        ("order", "--kind", "torture"),
        ("assign",),
    ],
)
def test_wrong_arguments_are_distinguished_from_refusals(desk, words):
    assert desk.say(*words).status == (1 if words == ("assign",) else 2)


def test_a_note_comes_from_standard_input(desk, monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("A long note"))
    from click.testing import CliRunner

    from rogatory.main import main

    answer = CliRunner().invoke(
        main,
        ["matter", "note", str(desk.home), desk.thread, "-", "--officer", "xb-0001"],
        input="A long note",
    )
    assert answer.exit_code == 0
    assert desk.node.store.case_file_entries(desk.thread)[-1].data["text"] == "A long note"


def test_a_request_is_restricted_to_officers_and_opened_again(desk):
    store, head = desk.node.store, {"officer": "xb-0002"}
    assert desk.do("restrict", "--to", "xb-0001", "--reason", "Typed", **head).status == 2
    mine = desk.sign("restrict", "--to", "xb-0001", "--reason", "Mine", officer=DUTY)
    assert mine.status == 1  # No role for it.
    restricted = desk.sign("restrict", "--to", "xb-0001", "--reason", "A leak", **head).json
    assert restricted["kind"] == "restricted"
    assert not store.closed_to("xb-0001", {desk.thread})
    assert store.closed_to("xb-0002", {desk.thread})
    assert desk.sign("restrict", "--to", "xb-0001", "--reason", "Again", **head).status == 1
    assert (
        desk.sign("restrict", "--open", "--reason", "It was none", **head).json["kind"] == "opened"
    )
    assert not store.closed_to("xb-0002", {desk.thread})
