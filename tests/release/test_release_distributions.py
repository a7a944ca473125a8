# SPDX-License-Identifier: Apache-2.0
"""Source distribution and wheel: reproducible, and a closed list of files."""

import gettext
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import grimp
import pytest

from release import distributions, locked

ENDINGS = {
    "css",
    "csv",
    "html",
    "js",
    "json",
    "mo",
    "po",
    "py",
    "sh",
    "svg",
    "txt",
    "typ",
    "typed",
    "yaml",
}
"""Of files in the wheel; a key, a picture or a database would have another."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("distributions")
    return distributions.build(folder / "first")


def test_two_builds_under_other_circumstances_are_equal_byte_for_byte(built, tmp_path):
    second = distributions.build(tmp_path / "second", circumstances=distributions.OTHER)
    assert distributions.differences(built, second) == []
    second[1].write_bytes(second[1].read_bytes() + b"\0")
    assert distributions.differences(built, second) == [second[1].name]


def test_the_wheel_has_the_commit_s_package_and_nothing_else(built):
    with zipfile.ZipFile(built[1]) as wheel:
        names = {name for name in wheel.namelist() if not name.endswith("/")}
    record = f"rogatory-{locked.version()}.dist-info"
    described = {name for name in names if name.startswith(f"{record}/")}
    assert {name.removeprefix(f"{record}/") for name in described} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        *(f"licenses/{name}" for name in ("LICENSE", "NOTICE")),
    }
    assert names - described == distributions.expected()
    assert {name.rpartition(".")[2] for name in names - described} == ENDINGS


def test_the_wheel_has_no_tests_and_no_exercise_that_no_command_reaches(built):
    with zipfile.ZipFile(built[1]) as wheel:
        modules = [name for name in wheel.namelist() if name.endswith(".py")]
    assert [name for name in modules if "/test" in name or "conftest" in name] == []
    graph = grimp.build_graph("rogatory", cache_dir=None)
    roots = {"rogatory.main"} | loaded_by_name(graph)
    reached = roots.union(*(graph.find_upstream_modules(one) for one in roots))
    exercises = graph.find_descendants("rogatory.exercises")
    assert len(exercises) > 20
    assert {one for one in exercises if one not in reached} - packages(graph) == set()


def loaded_by_name(graph):
    """Return the modules that a string names: commands, and processes that an exercise starts."""
    source = locked.ROOT / "src" / "rogatory"
    strings = set(
        re.findall(r'"(rogatory[a-z_.]+)[":]', "".join(map(Path.read_text, source.rglob("*.py"))))
    )
    return strings & graph.modules


def packages(graph):
    return {one for one in graph.modules if graph.find_children(one)}


def test_the_wheel_has_the_compiled_texts_of_all_languages(built, tmp_path):
    with zipfile.ZipFile(built[1]) as wheel:
        names = [name for name in wheel.namelist() if name.endswith(".mo")]
        for name in names:
            with wheel.open(name) as file:
                assert len(gettext.GNUTranslations(file)._catalog) > 20, name
    assert {"ar", "en", "es", "fr", "ru", "zh_Hans"} <= {name.split("/")[3] for name in names}


def test_the_source_distribution_has_the_package_and_what_builds_it(built):
    with tarfile.open(built[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames() if not name.endswith("/")}
    top = {name.split("/")[0] for name in names}
    assert {"LICENSE", "NOTICE", "PKG-INFO", "README.md", "pyproject.toml", "src"} <= top
    assert top - {"", "pyproject.toml.orig"} == {
        "LICENSE",
        "NOTICE",
        "PKG-INFO",
        "README.md",
        "pyproject.toml",
        "src",
    }


def test_a_commit_that_is_none_is_refused_and_nothing_is_written(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "release.distributions", str(tmp_path), "--commit", "no-commit"],
        cwd=locked.ROOT,
        capture_output=True,
        check=False,
    )
    assert answer.returncode != 0
    assert list(tmp_path.iterdir()) == []
