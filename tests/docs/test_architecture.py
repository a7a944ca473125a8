# SPDX-License-Identifier: Apache-2.0
"""ARCHITECTURE.md leads to the code: each package is in it, and what it names exists."""

import ast
import re

import pytest
from test_placement import ROOT, SHARED, SOURCE, packages

TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
LAYERS = [
    "seal",
    "treaty",
    "directory",
    "requests",
    "evidence",
    "custody",
    "node",
    "storage",
    "transport",
    "bootstrap",
    "console",
    "cli",
    "exercises",
]


def section(title):
    return re.split(r"^## ", TEXT.split(f"\n## {title}\n")[1], flags=re.MULTILINE)[0]


def rows(title):
    """The rows of the tables of a section, below their heads, each as its cells."""
    tables = re.findall(r"^\|.*\n\| ---.*\n((?:\|.*\n)+)", section(title), re.MULTILINE)
    lines = "".join(tables).splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def tree():
    """The packages of each layer, as the tree of layers lists them."""
    found = {}
    for line in section("The layers").splitlines():
        if layer := re.match(r"  (\w+)/ ", line):
            held = found.setdefault(layer[1], set())
        elif package := re.match(r"    (\w+)/ ", line):
            held.add(package[1])
    return found


def named(text):
    """The paths in backticks, and file names without a folder."""
    return re.findall(r"`([\w./]+(?:/|\.(?:py|html|css|typ|sh|yaml|md)))`", text)


def exists(path):
    """Decide whether the path exists; a file name alone may lie anywhere in the source."""
    if "/" not in path and any(SOURCE.rglob(path)):
        return True
    return any((base / path).exists() for base in (SOURCE, ROOT, ROOT / "src"))


def place(layer, name):
    """The place of a domain in a layer: `storage/duty.py`, `cli/duty/`, or nothing."""
    if (SOURCE / layer / name).is_dir():
        return f"`{layer}/{name}/`"
    return f"`{layer}/{name}.py`" if (SOURCE / layer / f"{name}.py").exists() else ""


@pytest.mark.parametrize("layer", LAYERS)
def test_each_package_is_in_the_tree_of_layers_or_a_domain(layer):
    domains = packages(SOURCE / "node") if layer in {"console", "cli"} else set()
    held = packages(SOURCE / layer)
    assert held - tree()[layer] - domains - {"migrations", "templatetags"} == set()
    assert tree()[layer] - held == set()


@pytest.mark.parametrize("layer", ["console", "cli"])
def test_a_package_of_pages_or_commands_that_is_no_domain_is_in_the_tree(layer):
    shared = SHARED[layer] & packages(SOURCE / layer)
    assert shared - {"templatetags"} <= tree()[layer]


def test_each_domain_has_a_row_that_names_its_place_in_every_layer():
    named_here = {row[0]: row[2:5] for row in rows("Domains")}
    assert named_here == {
        name: [place(layer, name) for layer in ("storage", "console", "cli")]
        for name in packages(SOURCE / "node") - {"repositories"}
    }


def test_every_path_exists():
    assert [path for path in named(TEXT) if not exists(path)] == []


def defined(path):
    """Every name that a module defines, at any depth: constants, functions, fields."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
    return found


def test_every_value_is_where_the_table_says():
    missing, checked = [], 0
    for row in rows("Where values are"):
        for path, names in re.findall(r"`([\w./]+\.py)`: ((?:`\w+`(?:, )?)+)", row[1]):
            for name in re.findall(r"\w+", names):
                checked += 1
                if name not in defined(SOURCE / path):
                    missing.append(f"{path}: {name}")
    assert missing == []
    assert checked > 90
