# SPDX-License-Identifier: Apache-2.0
"""Go's checksum database packages, and those of transparency-dev, judge our notes, checkpoints,
cosignatures of both kinds, proofs, tiles and bundles of entries.
"""

import base64
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from casts.custody.events import EVENT, Log, Witness
from rogatory.custody.events.event import build_event
from rogatory.custody.log import tiles
from rogatory.custody.log.bundles import bundle_path, write_entry_bundle
from rogatory.custody.log.checkpoint import write_hash
from rogatory.custody.log.commitment import commitment
from rogatory.custody.log.tree import leaf_hash
from rogatory.seal.cosigner import Cosigning

GO_PATH = Path("/usr/share/gocode")
FOLDER = Path(__file__).parent.parent / "judges" / "custody"
SALT = bytes(range(32))
SIZE, EVENT_AT, OLD = 70_000, 1000, 1445
LIBRARIES = {
    "golang.org/x/mod/sumdb/tlog": "golang-golang-x-mod-dev",
    "github.com/transparency-dev/merkle": "golang-github-transparency-dev-merkle-dev",
    "github.com/transparency-dev/formats": "golang-github-transparency-dev-formats-dev",
    "github.com/cloudflare/circl/sign/mldsa": "golang-github-cloudflare-circl-dev",
}

pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(shutil.which("go") is None, reason="go is not installed (golang-go)"),
]


class Judge:
    """A program of the folder of judges, and the keys that it is given."""

    def __init__(self, name, needs, folder):
        for library in needs:
            if not (GO_PATH / "src" / library).is_dir():
                pytest.skip(f"Go's {library} is not installed ({LIBRARIES[library]})")
        self.program = folder / name
        environment = {
            **os.environ,
            "GO111MODULE": "off",
            "GOPATH": str(GO_PATH),
            "GOFLAGS": "-p=1",
        }
        command = ["go", "build", "-o", self.program, FOLDER / f"{name}.go"]
        subprocess.run(command, env=environment, check=True)
        self.witnessed = name == "witnesses"

    def verdict_on(self, folder, log, witness):
        keys = [*log.vkeys, *(vkeys_of(witness) if self.witnessed else ())]
        return subprocess.run([self.program, *keys, folder], capture_output=True, text=True)


def vkeys_of(witness):
    """The witness's keys as the Go libraries take them: the Ed25519 one under the type of a log's."""
    classical, post = (witness.cosigners[kind].key for kind in Cosigning)
    material = b"\x01" + classical.public_key
    key_id = hashlib.sha256(classical.name.encode() + b"\n" + material).digest()[:4]
    return (
        f"{classical.name}+{key_id.hex()}+{base64.b64encode(material).decode()}",
        post.vkey,
    )


@pytest.fixture(scope="module", params=["judge", "witnesses"])
def judge(request, tmp_path_factory):
    needs = list(LIBRARIES) if request.param == "witnesses" else list(LIBRARIES)[:1]
    return Judge(request.param, needs, tmp_path_factory.mktemp("judge"))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A log of 70,000 entries, its files as an export has them, a witness, and a proof."""
    folder, log, witness = tmp_path_factory.mktemp("served"), Log(), Witness()
    event = build_event(EVENT)
    filler = [bytes(28) + number.to_bytes(4) for number in range(SIZE)]
    entries = [*filler[:EVENT_AT], commitment(SALT, event), *filler[EVENT_AT + 1 :]]
    leaves = [leaf_hash(entry) for entry in entries]
    log.append(*leaves[:OLD])
    (folder / "p.tlog-proof").write_bytes(log.prove(SALT, EVENT_AT))
    old = log.tree
    (folder / "old-checkpoint").write_text(log.note())
    log.append(*leaves[OLD:])
    (folder / "checkpoint").write_text(witness.cosigned(log))
    (folder / "entry").write_bytes(commitment(SALT, event))
    path = tiles.consistency(old.size, log.tree, log.read_tile)
    (folder / "consistency").write_text("".join(f"{write_hash(node)}\n" for node in path))
    for tile in tiles.tiles_of(log.tree.size):
        write(folder / tile.path(), log.read_tile(tile))
    for start in range(0, SIZE, 256):
        bundle = entries[start : start + 256]
        write(folder / bundle_path(start // 256, len(bundle)), write_entry_bundle(bundle))
    return folder, log, witness


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_the_log_holds(judge, served):
    result = judge.verdict_on(*served)
    assert (result.stdout, result.stderr, result.returncode) == ("holds\n", "", 0)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("checkpoint", "note"),
        ("p.tlog-proof", "inclusion"),
        ("entry", "inclusion"),
        ("consistency", "consistency"),
        ("tile/0/003", "tiles"),
    ],
)
def test_the_judge_is_no_yes_man(judge, served, tmp_path, name, expected):
    folder, log, witness = tmp_path / "altered", *served[1:]
    shutil.copytree(served[0], folder)
    file = folder / name
    text = file.read_bytes()
    at = text.index(b"\n\n") - 20 if name == "checkpoint" else len(text) // 3
    file.write_bytes(text[:at] + (b"B" if text[at] == ord("A") else b"A") + text[at + 1 :])
    verdict = judge.verdict_on(folder, log, witness)
    assert verdict.returncode != 0
    assert expected in verdict.stderr


def test_the_judge_refuses_the_checkpoint_of_another_key(judge, served):
    folder, log, witness = served
    assert judge.verdict_on(folder, log, witness).returncode == 0
    assert "note" in judge.verdict_on(folder, Log(seed=66), witness).stderr


of_witnesses = pytest.mark.parametrize("judge", ["witnesses"], indirect=True)
"""The other judge looks at neither witnesses nor entries."""


@pytest.fixture
def altered(served, tmp_path):
    shutil.copytree(served[0], tmp_path / "altered")
    return tmp_path / "altered"


@of_witnesses
@pytest.mark.parametrize("kind", list(Cosigning))
def test_a_cosignature_of_either_kind_counts_only_over_this_checkpoint(
    judge, served, altered, kind
):
    _folder, log, witness = served
    other = Log()
    other.append(*[bytes(32)] * SIZE)
    lines = [*witness.lines(log.checkpoint), *witness.lines(other.checkpoint)]
    wrong = [lines[place + 2 * (each is kind)] for place, each in enumerate(Cosigning)]
    (altered / "checkpoint").write_text(log.note() + "".join(line.line() for line in wrong))
    result = judge.verdict_on(altered, log, witness)
    assert result.returncode != 0
    assert "note" in result.stderr


@of_witnesses
def test_a_cosignature_of_either_kind_that_is_missing_is_missed(judge, served, altered):
    _folder, log, witness = served
    for kind in Cosigning:
        (altered / "checkpoint").write_text(witness.cosigned(log, kinds=(kind,)))
        assert "2 signatures of 3" in judge.verdict_on(altered, log, witness).stderr


@of_witnesses
def test_an_entry_that_was_altered_makes_other_tiles(judge, served, altered):
    path = altered / "tile/entries/100"
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    result = judge.verdict_on(altered, *served[1:])
    assert result.returncode != 0
    assert "tiles: tile/0/100" in result.stderr
