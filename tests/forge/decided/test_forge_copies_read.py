# SPDX-License-Identifier: Apache-2.0
"""The verdict names each copy of the directory that was read, and a root only where one decided (SPECIFICATION.md 15.2)."""

import json
import subprocess
import sys

import pytest

from casts.cli.commands import run
from forge import ROOT
from forge.making import KINDS
from rogatory.wire.digests import sha256

PROGRAM = ROOT / "verifier" / "rogatory_verify.py"


def rests_on(path, *given):
    """Return what a verdict rests on, by our command and by the verifier."""
    trust = [str(word) for one in given for word in ("--trust", one)]
    ours = run("evidence", "verify", path, *trust, "--json").json
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(path), *trust, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    return ours["rests_on"], json.loads(done.stdout)["rests_on"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_copy_that_was_given_is_named(material, kind):
    """Of two the newer decides; the older was read, too."""
    artifact = material.artifacts[kind]
    before = artifact.digest()
    for given in (
        [material.directory, material.newest],
        [material.newest, material.directory],
        [material.directory],
    ):
        ours, theirs = rests_on(artifact.path, *given)
        assert ours["copies"] == theirs["copies"]
        found = [one["snapshot_version"] for one in ours["copies"] if one["source"] == "given"]
        assert len(found) == len(given)
        assert len(set(found)) == len(given)
    assert artifact.digest() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_root_that_decides_nothing_is_not_used(material, kind):
    """By it a bundle's own first root is compared."""
    artifact = material.artifacts[kind]
    of_bundle = sha256(material.root.read_bytes()) if kind == "bundle" else None
    for given in (material.root, material.second_root, sha256(material.root.read_bytes())):
        found = run("evidence", "verify", artifact.path, "--trust", str(given), "--json").json
        assert (found["rests_on"]["root"], found["root"]) == (of_bundle, of_bundle)
