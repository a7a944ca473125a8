# SPDX-License-Identifier: Apache-2.0
"""The demo's stage: three States, and what a story taken up again finds of itself.

network/      the federation (see `federation`)
seizure/      what the demo generated when no --evidence was given
work/         what the examiners of Borealia and Arcadia made
bundle/       what goes to court
logs/         one file a process
demo.json     what was chosen when the story began
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rogatory.bootstrap.home.free_ports import free_port
from rogatory.disk import replace
from rogatory.errors import Refused
from rogatory.exercises import refusals
from rogatory.exercises.narrator import Narrator
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.stage import ExerciseStage

CODES = ("XA", "XB", "XT")

SECONDS_TO_RECEIPT = 120
"""Delivery takes well under a second; a restarted node must have time to come back."""

SECONDS_TO_FETCH = 1800
"""A disk image over loopback moves at some hundred megabytes a second."""

BEGUN = "demo.json"


@dataclass
class DemoStage(ExerciseStage):
    evidence: Path | None = None
    """The evidence that Borealia collects; None where the demo makes a seizure up."""

    @property
    def bundle(self) -> Path:
        return self.home / "bundle"


def demo_stage(
    home: Path, narrator: Narrator, begun: Mapping[str, Any], ensemble: Ensemble
) -> DemoStage:
    evidence = Path(begun["evidence"]) if begun["evidence"] else None
    return DemoStage(home, narrator, ensemble, CODES, begun["ports"], evidence=evidence)


def begin(home: Path, evidence: Path | None, narrator: Narrator) -> dict[str, Any]:
    """Return what the story in this home began with; begins it if there is none."""
    path = home / BEGUN
    if path.exists():
        begun: dict[str, Any] = json.loads(path.read_text())
        if evidence is not None and str(evidence.absolute()) != begun["evidence"]:
            raise Refused(
                refusals.OTHER_EVIDENCE.because(home=str(home), path=str(begun["evidence"]))
            )
        narrator.text(f"Going on with the story in {home}, which began {begun['began']}.")
        return begun
    if evidence is not None and not os.access(evidence, os.R_OK):
        raise Refused(refusals.NO_EVIDENCE.because(path=str(evidence)))
    if home.exists() and any(home.iterdir()):
        raise Refused(refusals.NOT_OURS.because(path=str(home)))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    begun = {
        "began": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "evidence": str(evidence.absolute()) if evidence else None,
        "ports": [free_port(), free_port()],
    }
    replace(path, json.dumps(begun, indent=1).encode())
    return begun
