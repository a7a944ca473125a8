# SPDX-License-Identifier: Apache-2.0
"""Many small files through the command: a child helps reading them; few are read without one."""

import os
import subprocess
import sys

import pytest

from rogatory.evidence.stream import forked_reader

_WATCHED = """
import os, sys
forks, real = [], os.fork
def fork():
    forks.append(1)
    return real()
os.fork = fork
from rogatory.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
sys.stderr.write(f"forks {len(forks)}")
"""


def rogatory(*words):
    answer = subprocess.run(
        [sys.executable, "-c", _WATCHED, *map(str, words)], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    return int(answer.stderr.rpartition("forks ")[2])


@pytest.mark.parametrize(
    ("count", "forks"), [(forked_reader.FEWEST_FILES, 1), (30_000, 1), (10, 0)]
)
def test_many_small_files_are_read_by_a_child_and_open_alike(tmp_path, count, forks):
    source = tmp_path / "source"
    source.mkdir()
    for number in range(count):
        (source / f"{number:05}").write_bytes(os.urandom(number % 300))
    rogatory("keys", "new", "xa/central-authority", "--out", tmp_path / "keys")
    sealed = ("--key", tmp_path / "keys", "--to", tmp_path / "keys" / "recipient.json")
    assert rogatory("evidence", "seal", source, *sealed, "--out", tmp_path / "sealed") == forks
    rogatory(
        "evidence",
        "open",
        tmp_path / "sealed",
        "--key",
        tmp_path / "keys",
        "--out",
        tmp_path / "bag",
    )
    found = {path.name: path.read_bytes() for path in source.iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "bag" / "data").iterdir()} == found
