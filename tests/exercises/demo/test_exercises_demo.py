# SPDX-License-Identifier: Apache-2.0
"""The demo as its user runs it: real processes, real interruptions, nothing lost, nobody left behind."""

import ast
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import rogatory.exercises
from bench.rows import as_json
from bench.scales import SCALES
from bench.studies import court
from bench.workplace import Workplace
from casts.node.theatre import give_tables
from casts.steady.patience import PATIENCE
from rogatory.exercises.demo.stage import CODES, begin
from rogatory.exercises.narrator import Silence
from rogatory.exercises.stage import found_network

pytestmark = pytest.mark.processes

LARGEST_PROCESS = 250 << 20
SECONDS = 2 * PATIENCE
"""A demo starts a dozen processes, some of them one after another."""

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def command(home, *options):
    return [
        sys.executable,
        "-m",
        "rogatory.main",
        "demo",
        "--home",
        str(home),
        "--no-serve",
        *map(str, options),
    ]


def play(home, *options):
    return subprocess.run(command(home, *options), capture_output=True, text=True, timeout=SECONDS)


def processes_of(home):
    """Process ids and command lines that name the home."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(home) in words and int(path.parent.name) != os.getpid():
            found[int(path.parent.name)] = words.replace("\0", " ")
    return found


def nobody_is_left(home):
    until = time.monotonic() + SECONDS
    while processes_of(home):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def transcripts(home):
    """How often each State said each kind in each thread, as every node has it."""
    sql = "import sqlite3,sys,json; c=sqlite3.connect(sys.argv[1]); print(json.dumps(c.execute('select thread, sender_state, kind from storage_message').fetchall()))"
    found = {}
    for database in sorted(home.glob("network/nodes/*/books.sqlite3")):
        answer = subprocess.run(
            [sys.executable, "-c", sql, str(database)], capture_output=True, text=True, check=True
        )
        found[database.parent.name] = Counter(map(tuple, json.loads(answer.stdout)))
    return found


def started(home, *, serve=False):
    words = [word for word in command(home) if not (serve and word == "--no-serve")]
    # A shell starts what it puts in the background with SIGINT ignored, and children inherit that.
    return subprocess.Popen(
        ["env", "--default-signal=INT", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def read_until(process, words):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return
    process.stdout.close()
    raise AssertionError(
        f"the demo ended with {process.wait()} before it printed {words!r}:\n{''.join(lines[-40:])}"
    )


def peaks_of(home):
    """The most memory that each process of the home has had so far."""
    found = {}
    for pid, words in processes_of(home).items():
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        if peak:
            found[words] = int(peak[1]) * 1024
    return found


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A demo that was played once, undisturbed, while the memory of its processes was watched."""
    home = tmp_path_factory.mktemp("demo") / "home"
    process = started(home)
    peaks = {}
    while process.poll() is None:
        for words, peak in peaks_of(home).items():
            peaks[words] = max(peaks.get(words, 0), peak)
        time.sleep(0.2)
    output = process.stdout.read()
    process.stdout.close()
    return home, process.returncode, output, peaks


def test_the_story_ends_with_a_bundle(played):
    home, status, output, _ = played
    assert status == 0, output
    assert (home / "bundle" / "bundle.json").exists()
    report = subprocess.run(
        ["pdftotext", str(home / "bundle" / "report.en.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for words in ("compare this with one you have from elsewhere", "AR-2026-0417", "xb-0005"):
        assert words in report
    for words in (
        "art. 42",
        "art. 43",
        "art. 44",
        "signed receipt",
        "check.sh",
        "Everything is stopped.",
    ):
        assert words in output


def test_nobody_is_left_behind(played):
    assert nobody_is_left(played[0]), processes_of(played[0])


def test_no_process_takes_much_memory(played):
    peaks = played[3]
    assert len(peaks) >= 12
    assert max(peaks.values()) < LARGEST_PROCESS, peaks


def test_both_ends_hold_the_same_transcripts(played):
    transcript = transcripts(played[0])
    assert set(transcript) == {"xa", "xb", "xt"}
    assert transcript["xa"] == transcript["xb"] + transcript["xt"]
    assert set(transcript["xa"].values()) == {1}


@pytest.mark.judge
@pytest.mark.law_line(45)
def test_stock_tools_accept_the_bundle(played):
    bundle = played[0] / "bundle"
    script = Path(__file__).parents[3] / "verifier" / "check.sh"
    answer = subprocess.run(["sh", str(script), str(bundle)], capture_output=True, text=True)
    assert answer.returncode == 3, answer.stdout + answer.stderr


@pytest.mark.judge
def test_the_benchmark_measures_a_court_s_check_of_the_bundle(played, tmp_path):
    """Its row of the table, of which `tests/bench` measures the rest; no figure is asserted."""
    home = played[0]
    found = court.measure_checks(
        Workplace(tmp_path, SCALES["tiny"]), home, home / "work" / "xa-bag" / "data"
    )
    assert as_json(court.CHECK, found, None)["figure"] > 0
    assert found.figures["items"] > 1


@pytest.mark.law_line(47)
def test_evidence_is_readable_on_no_node(played):
    home = played[0]
    secret = b"Your parcel is held at the border"
    assert any(secret in path.read_bytes() for path in (home / "seizure").rglob("*.eml"))
    for path in (home / "network" / "nodes").rglob("*"):
        if path.is_file():
            assert secret not in path.read_bytes(), path
    assert not list((home / "network" / "nodes").rglob("identity.txt"))


def test_other_evidence_in_the_same_home_is_refused(played, tmp_path):
    other = tmp_path / "other.bin"
    other.write_bytes(b"x")
    answer = play(played[0], "--evidence", other)
    assert answer.returncode == 1
    assert "[exercise-other-evidence]" in answer.stderr


def interrupt(process):
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 130


def interrupted(home, after):
    """Let the story be stopped by Ctrl-C once it has printed some words."""
    process = started(home)
    read_until(process, after)
    interrupt(process)
    assert nobody_is_left(home), processes_of(home)


def killed(home, line, *victims):
    """Let all processes of nodes be killed once a line was printed: the demo ends, and with it all."""
    process = started(home)
    read_until(process, line)
    for pid, words in processes_of(home).items():
        if "terminal" not in words and any(victim in words for victim in victims):
            os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=SECONDS)
    assert process.returncode != 0
    assert nobody_is_left(home), processes_of(home)


def killed_itself(home, after):
    process = started(home)
    read_until(process, after)
    process.kill()
    process.communicate()
    assert nobody_is_left(home), processes_of(home)


def broken_step(home):
    """Let a key be bent: the step that needs it ends the demo with a clear error."""
    key = next(
        (home / "network" / "workstations" / "xb-central-authority" / "signing").glob("p256.key")
    )
    kept = key.read_bytes()
    key.write_bytes(b"bent")
    answer = play(home)
    assert answer.returncode == 1
    assert "[exercise-command-failed]" in answer.stderr
    assert nobody_is_left(home), processes_of(home)
    key.write_bytes(kept)


def begun(home):
    """Return the home of a story that began, and was interrupted before its nodes first started."""
    found_network(home, CODES, begin(home, None, Silence())["ports"])
    give_tables(home / "network", CODES)
    return home


def test_a_story_interrupted_and_killed_in_every_way_loses_nothing_and_leaves_nobody(tmp_path):
    """One story, begun again after each: by Ctrl-C, with its nodes killed, killed itself, at a broken step.

    Beside the one that is killed itself a second one goes on, until messages were answered in both.
    """
    home, beside = begun(tmp_path / "home"), begun(tmp_path / "beside")
    interrupted(home, "1. Arcadia")
    killed(home, "XA  → XB  preservation request", "nodes/xa", "nodes/xb")
    second = started(beside)
    killed_itself(home, "2. Borealia")
    read_until(second, "2. Borealia")
    interrupt(second)
    assert nobody_is_left(beside), processes_of(beside)
    broken_step(home)
    interrupted(home, "5. Arcadia")
    answer = play(home)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    transcript = transcripts(home)
    assert transcript["xa"] == transcript["xb"] + transcript["xt"]
    assert set(transcript["xa"].values()) == {1}


@pytest.mark.browser
def test_the_same_home_again_goes_on_at_the_end_with_consoles_to_log_in_to_and_stops_at_ctrl_c(
    played,
):
    home = played[0]
    before = transcripts(home)
    process = started(home, serve=True)
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Serving until" in line:
            break
    output = "".join(lines)
    assert "in an earlier run" in output
    password = re.search(r"with the password (\S+):", output)[1]
    addresses = re.findall(r"(Arcadia|Borealia|Thalassia) +(http://localhost:\d+)", output)
    assert [name for name, _ in addresses] == ["Arcadia", "Borealia", "Thalassia"]
    with sync_playwright() as play_wright:
        browser = play_wright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for (name, address), number in zip(
            addresses, ("xa-0003", "xb-0001", "xt-0001"), strict=True
        ):
            page = browser.new_context().new_page()
            page.goto(address)
            page.fill("input[name=login]", number)
            page.fill("input[name=password]", password)
            page.keyboard.press("Enter")
            page.wait_for_selector("h1:has-text('Duty desk')")
            assert name in page.title()
            assert "Request to preserve stored data" in page.content()
        browser.close()
    peaks = peaks_of(home)
    assert any("child console" in words for words in peaks)
    assert max(peaks.values()) < LARGEST_PROCESS, peaks
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=SECONDS)[0]
    assert process.returncode == 0, output + rest
    assert "Everything is stopped." in rest
    assert transcripts(home) == before
    assert nobody_is_left(home), processes_of(home)


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    answer = play(tmp_path)
    assert answer.returncode == 1
    assert "[exercise-home-not-ours]" in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_evidence_that_is_not_there_is_refused_before_anything_starts(tmp_path):
    answer = play(tmp_path / "home", "--evidence", tmp_path / "nothing")
    assert answer.returncode == 1
    assert "[exercise-no-evidence]" in answer.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("module", ["demo/delivering.py", "scenarios/workshop.py"])
def test_an_exercise_seals_without_words_of_its_own(module):
    """An officer's reason is printed as written: in English, within Arabic letters, it repeats the act."""
    source = Path(rogatory.exercises.__file__).parent / module
    commands = [
        [one.value for one in ast.walk(call) if isinstance(one, ast.Constant)]
        for call in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(call, ast.Call)
    ]
    seals = [words for words in commands if {"evidence", "seal", "--to"} <= set(map(str, words))]
    assert seals
    assert [words for words in seals if "--reason" in words] == []
