# SPDX-License-Identifier: Apache-2.0
"""The end of the story: what was proved, where it lies, how to check it without us."""

import shlex

from rogatory.exercises.consoles import print_consoles
from rogatory.exercises.demo.story_parts import Story


def narrate_ending(story: Story, *, serve: bool) -> None:
    stage, narrator = story.stage, story.stage.narrator
    narrator.chapter("The end of the story")
    for check in story.verified["checks"]:
        if check["outcome"] == "holds":
            narrator.fact(check["name"])
    narrator.text()
    narrator.text(f"The court bundle:   {stage.bundle}")
    narrator.text(f"The report:         {stage.bundle / 'report.en.pdf'}   (also report.en.html)")
    narrator.text("Check it without us, with stock tools only:")
    narrator.text("   rogatory evidence check-script --out check.sh")
    narrator.text(f"   sh check.sh {shlex.quote(str(stage.bundle))} CA-FINGERPRINT …")
    narrator.text(
        "(exit 1 something fails, 3 nothing fails, and the rest is to be checked by other means)"
    )
    narrator.text("or with ours, against the directory that you know:")
    narrator.text(
        f"   rogatory evidence verify {shlex.quote(str(stage.bundle))} "
        f"--trust {shlex.quote(str(stage.federation.repository))}"
    )
    if serve:
        print_consoles(stage)
