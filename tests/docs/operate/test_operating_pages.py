# SPDX-License-Identifier: Apache-2.0
"""The operator's pages say what is true: their commands, codes, alerts and links exist."""

import re
from pathlib import Path

import page_commands
import pytest
import yaml

from rogatory.bootstrap.doctor.kinds.all_kinds import KINDS
from rogatory.node.repositories.audit import AccessKind

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "docs" / "operate"
PAGES = sorted(
    [
        *FOLDER.glob("*.md"),
        *(
            ROOT / "docs" / f"{name}.md"
            for name in (
                "backup",
                "hardening",
                "joining",
                "keys",
                "monitoring",
                "operator",
                "recovery",
            )
        ),
    ]
)
INCIDENTS = FOLDER / "incidents.md"
RULES = ROOT / "deploy" / "prometheus" / "rogatory.rules.yml"

CODES = {
    *re.findall(r"^\| `([a-z0-9-]+)` \|", (ROOT / "docs" / "codes.md").read_text(), re.MULTILINE),
    *(kind.id for kind in KINDS),
    *(act.value for act in AccessKind),
}
ALERTS = {
    rule["alert"]
    for group in yaml.safe_load(RULES.read_text())["groups"]
    for rule in group["rules"]
}
INCIDENT = re.compile(r"^## (\d+)\. (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def of_page(path):
    return str(path.relative_to(ROOT / "docs"))


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_each_command_of_a_page_is_taken_by_the_program(page):
    found = {words: page_commands.problem_of(words) for words in commands(page)}
    assert {words: problem for words, problem in found.items() if problem} == {}


def commands(page):
    return list(page_commands.commands_of(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("doctor HOME --deeply", "No such option"),
        ("doctor HOME OTHER", "too many arguments"),
        ("node maintain on HOME", "no command maintain"),
        ("backup drill HOME --escrow escrow.age", "is missing"),
        ("keys issue node-tsl --ca ca-xb --out new", "node-tsl"),
        ("begin", "no command begin"),
    ],
)
def test_a_wrong_command_is_found(words, problem):
    assert problem in page_commands.problem_of(words)


def test_commands_are_found_in_blocks_and_in_lines():
    page = """Run `rogatory doctor HOME`, or:

    rogatory node status HOME        # which run
    rogatory keys list HOME          (all keys)

```sh
until rogatory node status $state/node | grep console; do sleep 1; done
rogatory join xb \\
    --look
```
"""
    assert list(page_commands.commands_of(page)) == [
        "node status HOME",
        "keys list HOME",
        "node status $state/node",
        "join xb      --look",
        "doctor HOME",
    ]


def incidents():
    return [
        (int(number), title, text)
        for number, title, text in INCIDENT.findall(INCIDENTS.read_text())
    ]


def test_there_are_twenty_incidents_each_with_sign_first_command_and_steps():
    found = incidents()
    assert [number for number, _title, _text in found] == list(range(1, 21))
    for number, title, text in found:
        assert text.lstrip().startswith("**Sign**: "), title
        first = re.search(r"\*\*First\*\*.*?:\n\n    (rogatory .+)\n", text, re.DOTALL)
        assert first, f"{number}: no first command"
        assert re.search(r"^1\. .+^2\. ", text, re.MULTILINE | re.DOTALL), title


def test_each_sign_is_a_code_or_an_alert_that_exists():
    named = set()
    for number, _title, text in incidents():
        sign = text.partition("**First**")[0]
        codes = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", sign))
        alerts = set(re.findall(r"`(Rogatory\w+)`", sign))
        assert codes - CODES == set(), number
        assert alerts - ALERTS == set(), number
        named |= alerts
    assert ALERTS - named == set(), "an alert leads to no incident"


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=of_page)
def test_each_code_that_a_page_names_exists(page):
    found = set(re.findall(r"`((?:doctor|key)-[a-z-]+)`", page.read_text()))
    assert found - CODES == set()


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_each_link_to_a_heading_leads_to_one(page):
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", page.read_text()):
        if "://" not in target:
            path = page.parent / target if target else page
            assert anchor in anchors(path), f"{target}#{anchor}"


def anchors(path):
    """Return the names that headings of a page get."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in titles}


def test_each_figure_of_the_page_on_sizing_is_one_of_the_benchmarks():
    """Figures with their units, as they are written there."""
    measured = (ROOT / "docs" / "benchmarks.md").read_text()
    page = (FOLDER / "sizing.md").read_text().partition("## Memory")[2]
    cells = [row.split("|")[2] for row in page.splitlines() if row.startswith("| ")]
    figures = [one for cell in cells for one in re.findall(r"\d[\d,.]*\d|\d", cell)]
    assert len(figures) >= 15
    assert [
        one for one in figures if not re.search(rf"(?<![\d.,]){re.escape(one)}(?![\d])", measured)
    ] == []


def test_the_index_leads_to_every_page_of_the_folder():
    index = (FOLDER / "README.md").read_text()
    others = {path.name for path in FOLDER.glob("*.md")} - {"README.md"}
    assert {one for one in others if f"({one})" not in index} == set()


OF_NODE_TOML = re.compile(r"\[[a-z_]+\]$|[a-z_]+ = ")


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=of_page)
def test_each_setting_on_a_page_exists(page):
    """Each `name = value` of a block of node.toml is one that the program reads."""
    known = (ROOT / "docs" / "settings.md").read_text()
    for block in re.findall(r"(?:^ {4,}[^\n]*\n|^\n(?= {4}))+", page.read_text(), re.MULTILINE):
        lines = [line.strip() for line in block.splitlines()]
        if not OF_NODE_TOML.match(next(filter(None, lines))):
            continue
        for line in lines:
            name = re.match(r"([a-z_]+) = ", line)
            assert name is None or f"| `{name[1]}` |" in known, line
