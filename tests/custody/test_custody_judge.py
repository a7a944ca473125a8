# SPDX-License-Identifier: Apache-2.0
"""Go's checksum database packages judge our notes, checkpoints, proofs and tiles."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from custody_cast import EVENT, Log

from rogatory.custody import tiles
from rogatory.custody.checkpoint import with_cosignatures, write_hash
from rogatory.custody.commitment import commitment
from rogatory.custody.event import build_event
from rogatory.seal.notes import NoteSignature

GO_PATH = Path("/usr/share/gocode")
SOURCE = Path(__file__).parent.parent / "judges" / "custody" / "judge.go"
SALT = bytes(range(32))
WITNESS = NoteSignature("witness.borealia.example", b"\x01\x02\x03\x04", bytes(72))

pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(shutil.which("go") is None, reason="go is not installed (golang-go)"),
    pytest.mark.skipif(
        not (GO_PATH / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
        reason="Go's tlog package is not installed (golang-golang-x-mod-dev)",
    ),
]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    program = tmp_path_factory.mktemp("judge") / "judge"
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": str(GO_PATH), "GOFLAGS": "-p=1"}
    subprocess.run(["go", "build", "-o", program, SOURCE], env=environment, check=True)
    return program


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A log of 70,000 entries, its files as a web server would serve them, and a proof."""
    folder, log, event = tmp_path_factory.mktemp("served"), Log(), build_event(EVENT)
    (folder / "p.tlog-proof").write_bytes(log.enter(event, salt=SALT, before=1000, after=444))
    old = log.tree
    (folder / "old-checkpoint").write_text(log.note())
    log.append(*(bytes(28) + n.to_bytes(4) for n in range(70_000 - old.size)))
    (folder / "checkpoint").write_text(with_cosignatures(log.note(), [WITNESS]))
    (folder / "entry").write_bytes(commitment(SALT, event))
    path = tiles.consistency(old.size, log.tree, log.read_tile)
    (folder / "consistency").write_text("".join(f"{write_hash(node)}\n" for node in path))
    for tile in tiles.tiles_of(log.tree.size):
        file = folder / tile.path()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(log.read_tile(tile))
    return folder, log


def asked(judge, folder, log):
    return subprocess.run([judge, *log.vkeys, folder], capture_output=True, text=True)


def test_the_log_holds(judge, served):
    told = asked(judge, *served)
    assert (told.stdout, told.stderr, told.returncode) == ("holds\n", "", 0)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("checkpoint", "note"),
        ("p.tlog-proof", "inclusion"),
        ("entry", "inclusion"),
        ("consistency", "consistency"),
        ("tile/0/003", "inclusion from tiles"),
    ],
)
def test_the_judge_is_no_yes_man(judge, served, tmp_path, name, told):
    folder, log = tmp_path / "altered", served[1]
    shutil.copytree(served[0], folder)
    file = folder / name
    text = file.read_bytes()
    at = text.rindex(b"\n\n") - 50 if name == "checkpoint" else len(text) // 3
    file.write_bytes(text[:at] + (b"B" if text[at] == ord("A") else b"A") + text[at + 1 :])
    verdict = asked(judge, folder, log)
    assert verdict.returncode != 0
    assert told in verdict.stderr


def test_the_judge_refuses_the_checkpoint_of_another_key(judge, served):
    folder, log = served
    assert asked(judge, folder, log).returncode == 0
    assert "note" in asked(judge, folder, Log(seed=66)).stderr
