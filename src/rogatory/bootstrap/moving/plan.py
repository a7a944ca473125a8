# SPDX-License-Identifier: Apache-2.0
"""The plan of a move: written before it begins, removed after it has ended.

The plan is `move/plan.json` in the home. It holds both places, so that the same command goes on whichever
of them node.toml names by then.
"""

import dataclasses
import json
import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rogatory.bootstrap import refusals as home_refusals
from rogatory.bootstrap.home.folder import SETTINGS_FILE, Home, environment_reasons, setting_problem
from rogatory.bootstrap.moving import refusals
from rogatory.bootstrap.node_toml.declared import DeclaredSetting, declared, read_table
from rogatory.bootstrap.node_toml.settings import NodeSettings
from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire.foreign_files import read_toml
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_, FilledText, problem_of

PLACES = ("database_url", "object_store")
"""The settings of node.toml that a move changes."""

PLAN = "plan.json"

_LARGEST = 1 << 16


@dataclass(frozen=True, slots=True)
class MovePlan:
    """Where the rows and objects are, and where they go: the settings of both, as node.toml has them."""

    id: str
    source: Mapping[str, Any]
    target: Mapping[str, Any]

    @property
    def moves_rows(self) -> bool:
        return self.source.get("database_url") != self.target.get("database_url")

    @property
    def moves_objects(self) -> bool:
        return self.source.get("object_store") != self.target.get("object_store")


def move_folder(home: Home) -> Path:
    return home.path / "move"


def read_plan(home: Home) -> MovePlan | None:
    path = move_folder(home) / PLAN
    if not path.exists():
        return None
    found = json.loads(read_file(path, limit=_LARGEST))
    return MovePlan(found["id"], found["from"], found["to"])


def write_plan(home: Home, plan: MovePlan) -> None:
    move_folder(home).mkdir(mode=0o700, exist_ok=True)
    document = {"id": plan.id, "from": dict(plan.source), "to": dict(plan.target)}
    write_new(move_folder(home) / PLAN, json.dumps(document).encode())


def target_of(to: Path | None) -> dict[str, Any]:
    """Return the settings of the place that a file names, or of the home if there is no file.

    Raises:
        Refused: the file is malformed.
    """
    return {} if to is None else _read_target(to)


def new_plan(home: Home, target: Mapping[str, Any], random: Random) -> MovePlan:
    """Return the plan of a move to a place.

    Raises:
        Refused: the node is there already.
    """
    document = tomllib.loads((home.path / SETTINGS_FILE).read_text(encoding="utf-8"))
    source = {name: document[name] for name in PLACES if name in document}
    plan = MovePlan(str(uuid.UUID(bytes=random(16), version=4)), source, target)
    if not plan.moves_rows and not plan.moves_objects:
        raise Refused(refusals.NOTHING.because(path=str(home.path)))
    return plan


def home_at(home: Home, place: Mapping[str, Any]) -> Home:
    """Return the home with the settings of one of the two places.

    Raises:
        Refused: they are malformed, or variables of the environment would override them.
    """
    found, faults = read_table(place, _settings())
    refuse_if_any(
        home_refusals.HOME_SETTING.because(name=str(one.place[0]), problem=setting_problem(one))
        for one in faults
    )
    refuse_if_any(environment_reasons(found))
    url, store = found.get("database_url"), found.get("object_store")
    return dataclasses.replace(home, database_url=url, object_store=store)


def _read_target(path: Path) -> dict[str, Any]:
    try:
        given = read_toml(read_file(path, limit=_LARGEST).decode())
    except ValueError as error:
        problem = FilledText(P_("is not TOML: {problem}"), problem=problem_of(error))
        raise Refused(
            refusals.SETTING.because(path=str(path), name=path.name, problem=problem)
        ) from error
    _values, faults = read_table(given, _settings())
    reasons: list[Reason] = [
        refusals.SETTING.because(
            path=str(path), name=str(one.place[0]), problem=setting_problem(one)
        )
        for one in faults
    ]
    refuse_if_any(reasons)
    return dict(given)


def _settings() -> list[DeclaredSetting]:
    return [one for one in declared(NodeSettings) if one.name in PLACES]
