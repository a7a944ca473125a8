# SPDX-License-Identifier: Apache-2.0
"""Every case that comes with the program over twins, and all that cases do over running nodes; both ends fold alike."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml

from casts.law.citations import foreign
from casts.node.theatre import running_theatre
from casts.steady import warm
from casts.steady.patience import PATIENCE
from rogatory.errors import Refused
from rogatory.exercises.cast import STATES
from rogatory.exercises.narrator import Silence
from rogatory.exercises.scenarios.course import Course
from rogatory.exercises.scenarios.expectations import problems
from rogatory.exercises.scenarios.files import (
    packaged_names,
    packaged_treaty,
    scenario,
    usual_bodies,
)
from rogatory.exercises.scenarios.laws import change_law, change_of, signed_by_two
from rogatory.exercises.scenarios.networks import scenario_home, twin_theatre
from rogatory.exercises.scenarios.player import play_through
from rogatory.exercises.scenarios.references import Surroundings, resolved
from rogatory.exercises.scenarios.scenario import read_scenario
from rogatory.exercises.scenarios.theatre import RealTheatre
from rogatory.node.corrections.correct_law import correction_history
from rogatory.node.provisions.law_data import law_in_force
from rogatory.requests.contents import body
from rogatory.requests.kinds.registry import KINDS

NAMES = packaged_names()
ON_NODES = [name for name in NAMES if not scenario(name).moves_time]


@cache
def done_in(name):
    """Return what running nodes may do otherwise than twins in a case: its acts, and how it
    sends.
    """
    steps = scenario(name).steps
    acts = {("act", str(step.subject)) for step in steps if step.verb == "act"}
    sent = {(step.verb, one) for step in steps for one in step.more if one in WAYS_OF_SENDING}
    laws = {("law", change) for one in scenario(name).laws for change in one if change != "at"}
    return acts | sent | laws | {step.verb for step in steps}


WAYS_OF_SENDING = {"refused", "translated", "bounced", "without", "draft"}


def enough(names):
    """The fewest cases, taken greedily, that do together all that the cases do."""
    left, chosen = set().union(*map(done_in, names)), []
    while left:
        chosen.append(max(names, key=lambda name: (len(done_in(name) & left), name)))
        left -= done_in(chosen[-1])
    return sorted(chosen)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("scenarios") / "home"


@pytest.fixture(scope="module")
def theatre(home):
    """All four States' nodes, running, for all cases."""
    with running_theatre(scenario_home(home)) as running:
        yield running


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """A network whose nodes are made anew in this process for each case."""
    place = tmp_path_factory.mktemp("twins") / "home"
    return lambda case=None: twin_theatre(
        scenario_home(place, case.without_node if case else ()),
        case.with_node if case else tuple(STATES),
    )


@pytest.mark.processes
@pytest.mark.parametrize(
    "name", enough([name for name in ON_NODES if not scenario(name).without_node])
)
def test_a_case_over_running_nodes(theatre, name):
    """Every act and every way of sending; what each rule makes of each case is shown over twins."""
    played = play_through(Course(scenario(name), theatre, Silence()))
    assert played.expectations


@pytest.mark.processes
@pytest.mark.parametrize("name", [name for name in ON_NODES if scenario(name).without_node])
def test_a_case_with_a_state_that_has_no_node_over_running_nodes(home, name):
    case = scenario(name)
    with running_theatre(scenario_home(home, case.without_node), case.with_node) as running:
        assert play_through(Course(case, running, Silence())).expectations


@pytest.mark.parametrize("name", NAMES)
def test_a_case_over_twins(twins, name):
    """Whatever instrument a request rests on, nothing that is shown of it cites another one."""
    case = scenario(name)
    course = Course(case, twins(case), Silence())
    assert play_through(course).expectations
    assert {
        (state, thread): found
        for state, node in course.theatre.nodes.items()
        for thread, one in course.threads.items()
        if node.store.summary(one.id) and (found := foreign(node, one.id))
    } == {}


def rests_on(name):
    """Return the instruments under which a case opens a thread that its other State accepts."""
    sent = [
        step
        for step in scenario(name).steps
        if step.verb == "send" and not step.more.get("refused")
    ]
    return {step.more.get("body", {}).get("legal_basis", {}).get("instrument") for step in sent}


def loaded_from_files(name):
    """Return the instruments of the treaties that a case loads from files."""
    changes = [one["treaty"] for one in scenario(name).laws if "treaty" in one]
    return {
        row["id"]
        for file in changes
        for row in yaml.safe_load(packaged_treaty(file))["instruments"]
    }


def test_enough_cases_rest_on_the_law_that_binds_today():
    """Until the Convention is in force, requests rest on other instruments: over running nodes at least thirty
    cases, ten of them under ETS 185 and five under a treaty of two States that is loaded from a file.
    """
    assert len(ON_NODES) >= 30
    assert len([name for name in ON_NODES if "ets-185" in rests_on(name)]) >= 10
    assert len([name for name in ON_NODES if rests_on(name) & loaded_from_files(name)]) >= 5


def changed(text, twins):
    """Return the result of playing a case whose file was changed."""
    with pytest.raises(Refused) as caught:
        play_through(Course(read_scenario("changed", text.encode()), twins(), Silence()))
    return caught.value


AFTER = "afterwards: [{in: hold}]"
HEAD = """
title: A trial
teaches: Nothing.
articles: ["42"]
states: [XA, XB]
"""
OPENED = """
steps:
  - {send: preservation, from: XA, to: XB, in: hold}
afterwards:
"""


@pytest.mark.parametrize(
    ("expected", "expected_text"),
    [
        ("{in: hold, status: holding}", "the thread is open, not holding"),
        ("{in: hold, hold_days: 60}", "nothing is held"),
        (
            "{in: hold, clocks: {acknowledgement: met}}",
            "the clock acknowledgement is calm, not met",
        ),
        ("{in: hold, clocks: {acknowledgement: none}}", "is calm, not none"),
        ("{in: hold, owed: {acknowledgement: XA}}", "owed by XB, not by XA"),
        ("{in: hold, messages: []}", "has the messages preservation"),
        ("{in: hold, illegal: [refusal]}", "out of place are none, not refusal"),
        ("{in: hold, crossed: [[refusal, acceptance]]}", "refusal and acceptance did not cross"),
        ("{in: hold, facts: {hold: true}}", "hold is None, not True"),
        ("{in: hold, next: {XA: [refusal]}}", "it may not send refusal now"),
        ("{in: hold, not_next: {XB: [refusal]}}", "it may send refusal now"),
        ("{in: hold, pages: {XB: [a comet]}}", "nobody was called for 'a comet'"),
        ("{in: hold, words: {XB: [a comet]}}", "does not show 'a comet'"),
        ("{in: hold, not_words: {XB: [harbour-lights]}}", "shows 'harbour-lights'"),
        ("{in: hold, annotated: {XB: [x-y]}}", "its law says nothing of x-y"),
        ("{in: hold, obliged: {XB: [a comet]}}", "XB does not owe 'a comet'"),
        ("{in: hold, remarks: {XB: [a comet]}}", "its law does not say 'a comet'"),
        ("{in: hold, decided: {XB: ['refusal: x (xb-0001)']}}", "nobody decided 'refusal: x"),
        (
            "{in: hold, grounds: {XB: {}}}",
            "its law lists the grounds essential_interests (40(21)(b) by 42(6))",
        ),
        ("{in: hold, law: {XB: {of: answer, shows: [x-y]}}}", "x-y is not what the law shows"),
        ("{in: elsewhere}", "there is no thread elsewhere"),
    ],
)
def test_what_is_not_as_expected_is_reported(twins, expected, expected_text):
    refusal = changed(f"{HEAD}{OPENED}  - {expected}", twins)
    assert refusal.codes[0] == "scenario-not-as-expected"
    assert expected_text in str(refusal)


@pytest.mark.parametrize("what", ["messages", "standing"])
def test_two_ends_that_fold_differently_are_reported_whatever_is_expected(what):
    look = {"messages": ["a"], "standing": {"hold": None}, "status": "open", "listed": "open"}
    assert problems({}, {"XA": look, "XB": look}) == []
    other = look | {what: ["b"]}
    (problem,) = problems({}, {"XA": look, "XB": other})
    assert problem == f"XA and XB fold the {what} of the thread differently"


def test_a_desk_that_lists_another_status_than_the_thread_has_is_reported():
    look = {"messages": [], "standing": {}, "status": "open", "listed": "holding"}
    assert problems({}, {"XA": look}) == ["XA lists the thread as holding, and it is open"]


def test_all_that_is_not_as_expected_is_reported_at_once(twins):
    refusal = changed(f"{HEAD}{OPENED}  - {{in: hold, status: holding, hold_days: 60}}", twins)
    assert len(refusal.reasons) == 4


BUDAPEST = "body: {legal_basis: {instrument: ets-185}}"


def test_a_remark_is_reported_where_none_is_expected(twins):
    opened = OPENED.replace("in: hold", f"in: hold, {BUDAPEST}").replace("XB", "XM")
    expected = "{in: hold, annotated: {XM: []}}"
    refusal = changed(f"{HEAD.replace('XB', 'XM')}{opened}  - {expected}", twins)
    assert "XM: its law remarks law-basis-articles-unsaid" in str(refusal)


def test_a_claim_about_instruments_is_held_to_the_register(twins):
    claim = "in_force: {ets-185: [XA, XB]}"
    refusal = changed(f"{HEAD}{claim}{OPENED}  - {{in: hold}}", twins)
    assert "ets-185 is not in force between XA and XB" in str(refusal)


OWN_TREATY = "treaty_of_two_own_ground"


def instruments(theatre, state):
    return {one.id for one in law_in_force(theatre.nodes[state]).instruments}


@pytest.mark.parametrize("name", [OWN_TREATY, "treaty_of_two_required"])
def test_a_case_that_changed_the_law_is_played_again_and_leaves_nothing_to_the_next(twins, name):
    """Running nodes are shared by cases: each begins with the packaged law."""
    case = scenario(name)
    theatre = twins(case)
    for _ in range(2):
        assert play_through(Course(case, theatre, Silence())).expectations
        assert "mlat-xb-xt" in instruments(theatre, "XB") & instruments(theatre, "XT")
    text = f"{HEAD.replace('XA', 'XT')}not_in_force: {{mlat-xb-xt: [XT, XB]}}"
    opened = OPENED.replace("XA", "XT")
    case = read_scenario("next", f"{text}{opened}  - {{in: hold}}".encode())
    assert play_through(Course(case, theatre, Silence())).expectations
    for state in ("XB", "XT"):
        assert "mlat-xb-xt" not in instruments(theatre, state)
        assert theatre.ask(state, "changed_rows") == []


def test_a_row_that_a_case_replaced_is_again_as_it_is_packaged(twins):
    theatre = twins(scenario(OWN_TREATY))
    ended = {"state": "XT", "instrument": "untoc", "in_force_from": "2008-05-01"}
    change = {"rows": {"parties": [ended | {"ended": "2020-01-01"}]}}
    change_law(theatre, "XB", change)
    assert not theatre.ask("XB", "in_force", other="XT", instrument="untoc")
    words = signed_by_two(theatre, "XB", "end_law_change", theatre.ask("XB", "changed_rows"))
    theatre.ask("XB", "end_law_change", words=words)
    assert theatre.ask("XB", "in_force", other="XT", instrument="untoc")


def other_act(theatre, change):
    return signed_by_two(theatre, "XB", "end_law_change", change)


def other_change(theatre, change):
    return signed_by_two(theatre, "XB", "change_law", {"treaty": change["treaty"] + "#"})


def one_officer_twice(theatre, change):
    return [signed_by_two(theatre, "XB", "change_law", change)[0]] * 2


def officers_of_another_state(theatre, change):
    return signed_by_two(theatre, "XT", "change_law", change)


@pytest.mark.parametrize(
    "attack", [other_act, other_change, one_officer_twice, officers_of_another_state]
)
def test_no_law_is_changed_without_the_keys_of_both_officers(twins, attack):
    theatre = twins(scenario(OWN_TREATY))
    change = change_of({"treaty": "mutual_assistance"})
    words = attack(theatre, change)
    with pytest.raises(Refused):
        theatre.ask("XB", "change_law", change=change, words=words)
    assert correction_history(theatre.nodes["XB"]) == []
    assert "mlat-xb-xt" not in instruments(theatre, "XB")


@pytest.mark.parametrize(
    ("step", "code", "expected"),
    [
        ("{send: preservation, from: XA, to: XB, in: hold, refused: [x]}", "failed", "was done"),
        (
            "{send: preservation, from: XA, to: XB, in: a, without: [facts], refused: [], reads: [m]}",
            "failed",
            "refused with 'm'",
        ),
        (
            "{send: preservation, from: XA, to: XB, in: hold, without: [facts]}",
            "failed",
            "content-",
        ),
        ("{send: acceptance, from: XB, to: XA, in: none, refused: [x]}", "failed", "thread-needed"),
        ("{act: send, by: XA, with: {draft: none, officer: xa-0001}}", "failed", "draft"),
        ("{act: look, by: XA, with: {thread: '@thread none'}}", "reference", "@thread none"),
        ("{act: look, by: XA, with: {thread: '@moon'}}", "reference", "@moon"),
        (
            "{bases: {kind: preservation, from: XA, to: XB, serves: [comity]}}",
            "not-as",
            "un-cybercrime",
        ),
    ],
)
def test_a_step_that_goes_otherwise_ends_the_case(twins, step, code, expected):
    steps = f"\nsteps:\n  - {step}\nafterwards:\n  - {{in: hold}}"
    refusal = changed(HEAD + steps, twins)
    assert code in refusal.codes[0]
    assert expected in str(refusal)


WRONG_LAWS = "laws: [{at: [XA]}, {at: [XM], rows: {}}, {at: [XA], treaty: 1}]"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[", ["it is no YAML"]),
        ("- a", ["it is no mapping"]),
        ("{}", ["title", "teaches", "articles", "states", "steps", "afterwards"]),
        (f"{HEAD}{OPENED}  - {{in: hold, mood: good}}", ["mood is nothing to expect"]),
        (f"{HEAD}{OPENED}  - {{status: open}}", ["an expectation names its thread"]),
        (f"{HEAD}cast: many{OPENED}  - {{in: hold}}", ["cast is no name of this form"]),
        (
            f"{HEAD}{WRONG_LAWS}{OPENED}  - {{in: hold}}",
            ["laws 1: it has not", "laws 2: at does not", "laws 3: treaty is no name"],
        ),
        (HEAD.replace("XB", "ZZ") + OPENED + "  - {in: hold}", ["ZZ is none of the cast's States"]),
        (
            f"{HEAD}steps: [{{send: a, act: b}}, {{send: a}}, {{act: a, to: XA}}]\n{AFTER}",
            ["exactly one", "lacks from", "lacks to", "lacks in", "to has no place", "lacks by"],
        ),
    ],
)
def test_a_file_out_of_form_is_refused_with_all_that_is_wrong(text, wrong):
    with pytest.raises(Refused) as caught:
        read_scenario("bent", text.encode())
    assert set(caught.value.codes) == {"scenario-form"}
    for problem in wrong:
        assert problem in str(caught.value)


def test_a_scenario_that_is_not_there_is_refused():
    with pytest.raises(Refused) as caught:
        scenario("never-written")
    assert caught.value.codes == ("scenario-unknown",)


PACKAGE = {
    "package": "019aaf00-0000-7000-8000-00000000000a",
    "seal": "0" * 64,
    "bag": "1" * 64,
    "payload_size": 100,
    "segments": 1,
    "segment_size": 1 << 24,
}


@pytest.mark.parametrize("kind", usual_bodies())
def test_what_a_message_usually_says_is_of_its_kind(kind):
    around = Surroundings(
        now=datetime(2026, 11, 25, 3, tzinfo=UTC),
        officer="xa-0001",
        approver="xa-0002",
        thread=PACKAGE["package"],
        threads=dict.fromkeys(("written", "request"), PACKAGE["package"]),
        kept={"package": PACKAGE},
        digest=lambda *_: "2" * 64,
    )
    assert kind in KINDS
    assert body.check(kind, resolved(usual_bodies()[kind], around)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_case_says_what_it_teaches_with_states_of_the_cast(name):
    found = scenario(name)
    assert len(found.teaches) > 60
    assert set(found.states) <= STATES.keys()
    assert found.afterwards


def command(*words):
    return warm.command("exercise", *words)


def test_the_command_lists_every_case():
    document = json.loads(command("list", "--json").stdout)
    assert [one["name"] for one in document] == list(NAMES)
    words = command("list").stdout
    assert all(name in words for name in NAMES)


def test_the_command_plays_a_case_and_prints_articles_and_refusals(tmp_path):
    answer = command("play", "additional_information", "--in-one-process", "--home", tmp_path / "h")
    assert answer.returncode == 0, answer.stderr
    for words in ("art. 42(1), parallel", "art. 42(6)", "refused: content-missing", "1 played"):
        assert words in answer.stdout
    result = command(
        "play", "withdrawal_crosses", "--in-one-process", "--home", tmp_path / "h", "--json"
    )
    (document,) = json.loads(result.stdout)["played"]
    assert (document["name"], document["sent"]) == ("withdrawal_crosses", 4)


def test_the_command_plays_a_file_of_ones_own_and_ends_with_1_where_it_does_not_hold(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(f"{HEAD}{OPENED}  - {{in: hold, status: holding}}")
    answer = command("play", own, "--in-one-process")
    assert answer.returncode == 1
    assert "[scenario-not-as-expected]" in answer.stderr


def test_a_case_that_differs_keeps_the_others_from_nothing_and_is_reported_at_the_end(tmp_path):
    own, other = tmp_path / "own.yaml", "additional_information"
    own.write_text(f"{HEAD}{OPENED}  - {{in: hold, status: holding}}")
    play = ("play", own, other, "--in-one-process", "--home", tmp_path / "h")
    title = scenario(other).title
    first = command(*play)
    assert (first.returncode, title in first.stdout) == (1, False)
    both = command(*play, "--keep-going")
    assert (both.returncode, title in both.stdout) == (1, True)
    assert "[exercise-case-differed]" in both.stderr
    assert "Step 2 of own: XA" in both.stderr


@pytest.mark.processes
def test_an_interrupted_case_leaves_nobody_behind(tmp_path):
    home = tmp_path / "home"
    words = ["-m", "rogatory.main", "exercise", "play", "happy_path", "--home", home]
    # A shell starts what it puts in the background with SIGINT ignored, and children inherit that.
    playing = subprocess.Popen(
        ["env", "--default-signal=INT", sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for line in playing.stdout:
        if "are up" in line:
            break
    playing.send_signal(signal.SIGINT)
    output = playing.communicate(timeout=PATIENCE)[1]
    assert playing.returncode == 130
    assert "a case begins anew" in output
    left = [
        path
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.parent.name != str(os.getpid()) and str(home).encode() in output_of(path)
    ]
    assert left == []


def output_of(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_the_command_wants_names_or_all():
    assert command("play").returncode == 2
    assert command("play", "--all", "happy_path").returncode == 2
    assert command("play", "--all", "--serve", "--json").returncode == 2


def test_a_home_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    answer = command("play", "happy_path", "--home", tmp_path)
    assert answer.returncode == 1
    assert "[exercise-home-not-ours]" in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_running_nodes_refuse_to_skip_time_and_say_how_to_play_it():
    with pytest.raises(Refused, match="--in-one-process") as caught:
        RealTheatre(stage=None).forward(timedelta(days=3))
    assert caught.value.codes == ("scenario-needs-twins",)
