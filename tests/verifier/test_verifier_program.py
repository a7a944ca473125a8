# SPDX-License-Identifier: Apache-2.0
"""The stand-alone verifier as a court expert runs it: a file, Python, and `cryptography`."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from casts.steady.patience import PATIENCE

PROGRAM = Path(__file__).parents[2] / "verifier" / "rogatory_verify.py"
ALLOWED = set(sys.stdlib_module_names) | {"cryptography", "blake3"}


def run(*arguments, cwd=None):
    command = [sys.executable, "-I", str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd=cwd)


def test_it_imports_nothing_but_python_and_cryptography():
    tree = ast.parse(PROGRAM.read_text())
    named = {
        (node.module or "").split(".")[0]
        if isinstance(node, ast.ImportFrom)
        else alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert named <= ALLOWED


@pytest.mark.parametrize(
    "page", ["docs/court-expert.md", "docs/decisions/0026-a-verifier-that-shares-no-line.md"]
)
def test_its_length_is_as_stated(page):
    length = re.search(r"file\s+of some (\d),(\d00) lines", (PROGRAM.parents[1] / page).read_text())
    lines = len(PROGRAM.read_text().splitlines())
    assert abs(int(length[1] + length[2]) - lines) <= 100


def test_a_reader_that_stops_early_gets_no_status_of_a_verdict_and_no_traceback(tmp_path):
    (tmp_path / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    command = [sys.executable, "-I", str(PROGRAM), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        reported = process.stderr.read()
    assert (process.returncode, reported) == (2, b"")


def test_it_opens_no_line_starts_no_program_and_writes_nothing():
    text = PROGRAM.read_text()
    for word in (
        "import socket",
        "urllib",
        "subprocess",
        "os.system",
        "os.exec",
        '"wb"',
        "write_",
        "mkdir",
        "unlink",
    ):
        assert word not in text, word


def test_a_folder_is_judged_alike_by_its_name_and_from_within(tmp_path):
    """The journal of a bag lies beside it, under its name."""
    bag, journal = tmp_path / "opened", tmp_path / "opened-custody"
    for folder in (bag, journal):
        folder.mkdir()
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    (journal / "stray.txt").write_text("x")
    from_within, by_name = run(".", cwd=bag), run(bag)
    assert (from_within.returncode, from_within.stdout) == (1, by_name.stdout)
    assert "stray.txt has no place in a journal" in by_name.stdout


@pytest.mark.parametrize("what", ["nothing", "empty folder", "a file"])
def test_what_is_no_evidence_is_said_and_never_passes(tmp_path, what):
    path = tmp_path / "there"
    if what == "empty folder":
        path.mkdir()
    elif what == "a file":
        path.write_bytes(b"x")
    done, document = run(path), json.loads(run(path, "--json").stdout)
    assert done.returncode == 1
    assert "neither a bundle nor a package" in done.stdout
    assert document.keys() == {"schema", "refused"}  # only a verdict has an outcome
    assert "Traceback" not in done.stderr


def test_a_folder_full_of_rubbish_is_reported_as_such(tmp_path):
    for name in ("bundle.json", "check.sh"):
        (tmp_path / name).write_bytes(b"[" * 100_000)
    done = run(tmp_path, "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["outcome"] == "fails"
    assert "Traceback" not in done.stderr


def test_a_wrong_trust_is_a_wrong_use(tmp_path):
    done = run(tmp_path, "--trust", tmp_path / "missing")
    assert done.returncode == 2
    assert "--trust" in done.stderr
