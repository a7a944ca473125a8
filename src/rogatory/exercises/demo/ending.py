# SPDX-License-Identifier: Apache-2.0
"""The end of the story: what was proved, where it lies, how to check it without us."""

import shlex

from rogatory.exercises.consoles import tell_consoles
from rogatory.exercises.demo.story_parts import Story


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
    tell.text("   rogatory evidence check-script --out check.sh")
    tell.text(f"   sh check.sh {shlex.quote(str(stage.bundle))} CA-FINGERPRINT …")
    tell.text(
        "(exit 1 something fails, 3 nothing fails, and the rest is to be checked by other means)"
    )
    tell.text("or with ours, against the directory that you know:")
    tell.text(
        f"   rogatory evidence verify {shlex.quote(str(stage.bundle))} "
        f"--trust {shlex.quote(str(stage.federation.repository))}"
    )
    if serve:
        tell_consoles(stage)
