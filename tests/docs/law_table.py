# SPDX-License-Identifier: Apache-2.0
"""Writes docs/law.md: the fifty lines of the law, where each is done, which tests show it; then every
line of every instrument (`law_regimes.py`).

Rule, level, article and certainty are in `law_lines.yaml`. Where a line is done is read from the
docstrings that name it and from the rows; its tests from their mark, and from the cases that say
they show it. `just codes` runs it.
"""

import ast
import importlib
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml
from law_regimes import walk

import rogatory

SOURCE = Path(rogatory.__file__).parent
TESTS = Path(__file__).parents[1]
CASES = SOURCE / "exercises" / "scenarios"
PLAYED, PLAYED_BY = "exercises/scenarios/test_exercises_scenarios.py", "test_a_case_over_twins"
"""The test that plays every case; most are played over running nodes as well."""
ROWS = Path(__file__).with_name("law_lines.yaml")
TABLE = TESTS.parent / "docs" / "law.md"

LEVELS = {"enforce": "E", "warn": "W", "show": "S"}
CERTAINTIES = ("seen", "parallel", "reported", "memory", "practice")

NAMED = re.compile(r"\b[Ll]ines? ((?:\d+(?:, | and )?)+) of the law's list")
"""How a docstring names the lines that its function, class or module is there for."""

HEAD = """# The law's list

What a node enforces (E), warns of (W) or shows (S), line by line, with the article of the Convention,
how certain we are of it, the code that does it and the tests that show it. Generated from those tests
and from `tests/docs/law_lines.yaml` by `just codes`; a line without a test fails the gate.

*Certainty* is that of the weakest statement a line needs: **seen** was read in the Convention's own
text or on the depositary's page; **parallel** is recalled, and the same clause was read in a treaty
that this one is modelled on; **reported** is what a named secondary source says; **memory** is recalled
only; **practice** is no statement of the treaty at all. Everything is paraphrase, and nothing here is legal advice.

"""


@cache
def lines() -> dict[int, dict]:
    """The fifty rows, by number."""
    rows = yaml.safe_load(ROWS.read_text("utf-8"))["lines"]
    return {row["line"]: row for row in rows}


@cache
def marked() -> dict[int, list[tuple[str, str]]]:
    """File and name of the tests marked with each line, read without running anything."""
    found = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text("utf-8")
        if "law_line" not in text:
            continue
        tree = ast.parse(text)
        whole = _marks_of_module(tree)
        for node in tree.body:
            for test, marks in _tests_in(node):
                for line in sorted(whole | marks):
                    found[line].append((str(path.relative_to(TESTS)), test))
    for path in sorted(CASES.glob("*.yaml")):
        case = yaml.safe_load(path.read_text("utf-8"))
        for line in case.get("law_lines", ()):
            found[line].append((PLAYED, f"{PLAYED_BY}[{path.stem}]"))
    return dict(found)


def _tests_in(node, outer=frozenset()):
    """The tests of a function or class with the lines that their marks name."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        marks = outer | {line for each in node.decorator_list for line in _lines_of(each)}
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                yield from _tests_in(inner, marks)
            # A state machine is run by a test that hypothesis makes of it.
            if marks and not any(_is_test(inner) for inner in node.body):
                yield node.name, marks
        elif node.name.startswith("test_"):
            yield node.name, marks
    elif isinstance(node, ast.Assign):
        return


def _is_test(node):
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def _marks_of_module(tree):
    """Lines in `pytestmark`, which count for every test of the file."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            return {line for each in ast.walk(node.value) for line in _lines_of(each)}
    return set()


def _lines_of(node):
    """The numbers in `pytest.mark.law_line(3, 4)`."""
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.law_line"):
        return set()
    return {argument.value for argument in node.args}


@cache
def named_in_docstrings() -> dict[int, list[str]]:
    """`module:function` for every docstring that names a line."""
    found = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        if "of the law's list" not in re.sub(r"\s+", " ", text):
            continue
        name = ".".join(("rogatory", *path.relative_to(SOURCE).with_suffix("").parts))
        module = name.removesuffix(".__init__")
        for qualified, node in _documented(ast.parse(text)):
            docstring = re.sub(r"\s+", " ", ast.get_docstring(node) or "")
            for match in NAMED.finditer(docstring):
                for line in map(int, re.findall(r"\d+", match[1])):
                    found[line].append(f"{module}:{qualified}" if qualified else module)
    return dict(found)


def _documented(node, prefix=""):
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
        name = "" if isinstance(node, ast.Module) else f"{prefix}{node.name}"
        yield name, node
        for inner in node.body:
            yield from _documented(inner, f"{name}." if name else "")


def where(line: int) -> list[str]:
    """Where a line is done: by its row, then by docstrings."""
    given = lines()[line].get("where", [])
    return list(dict.fromkeys([*given, *named_in_docstrings().get(line, [])]))


def is_there(place: str) -> bool:
    """Decide whether `module` or `module:name` exists."""
    module, _, name = place.partition(":")
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError:
        return False
    for part in filter(None, name.split(".")):
        if not hasattr(found, part):
            return False
        found = getattr(found, part)
    return True


def table() -> str:
    parts = [HEAD, "| | | rule | article | certainty | where | tests |\n"]
    parts.append("| --- | --- | --- | --- | --- | --- | --- |\n")
    for number, row in sorted(lines().items()):
        remark = f" *{row['remark']}*" if row.get("remark") else ""
        cells = [
            str(number),
            LEVELS[row["level"]],
            f"{row['rule']}{remark}",
            row["articles"],
            row["certainty"],
            "<br>".join(f"`{place.removeprefix('rogatory.')}`" for place in where(number)),
            "<br>".join(_shown_tests(marked().get(number, []))),
        ]
        parts.append(f"| {' | '.join(cell.replace('|', '\\|') for cell in cells)} |\n")
    return "".join(parts) + walk()


MOST_SHOWN = 6
"""Tests named for one line; a line with more says how many more there are."""


def _shown_tests(found):
    # Cases first: a lawyer reads them.
    ordered = sorted(found, key=lambda one: one[0] != PLAYED)
    shown = [f"`{path}::{name}`" for path, name in ordered[:MOST_SHOWN]]
    return shown + ([f"and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else [])


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
