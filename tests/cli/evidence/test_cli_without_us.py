# SPDX-License-Identifier: Apache-2.0
"""A sealed package opened and checked without a line of ours: age's own author's program, GNU tar,
bagit.py, sha256sum, b3sum, openssl."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from casts.evidence.case_judges import case_conforms, nodes
from casts.steady import warm
from rogatory.exercises.seizure import generate_seizure

pytestmark = pytest.mark.judge

AGE = Path(__file__).parents[2] / "judges" / "age"


def rogatory(*words, status=0):
    answer = warm.command(*words)
    assert answer.returncode == status, answer.stdout + answer.stderr
    return answer.stdout


def tool(*words, data=None, folder=None):
    answer = subprocess.run([*map(str, words)], input=data, capture_output=True, cwd=folder)
    assert answer.returncode == 0, answer.stdout.decode(errors="replace") + answer.stderr.decode(
        errors="replace"
    )
    return answer.stdout


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A seizure sealed by Borealia for Arcadia, by the commands alone."""
    home = tmp_path_factory.mktemp("without-us")
    generate_seizure(home / "seizure")
    rogatory("keys", "new", "xa/central-authority", "--out", home / "xa")
    rogatory("keys", "new", "xb/central-authority", "--out", home / "xb")
    output = rogatory(
        "evidence", "seal", home / "seizure", "--key", home / "xb", "--to", home / "xa" / "recipient.json",
        "--out", home / "sealed", "--hash", "sha512",
    )  # fmt: skip
    assert "not compared with a directory" in output
    assert "xa/central-authority" in output
    return home


@pytest.fixture(scope="module")
def opened(sealed):
    """The package as age's own author's program and tar give it."""
    if not (AGE / "node_modules" / "age-encryption").is_dir():
        pytest.skip("age-encryption is not installed: npm ci in tests/judges/age")
    identity = next(
        line
        for line in (sealed / "xa" / "identity.txt").read_text().splitlines()
        if line.startswith("AGE-SECRET-KEY-PQ-1")
    )
    stream = tool(
        "node",
        AGE / "judge.mjs",
        "decrypt",
        identity,
        data=(sealed / "sealed" / "package.age").read_bytes(),
    )
    folder = sealed / "by-tar"
    folder.mkdir()
    (folder / "package.tar").write_bytes(stream)
    names = tool("tar", "-tf", folder / "package.tar").decode().splitlines()
    tool("tar", "-xf", folder / "package.tar", "-C", folder)
    (bag,) = (path for path in folder.iterdir() if path.is_dir())
    assert all(name.startswith(f"{bag.name}/") for name in names)
    return bag


def test_the_bag_is_valid_for_bagit_and_sha256sum(opened):
    tool(sys.executable, "-m", "bagit", "--validate", "--quiet", opened)
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        tool("sha256sum", "--check", "--strict", "--quiet", manifest, folder=opened)
    tool("sha512sum", "--check", "--strict", "--quiet", "manifest-sha512.txt", folder=opened)


def test_the_evidence_is_byte_for_byte_what_was_found(sealed, opened):
    inventory = [json.loads(line) for line in (opened / "inventory.jsonl").read_text().splitlines()]
    stored = [item for item in inventory if "sha256" in item]
    found = sorted(
        path.read_bytes()
        for path in (sealed / "seizure").rglob("*")
        if path.is_file() and not path.is_symlink()
    )
    assert len(stored) == len(found)
    assert (
        sorted(path.read_bytes() for path in (opened / "data").rglob("*") if path.is_file())
        == found
    )


def test_openssl_verifies_every_signature(sealed, opened):
    certificates = sealed / "xb" / "certificates"
    for folder, document in ((sealed / "sealed", "seal.json"), (opened, "tagmanifest-sha256.txt")):
        for algorithm in ("p256", "mldsa65"):
            tool(
                "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER",
                "-in", folder / f"{document}.{algorithm}.p7s", "-content", folder / document,
                "-CAfile", certificates / f"ca.{algorithm}.pem", "-purpose", "any", "-out", os.devnull,
            )  # fmt: skip


def test_b3sum_finds_the_segments_that_the_seal_names(sealed):
    seal = json.loads((sealed / "sealed" / "seal.json").read_bytes())
    age = (sealed / "sealed" / "package.age").read_bytes()
    payload = age[len(age) - seal["payload_size"] :]
    digests = [
        tool("b3sum", "--no-names", "-", data=payload[start : start + seal["segment_size"]])
        .decode()
        .strip()
        for start in range(0, len(payload), seal["segment_size"])
    ]
    assert (sealed / "sealed" / "segments.b3").read_bytes().hex() == "".join(digests)
    assert len(digests) == seal["segments"]


def test_ours_opens_it_alike(sealed, opened):
    rogatory(
        "evidence", "open", sealed / "sealed", "--key", sealed / "xa", "--out", sealed / "by-us"
    )
    ours = {
        path.relative_to(sealed / "by-us"): path.read_bytes()
        for path in (sealed / "by-us").rglob("*")
        if path.is_file()
    }
    theirs = {
        path.relative_to(opened): path.read_bytes() for path in opened.rglob("*") if path.is_file()
    }
    assert ours == {name: data for name, data in theirs.items() if name.name != "offsets"}


def test_one_file_is_extracted_alike(sealed, opened):
    path = "Browser/History.sqlite"
    rogatory(
        "evidence",
        "extract",
        sealed / "sealed",
        path,
        "--key",
        sealed / "xa",
        "--out",
        sealed / "one",
    )
    assert (sealed / "one").read_bytes() == (opened / "data" / path).read_bytes()


def test_a_collection_by_nobody_named_is_valid_for_bagit_and_case_and_can_be_sealed(sealed):
    rogatory("evidence", "collect", sealed / "seizure" / "Mail", "--out", sealed / "unsigned")
    tool(
        sys.executable, "-W", "ignore", "-m", "bagit", "--validate", "--quiet", sealed / "unsigned"
    )
    case_conforms(sealed / "unsigned" / "case.jsonld", sealed)
    assert "unnamed" not in (sealed / "unsigned" / "case.jsonld").read_text()
    assert nodes(sealed / "unsigned" / "case.jsonld", "Organization") == []
    assert not list((sealed / "unsigned").glob("*.p7s"))
    assert "collected without a signature" in rogatory("evidence", "verify", sealed / "unsigned")
    rogatory(
        "evidence", "seal", sealed / "unsigned", "--key", sealed / "xb", "--to", sealed / "xa" / "recipient.json",
        "--out", sealed / "signed-later",
    )  # fmt: skip
    # Its timestamp is pending.
    rogatory("evidence", "verify", sealed / "signed-later", status=3)
