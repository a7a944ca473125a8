# SPDX-License-Identifier: Apache-2.0
"""The documents say what is true: commands exist, links lead somewhere, tables are as generated."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import commands_table
import pytest
import settings_table
import values_table

import rogatory
from rogatory.main import main

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

READ_BY_USERS = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]


def is_group(command: click.Command) -> bool:
    return isinstance(command, click.Group)


def test_the_table_of_codes_is_up_to_date():
    # In a process of its own, since other tests define codes as well.
    code = (
        "from codes_table import table, TABLE; import sys; sys.exit(table() != TABLE.read_text())"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent)
    assert answer.returncode == 0, "run `just codes`"


def test_the_table_of_settings_is_up_to_date():
    """Made from the classes that declare them: each has a meaning, or the table cannot be made."""
    assert settings_table.table() == settings_table.TABLE.read_text(encoding="utf-8")


def test_the_page_of_values_is_up_to_date():
    assert values_table.table() == values_table.TABLE.read_text("utf-8"), "run `just codes`"


def test_the_page_of_values_has_numbers_durations_lists_and_enumerations():
    found = {(str(one.module), one.name): one for one in values_table.values()}
    for module, name, value in (
        ("evidence/sealed/seal_chain.py", "MOST_EARLIER_SEALS", "32"),
        ("node/emergencies/claim.py", "WITHIN", "timedelta(days=1)"),
        ("node/officers/dual_control.py", "LONGEST_REASON", "1000"),
        ("treaty/tables/parties.py", "LARGEST_COUNT", "400"),
    ):
        assert found[module, name].value == value
        assert found[module, name].meaning
    assert (
        "'emergency'" in found["requests/deadlines/thread_deadlines.py", "ACKNOWLEDGE_WITHIN"].value
    )
    assert "'well'" in found["bootstrap/doctor/finding.py", "FindingLevel"].value


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    for target in LINK.findall(document.read_text()):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_page_of_commands_is_up_to_date():
    assert commands_table.table() == commands_table.TABLE.read_text("utf-8"), "run `just codes`"


def test_the_page_of_commands_has_a_row_for_each_command():
    rows = re.findall(
        r"^\| `(rogatory [^`]+)` \|", commands_table.TABLE.read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) == len(set(rows)) > 70
    named = [name for name, each, _ in commands_table.commands(main) if not is_group(each)]
    assert [
        name for name in named if not any(f"{row} ".startswith(f"{name} ") for row in rows)
    ] == []


@pytest.mark.parametrize("document", READ_BY_USERS, ids=lambda path: path.name)
def test_every_command_that_a_document_names_exists(document):
    known = {name for name, _, _ in commands_table.commands(main)}
    groups = {name for name, each, _ in commands_table.commands(main) if is_group(each)}
    for line in re.findall(
        r"`(rogatory [^`]+)`|^    (rogatory .+)$", document.read_text(), re.MULTILINE
    ):
        words = re.match(r"rogatory((?: [a-z][a-z-]*)+)", "".join(line))
        if words is None:
            continue
        named = f"rogatory {words[1].split()[0]}"
        assert named in known, line
        if named in groups and len(words[1].split()) > 1:
            assert f"{named} {words[1].split()[1]}" in known, line


def test_every_document_is_reachable_from_the_index():
    index = ROOT / "docs" / "README.md"
    reached, to_read = set(), [index]
    while to_read:
        document = to_read.pop()
        if document in reached:
            continue
        reached.add(document)
        for target in LINK.findall(document.read_text()):
            place = (document.parent / target).resolve()
            if "://" not in target and place.is_relative_to(ROOT / "docs"):
                to_read += (
                    place.glob("*.md") if place.is_dir() else [place] * (place.suffix == ".md")
                )
    assert set(ROOT.glob("docs/**/*.md")) - reached == set()


def test_the_readme_has_two_commands_and_a_link_for_each_reader():
    text = (ROOT / "README.md").read_text()
    assert re.findall(r"^    (\S.*)$", text, re.MULTILINE) == [
        "./run rogatory demo",
        "./run just check",
    ]
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "./run just check"
    readers = text.split("| You are | Start here |")[1].split("\n\n")[0]
    assert len(LINK.findall(readers)) == 6
    assert len(text.split()) < 600


def test_the_architecture_names_every_package():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    for layer in (ROOT / "src" / "rogatory").iterdir():
        if layer.is_dir() and (layer / "__init__.py").exists():
            assert f"  {layer.name}/" in text, layer.name


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
