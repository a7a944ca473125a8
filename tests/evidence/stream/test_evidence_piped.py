# SPDX-License-Identifier: Apache-2.0
"""Data from standard input: of any length, short or broken off, and never left half done."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from casts.faults.fault_library import EVER, Fault
from casts.steady.patience import PATIENCE

SIZES = [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (6 << 20) + 77]


def _words(out: Path, *more: object) -> list[object]:
    arguments = ["--name", "mailbox.mbox", "--authority", "xb/central-authority", "--out", out]
    return ["evidence", "collect", "-", *arguments, "--json", *more]


def _empty(folder: Path) -> bool:
    return not list(folder.iterdir())


@pytest.mark.parametrize("size", SIZES)
def test_any_length_comes_whole(faults, tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    ran = faults.run(*_words(tmp_path / "bag", "--hash", "blake2b", "--size", size), stdin=data)
    assert ran.status == 0, ran.err
    assert (tmp_path / "bag/data/mailbox.mbox").read_bytes() == data
    (line,) = (tmp_path / "bag/inventory.jsonl").read_text().splitlines()
    assert json.loads(line)["size"] == size
    output = faults.run("evidence", "verify", tmp_path / "bag", "--json")
    assert "fails" not in {check["outcome"] for check in json.loads(output.out)["checks"]}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bag"]


def test_short_reads_are_gone_on_with(faults, tmp_path: Path) -> None:
    data = os.urandom(300_000)
    rule = Fault("readv", "pipe:*", "short", times=EVER)
    ran = faults.run(*_words(tmp_path / "bag"), stdin=data, rules=[rule])
    assert ran.status == 0, ran.err
    assert len(ran.fired) > 2
    assert (tmp_path / "bag/data/mailbox.mbox").read_bytes() == data


@pytest.mark.parametrize("size", [99, 101, 0])
def test_more_or_fewer_bytes_than_announced_are_refused(faults, tmp_path, size) -> None:
    ran = faults.run(*_words(tmp_path / "bag", "--size", size), stdin=bytes(100))
    assert (ran.status, json.loads(ran.out)["reasons"][0]["code"]) == (1, "stream-size")
    assert _empty(tmp_path)


def test_a_pipe_that_fails_is_reported(faults, tmp_path: Path) -> None:
    rule = Fault("readv", "pipe:*", "EIO", first=2)
    ran = faults.run(*_words(tmp_path / "bag"), stdin=bytes(3 << 20), rules=[rule])
    assert ran.fired
    assert (ran.status, json.loads(ran.out)["reasons"][0]["code"]) == (1, "source-unreadable")
    assert _empty(tmp_path)


def test_the_disk_fills(faults, tmp_path: Path) -> None:
    rule = Fault("write", "*/bag.partial/data/*", "ENOSPC", first=2, times=EVER)
    ran = faults.run(*_words(tmp_path / "bag"), stdin=b"x" * (6 << 20), rules=[rule])
    assert (ran.status, json.loads(ran.out)["reasons"][0]["code"]) == (4, "disk-full")
    assert _empty(tmp_path)


@pytest.mark.parametrize("more", [["--name", "a/b"], ["--name", ".."], ["--name", ""]])
def test_a_name_with_folders_is_refused(faults, tmp_path: Path, more) -> None:
    ran = faults.run(*_words(tmp_path / "bag", *more), stdin=b"")
    assert (ran.status, json.loads(ran.out)["reasons"][0]["code"]) == (1, "stream-name")
    assert _empty(tmp_path)


def test_what_only_a_pipe_has_is_said(faults, tmp_path: Path) -> None:
    ran = faults.run("evidence", "collect", "-", "--out", tmp_path / "bag", stdin=b"")
    assert (ran.status, "--name" in ran.err) == (2, True)
    ran = faults.run("evidence", "collect", tmp_path, "--size", 3, "--out", tmp_path / "bag")
    assert ran.status == 2
    ran = faults.run(*_words(tmp_path / "bag", "--resume"), stdin=b"")
    assert (ran.status, json.loads(ran.out)["reasons"][0]["code"]) == (1, "resume-stream")
    ran = faults.python(
        "-c",
        "import os, sys; os.close(0); sys.argv[1:] = eval(sys.argv[1]);"
        "from rogatory.main import run; run()",
        [str(word) for word in _words(tmp_path / "bag")],
    )
    assert (ran.status, json.loads(ran.out)["reasons"][0]["code"]) == (1, "source-missing")
    assert _empty(tmp_path)


def test_an_odd_name_is_mapped_as_any(faults, tmp_path: Path) -> None:
    ran = faults.run(*_words(tmp_path / "bag", "--name", "a|b"), stdin=b"x")
    assert ran.status == 0, ran.err
    (line,) = (tmp_path / "bag/inventory.jsonl").read_text().splitlines()
    assert json.loads(line)["path"] == "a_b~1"
    assert json.loads(line)["name"] == "YXxi"


def test_an_interrupt_is_heard_while_nothing_comes(tmp_path: Path) -> None:
    words = [str(word) for word in _words(tmp_path / "bag")]
    command = [sys.executable, "-c", "from rogatory.main import run; run()", *words]
    # A shell starts what it puts in the background with SIGINT ignored, and children inherit that.
    process = subprocess.Popen(
        ["env", "--default-signal=INT", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(bytes(100))
    process.stdin.flush()
    deadline = time.monotonic() + PATIENCE
    while not (tmp_path / "bag.partial/data").is_dir() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=PATIENCE) != 0
    process.communicate()
    assert _empty(tmp_path)


def test_sealing_a_pipe_is_refused_with_what_to_do(faults, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    words = ["-", "--key", tmp_path / "keys", "--to", "x", "--out", tmp_path / "sealed", "--json"]
    ran = faults.run("evidence", "seal", *words, stdin=b"secret")
    assert (ran.status, json.loads(ran.out)["reasons"][0]["code"]) == (1, "stream-seal")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["keys"]
