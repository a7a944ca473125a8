# SPDX-License-Identifier: Apache-2.0
"""The parts for exercises are installed beside a real node: they touch none, and no node's process
has them.
"""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import uv_build
from click.testing import CliRunner

from django_home import new_home
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.child import SETTINGS
from rogatory.bootstrap.processes.supervisor import clean_environment
from rogatory.main import main

ROOT = Path(__file__).parents[2]

LOADED = """
import sys
import django
django.setup()
from django.conf import settings
from django.urls import get_resolver
import rogatory.bootstrap.processes.child, rogatory.bootstrap.processes.doors, rogatory.bootstrap.processes.worker
import rogatory.bootstrap.node, rogatory.bootstrap.processes.admitting, rogatory.node.worker.work, rogatory.node.worker.schedule
from rogatory.errors import Refused
try:
    if hasattr(settings, "ROOT_URLCONF"):
        get_resolver().url_patterns
except Refused as error:
    assert error.codes == ("key-absent",)  # the door, once everything of it is loaded
print("\\n".join(sys.modules))
"""

OF_DEVELOPERS = (
    "bench",
    "forge",
    "fuzz",
    "storms",
    "pytest",
    "hypothesis",
    "mypy",
    "coverage",
    "playwright",
    "atheris",
    "aiosmtpd",
)


@pytest.fixture
def real(tmp_path):
    new_home(tmp_path / "xb")
    home = read_home(tmp_path / "xb")
    assert home.exercise is False
    return home


def digests(folder):
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("demo", "--no-serve"), "exercise-home-not-ours"),
        (("exercise", "enrol", "xb-0001"), "exercise-no-network"),
        (("exercise", "play", "--all"), "exercise-home-not-ours"),
    ],
)
def test_no_exercise_begins_in_the_home_of_a_real_node(real, words, code):
    before = digests(real.path)
    ended = CliRunner().invoke(main, [*words, "--home", str(real.path)])
    assert ended.exit_code == 1, ended.output
    assert code in ended.output
    assert digests(real.path) == before


@pytest.mark.parametrize("process", sorted(SETTINGS))
def test_no_process_of_a_node_loads_an_exercise_or_a_developers_tool(real, process):
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", LOADED],
        env=clean_environment(real) | {"DJANGO_SETTINGS_MODULE": SETTINGS[process]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "rogatory.node.worker.work" in loaded
    assert [one for one in loaded if one.startswith("rogatory.exercises")] == []
    assert [one for one in loaded if one.split(".")[0] in OF_DEVELOPERS] == []


def test_what_is_installed_has_only_the_program_and_what_trainers_play(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    programs = Path(sys.executable).parent  # the builder looks for its own program by PATH
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with zipfile.ZipFile(tmp_path / uv_build.build_wheel(str(tmp_path))) as wheel:
        names = wheel.namelist()
    assert "rogatory/main.py" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"rogatory"}
    assert [name for name in names if "/test" in name or ".git" in name] == []
    played = {name.split("/")[2] for name in names if name.startswith("rogatory/exercises/")} - {""}
    assert {name for name in played if "." not in name} == {"acts", "demo", "scenarios"}
