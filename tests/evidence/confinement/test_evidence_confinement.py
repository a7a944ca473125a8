# SPDX-License-Identifier: Apache-2.0
"""The child that examines: what it is limited in, and what is said when it dies."""

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from casts.evidence.images import disk_image
from rogatory.evidence.confinement import process
from rogatory.evidence.confinement.process import in_child


def _nothing(_done: int) -> None:
    pass


def _children() -> list[int]:
    """Children of this process that do a job."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if parent == os.getpid() and b"confinement.child" in command:
            found.append(int(status.parent.name))
    return found


@pytest.fixture
def pipe(tmp_path) -> Path:
    """A file on which opening it for reading waits for ever."""
    os.mkfifo(tmp_path / "waits")
    return tmp_path / "waits"


def test_a_child_that_makes_no_progress_is_ended(pipe):
    outcome = in_child(
        "list-members", {"path": str(pipe), "archive": "data/x"}, report=_nothing, stalled_after=1
    )
    assert outcome.result is None
    assert outcome.failed == "it made no progress for 1 seconds"
    assert _children() == []


def test_lines_without_progress_do_not_keep_a_child_alive(monkeypatch):
    monkeypatch.setattr(
        process, "_START", "import time\nwhile 1: print('l{}', flush=True); time.sleep(0.05)"
    )
    lines: list[bytes] = []
    outcome = in_child("any", {}, report=_nothing, line=lines.append, stalled_after=1)
    assert outcome.failed == "it made no progress for 1 seconds"
    assert lines


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_a_child_that_crashes_is_reported_by_its_signal(pipe, number):
    ended = threading.Event()

    def crash() -> None:
        while not (found := _children()):
            if ended.wait(0.01):
                return
        time.sleep(0.3)
        os.kill(found[0], number)

    killer = threading.Thread(target=crash)
    killer.start()
    arguments = {"path": str(pipe), "archive": "data/x"}
    outcome = in_child("list-members", arguments, report=_nothing, stalled_after=20)
    ended.set()
    killer.join()
    assert outcome.result is None
    assert outcome.failed == f"its examination crashed ({signal.Signals(number).name})"


def test_a_child_gets_no_more_memory_than_it_may_have(tmp_path):
    image = tmp_path / "x.raw"
    image.write_bytes(bytes(1 << 20))
    arguments = {"paths": [str(image)], "raw": True}
    outcome = in_child("find-volumes", arguments, report=_nothing, memory=24 << 20)
    assert outcome.result is None
    assert outcome.failed


def test_an_unknown_job_and_a_missing_file_are_failures_in_words(tmp_path):
    assert "KeyError" in str(in_child("no-such-job", {}, report=_nothing).failed)
    missing = {"path": str(tmp_path / "none"), "archive": "data/none"}
    assert "No such file" in str(in_child("list-members", missing, report=_nothing).failed)


@pytest.mark.judge
def test_damaged_file_systems_never_take_the_parent_down(tmp_path):
    """Bytes of the superblocks, boot sector and partition table at random, a fixed seed."""
    made = random.Random(11)
    good = disk_image(tmp_path / "disk.raw").read_bytes()
    second = (16 << 20) // 2 - 2048 * 512
    hot = [
        *range(440, 512),
        *range((1 << 20) + 1024, (1 << 20) + 4096),
        *range(second, second + 1024),
    ]
    for _ in range(15):
        spoilt = bytearray(good)
        for _ in range(made.randint(1, 80)):
            spoilt[made.choice(hot)] = made.choice([0, 1, 128, 255, made.randrange(256)])
        path = tmp_path / "spoilt.raw"
        path.write_bytes(spoilt)
        lines: list[bytes] = []
        outcome = in_child(
            "find-volumes",
            {"paths": [str(path)], "raw": True},
            report=_nothing,
            line=lines.append,
            stalled_after=20,
        )
        assert (outcome.result is None) == (outcome.failed is not None)
        assert lines or outcome.failed
