# SPDX-License-Identifier: Apache-2.0
"""The scenarios that come with the program, and those of a trainer's own."""

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from rogatory.disk import read_file
from rogatory.errors import Refused
from rogatory.exercises import refusals
from rogatory.exercises.scenarios.scenario import LARGEST_FILE, LOADER, Scenario, read_scenario

_PACKAGE = "rogatory.exercises.scenarios"


@cache
def packaged_names() -> tuple[str, ...]:
    files = resources.files(_PACKAGE).iterdir()
    return tuple(sorted(Path(f.name).stem for f in files if f.name.endswith(".yaml")))


def scenario(name: str) -> Scenario:
    """Return the scenario of that name, or of that file; refuses what is neither."""
    if name in packaged_names():
        return read_scenario(name, (resources.files(_PACKAGE) / f"{name}.yaml").read_bytes())
    path = Path(name)
    if not path.is_file():
        raise Refused(refusals.SCENARIO_UNKNOWN.because(name=ascii(name)[:80]))
    return read_scenario(path.stem, read_file(path, limit=LARGEST_FILE))


def packaged_treaty(name: str) -> bytes | None:
    """Return the file of a treaty that comes with the program; None where none has that name."""
    path = resources.files(_PACKAGE) / "treaties" / f"{name}.yaml"
    return path.read_bytes() if name.isidentifier() and path.is_file() else None


@cache
def usual_bodies() -> dict[str, dict[str, Any]]:
    """Return what a message of each kind says where a scenario does not say otherwise."""
    data = (resources.files(_PACKAGE) / "usual" / "bodies.yaml").read_bytes()
    found: dict[str, dict[str, Any]] = yaml.load(data, Loader=LOADER)  # noqa: S506 - a safe loader in either case
    return found
