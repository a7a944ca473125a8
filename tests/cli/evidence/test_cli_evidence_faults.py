# SPDX-License-Identifier: Apache-2.0
"""Collecting and sealing on disks that fail and fill, and killed anywhere: never half an output."""

import json
import os
import random
import resource
import subprocess
import sys

import pytest

from casts.cli.commands import run
from casts.faults.fault_library import EVER, Fault


@pytest.fixture
def many(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02d}").write_bytes(os.urandom(number * 333))
    (folder / "big").write_bytes(os.urandom(5 << 20))
    return folder


def _seal(xa, xb, source, out):
    return (
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json", "--out", out,
        "--segment-mib", "1", "--json",
    )  # fmt: skip


def _collect(xb, source, out):
    return ("evidence", "collect", source, "--key", xb, "--out", out, "--json")


def _codes(ran):
    return [reason["code"] for reason in json.loads(ran.out)["reasons"]]


def _left(tmp_path):
    return sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("out"))


WRITING = [
    (Fault("write", "*/out.partial/*", "ENOSPC", first=2, times=EVER), "disk-full"),
    (Fault("write", "*/out.partial/*", "EIO", first=3, times=EVER), "disk-failing"),
    (Fault("write", "*/out.partial/*", "EFBIG", first=3, times=EVER), "disk-size-limit"),
    (Fault("open", "*/out.partial/*", "ENOSPC", first=4), "disk-full"),
    (Fault("fsync", "*/out*", "EIO"), "disk-failing"),
    (Fault("rename", "*/out", "EIO"), "disk-failing"),
    (Fault("write", "*custody*/*", "ENOSPC"), "disk-full"),
]


@pytest.mark.parametrize(
    ("rule", "code"), WRITING, ids=[f"{r.call}-{r.outcome}-{r.path[2:7]}" for r, _ in WRITING]
)
@pytest.mark.parametrize("way", ["collect", "seal"])
def test_the_output_s_disk_fills_or_fails(faults, many, tmp_path, xa, xb, rule, code, way):
    out = tmp_path / "out"
    words = _collect(xb, many, out) if way == "collect" else _seal(xa, xb, many, out)
    ran = faults.run(*words, rules=[rule])
    assert ran.fired
    assert ran.status == 4, ran.err
    assert code in _codes(ran)
    assert not out.exists()
    assert not (tmp_path / "out-custody").exists()
    result = run(*words, *(["--resume"] if "collect-unfinished" in _codes(ran) else []))
    assert result.status == 0, result.err


@pytest.mark.parametrize("way", ["collect", "seal"])
@pytest.mark.parametrize("call", ["readv", "open"])
def test_a_source_that_cannot_be_read(faults, many, tmp_path, xa, xb, way, call):
    out = tmp_path / "out"
    words = _collect(xb, many, out) if way == "collect" else _seal(xa, xb, many, out)
    rule = Fault(call, "*/many/17", "EIO", times=EVER)
    ran = faults.run(*words, rules=[rule])
    assert ran.fired
    assert (ran.status, _codes(ran)) == (1, ["source-unreadable"])
    assert _left(tmp_path) == []
    ran = faults.run(*words, "--allow-unreadable", rules=[rule])
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["unreadable"] == [["17", "EIO (Input/output error)"]]
    if way == "collect":
        lines = map(json.loads, (out / "inventory.jsonl").read_text().splitlines())
        (line,) = [line for line in lines if line["path"] == "17"]
        assert line["unreadable"] == "EIO (Input/output error)"
        assert (out / "data/17").read_bytes() == bytes(17 * 333)


@pytest.mark.parametrize("way", ["collect", "seal"])
def test_short_reads_and_writes_are_gone_on_with(faults, many, tmp_path, xa, xb, way):
    out = tmp_path / "out"
    words = _collect(xb, many, out) if way == "collect" else _seal(xa, xb, many, out)
    rules = [
        Fault("readv", "*/many/*", "short", first=2, times=20),
        Fault("write", "*/out.partial/*", "short", first=2, times=20),
    ]
    ran = faults.run(*words, rules=rules)
    assert ran.status == 0, ran.err
    assert {call for _, call, _ in ran.fired} == {"readv", "write"}
    assert run("evidence", "verify", out).status in {0, 3}
    if way == "seal":
        opened = tmp_path / "opened"
        assert run("evidence", "open", out, "--key", xa, "--out", opened).status == 0
    data = (out if way == "collect" else tmp_path / "opened") / "data"
    assert all((data / path.name).read_bytes() == path.read_bytes() for path in many.iterdir())


STEPS = [
    Fault("mkdir", "*/out.partial", "kill-after"),
    Fault("write", "*/out.partial/package.age", "kill", first=3),
    Fault("open", "*/out.partial/segments.b3", "kill-after"),
    Fault("open", "*/out.partial/seal.json", "kill-after"),
    Fault("fsync", "*/out.partial*", "kill", first=2),
    Fault("rename", "*/out", "kill"),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda s: f"{s.call}-{s.path[-10:]}")
def test_sealing_killed_at_a_named_step_and_repeated(faults, many, tmp_path, xa, xb, step):
    words = _seal(xa, xb, many, tmp_path / "out")
    ran = faults.run(*words, rules=[step])
    assert ran.killed
    assert ran.fired
    assert not (tmp_path / "out").exists()
    assert run(*words).codes == ["disk-folder-unfinished"]
    assert run(*words, "--discard-unfinished").status == 0
    assert _left(tmp_path) == ["out"]
    assert run("evidence", "verify", tmp_path / "out").status in {0, 3}


def test_killed_between_the_bag_s_name_and_the_journal_s(faults, many, tmp_path, xa, xb):
    bag, step = tmp_path / "out", Fault("rename", "*/out-custody", "kill")
    assert faults.run(*_collect(xb, many, bag), rules=[step]).killed
    assert (bag / "data/big").is_file()
    assert (tmp_path / "out-custody.partial/0001.json").is_file()
    assert run(*_seal(xa, xb, bag, tmp_path / "sealed")).status == 0
    assert (tmp_path / "out-custody/0001.json").is_file()
    assert (tmp_path / "sealed/custody/earlier-1.0001.json").is_file()


def test_sealing_and_collecting_killed_at_any_moment(faults, many, tmp_path, xa, xb):
    moments = random.Random(3)
    for number in range(6):
        out = tmp_path / f"out-{number}"
        collecting = number % 2 == 0
        words = _collect(xb, many, out) if collecting else _seal(xa, xb, many, out)
        faults.run(*words, kill_after=0.15 + 0.6 * moments.random())
        if not out.exists():
            ran = run(*words, "--discard-unfinished")
            assert ran.status == 0, ran.out
        document = run("evidence", "verify", out, "--json").json["checks"]
        # Killed between the name and the journal: the bag holds, and its journal is begun.
        assert "fails" not in {check["outcome"] for check in document}


def test_a_process_that_may_not_write_so_much(many, tmp_path, xa, xb):
    """The kernel's own limit on a file, without any library between."""
    for way in ("collect", "seal"):
        out = tmp_path / f"out-{way}"
        words = _collect(xb, many, out) if way == "collect" else _seal(xa, xb, many, out)
        ran = subprocess.run(
            [sys.executable, "-c", "from rogatory.main import run; run()", *map(str, words)],
            capture_output=True,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20)),
        )
        assert ran.returncode == 4, ran.stderr
        codes = [reason["code"] for reason in json.loads(ran.stdout)["reasons"]]
        assert codes[0] == "disk-size-limit"
        assert not out.exists()
