# SPDX-License-Identifier: Apache-2.0
"""The page from a bare host to the first drill, run as it is: real processes, real keys, officers in a real browser."""

import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from casts.console.accounts.enrolment_at_the_console import made_at_the_console
from casts.console.browser import CHROMIUM, chromium
from release.first_drill import PAGE, PageError, Play, blocks, free_ports, in_order

pytest.importorskip("playwright.sync_api")

HERE = f"{Path(sys.executable).parent}:/usr/bin:/bin"
"""Where the program and the host's own are."""

TEXT = PAGE.read_text(encoding="utf-8")


def in_the_browser(browser, play, state):
    """Enrol the officers of a State as the page asks them to."""
    script = next(one.script for one in play.found if "rogatory officers open" in one.script)
    password = re.search(r'password\\": \\"([^"\\]+)', script)[1]
    console = f"http://{play.name(state, 'CONSOLE')}"
    for number in (f"{state.lower()}-0001", f"{state.lower()}-0002"):
        file, digits = made_at_the_console(browser, console, number, password)
        (play.folder / f"rogatory-passkey-{number}.json").write_bytes(file)
        (play.folder / f"{number}.digits").write_text(digits)


@pytest.mark.browser
@pytest.mark.processes
def test_the_page_leads_to_an_acknowledged_drill(tmp_path):
    lines = []
    with chromium(CHROMIUM) as browser:
        by_hand = partial(in_the_browser, browser)
        Play(tmp_path, TEXT, HERE, by_hand=by_hand, report=lines.append).run()
    shown = subprocess.run(
        ["rogatory", "drill", "show", tmp_path / "xb" / "node", "--json"],
        env={"PATH": HERE},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (drill,) = json.loads(shown)["drills"]
    assert (drill["peer"], drill["result"], drill["officer"]) == ("XA", "acknowledged", "xa-0001")
    run = sum(one.kind != "install" for one in blocks(TEXT))
    assert len(lines) >= run


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("--targets-key", "--target-key", "No such option"),
        ("rogatory directory create", "rogatory directory begin", "No such command"),
        ("--root-key secretariat/root-3/", "--root-key secretariat/root-4/", "does not exist"),
    ],
)
def test_a_wrong_command_fails_on_its_line(tmp_path, right, wrong, problem):
    """Keys are made before, as the page says, and nothing that comes later is run."""
    page = TEXT.replace(right, wrong)
    assert page != TEXT
    later = []
    with pytest.raises(PageError, match=problem) as raised:
        Play(tmp_path, page, HERE, report=later.append).run()
    line = next(one.line for one in blocks(page) if "root-1" in one.script)
    assert str(raised.value).startswith(f"line {line} (Secretariat) ended with")
    assert not [one for one in later if f"line {line:3}" in one]
    assert not (tmp_path / "secretariat" / "repository").exists()


def test_a_service_that_ends_is_noticed(tmp_path):
    page = "<!-- start: node -->\n```sh\nfalse\n```\n<!-- run: node -->\n```sh\nsleep 1\n```\n"
    with pytest.raises(PageError, match="what was started has ended"):
        Play(tmp_path, page, HERE).run()


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("```sh\ntrue\n```\n", "line 1: this block names no machine"),
        ("<!-- runs: node -->\n```sh\ntrue\n```\n", "nobody knows what"),
        ("<!-- run: node -->\n<!-- run: node -->\n```sh\ntrue\n```\n", "no block follows"),
        ("text\n", "no block"),
    ],
)
def test_a_page_with_a_block_that_would_not_run_is_refused(page, problem):
    with pytest.raises(PageError, match=problem):
        blocks(page)


def test_blocks_of_each_state_are_run_for_one_state_after_the_other():
    page = "".join(
        f"<!-- run: {who} -->\n```sh\n{number}\n```\n"
        for number, who in enumerate(("all", "node of each State", "ministry of each State", "XB"))
    )
    found = [(one.script.strip(), state) for one, state in in_order(blocks(page), ("XB", "XA"))]
    assert found == [
        ("0", None), ("1", "XB"), ("2", "XB"), ("1", "XA"), ("2", "XA"), ("3", "XB"),
    ]  # fmt: skip


def test_each_port_of_the_page_gets_a_free_one():
    ports = free_ports(TEXT)
    assert len(ports) == len(set(ports.values())) == 5


def test_the_archive_is_installed_by_the_commands_of_the_page_on_installing():
    """One text differs from the other in folders only."""
    install = (PAGE.parent / "install.md").read_text(encoding="utf-8")
    (block,) = [one for one in blocks(TEXT) if one.who == "archive"]
    for part in (
        "tar --extract --no-same-owner --file rogatory-0.1.0-offline.tar",
        "sha256sum --check --strict --quiet MANIFEST.sha256",
        "--no-index --find-links wheels --require-hashes --requirement requirements.txt",
    ):
        assert part in block.script
        assert part in install
