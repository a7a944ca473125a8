# SPDX-License-Identifier: Apache-2.0
"""The end of the story: what was proved, where it lies, how to check it without us."""

import shlex
import sys
from pathlib import Path

from rogatory.bootstrap.home import read_home
from rogatory.exercises.cast import DUTY, HEAD_OF_DUTY, HEAD_OF_LAW, LAWYER, STATES
from rogatory.exercises.demo.telling import Story
from rogatory.exercises.stage import PASSWORD, Stage


def _with_judges() -> str:
    """How check.sh finds bagit.py and case_validate where they lie in this program's environment."""
    programs = Path(sys.executable).parent
    if (programs / "case_validate").exists():
        return f"PATH={shlex.quote(str(programs))}:$PATH "
    return ""


def tell_ending(story: Story, *, serve: bool) -> None:
    stage, tell = story.stage, story.stage.narrator
    tell.chapter("The end of the story")
    for check in story.verified["checks"]:
        if check["outcome"] == "holds":
            tell.fact(check["name"])
    tell.text()
    tell.text(f"The court bundle:   {stage.bundle}")
    tell.text(f"The report:         {stage.bundle / 'report.en.pdf'}   (also report.en.html)")
    tell.text("Check it without us, with stock tools only:")
    tell.text(f"   {_with_judges()}sh {shlex.quote(str(stage.bundle / 'check.sh'))}")
    tell.text("(exit 0 all holds, 1 something fails, 3 this machine lacks a tool for some check)")
    tell.text("or with ours, against the directory that you know:")
    tell.text(
        f"   rogatory evidence verify {shlex.quote(str(stage.bundle))} "
        f"--trust {shlex.quote(str(stage.federation.repository))}"
    )
    if not serve:
        return
    tell.text()
    tell_consoles(stage)


def tell_consoles(stage: Stage) -> None:
    """Where the officers of each State log in, and as whom."""
    tell = stage.narrator
    tell.text("The consoles (demo log-ins; password for all: " + PASSWORD + "):")
    for code in stage.codes:
        home = read_home(stage.federation.node(code))
        officers = ", ".join(
            f"{player.known_as(code)} ({player.title})"
            for player in (DUTY, HEAD_OF_DUTY, LAWYER, HEAD_OF_LAW)
        )
        tell.text(f"   {STATES[code].name:10} {home.console_url}   {officers}")
    tell.text()
    tell.text("Serving until you press Ctrl-C.")
