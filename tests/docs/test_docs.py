# SPDX-License-Identifier: Apache-2.0
"""The documents say what is true: commands exist, links lead somewhere, tables are as generated."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import rogatory
from rogatory.main import main

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_table_of_codes_is_up_to_date():
    # In a process of its own, since other tests define codes as well.
    code = (
        "from codes_table import table, TABLE; import sys; sys.exit(table() != TABLE.read_text())"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent)
    assert answer.returncode == 0, "run `just codes`"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text()):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_command_that_the_readme_names_exists():
    named = set(
        re.findall(
            r"rogatory ((?:keys|evidence|custody|node|doctor|demo|exercise)(?: [a-z][a-z-]+)?)",
            (ROOT / "README.md").read_text(),
        )
    )
    assert len(named) >= 9
    for words in named:
        group, _, inner = words.partition(" ")
        command = main.get_command(None, group)
        assert command is not None, words
        if inner and isinstance(command, click.Group):
            assert command.get_command(None, inner) is not None, words


def test_the_architecture_names_every_room():
    told = (ROOT / "ARCHITECTURE.md").read_text()
    for room in (ROOT / "src" / "rogatory").iterdir():
        if room.is_dir() and (room / "__init__.py").exists():
            assert f"  {room.name}/" in told, room.name


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_document_names_a_place_of_one_machine():
    for document in DOCUMENTS:
        for place in (Path.home(), ROOT.parent):
            assert f"{place}/" not in document.read_text(), document


def test_the_program_and_its_package_name_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert rogatory.__version__ == project["project"]["version"]
