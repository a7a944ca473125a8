# SPDX-License-Identifier: Apache-2.0
"""Every check has a stable name, and the specification lists it."""

import importlib
import pkgutil
import re
from pathlib import Path

import rogatory.evidence
import rogatory.evidence.disclosure
import rogatory.node.court
import rogatory.node.workstation
from rogatory.evidence.checks import Title
from rogatory.node.workstation.verification.reliance import RESTS_ON

SPECIFICATION = Path(__file__).parents[2] / "docs" / "specification" / "evidence-and-court.md"
PACKAGES = (
    rogatory.evidence,
    rogatory.evidence.disclosure,
    rogatory.node.workstation,
    rogatory.node.court,
)
FORM = re.compile(r"[a-z]+(-[a-z]+)*\Z")


def titles():
    """Return every title that a module of these packages defines, by module and name."""
    found = {}
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.ispkg:
                continue
            try:
                loaded = importlib.import_module(module.name)
            except ModuleNotFoundError:
                continue  # an extra that is not installed here
            for name, value in vars(loaded).items():
                if isinstance(value, Title):
                    found[f"{module.name}:{name}"] = value
    return found


def test_one_id_belongs_to_one_check():
    words: dict[str, set[str]] = {}
    for title in titles().values():
        assert FORM.match(title.id)
        words.setdefault(title.id, set()).add(str(title))
    assert {name: description for name, description in words.items() if len(description) > 1} == {}
    assert len(words) > 35


def test_the_specification_lists_every_id():
    text = SPECIFICATION.read_text("utf-8")
    assert {title.id for title in titles().values() if f"`{title.id}`" not in text} == set()


def test_what_a_check_rests_on_is_said_of_checks_that_there_are():
    assert RESTS_ON.keys() <= {title.id for title in titles().values()}
