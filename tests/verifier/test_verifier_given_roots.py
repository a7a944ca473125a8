# SPDX-License-Identifier: Apache-2.0
"""The basis of a verdict where what was given does not vouch for the directory inside (15.2)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.verification.trust import read_trust

PROGRAM = Path(__file__).parents[2] / "verifier" / "rogatory_verify.py"


def of_both(verifier, bundle, given):
    """Return basis, root and questions, which both judges state alike."""
    ours = verify_bundle(
        bundle, trusted=read_trust([Path(one) for one in given]), now=verifier.moment("2026-11-26T03:00:00Z")
    ).rests.as_json()  # fmt: skip
    trust = [word for one in given for word in ("--trust", str(one))]
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(bundle), *trust, "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    theirs = json.loads(done.stdout)["rests_on"]
    stated = [
        (one["basis"], one["root"], [each for each in one["ask"] if each != "newer-directory"])
        for one in (ours, theirs)
    ]
    assert stated[0] == stated[1]
    return stated[0]


@pytest.fixture
def own_root(trust, verifier):
    return verifier.sha256((trust / "metadata/1.root.json").read_bytes())


def test_a_root_of_another_network_vouches_for_nothing(verifier, made, material, own_root):
    given = [material / "trust/other-network.1.root.json"]
    found = of_both(verifier, made("bundle"), given)
    assert found == ("brought", own_root, ["compare-first-root"])


def test_neither_does_a_fingerprint_of_another(verifier, made, own_root):
    found = of_both(verifier, made("bundle"), ["ab" * 32])
    assert found == ("brought", own_root, ["compare-first-root"])


def test_beside_one_that_vouches_it_rests_on_what_was_given(
    verifier, made, material, trust, own_root
):
    given = [material / "trust/other-network.1.root.json", trust / "metadata/1.root.json"]
    found = of_both(verifier, made("bundle"), given)
    assert found == ("given", own_root, ["given-from-elsewhere"])


def test_the_first_line_says_so(verifier, made, material):
    other = read_trust(material / "trust/other-network.1.root.json")
    found = verify_bundle(
        made("bundle"), trusted=other, now=verifier.moment("2026-11-26T03:00:00Z")
    )
    line = str(found.rests.first_line())
    assert line.startswith("It rests on what came along alone: what you gave (the root ")
    assert "does not vouch for the directory in it. Compare the first root" in line
