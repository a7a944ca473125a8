# SPDX-License-Identifier: Apache-2.0
"""The command line beside a running node: what an officer types while its doors are open."""

import hashlib
import json

import pytest

from casts.node.theatre import running_theatre
from casts.steady.warm import command
from rogatory.exercises.narrator import Silence
from rogatory.exercises.scenarios.course import Course
from rogatory.exercises.scenarios.files import scenario
from rogatory.exercises.scenarios.networks import scenario_home
from rogatory.exercises.scenarios.player import play_through

pytestmark = pytest.mark.processes

OFFICER = "xa-0003"


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """The home of Arcadia's node, running, after a case between it and Borealia."""
    network = scenario_home(tmp_path_factory.mktemp("typed") / "home")
    with running_theatre(network, ("XA", "XB")) as running:
        play_through(Course(scenario("interception_authorised"), running, Silence()))
        yield running.federation.node("XA")


def document(*words):
    answer = command(*words, "--json")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def thread(node):
    case_files = document("matter", "list", node, "--officer", OFFICER)["matters"]
    return case_files[0]["row"]["thread"]


@pytest.fixture(scope="module")
def record(node, thread, tmp_path_factory):
    """The record of the thread, as the officer takes it to the file."""
    folder = tmp_path_factory.mktemp("record") / "out"
    document("matter", "export", node, thread, "--officer", OFFICER, "--out", folder)
    return folder


def request_in(record):
    message = next(record.glob("messages/0001-*/message.json")).read_bytes()
    return hashlib.sha256(message).hexdigest()


def test_a_number_and_a_note_given_here_are_on_the_case_file_and_not_in_its_record(
    node, thread, tmp_path
):
    document("matter", "number", node, thread, "17 Js 4/26", "--officer", OFFICER)
    document("matter", "note", node, thread, "Called the court.", "--officer", OFFICER)
    shown = command("matter", "show", node, thread, "--officer", OFFICER).stdout
    assert "17 Js 4/26" in shown
    assert "Called the court." in shown
    document("matter", "export", node, thread, "--officer", OFFICER, "--out", tmp_path / "out")
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert files
    assert not any(b"Called the court." in path.read_bytes() for path in files)


def test_the_law_is_shown_as_the_running_node_has_it(node):
    bound = command("treaty", "status", node, "--state", "XB").stdout
    assert "XB  party since 2026-06-01" in bound
    assert "In force in general from 2026-06-01" in command("treaty", "forecast", node).stdout
    bases = document(
        "treaty", "basis", node, "--kind", "mla_stored_data", "--to", "XB", "--article", "13"
    )
    assert "un-cybercrime" in json.dumps(bases)


def test_the_request_prints_as_a_letter_and_fills_a_form(node, record, tmp_path):
    digest = request_in(record)
    letter = document(
        "letter", node, digest, "--language", "fr", "--no-pdf", "--out", tmp_path / "letter"
    )
    assert letter
    text = next((tmp_path / "letter").glob("*.html")).read_text()
    assert "Arcadie" in text
    assert digest[:4] in text
    texts = command(
        "translate", "texts", node, digest, "--into", "fr", "--out", tmp_path / "texts.json"
    )
    assert texts.returncode == 0, texts.stderr


def test_another_state_is_shown_with_the_line_to_it(node):
    assert "XB" in command("peer", "show", node, "XB").stdout


def test_an_officer_without_the_right_is_refused_and_nothing_is_written(node, thread):
    before = document("matter", "show", node, thread, "--officer", OFFICER)
    answer = command("matter", "note", node, thread, "Not mine.", "--officer", "xa-0001")
    assert answer.returncode == 1
    assert "Not mine." not in answer.stdout
    assert document("matter", "show", node, thread, "--officer", OFFICER) == before
