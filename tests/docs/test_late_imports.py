# SPDX-License-Identifier: Apache-2.0
"""Imports lie at the top of a module, unless one inside a function spares loading a foreign library.

A command that shows its help or refuses an argument does not wait for cryptography, TUF or Django.
"""

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import pytest
from late_imports import SOURCE, Imports

from rogatory.main import COMMANDS


@pytest.fixture(scope="module")
def ours():
    """Our own package, read once."""
    return Imports()


def test_an_import_inside_a_function_spares_a_foreign_library(ours):
    found = [one for one in ours.late() if not one.spares]
    assert [f"{one.module}:{one.line} {one.target}" for one in found] == []


def test_an_import_that_spares_nothing_is_found(tmp_path):
    for path, text in {
        "rogatory/__init__.py": "",
        "rogatory/heavy.py": "import cryptography",
        "rogatory/light.py": "import json",
        "rogatory/one.py": "def work():\n    from rogatory import heavy, light\n",
        "rogatory/two.py": "import rogatory.heavy\n\ndef work():\n    from rogatory import heavy\n",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    late = [(one.module, one.target, set(one.spares)) for one in Imports(tmp_path).late()]
    assert sorted(late) == [
        ("rogatory.one", "rogatory.heavy", {"cryptography"}),
        ("rogatory.one", "rogatory.light", set()),
        ("rogatory.two", "rogatory.heavy", set()),
    ]


def test_no_command_of_the_tree_is_loaded_before_it_is_called():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import rogatory.main; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names))"
    )
    command = [sys.executable, "-I", "-c", code, str(SOURCE)]
    loaded = set(eval(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    assert {"rogatory", "click"} <= loaded
    assert loaded.isdisjoint({"cryptography", "django", "tuf", "securesystemslib", "urllib3"})
    assert len(COMMANDS) > 20


def test_a_process_that_starts_hardly_looks_for_garbage():
    code = (
        "import gc, sys; sys.path.insert(0, sys.argv[1]); import rogatory.bootstrap.processes.worker; "
        "print(len(sys.modules), gc.get_stats()[0]['collections'])"
    )
    command = [sys.executable, "-I", "-c", code, str(SOURCE)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    modules, looks = map(int, answer.split())
    assert modules > 500
    assert looks < modules / 10


@pytest.mark.parametrize("package", ["rogatory", "bench", "forge", "fuzz", "release", "storms"])
def test_no_module_imports_itself_by_way_of_others(package, ours):
    """Cycles of modules, those by imports inside functions included; import-linter holds the packages."""
    imports = ours if package == "rogatory" else Imports(SOURCE.parent, package)
    assert len(imports.paths) > 5
    order = TopologicalSorter({one: imports.of_package(one) for one in imports.paths})
    order.prepare()


def test_a_cycle_is_found(tmp_path):
    (tmp_path / "made").mkdir()
    for name, text in {
        "__init__": "",
        "one": "from made import two",
        "two": "def work():\n    import made.one\n",
    }.items():
        (tmp_path / f"made/{name}.py").write_text(text)
    imports = Imports(tmp_path, "made")
    with pytest.raises(CycleError, match=r"made\.two"):
        TopologicalSorter({one: imports.of_package(one) for one in imports.paths}).prepare()
