# SPDX-License-Identifier: Apache-2.0
"""Where modules lie: which may be flat in a layer, how large a folder is, which name a domain has."""

import ast
import importlib.util

import pytest

from casts.docs.places import ROOT, SHARED, SOURCE, TESTS, packages

MOST = 25
"""Modules of one folder, without those that make it a package or a program (`__init__`, `__main__`): more cannot be read
at a glance, and hide what belongs together.
"""

FLAT = {
    "": {"errors", "main"},
    "node": {"activity", "context", "permissions", "ports"},
    "evidence": {
        "checks",
        "conditions",
        "hashing",
        "held_names",
        "inventory",
        "items_root",
        "layout",
        "member_forms",
        "names",
        "options",
        "plain_text",
        "protected",
        "refusals",
        "spool",
        "tree_hash",
    },
    "directory": {"fetching", "folder_fetcher", "refusals", "submission_refusals", "tuf_refusals"},
    "requests": {"envelope", "refusals"},
    "custody": {"collect_reasons", "refusals"},
    "bootstrap": {"node", "refusals"},
    "cli": {
        "delivery_trace",
        "doctor",
        "form",
        "join",
        "letters",
        "officers",
        "queue",
        "statistics",
        "timestamps",
        "translate",
        "tree",
        "workstation",
    },
    "console": {"apps", "catalogues", "context", "middleware", "urls"},
}
"""Modules that need no package of their own in a layer; every other one has a package with a name
of its domain."""


def modules(folder):
    return {path.stem for path in folder.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("layer", FLAT)
def test_what_is_flat_in_a_layer_is_listed(layer):
    assert modules(SOURCE / layer) == FLAT[layer]


@pytest.mark.parametrize(
    "top", [SOURCE, TESTS, ROOT / "bench", ROOT / "forge", ROOT / "fuzz", ROOT / "release"]
)
def test_no_folder_has_too_many_modules(top):
    folders = {path.parent for path in top.rglob("*.py")}
    sizes = {
        str(folder.relative_to(ROOT)): len(modules(folder) - {"__main__"})
        for folder in folders
        if "node_modules" not in folder.parts
    }
    assert {name: size for name, size in sizes.items() if size > MOST} == {}


@pytest.mark.parametrize(
    "layer", ["console", "cli", "node/repositories", "storage", "storage/memory"]
)
def test_a_domain_has_one_name_in_every_layer(layer):
    domains = packages(SOURCE / "node")
    held = packages(SOURCE / layer) | (
        modules(SOURCE / layer) if layer.startswith(("storage", "node")) else set()
    )
    assert held - domains - SHARED[layer] == set()


def imported(path):
    """Yield the first part of each module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
        yield from (name.partition(".")[0] for name in names)


def test_tests_share_nothing_but_casts():
    """Parts that several tests share are imported from `casts`: `from casts.node.world import World`."""
    wrong = {
        f"{path.relative_to(TESTS)}: {name}"
        for path in TESTS.rglob("*.py")
        if not {"node_modules", "vectors"} & set(path.parts)
        for name in imported(path)
        if name.startswith("test_") or not (is_beside(name, path) or importlib.util.find_spec(name))
    }
    assert wrong == set()


def is_beside(name, path):
    """Return whether a module lies in the folder of a file that imports it."""
    return path.with_name(f"{name}.py").exists()


PROGRAMS = {"bench", "docs", "faults", "forge", "fuzzing", "release", "storms", "verifier"}
"""Folders of tests whose subject lies beside the package."""


def test_tests_lie_where_their_subject_does():
    """Tests of `transport/paging/` are in `tests/transport/paging/`."""
    layers = packages(SOURCE)
    tests = [path.relative_to(TESTS) for path in TESTS.rglob("test_*.py")]
    assert {path.parts[0] for path in tests if len(path.parts) > 1} - layers <= PROGRAMS
    domains = packages(SOURCE / "node")
    without = {
        str(folder)
        for path in tests
        for folder in path.parents
        if folder.parts and folder.parts[0] in layers and folder.name not in domains
        if not ((SOURCE / folder).is_dir() or (SOURCE / folder).with_suffix(".py").exists())
    }
    assert without == set()
    too_high = {
        str(path)
        for path in tests
        if path.stem.removeprefix(f"test_{path.parent.name}_") in packages(SOURCE / path.parent)
    }
    assert too_high == set()


TESTED_ELSEWHERE = {
    "bootstrap/recovery": "storms/test_storms_recovery.py",
    "bootstrap/wsgi": "bootstrap/processes",
    "cli/custody": "cli/evidence/test_cli_evidence.py",
    "cli/node": "storms/test_storms_recovery.py",
    "cli/postal": "cli/peers/test_cli_peers.py",
    "console/drafts": "console/frame/test_console_acts.py",
    "console/forms": "console/drafting",
    "console/translations": "console/peers/test_console_peers.py",
    "directory/submission": "directory/entry",
    "node/certificate": "node/court/test_node_bundle_certificate.py",
    "node/completeness": "node/recovery",
    "node/workstation/consent": "cli/evidence/test_cli_consent_items.py",
}
"""Packages without a folder of tests, and where their tests are: CONTRIBUTING.md has the reasons. The list only
becomes shorter."""


def test_each_package_has_its_folder_of_tests():
    tested = {
        folder.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("test_*.py")
        for folder in path.parents
        if folder.is_relative_to(TESTS)
    }
    held = {
        path.parent.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("__init__.py")
        if any(path.parent.glob("[a-z]*.py")) and path.parent.name != "migrations"
    }
    assert held - tested == set(TESTED_ELSEWHERE)
    assert len(TESTED_ELSEWHERE) <= 12
    assert [place for place in TESTED_ELSEWHERE.values() if not (TESTS / place).exists()] == []


def test_a_package_says_what_it_holds():
    silent = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("__init__.py")
        if len(ast.get_docstring(ast.parse(path.read_text())) or "") < 10
    ]
    assert silent == []


def test_a_template_is_beside_the_view_of_its_domain():
    """The files that the log-in library looks for by its own names alone have a folder of templates."""
    apart = {path.parts[-2] for path in (SOURCE / "console" / "templates").glob("*/*")}
    assert apart == {"account", "mfa"}
    assert (SOURCE / "console" / "duty" / "page.html").is_file()
