# SPDX-License-Identifier: Apache-2.0
"""ARCHITECTURE.md leads to the code: each package and module is in it, and what it names exists."""

import ast
import re
from functools import cache
from itertools import pairwise

import pytest

from casts.docs.places import ROOT, SHARED, SOURCE, packages

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


BESIDE = ["forge", "fuzz", "storms", "bench", "release"]
"""Folders of attacks, measurements and releases: no module of the program imports them."""

BESIDE_TITLE = "Files of attacks, storms, measurements and releases"

LISTED_BY_RULE = {"refusals.py", "urls.py", "group.py"}
"""Modules that many packages have alike: ARCHITECTURE.md has a sentence for all of them."""


def section(title):
    return re.split(r"^## ", TEXT.split(f"\n## {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(title):
    """The rows of the tables of a section, below their heads, each as its cells."""
    tables = re.findall(r"^\|.*\n\| ---.*\n((?:\|.*\n)+)", section(title), re.MULTILINE)
    lines = "".join(tables).splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def lists(title):
    """The lists of files in a section: by the line above each, its text."""
    parts = re.split(r"^### (.*)\n", section(title), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def files_of(domain):
    return lists("Files of the domains")[f"`node/{domain}/`"]


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
    return re.findall(r"`([\w./]+(?:/|\.(?:csv|css|html|md|py|sh|typ|yaml)))`", text)


@cache
def ends_of_paths():
    """Return all ends of paths in the source; a folder's has a slash."""
    ends = set()
    for folder, folders, files in SOURCE.walk():
        for name in (*files, *(f"{one}/" for one in folders)):
            parts = (*folder.relative_to(SOURCE).parts, name)
            ends.update("/".join(parts[begin:]) for begin in range(len(parts)))
    return ends


def exists(path):
    """Decide whether the path exists; the end of one may lie anywhere in the source."""
    if path in ends_of_paths():
        return True
    return any((base / path).exists() for base in (SOURCE, ROOT, ROOT / "src"))


def test_what_is_nowhere_does_not_exist():
    assert exists("node/duty/")
    assert not exists("node/duties/")
    assert not exists("uty/")


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
    """A domain without a place of its own in a layer says where else to look, or that there is none."""
    named_here = {row[0]: row[2:5] for row in rows("Domains")}
    assert set(named_here) == packages(SOURCE / "node") - {"repositories"}
    for name, cells in named_here.items():
        for layer, cell in zip(("storage", "console", "cli"), cells, strict=True):
            if own := place(layer, name):
                assert cell.startswith(own), f"{name}: {cell}"
            else:
                assert cell.startswith("none") or f"`{layer}/" in cell, f"{name}: {cell}"


def test_each_domain_names_files_of_its_own_with_what_each_decides():
    for name, *_ in rows("Domains"):
        folder, files = SOURCE / "node" / name, files_of(name)
        listed = named(files)
        own = [path for path in listed if (folder / path).exists()]
        assert own, name
        assert [one for one in listed if one not in own and not (SOURCE / one).exists()] == [], name
        modules = [one for one in own if one.endswith(".py")]
        assert len(re.sub(r"`[^`]+`", "", files).split()) >= len(modules) / 2, name


def test_each_package_below_a_domain_is_in_its_list():
    inner = (one for one in (SOURCE / "node").glob("*/*/__init__.py"))
    for domain, folder in ((one.parts[-3], one.parts[-2]) for one in inner):
        title = "`node/`, `node/repositories/`" if domain == "repositories" else f"`node/{domain}/`"
        assert f"`{folder}/" in lists("Files of the domains")[title], f"{domain}/{folder}"


def test_files_of_the_other_layers_are_where_their_list_says():
    covered = set()
    for folders, files in lists("Files of the other layers").items():
        homes = [SOURCE / folder for folder in named(folders)]
        covered |= {folder.split("/")[0] for folder in named(folders)}
        for path in named(files):
            assert any((home / path).exists() for home in [*homes, SOURCE]), f"{folders}: {path}"
    layers = {one.parent.name for one in SOURCE.glob("*/__init__.py")}
    assert covered == layers - {"node"}


def homes_of(folders):
    return [SOURCE / folder for folder in named(folders)]


def modules_in(homes, files):
    """The modules of a list that lie in its folders, by what the list calls each."""
    found = {}
    for path in (path for path in named(files) if path.endswith(".py")):
        places = {home / path for home in homes if (home / path).exists()}
        places |= {SOURCE / path for home in homes if (SOURCE / path).is_relative_to(home)}
        if places:
            found[path] = places
    return found


def modules(folder):
    """Every module beneath a folder that has to be on the map, as paths."""
    found = {path for path in folder.rglob("*.py") if path.name != "__init__.py"}
    return {path for path in found if "migrations" not in path.parts}


def is_listed_by_rule(path):
    twins = SOURCE / "storage/memory"
    if path.is_relative_to(twins):
        return (SOURCE / "node/repositories" / path.relative_to(twins)).exists()
    return path.name in LISTED_BY_RULE


def test_every_module_is_in_the_list_of_its_folder():
    listed = {SOURCE / path for path in named(section("Files of the other layers"))}
    listed = {path for path in listed if path.parent == SOURCE}
    for title in ("Files of the domains", "Files of the other layers"):
        for folders, files in lists(title).items():
            listed |= {
                one for found in modules_in(homes_of(folders), files).values() for one in found
            }
    missing = sorted(one for one in modules(SOURCE) - listed if not is_listed_by_rule(one))
    assert missing == [], "give each its line, with what it decides, in ARCHITECTURE.md"


def test_every_attack_and_measurement_is_in_the_list_of_its_folder():
    found = {named(folder)[0]: files for folder, files in lists(BESIDE_TITLE).items()}
    assert set(found) == {f"{folder}/" for folder in BESIDE}
    for folder, files in found.items():
        there = {str(path.relative_to(ROOT)) for path in modules(ROOT / folder)}
        assert {path for path in named(files) if path.endswith(".py")} == there, folder


def test_a_name_in_a_list_of_several_folders_is_in_one_of_them():
    """`document.py` says nothing where two of the folders have one."""
    for title in ("Files of the domains", "Files of the other layers"):
        for folders, files in lists(title).items():
            for path, places in modules_in(homes_of(folders), files).items():
                assert len(places) == 1, f"{folders}: {path}"


def test_each_migration_follows_the_one_with_the_number_before():
    """Two after the same one, made at the same time, would stop every node at its start."""
    found = sorted((SOURCE / "storage" / "migrations").glob("[0-9]*.py"))
    assert [one.name[:5] for one in found] == [f"{n:04d}_" for n in range(1, len(found) + 1)]
    for before, one in pairwise(found):
        needed = re.findall(r"\(['\"]storage['\"], ['\"](\d{4}_\w+)['\"]\)", one.read_text())
        assert needed == [before.stem]


def lines_of_lists():
    for title in ("Files of the domains", "Files of the other layers", BESIDE_TITLE):
        yield from re.findall(r"^- .*`[\w./]+\.py`.*$", section(title), re.MULTILINE)


def test_every_module_of_a_list_has_words_that_say_more_than_its_name():
    bare = []
    for line in lines_of_lists():
        names = re.findall(r"`([\w./]+)\.py`", line)
        words = re.findall(r"[^\W\d_]+", re.sub(r"`[\w./]+`", "", line).lower())
        parts = {part for name in names for part in re.split(r"[/_.]", name)}
        if len([word for word in words if word not in parts]) < len(names):
            bare.append(line)
    assert bare == []


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


NAMED_IN = re.compile(r"`([\w./]+\.py)`(?::| \()((?: ?`\w+`,?)+)")
"""A module with names that it defines: `x.py`: `A`, `B`, or `x.py` (`A`)."""
IN_MODULE = re.compile(r"`(\w+)` (?:of|in) `([\w./]+\.py)`")
"""The same, turned round: `A` in `x.py`."""


@pytest.mark.parametrize(
    ("title", "least"),
    [
        ("Where values are", 250),
        ("Where changes are made", 60),
        ("Modules with similar names", 2),
        ("Where to begin reading", 4),
    ],
)
def test_every_name_is_where_the_table_says(title, least):
    missing, checked = [], 0
    for row in rows(title):
        turned = [(path, name) for name, path in IN_MODULE.findall(row[1])]
        for path, names in [*NAMED_IN.findall(row[1]), *turned]:
            base = SOURCE if (SOURCE / path).exists() else ROOT
            for name in re.findall(r"\w+", names):
                checked += 1
                if name not in defined(base / path):
                    missing.append(f"{path}: {name}")
    assert missing == []
    assert checked >= least
