# SPDX-License-Identifier: Apache-2.0
"""The story: every step looks first whether it has been done, so it can be taken up anywhere.

Arcadia asks Borealia to hold the data of a mail account. Borealia finds that a provider in
Thalassia carried the traffic, and says so; Arcadia asks Thalassia, too. Arcadia's central authority
then files the request for the data themselves, Borealia collects, seals and delivers them, and
Arcadia opens them and writes the bundle for the court.
"""

from rogatory.exercises.demo.asking import (
    ask_for_data,
    disclose_path,
    preserve,
    preserve_in_third_state,
)
from rogatory.exercises.demo.delivering import collect_and_deliver, fetch_and_open, write_bundle
from rogatory.exercises.demo.stage import DemoStage
from rogatory.exercises.demo.story_parts import Story


def play(stage: DemoStage) -> Story:
    """Play the whole story, from its present state."""
    story = Story(stage)
    preserve(story)
    disclose_path(story)
    preserve_in_third_state(story)
    ask_for_data(story)
    collect_and_deliver(story)
    fetch_and_open(story)
    write_bundle(story)
    return story
